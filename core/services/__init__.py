"""The use cases: one method for each thing a person can do, each in one transaction."""
