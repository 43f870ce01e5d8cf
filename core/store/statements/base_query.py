"""What the statements of every noun stand on: one connection inside a transaction, and the program it works for.

To build a statement costs more than to run it, so each is built once, when its module is imported, and run with the
values of its parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from core.domain.policy import Policy
from core.domain.reminders import USUAL

if TYPE_CHECKING:
    from core.domain.people import Mentor, PersonId, ProgramId
    from core.domain.reminders import Chosen

USUAL_POLICY = Policy()
"""What counts where nobody has decided anything."""

HERE = sa.bindparam("here", type_=sa.Uuid())
"""The program that a statement works for: ``BaseQuery`` binds it."""
LIMIT = sa.bindparam("limit", type_=sa.Integer())
"""How many rows are wanted at most."""
THESE = sa.bindparam("these", type_=sa.Uuid(), expanding=True)
"""The ids of what is wanted, of as many as there are."""

upsert = postgresql.insert
"""An insert that knows ON CONFLICT. SQLite took its words over from PostgreSQL, so one statement serves both."""


class BaseQuery:
    """Runs statements for one program. Nothing here begins, commits or rolls back.

    ``policy`` says what counts for who has chosen nothing. ``in_doubt`` says that the same work was committed before
    and the answer was lost: it may be stored already.
    """

    def __init__(
        self,
        connection: sa.Connection,
        program: ProgramId,
        *,
        in_doubt: bool = False,
        policy: Policy = USUAL_POLICY,
    ) -> None:
        self._connection = connection
        self._policy = policy
        self.program = program
        self.in_doubt = in_doubt
        self._mentors: dict[PersonId, Mentor | None] = {}
        """Who was read as a mentor, because one transaction asks several times; whoever writes one forgets them."""
        self._claims = False
        """Whether this transaction is the one that claims and closes notices."""
        self._in_line: set[PersonId] = set()
        """Those whose turn it is: a transaction waits for each but once."""

    @property
    def _usual(self) -> Chosen:
        """The reminders of who has chosen none, where the program has some of its own."""
        return None if self._policy.reminders == USUAL else self._policy.reminders

    @property
    def _on_postgres(self) -> bool:
        return self._connection.dialect.name == "postgresql"

    def _run(self, statement: sa.Executable, **values: object) -> sa.CursorResult[Any]:
        return self._connection.execute(statement, {"here": self.program, **values})

    def _rows(self, statement: sa.Executable, **values: object) -> list[sa.RowMapping]:
        return list(self._run(statement, **values).mappings())

    def _run_each(self, statement: sa.Executable, rows: list[dict[str, Any]]) -> None:
        """Run a statement for each of ``rows``, on PostgreSQL in one round trip."""
        if rows:
            self._connection.execute(statement, [{"here": self.program, **row} for row in rows])

    def _row(self, statement: sa.Executable, **values: object) -> sa.RowMapping | None:
        return self._run(statement, **values).mappings().first()

    def _number(self, statement: sa.Select[int], **values: object) -> int:
        found: int = self._run(statement, **values).scalar_one()
        return found
