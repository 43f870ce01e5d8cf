"""A time typed in any language, as a suggestion to confirm: what the strict reader refuses may mean one of these.

The library reads 40 languages and guesses freely, so everything here is distrust: an hour must be written
out and survive in the result, both orders of a numeric date are tried, and nothing is ever understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.calendar_words import plain
from core.domain.typed_time import HORIZON, LONGEST
from core.domain.wall import instants

_MOST = 4
_NOON = 12
_BEFORE = (
    "at|um|gegen|à|a las|a la|alle|às|as|kl|klo|klokken|om|o|o godz|godz|v|ve|в|о|у|saat|jam|pukul|lúc|στις|ore"
    "|ora|de la ora|la ora|الساعة|ساعت|בשעה|午前|午後|上午|下午|早上|晚上|오전|오후"
)
_AFTER = (
    "uhr|h|hs|heures?|horas?|hrs?|ore|óra|órakor|uur|godz|час(?:а|ов)?|ч|год|時|点|點|时|시|giờ|baje|น"
    "|am|pm|a ?m|p ?m|o'clock"
)
_CLOCK = re.compile(
    rf"(?<![\d.:/-])(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}})(?![\d.])| ?(?:{_AFTER})(?![^\W\d_]) ?(?P<after>\d{{2}}(?!\d))?)"
    rf"|(?<![^\W\d_])(?:{_BEFORE})\.? ?(?P<lead>\d{{1,2}})(?![\d.:/])"
)
_HALVES = re.compile(
    r"(?P<am>\bam\b|\ba\.? ?m\b|morgens|vormittags|du matin|de la mañana|da manhã|del mattino|di mattina|утра|rano|午前|上午|早上|오전"
    r"|صباحا)|(?P<pm>\bpm\b|\bp\.? ?m\b|abends|nachmittags|du soir|de l'après-midi|de la tarde|de la noche|da tarde|da noite"
    r"|di sera|del pomeriggio|вечера|дня|wieczorem|午後|下午|晚上|오후|مساء)"
)
_SHIFT = timedelta(minutes=37)


def suggest_time(text: str, *, zone: ZoneInfo, now: datetime, languages: Sequence[str]) -> tuple[datetime, ...]:
    """Return up to four instants (aware, UTC, in order) that ``text`` may mean to somebody in ``zone``; often none.

    ``languages`` are two-letter codes, likely ones first; unknown codes are dropped. Every instant exists, lies
    after ``now`` (aware) and within 180 days. A time that happens twice, a bare hour and a date such as 3/4 give
    every reading. Nothing is suggested without a written hour, or for a time that the clocks skip.
    """
    said = plain(text) if len(text) <= LONGEST else None
    if not said or not any(map(str.isdecimal, said)):
        return ()
    known = _known(languages)
    now = now.astimezone(UTC)
    walls = {wall for wall in _walls(said, now.astimezone(zone).replace(tzinfo=None, fold=0), known)} if known else set()
    found = {instant for wall in walls for instant in instants(wall, zone) if now < instant <= now + HORIZON}
    return tuple(sorted(found))[:_MOST]
