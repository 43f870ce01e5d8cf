"""The words: what can be said, by whom, on any platform."""
