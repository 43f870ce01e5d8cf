"""Cards and forms as Block Kit: pure functions, one file for each thing Slack can show."""
