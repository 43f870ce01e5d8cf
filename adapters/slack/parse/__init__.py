"""What Slack sends as calls of our routes: pure functions that never raise, whatever they are given."""
