"""Block Kit, as rules in tables."""
