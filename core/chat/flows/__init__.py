"""One small function for each command, button and form."""
