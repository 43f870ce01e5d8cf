"""Facts: single values that the program remembers by their names, such as which commands were registered."""

from __future__ import annotations

import sqlalchemy as sa

from core.store import tables
from core.store.statements.base_query import BaseQuery

_f = tables.fact.c


class Facts(BaseQuery):
    """What is remembered by name."""

    def fact(self, name: str) -> str | None:
        """Return a remembered value."""
        query = sa.select(_f.value).where(_f.program == self.program, _f.name == name)
        value: str | None = self._connection.execute(query).scalar()
        return value

    def first_fact(self, name: str, value: str) -> bool:
        """Remember a value by its name unless there is one; returns whether this was the first."""
        once = self._insert(tables.fact).values(program=self.program, name=name, value=value)
        unless = once.on_conflict_do_nothing(index_elements=["program", "name"])
        if self._connection.execute(unless.returning(_f.name)).first() is not None:
            return True
        return self.in_doubt and self.fact(name) == value

    def set_fact(self, name: str, value: str) -> None:
        """Remember a value by its name."""
        self._connection.execute(
            self._insert(tables.fact)
            .values(program=self.program, name=name, value=value)
            .on_conflict_do_update(index_elements=["program", "name"], set_={"value": value})
        )
