"""Promises of the whole product; what a person types, presses and sees."""
