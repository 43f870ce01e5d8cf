"""Whom somebody means who points at an account: the person it belongs to, as long as they are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.erasure import NOWHERE
from core.domain.errors import NotFound

if TYPE_CHECKING:
    from core.domain.people import Person, PersonId
    from core.store.transaction import Transaction


def whom(tx: Transaction, account: PersonId) -> Person:
    """Return the person; raises NotFound for nobody, and for who was erased.

    A button may name an account that was joined to another one since: what is done to it would be done to nobody.
    """
    link = tx.link_of(account)
    found = tx.person(link.kept if link else account)
    if found is None or found.address.platform == NOWHERE:
        raise NotFound("nobody_known")
    return found
