"""Races between processes on one PostgreSQL; run with ``python3 dev races``."""
