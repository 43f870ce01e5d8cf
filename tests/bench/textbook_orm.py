"""A booking as tutorials write it: SQLAlchemy's async ORM over aiosqlite, one session for each booking."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import JSON, DateTime, ForeignKey, Index, event, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.bench.pairs import Pairs
from tests.store.world import DAY, NOW

NOTICES = ("receipt", "requested", "home", "home", "nudge_50", "nudge_90")


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSON}  # noqa: RUF012 - as SQLAlchemy's documentation writes it


class Session(Base):
    __tablename__ = "session"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    student: Mapped[UUID] = mapped_column(index=True)
    mentor: Mapped[UUID] = mapped_column(index=True)
    topic: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Busy(Base):
    __tablename__ = "busy"
    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[UUID] = mapped_column(ForeignKey("session.id"))
    person: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    __table_args__ = (Index("busy_person", "person", "starts_at"),)


class History(Base):
    __tablename__ = "history"
    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[UUID] = mapped_column(ForeignKey("session.id"))
    at: Mapped[datetime]
    snapshot: Mapped[dict[str, Any]]


class Inbox(Base):
    __tablename__ = "inbox"
    key: Mapped[str] = mapped_column(primary_key=True)
    session: Mapped[UUID] = mapped_column(ForeignKey("session.id"))


class Notice(Base):
    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[UUID] = mapped_column(ForeignKey("session.id"))
    recipient: Mapped[UUID]
    kind: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)


class OrmBooks:
    """Books with one query for clashes and the same eleven rows as the product."""

    def __init__(self, file: Path, pairs: Pairs) -> None:
        self._pairs = pairs
        # One connection: with more of them, 64 callers meet "database is locked".
        self._engine = create_async_engine(f"sqlite+aiosqlite:///{file}", pool_size=1, max_overflow=0)
        event.listen(self._engine.sync_engine, "connect", _set_up)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    async def open(self) -> OrmBooks:
        """Make the tables."""
        async with self._engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        return self

    async def book(self, number: int) -> None:
        """Store one request."""
        student, mentor = self._pairs.of(number)
        slot = self._pairs.slot(number)
        async with self._sessions.begin() as session:
            if await _clash(session, (student, mentor), slot.starts_at, slot.ends_at):
                raise AssertionError("every pair has a time of its own")
            which = uuid5(self._pairs.program, str(number))
            asked = Session(
                id=which,
                student=student,
                mentor=mentor,
                topic="Careers",
                status="pending",
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
            )
            session.add(asked)
            await session.flush()
            told = (student, mentor, student, mentor, mentor, mentor)
            session.add_all(
                [
                    Inbox(key=f"key {number}", session=which),
                    History(session=which, at=NOW, snapshot={"id": which.hex, "topic": "Careers"}),
                    *(
                        Busy(session=which, person=who, starts_at=slot.starts_at, ends_at=slot.ends_at)
                        for who in (student, mentor)
                    ),
                    *(
                        Notice(session=which, recipient=who, kind=kind, due_at=NOW + DAY)
                        for kind, who in zip(NOTICES, told, strict=True)
                    ),
                ]
            )

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()


async def _clash(
    session: AsyncSession, people: tuple[UUID, UUID], start: datetime, end: datetime
) -> Busy | None:
    taken = select(Busy).where(Busy.person.in_(people), Busy.starts_at < end, Busy.ends_at > start)
    return (await session.scalars(taken.limit(1))).first()


def _set_up(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
