"""Measurements; run with ``python3 dev bench [names…]``. Nothing here is a test."""
