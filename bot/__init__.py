"""The program: the composition root and the command line."""
