"""What the statements of every noun stand on: one connection inside a transaction, and the program it works for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    import sqlalchemy as sa

    from core.domain.people import ProgramId


class BaseQuery:
    """Runs statements for one program. Nothing here begins, commits or rolls back.

    ``in_doubt`` says that the same work was committed before and the answer was lost: it may be stored already.
    """

    def __init__(self, connection: sa.Connection, program: ProgramId, *, in_doubt: bool = False) -> None:
        self._connection = connection
        self.program = program
        self.in_doubt = in_doubt

    @property
    def _on_postgres(self) -> bool:
        return self._connection.dialect.name == "postgresql"

    def _rows(self, statement: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[sa.RowMapping]:
        return list(self._connection.execute(statement).mappings())

    def _row(self, statement: sa.Select[Any]) -> sa.RowMapping | None:
        return self._connection.execute(statement).mappings().first()

    def _number(self, statement: sa.Select[int]) -> int:
        return self._connection.execute(statement).scalar_one()

    def _insert(self, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
        """An insert that knows ON CONFLICT, in the words of the engine at hand."""
        return postgresql.insert(table) if self._on_postgres else sqlite.insert(table)
