"""The booking core: rules, words and memory, with no platform and no network in it."""
