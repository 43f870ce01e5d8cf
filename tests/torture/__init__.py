"""Crash sweeps; run with ``python3 dev torture``. A short form is among the tests."""
