"""The handlers: one small function for each command, button, form and search."""
