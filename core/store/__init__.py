"""The memory: SQLAlchemy, and nowhere else."""
