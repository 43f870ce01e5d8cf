"""One transaction: every noun of the store in one object, handed to plain functions."""

from __future__ import annotations

from core.store.errors import Repeated
from core.store.statements.agenda import Agenda, Busy, Section
from core.store.statements.bookings import Line
from core.store.statements.drafts import Draft, Drafts
from core.store.statements.feedback import Feedbacks
from core.store.statements.mentors import Mentors
from core.store.statements.outbox import Lag, OutboxEntry
from core.store.statements.people import People
from core.store.statements.placements import Placement, Placements

__all__ = ["Busy", "Draft", "Lag", "Line", "OutboxEntry", "Placement", "Repeated", "Section", "Transaction"]


class Transaction(People, Mentors, Feedbacks, Agenda, Placements, Drafts):
    """Everything that can be read and written, for one program. Made by ``Store``, never kept."""
