"""How hours are written in many languages: ``15 Uhr``, ``15h30``, ``a las 3 de la tarde``, ``下午3点``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HALF_DAY, _DAY = 720, 1440
_BEFORE = (
    "at|um|gegen|ab|à|vers|a las|a la|alle|all'|às|as|ao|kl|klo|kello|klokken|klockan|om|o godz|godz|o|ve|v|"
    "в|во|о|об|у|"  # noqa: RUF001 - Cyrillic, as typed
    "saat|jam|pukul|lúc|vào lúc|στις|στισ|στη|ora|orele|de la ora|la ora|la|الساعة|ساعت|בשעה|ב|เวลา"
)
_AFTER = (
    "uhr|heures?|horas?|hours?|hrs?|hs|h|ore|órakor|óra|uur|godz|hodin|часов|часа|час|годині|год|ч|時|点|點|时|시|"
    "giờ|บ่าย|นาฬิกา|น|o'clock|am|pm"
)
_AM = (
    "morgens|vormittags?|früh|du matin|matin|de la mañana|por la mañana|da manhã|del mattino|di mattina|mattina|"
    "утра|утром|ранку|rano|sáng|صباحا"
)
_PM = (
    "abends?|nachmittags?|du soir|soir|de l'après-midi|après-midi|de la tarde|por la tarde|de la noche|da tarde|"
    "da noite|di sera|del pomeriggio|вечера|вечером|дня|вечора|wieczorem|po południu|akşam|'s avonds|chiều|tối|مساء"
)
_EAST_AM, _EAST_PM = (
    "の?(?:午前|上午|早上|오전)",
    "の?(?:午後|下午|晚上|오후|저녁)",
)  # no spaces around words there
_THIS_EVENING = re.compile(
    r"(?<![^\W\d_])(?:heute abend|ce soir|stasera|questa sera|esta noche|esta tarde|vanavond|i ?kväll|i aften|i kveld|"
    r"bu akşam|dziś wieczorem|сегодня вечером|hoje à noite|απόψε|diseară)(?![^\W\d_])|今夜|今晩|今晚"
)
_SPOKEN = re.compile(
    r"(?<![^\W\d_])(?P<before>halb|viertel nach|viertel vor|dreiviertel) (?P<h1>\d{1,2})(?![\d.:])(?: uhr(?![^\W\d_]))?"
    rf"|(?:(?<![^\W\d_])(?:{_BEFORE}) ?)?(?<![\d.:/-])(?P<h2>\d{{1,2}}) ?(?:h|heures?|horas?|ore|時|点|點|시)? ?"
    r"(?P<after>et demie?|et quart|moins le quart|y media|y cuarto|menos cuarto|e mezz[ao]|e un quarto|meno un quarto|"
    r"e meia|半|반)(?![^\W\d_])"
)
_SHIFTS = {"viertel nach": 15, "et quart": 15, "y cuarto": 15, "e un quarto": 15, "halb": -30}
_SHIFTS |= dict.fromkeys(
    ("viertel vor", "dreiviertel", "moins le quart", "menos cuarto", "meno un quarto"), -15
)
"""Words around an hour → minutes; every other one of them is half an hour more."""
_SMALL = 6
"""``3:30`` is offered in the afternoon too: hardly anybody meets in the small hours."""
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
    spoken, clocks = list(_SPOKEN.finditer(without)), list(_CLOCK.finditer(_SPOKEN.sub(" ", without)))
    if len(spoken) == 1 and not clocks:
        return _told(spoken[0], half, _beside(spoken[0]))
    return _read(clocks[0], half, _beside(clocks[0])) if len(clocks) == 1 and not spoken else None


def _beside(found: re.Match[str]) -> str:
    """The words beside an hour, without those that only lead to it."""
    text = found.string
    rest = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    while (shorter := _DANGLING.sub("", rest)) != rest:
        rest = shorter
    return rest


def _read(clock: re.Match[str], half: str, rest: str) -> Hour | None:
    written = clock["h"] or clock["lead"]
    hour, minute = int(written), int(clock["m"] or clock["after"] or 0)
    named = half in {"morning", "evening"}
    if hour > 23 or minute > 59 or (half in {"am", "morning"} and not 1 <= hour <= 12) or (half and not hour):  # noqa: PLR2004 - a clock's own numbers
        return None
    if named and hour == 12:  # noqa: PLR2004 - twelve "in the evening" is midnight here and noon there
        return None
    at = hour * 60 + minute
    early = at % _HALF_DAY
    if half:
        return Hour((early + (_HALF_DAY if half in {"pm", "evening"} else 0),), None, rest)
    twelve = 1 <= hour <= 12 and written[0] != "0"  # noqa: PLR2004 - a clock's own numbers
    if twelve and (hour <= _SMALL or not (clock["m"] or clock["after"])):
        return Hour((early, early + _HALF_DAY), None, rest)
    return Hour((at,), early + _HALF_DAY if twelve else None, rest)


def _told(found: re.Match[str], half: str, rest: str) -> Hour | None:
    hour = int(found["h1"] or found["h2"])
    shift = _SHIFTS.get(found["before"] or found["after"], 30)
    if not 1 <= hour <= 23 or (hour == 12 and half):  # noqa: PLR2004 - a clock's own numbers
        return None
    if hour > 12:  # noqa: PLR2004 - a clock's own numbers
        return None if half in {"am", "morning"} else Hour((hour * 60 + shift,), None, rest)
    early = (hour * 60 + shift) % _HALF_DAY
    if half:
        return Hour((early + (_HALF_DAY if half in {"pm", "evening"} else 0),), None, rest)
    return Hour((early, early + _HALF_DAY), None, rest)


def _half(said: str) -> tuple[str, str]:
    """The half of the day (``am``, ``pm``; by a word ``morning``, ``evening``; or ``both``), and the rest."""
    said, evenings = _THIS_EVENING.subn(" today ", said)
    halves = {_name(found) for found in _HALF.finditer(said)} | ({"evening"} if evenings else set())
    if len(halves) > 1:
        return "both", said
    without = _HALF.sub(lambda found: f"{found[0][0]} h " if found["am_"] or found["pm_"] else " ", said)
    return (halves.pop() if halves else ""), " ".join(without.split())


def _name(found: re.Match[str]) -> str:
    if found["am_"] or found["pm_"]:
        return "am" if found["am_"] else "pm"
    return "morning" if found["am"] else "evening"
