"""Every SQL statement of the program, by noun."""
