"""How hours are written in many languages: ``15 Uhr``, ``15h30``, ``a las 3 de la tarde``, ``下午3点``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HALF_DAY, _DAY = 720, 1440
_BEFORE = (
    "at|um|gegen|ab|à|vers|a las|a la|alle|all'|às|as|ao|kl|klo|kello|klokken|klockan|om|o godz|godz|o|ve|v|"
    "в|во|о|об|у|"  # noqa: RUF001 - Cyrillic, as typed
    "saat|jam|pukul|lúc|vào lúc|στις|ora|orele|de la ora|la ora|la|الساعة|ساعت|בשעה|ב|เวลา"
)
_AFTER = (
    "uhr|heures?|horas?|hours?|hrs?|hs|h|ore|órakor|óra|uur|godz|hodin|часов|часа|час|годині|год|ч|時|点|點|时|시|"
    "giờ|บ่าย|นาฬิกา|น|o'clock|am|pm"
)
_AM = "morgens|vormittags|du matin|de la mañana|da manhã|del mattino|di mattina|утра|ранку|rano|sáng|صباحا"
_PM = (
    "abends|nachmittags|du soir|de l'après-midi|de la tarde|por la tarde|de la noche|da tarde|"
    "da noite|di sera|del pomeriggio|вечера|дня|вечора|wieczorem|po południu|akşam|'s avonds|chiều|tối|مساء"
)
_EAST_AM, _EAST_PM = (
    "の?(?:午前|上午|早上|오전)",
    "の?(?:午後|下午|晚上|오후|저녁)",
)  # no spaces around words there
_CLOCK = re.compile(
    rf"(?<![\d.:/-])(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}})(?![\d./-])(?: ?(?:{_AFTER})(?![^\W\d_]))?"
    rf"| ?(?:{_AFTER}) ?(?P<after>\d{{2}}(?!\d))?[分분]?(?![^\W\d_]))"
    rf"|(?<![^\W\d_])(?:{_BEFORE})\.? ?(?P<lead>\d{{1,2}})(?![\d.:/-])(?! ?[^\W\d_])"
)
_HALF = re.compile(
    r"(?P<am_>\d ?a\.? ?m\b\.?)|(?P<pm_>\d ?p\.? ?m\b\.?)"
    rf"|(?P<am>{_EAST_AM}|(?<![^\W\d_])(?:{_AM}))|(?P<pm>{_EAST_PM}|(?<![^\W\d_])(?:{_PM}))"
)
_DANGLING = re.compile(rf"(?:^|\s)(?:{_BEFORE})\.?$|[\s,.の]+$|^[\s,]+")


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour that was written: every minute of the day that it can mean, and the words beside it."""

    minutes: tuple[int, ...]
    evening: int | None
    """``9:30`` as 21:30, for when the morning has passed; None where the half of the day is clear."""
    rest: str


def hour_in(said: str) -> Hour | None:
    """Return the one hour written in ``said`` (plain, lower case), or None when there is not exactly one."""
    half, without = _half(said)
    if half == "both":
        return None
    clocks = list(_CLOCK.finditer(without))
    if len(clocks) != 1:
        return None
    clock = clocks[0]
    hour, minute = int(clock["h"] or clock["lead"]), int(clock["m"] or clock["after"] or 0)
    if hour > 23 or minute > 59 or (half == "am" and not 1 <= hour <= 12) or (half == "pm" and not hour):  # noqa: PLR2004 - a clock's own numbers
        return None
    rest = " ".join(f"{without[: clock.start()]} {without[clock.end() :]}".split())
    while (shorter := _DANGLING.sub("", rest)) != rest:
        rest = shorter
    at = hour * 60 + minute
    early = at % _HALF_DAY
    if half:
        return Hour((early + (_HALF_DAY if half == "pm" else 0),), None, rest)
    twelve = 1 <= hour <= 12 and (clock["h"] or clock["lead"])[0] != "0"  # noqa: PLR2004 - a clock's own numbers
    if twelve and not clock["m"] and not clock["after"]:
        return Hour((early, early + _HALF_DAY), None, rest)
    return Hour((at,), early + _HALF_DAY if twelve else None, rest)


def _half(said: str) -> tuple[str, str]:
    """The half of the day that is named ("am", "pm", "both" or none of them), and the text without it."""
    halves = {"am" if found["am"] or found["am_"] else "pm" for found in _HALF.finditer(said)}
    if len(halves) > 1:
        return "both", said
    without = _HALF.sub(lambda found: f"{found[0][0]} h " if found["am_"] or found["pm_"] else " ", said)
    return (halves.pop() if halves else ""), " ".join(without.split())
