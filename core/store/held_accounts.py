"""What is held of a person's accounts and of their standing in the program, for ``core/store/personal_data.py``."""

from __future__ import annotations

from core.store.held import A_WEEK, SELF, Erased, Exported, Held
from core.store.tables import every as tables

OF_ACCOUNTS: tuple[Held, ...] = (
    Held(
        table=tables.account_link,
        purpose="to know that two accounts are yours",
        seen_by=SELF,
        kept="until you unlink them",
        who=("joined", "kept"),
        personal={
            "since": "since when they are linked",
            "swapped": "on which of the two platforms messages come",
            "gone": "which of the two platforms you have left",
        },
        neutral=("program",),
        erased=Erased.ROWS,
        exported=Exported.ROWS,
    ),
    Held(
        table=tables.belonging,
        purpose="to give each account back what it brought",
        kept="until you unlink them",
        who=("account",),
        personal={"side": "as what", "thing": "which session or place in line it brought"},
        neutral=("program",),
        erased=Erased.ROWS,
        exported=Exported.ROWS,
    ),
    Held(
        table=tables.link_request,
        purpose="to link two accounts by a code",
        kept=A_WEEK,
        who=("issuer", "taker"),
        personal={
            "issued_on": "on which platform you asked for a code",
            "platform": "on which one it is good",
            "until": "until when it is",
            "taken_at": "when it was typed",
            "digest": "a salted digest of the code, never the code",
        },
        neutral=("id", "program", "salt"),
        erased=Erased.ROWS,
        exported=Exported.INTERNAL,
    ),
    Held(
        table=tables.link_try,
        purpose="to let nobody guess codes",
        kept=A_WEEK,
        who=("person",),
        personal={"wrong": "how many wrong codes you typed", "since": "since when"},
        neutral=("program",),
        erased=Erased.ROWS,
        exported=Exported.INTERNAL,
    ),
    Held(
        table=tables.standing,
        purpose="to know who may book and who may mentor",
        seen_by="organisers",
        who=("person",),
        mentions=("answered_by", "by"),
        personal={
            "blocked": "whether you may neither book nor mentor",
            "stopped": "whether you have stopped mentoring",
            "removed": "whether an organiser has ended it",
            "paused": "whether an organiser has paused it",
            "paused_until": "until when",
            "approval": "whether you are approved as a mentor",
            "asked_at": "when you asked for that",
            "step": "what was decided last",
            "word": "what you were told with it",
            "at": "when",
        },
        neutral=("program",),
        erased=Erased.ROWS,
        exported=Exported.ROWS,
    ),
    Held(
        table=tables.approval_card,
        purpose="to bring the cards up to date that ask whether you may mentor",
        seen_by="organisers",
        kept="until somebody has answered",
        who=("about", "reader"),
        whose=("about",),
        personal={"channel": "in which conversation a card stands", "message": "which one it is"},
        neutral=("program",),
        erased=Erased.ROWS,
        exported=Exported.INTERNAL,
    ),
)
