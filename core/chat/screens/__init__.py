"""Every word that a person reads, by noun."""
