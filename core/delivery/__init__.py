"""The outbox at work: what is due is claimed, read again, and brought to the person."""
