"""Mistakes in linked accounts: what is moved, what goes back, who may link, and where something is told."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ACCOUNTS, SERVICE = "core/store/statements/accounts.py", "core/services/accounts.py"
DOMAIN, ELSEWHERE = "core/domain/accounts.py", "core/delivery/elsewhere.py"
STORED = ("tests/store/test_on_sqlite.py", "tests/store/test_account_tables.py")
JOURNEYS = ("tests/journeys/test_accounts.py",)
CODES = ("tests/promises/test_link_codes.py", *JOURNEYS)

MUTANTS = (
    Mutant(
        "the notes of a joined account are left behind",
        ACCOUNTS,
        '    (tables.note, "writer"),\n',
        "",
        STORED,
    ),
    Mutant(
        "the history names who has joined",
        ACCOUNTS,
        "        self._rewrite(account, leaver.hex, taker.hex)\n",
        "",
        STORED,
    ),
    Mutant(
        "keys name who has joined",
        ACCOUNTS,
        "        for statement in _RENAME:\n",
        "        for statement in _RENAME[:0]:\n",
        STORED,
    ),
    Mutant(
        "what was asked for on the joined account stays with the other one",
        "core/services/bookings.py",
        "            tx.made_through(student.account, moved.booking.id)\n",
        "",
        JOURNEYS,
    ),
    Mutant(
        "a code is good twice",
        "core/store/statements/link_codes.py",
        ".where(*_THIS, _r.taker.is_(None)).values(",
        ".where(*_THIS).values(",
        (*STORED, *JOURNEYS),
    ),
    Mutant(
        "a code is good on its own platform",
        "core/store/statements/link_codes.py",
        '    _r.platform == sa.bindparam("on", type_=sa.String()),\n',
        '    sa.bindparam("on", type_=sa.String()).is_not(None),\n',
        STORED,
    ),
    Mutant(
        "nobody has to wait who types wrong codes",
        DOMAIN,
        "self.wrong < MOST_WRONG",
        "self.wrong < 10**9",
        CODES,
    ),
    Mutant(
        "accounts with sessions at the same time are linked",
        SERVICE,
        "        if two is None and not pairs:\n",
        "        if two is None:\n",
        JOURNEYS,
    ),
    Mutant(
        "what is urgent waits for who does not take it",
        ELSEWHERE,
        "    other = other_place(tx, entry) if notice.kind in URGENT else None\n",
        "    other = None\n",
        JOURNEYS,
    ),
    Mutant(
        "a card on the other account is left as it was",
        "core/delivery/refresh.py",
        "            elsewhere.add(where)\n",
        "            elsewhere.discard(where)\n",
        JOURNEYS,
    ),
    Mutant(
        "a card says nothing of the end of the link",
        "core/delivery/refresh.py",
        "        if who is not None and one.platform == where.name:\n",
        "        if who is None:\n",
        JOURNEYS,
    ),
    Mutant(
        "a blocked person goes on as another account",
        SERVICE,
        "    if tx.standing(who).blocked:\n        raise",
        "    if False:\n        raise",
        CODES[:1],
    ),
    Mutant(
        "who was blocked after the code was typed is linked",
        SERVICE,
        "        if tx.standing(request.taker).blocked:\n",
        "        if False:\n",
        CODES[:1],
    ),
    Mutant(
        "anybody says yes for the one who issued the code",
        SERVICE,
        "request.issuer != me.id or request.issued_on != at.platform",
        "request.issued_on != at.platform",
        CODES[:1],
    ),
    Mutant(
        "a code is good for ever",
        "core/store/statements/link_codes.py",
        "    _r.until > _NOW,\n",
        "",
        (*STORED, *CODES),
    ),
    Mutant(
        "a typed code may be answered for ever",
        DOMAIN,
        "self.taken_at is not None and now < self.taken_at + ANSWER_WITHIN",
        "self.taken_at is not None",
        CODES,
    ),
    Mutant(
        "whoever types wrong codes slowly never has to wait",
        DOMAIN,
        "wrong=1 if fresh else self.wrong + 1",
        "wrong=1",
        CODES,
    ),
)
