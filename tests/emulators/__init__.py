"""The emulators, driven by the platforms' own libraries."""
