"""The short names by which people call bookings."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.store.transaction import Transaction

REF_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or digit that is easily taken for another one."""


def fresh_ref(tx: Transaction) -> str:
    """Return a short name that no booking has."""
    while True:
        ref = "S-" + "".join(secrets.choice(REF_LETTERS) for _ in range(5))
        if tx.booking_by_ref(ref) is None:
            return ref
