"""The tables: every row carries its program, and every query names it."""
