"""Pilots and page, played against a little bot behind the real adapters."""
