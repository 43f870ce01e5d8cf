"""Group commit: transactions that wait for the same connection share one commit, each inside a savepoint of its own."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import sqlalchemy as sa

from core.store.errors import Doubtful

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_Waiting: TypeAlias = "tuple[Callable[[sa.Connection], Any], Future[Any]]"

MOST = 64
"""How many transactions one commit holds: the first of them waits for the last."""


class TransactionQueue:
    """The transactions that wait for one connection.

    A commit costs SQLite a flush to the disk, which is most of a small transaction; those that came in meanwhile share
    the next one. Each has its answer only after the commit that holds it; one that fails takes back its own work alone.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._waiting: deque[_Waiting] = deque()

    def add(self, job: Callable[[sa.Connection], T]) -> Future[T]:
        """Let ``job`` wait, in the context of whoever asks; it is answered once ``work`` was called as often."""
        answer: Future[T] = Future()
        context = copy_context()
        self._waiting.append((lambda connection: context.run(job, connection), answer))
        return answer

    def work(self) -> None:
        """Run what waits, in the order in which it came. Call it in the connection's own thread."""
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        try:
            if len(group) > 1 and self._together(self.connection.begin(), group):
                return
            while group:
                transaction = self.connection.begin()
                self._alone(transaction, *group.pop(0))
        except BaseException as error:  # noqa: BLE001 - whoever asked gets it
            self.refuse(error, *group)

    def refuse(self, error: BaseException, *group: _Waiting) -> None:
        """Answer ``group`` and everybody who waits with ``error``: where none can begin, nobody shall wait in line."""
        while self._waiting:
            group += (self._waiting.popleft(),)
        for _, answer in group:
            answer.set_exception(error)

    def _alone(
        self, transaction: sa.RootTransaction, job: Callable[[sa.Connection], T], answer: Future[T]
    ) -> None:
        try:
            answer.set_result(finished(self.connection, transaction, job))
        except BaseException as error:  # noqa: BLE001 - whoever asked gets it
            answer.set_exception(error)

    def _together(self, transaction: sa.RootTransaction, group: list[_Waiting]) -> bool:
        """Run a group and commit it; False when nothing of it is stored: then each has to be done alone.

        SQLite takes a whole transaction back where the disk is full or fails, whoever's statement it was.
        """
        ends: list[Callable[[], None]] = []
        try:
            with transaction:
                for job, answer in group:
                    ends.append(self._end_of(job, answer))
        except (sa.exc.DBAPIError, sa.exc.InvalidRequestError):
            return False
        for end in ends:
            end()
        return True

    def _end_of(self, job: Callable[[sa.Connection], T], answer: Future[T]) -> Callable[[], None]:
        savepoint = self.connection.begin_nested()
        try:
            result = job(self.connection)
        except BaseException as error:  # noqa: BLE001 - whoever asked gets it
            savepoint.rollback()
            caught = error
            return lambda: answer.set_exception(caught)
        savepoint.commit()
        return lambda: answer.set_result(result)


def in_transaction(connection: sa.Connection, job: Callable[[sa.Connection], T]) -> T:
    """Run ``job`` in a transaction of its own and commit it; raises Doubtful when the connection broke meanwhile."""
    return finished(connection, connection.begin(), job)


def finished(
    connection: sa.Connection, transaction: sa.RootTransaction, job: Callable[[sa.Connection], T]
) -> T:
    """Run ``job`` in a transaction that has begun and commit it; raises Doubtful as ``in_transaction`` does."""
    try:
        result = job(connection)
    except BaseException:
        transaction.rollback()
        raise
    try:
        transaction.commit()
    except BaseException as error:
        if isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated:
            raise Doubtful(str(error.orig)) from error
        transaction.rollback()
        connection.connection.rollback()  # left to the pool, which a held connection never sees
        raise
    return result
