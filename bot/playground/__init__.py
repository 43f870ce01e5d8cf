"""Both platforms on one machine, without tokens."""
