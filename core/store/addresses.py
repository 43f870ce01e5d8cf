"""Addresses of databases: how they begin, and which driver reads them."""

from __future__ import annotations

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""How an address may begin → how SQLAlchemy wants it to begin for the asynchronous driver of this program.

Hosting providers write ``postgres://``, which SQLAlchemy no longer reads.
"""
