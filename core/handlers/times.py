"""Reading a time that a person picked or typed: understood, asked, or refused, and never guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.domain.errors import BadInput, Problem
from core.handlers.arguments import number_or_none
from core.times.read import HORIZON, Ambiguous, Understood, read_time
from core.times.readings import Why
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Person

_ABSOLUTE = re.compile(r"\s*<t:-?\d+(:[a-zA-Z])?>\s*|.*(Z|[+-]\d{2}:?\d{2})\s*", re.DOTALL)

_STAMP = re.compile(r"\s*<t:-?\d+(:[a-zA-Z])?>\s*")
"""A time that was picked: the choice showed it."""
_YEAR, _HOUR = re.compile(r"(?<!\d)20\d\d(?!\d)"), re.compile(r"(?<!\d)\d{1,2}:\d{2}(?!\d)")
"""Together they make a full date with its hour, which cannot be read otherwise than it stands."""


class Unclear(Exception):
    """The words have more than one reading, or one that was not yet said back; the person is asked."""

    def __init__(self, candidates: tuple[datetime, ...], field: str) -> None:
        self.candidates = candidates
        self.field = field
        super().__init__(len(candidates))


class Zoneless(Exception):
    """The words need a time zone that is not known yet; the person is asked for it."""


def read_when(
    text: str, me: Person, now: datetime, *, field: str = "when", in_form: bool = True
) -> datetime | None:
    """Return the instant in UTC, or None for an empty field.

    What was picked is taken, and a full date with its hour in a form; anything else is said back first.
    Raises Unclear or Zoneless where the person must be asked, and BadInput naming ``field`` otherwise.
    """
    if not text.strip():
        return None
    if me.zone is None and not _ABSOLUTE.fullmatch(text):
        raise Zoneless
    match read_time(text, zone=zone_or_utc(me.zone), now=now):
        case Understood(instant):
            if _STAMP.fullmatch(text) or (in_form and _YEAR.search(text) and _HOUR.search(text)):
                return instant
            raise Unclear((instant,), field)
        case Ambiguous(candidates=candidates):
            raise Unclear(candidates, field)
        case refused:
            if refused.why is Why.NOT_UNDERSTOOD and (guesses := _guesses(text, me, now)):
                raise Unclear(guesses, field)
            raise BadInput({field: Problem(f"time_{refused.why}", days=HORIZON.days)})


def chosen_or_typed(
    values: Mapping[str, str],
    me: Person,
    now: datetime,
    *,
    held: datetime | None = None,
    in_form: bool = True,
) -> datetime | None:
    """Return the open time that was chosen, or else the one that was typed; raises as ``read_when`` does.

    A chosen one takes the place of ``held``, the time that the form was opened with. Raises BadInput for two others.
    """
    slot, typed = values.get("slot", ""), values.get("when", "").strip()
    if not slot:
        return read_when(typed, me, now, in_form=in_form)
    seconds = number_or_none(slot)
    if seconds is None:
        raise BadInput({"slot": Problem("slot_unknown")})
    if typed and not _means(typed, held, me, now):
        raise BadInput({"when": Problem("not_both")})
    return datetime.fromtimestamp(seconds, UTC)


def _means(typed: str, held: datetime | None, me: Person, now: datetime) -> bool:
    return held is not None and held in candidates(typed, me, now)


def _guesses(text: str, me: Person, now: datetime) -> tuple[datetime, ...]:
    """Return what words in the person's own language may mean: only ever asked, never taken."""
    from core.times.suggest import suggest_time  # noqa: PLC0415 - loads dateparser, a quarter of a second

    own = (me.locale or "en").replace("_", "-").split("-")[0].casefold()
    return suggest_time(text, zone=zone_or_utc(me.zone), now=now, languages=tuple(dict.fromkeys((own, "en"))))


def candidates(text: str, me: Person, now: datetime) -> tuple[datetime, ...]:
    """Return every instant that a half-typed time may mean, for somebody who is still choosing."""
    try:
        found = read_when(text, me, now)
    except Unclear as unclear:
        return unclear.candidates
    except (Zoneless, BadInput):
        return ()
    return (found,) if found else ()
