"""The screens: every word that a person reads, as cards and forms."""
