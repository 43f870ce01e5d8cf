"""The rules of a booking, in pure Python: no input, no output, no clock."""
