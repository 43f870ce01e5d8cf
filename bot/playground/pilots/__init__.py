"""The hands and eyes of the people in the playground, one pair for each platform."""
