"""A storm: the real program between two platforms that fail all the time, killed again and again."""
