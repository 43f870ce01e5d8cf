"""The REST endpoints, one module per noun."""
