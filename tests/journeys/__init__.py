"""Whole journeys, as people make them, through the real libraries and both emulators."""
