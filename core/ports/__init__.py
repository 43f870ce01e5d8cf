"""The ports: all that an adapter may import, and what a platform has to be able to do."""
