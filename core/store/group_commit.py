"""Group commit: transactions that wait for the same connection share one commit, each inside a savepoint of its own."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from core.store.errors import Doubtful

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MOST = 64
"""How many transactions one commit holds: the first of them waits for the last."""


class TransactionQueue:
    """The transactions that wait for one connection.

    A commit costs SQLite a flush to the disk, which is most of a small transaction; those that came in meanwhile share
    the next one. Each has its answer only after the commit that holds it; one that fails takes back its own work alone.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._waiting: deque[tuple[Callable[[sa.Connection], Any], Future[Any]]] = deque()

    def add(self, job: Callable[[sa.Connection], T]) -> Future[T]:
        """Let ``job`` wait, in the context of whoever asks; it is answered once ``work`` was called as often."""
        answer: Future[T] = Future()
        context = copy_context()
        self._waiting.append((lambda connection: context.run(job, connection), answer))
        return answer

    def work(self) -> None:
        """Run what waits, in the order in which it came. Call it in the connection's own thread."""
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        if len(group) > 1 and self._together(group):
            return
        for job, answer in group:
            try:
                answer.set_result(in_transaction(self._connection, job))
            except BaseException as error:  # noqa: BLE001 - whoever asked gets it
                answer.set_exception(error)

    def _together(self, group: list[tuple[Callable[[sa.Connection], Any], Future[Any]]]) -> bool:
        """Run a group and commit it; False when nothing of it is stored: then each has to be done alone.

        SQLite takes a whole transaction back where the disk is full or fails, whoever's statement it was.
        """
        ends: list[Callable[[], None]] = []
        try:
            with self._connection.begin():
                for job, answer in group:
                    ends.append(self._end_of(job, answer))
        except (sa.exc.DBAPIError, sa.exc.InvalidRequestError):
            return False
        for end in ends:
            end()
        return True

    def _end_of(self, job: Callable[[sa.Connection], T], answer: Future[T]) -> Callable[[], None]:
        savepoint = self._connection.begin_nested()
        try:
            result = job(self._connection)
        except BaseException as error:  # noqa: BLE001 - whoever asked gets it
            savepoint.rollback()
            caught = error
            return lambda: answer.set_exception(caught)
        savepoint.commit()
        return lambda: answer.set_result(result)


def in_transaction(connection: sa.Connection, job: Callable[[sa.Connection], T]) -> T:
    """Run ``job`` in a transaction of its own and commit it; raises Doubtful when the connection broke meanwhile."""
    transaction = connection.begin()
    try:
        result = job(connection)
    except BaseException:
        transaction.rollback()
        raise
    try:
        transaction.commit()
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:
            raise Doubtful(str(error.orig)) from error
        transaction.rollback()
        connection.connection.rollback()  # left to the pool, which a held connection never sees
        raise
    return result
