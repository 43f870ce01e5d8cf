"""The rules: pure Python, no input or output."""
