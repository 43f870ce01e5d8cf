"""The platforms: pure translators and one connection each."""
