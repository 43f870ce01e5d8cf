"""How a transaction runs: a plain function is called with a ``Transaction``, and all of it happens or nothing."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from core.domain.people import ProgramId
from core.store import connections, schema, soundness
from core.store.errors import Doubtful, Unavailable
from core.store.statements.base_query import USUAL_POLICY
from core.store.tables import every as tables
from core.store.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.domain.policy import Policy
    from core.ports.platform import NewId
    from core.store.connections import TransactionRunner

T = TypeVar("T")

DOUBTS = (0.0, 0.1, 0.5, 1.0)
"""Seconds after which the database is asked once more what became of a commit, if it must be asked."""


class Store:
    """The memory of one program. ``work`` is synchronous, so nothing can wait for the network inside it.

    A function given to ``write`` may be called more than once and must have no effect but through its ``Transaction``.
    Both methods raise Unavailable when the database cannot answer.
    """

    def __init__(self, writes: TransactionRunner, reads: TransactionRunner, program: ProgramId) -> None:
        self._writes = writes
        self._reads = reads
        self.program = program
        self.policy: Callable[[], Policy] = lambda: USUAL_POLICY
        """What counts for who has chosen nothing; put here by what puts the program together."""
        self.writes = 0
        """How many transactions that may have stored something have ended, well or badly."""
        self.homeless: Callable[[], frozenset[str]] = frozenset
        """Returns the platforms that are known to have no pages of people's own: nothing is stored for those."""

    @classmethod
    async def open(cls, url: str, *, program: str, new_id: NewId) -> Store:
        """Connect, bring the schema up to date and make the program if it is new.

        ``url`` may begin with ``sqlite:``, ``postgres:`` or ``postgresql:``; raises ValueError for others,
        SchemaAhead when a newer version of this program has written there, and Damaged for a damaged file.
        """
        writes, reads = await connections.open_runners(url)
        try:
            await writes.run(soundness.glance)
            await writes.run(schema.bring_up)
            which = await writes.run(lambda connection: _program(connection, program, new_id))
            for runner in {writes, reads}:
                await runner.serve()
        except BaseException:
            await _close(writes, reads)
            raise
        return cls(writes, reads, which)

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` in a transaction and commit; any exception takes everything back.

        When the answer to the commit is lost, ``work`` is called again with ``Transaction.in_doubt``: it finds by its
        own key whether it was stored. Raises Doubtful when the database stays away before that is known.
        """
        try:
            return await self._write(work)
        finally:
            self.writes += 1

    async def _write(self, work: Callable[[Transaction], T]) -> T:
        doubt: Doubtful | None = None
        for pause in DOUBTS:
            try:
                return await self._writes.run(partial(self._work, work, in_doubt=doubt is not None))
            except Doubtful as lost:
                doubt = lost
            except Unavailable:
                if doubt is None:
                    raise
            await asyncio.sleep(pause)
        raise doubt or AssertionError("only a doubt asks again")

    def _work(self, work: Callable[[Transaction], T], connection: sa.Connection, *, in_doubt: bool) -> T:
        mine = self.policy(), self.homeless()
        return work(
            Transaction(connection, self.program, in_doubt=in_doubt, policy=mine[0], homeless=mine[1])
        )

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` against one unchanging state; it cannot write."""
        return await self._reads.run(
            lambda connection: work(Transaction(connection, self.program, policy=self.policy()))
        )

    async def compact(self) -> bool:
        """Leave nothing in the database's files of what was deleted; return whether nothing hindered it."""
        return await self._writes.compact()

    def to_compact(self) -> int:
        """Return how many bytes ``compact`` rewrites while nothing else can be written."""
        return self._writes.to_compact()

    async def close(self) -> None:
        """Close every connection."""
        await _close(self._writes, self._reads)


async def _close(*runners: TransactionRunner) -> None:
    for runner in runners:
        await runner.close()


def _program(connection: sa.Connection, name: str, new_id: NewId) -> ProgramId:
    row = connection.execute(sa.select(tables.program.c.id).where(tables.program.c.name == name)).scalar()
    if row is None:
        row = new_id()
        connection.execute(sa.insert(tables.program), {"id": row, "name": name})
    return ProgramId(row)
