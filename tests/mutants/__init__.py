"""Mistakes that nobody made: each breaks one promise, and the tests must notice (``python3 dev mutate``)."""
