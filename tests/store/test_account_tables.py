"""Every column that names a person has its place when accounts are linked: none can be forgotten."""

from __future__ import annotations

from core.store.statements.accounts import GOING_ALONG, STAYING
from core.store.tables.every import EVERY_TABLE

MOVED_BY_NAME = {("booking", "student"), ("booking", "mentor"), ("waiting", "student")}


def test_every_column_that_names_a_person_goes_along_or_stays() -> None:
    known = {(table.name, column) for table, column in GOING_ALONG} | STAYING | MOVED_BY_NAME
    named = {
        (table.name, key.parent.name)
        for table in EVERY_TABLE
        for key in table.foreign_keys
        if key.target_fullname == "person.id"
    }
    assert named == known
