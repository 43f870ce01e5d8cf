"""Facts: single values that the program remembers by their names, such as which commands were registered."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.statements.base_query import HERE, BaseQuery, upsert
from core.store.tables import every as tables

_f = tables.fact.c
_FACT = sa.select(_f.value).where(_f.program == HERE, _f.name == sa.bindparam("name"))
_NEW = upsert(tables.fact)
_FIRST = _NEW.on_conflict_do_nothing(index_elements=["program", "name"]).returning(_f.name)
_SET = _NEW.on_conflict_do_update(index_elements=["program", "name"], set_={"value": _NEW.excluded.value})


class Facts(BaseQuery):
    """What is remembered by name."""

    def fact(self, name: str) -> str | None:
        """Return a remembered value."""
        value: str | None = self._run(_FACT, name=name).scalar()
        return value

    def first_fact(self, name: str, value: str) -> bool:
        """Remember a value by its name unless there is one; returns whether this was the first."""
        if self._run(_FIRST, program=self.program, name=name, value=value).scalar() is not None:
            return True
        return self.in_doubt and self.fact(name) == value

    def set_fact(self, name: str, value: str) -> None:
        """Remember a value by its name."""
        self._run(_SET, program=self.program, name=name, value=value)
