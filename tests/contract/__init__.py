"""What every implementation of a port, and every request to a platform, has to keep."""
