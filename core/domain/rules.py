"""The rules that a program keeps over its settings: what each may be, as it is typed, stored and written to a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from core.domain.errors import BadInput, Problem
from core.domain.links import BadLink, MeetingLink
from core.domain.policy import Admission
from core.domain.reminders import Ahead
from core.domain.text import clean, units
from core.times.zones import names

if TYPE_CHECKING:
    from core.domain.policy import Policy

Value: TypeAlias = "str | int | list[str] | dict[str, str]"
"""What a rule is as JSON or YAML."""
Rules: TypeAlias = "Mapping[str, Value]"
"""What a program has decided for itself, by the name of the rule; what is absent is as the settings say."""

PROGRAM_NAME_LENGTH = 60
TEMPLATE_LENGTH = 300
ID_LENGTH = 32
LONGEST_ID = 64
"""Bits of the ids of Discord (discord.com/developers/docs/reference, Snowflakes), the longest numbers of a file."""
PLATFORMS = ("discord", "slack")
ROOM_EXAMPLE = "https://meet.example.org/{room}"
OFF = "off"
"""What stands for no quiet hours, and for no reminders."""

_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?\s*(?:-|\u2013|to)\s*(\d{1,2})(?::(\d\d))?")
_IDS: Mapping[str, re.Pattern[str]] = {
    "discord": re.compile(r"\d{17,20}", re.ASCII),
    "slack": re.compile(r"[A-Z][A-Z0-9]{5,20}", re.ASCII),
}
_POINTED_AT = re.compile(
    r"<(?:@&|#|!subteam\^)([A-Za-z0-9]+)(?:\|[^>]*)?>"
    r"|https://[\w.-]+\.slack\.com/archives/([A-Z0-9]+)(?:/.*)?"
    r"|https://(?:\w+\.)?discord\.com/channels/\d+/(\d+)(?:/.*)?"
)
"""How something comes that was mentioned, or to which a link was pasted, instead of its id."""


class BadValue(ValueError):
    """A rule cannot be so: ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``read`` takes what was typed or stood in a file, and raises BadValue."""

    field: str
    """The field of ``Policy`` that it decides."""
    read: Callable[[object], Value]
    made: Callable[[Any], object]
    """How the field is made of what is stored."""
    written: Callable[[Any], Value]
    """How what is stored is made of the field."""


def policy_of(usual: Policy, rules: Rules) -> Policy:
    """Return the policy: the settings', with what the program has decided over them; unknown rules do not count."""
    known: dict[str, Any] = {
        PROGRAM_RULES[name].field: PROGRAM_RULES[name].made(value)
        for name, value in rules.items()
        if name in PROGRAM_RULES
    }
    return replace(usual, **known)


def rules_of(policy: Policy) -> Rules:
    """Return every rule as it is in a policy."""
    return {name: rule.written(getattr(policy, rule.field)) for name, rule in PROGRAM_RULES.items()}


def read_rules(typed: Mapping[str, object]) -> Rules:
    """Return rules as they are stored; raises BadInput with the problem of each that is wrong."""
    read: dict[str, Value] = {}
    wrong: dict[str, Problem] = {}
    for name, value in typed.items():
        try:
            read[name] = PROGRAM_RULES[name].read(value)
        except BadValue as bad:
            wrong[name] = bad.problem
    if wrong:
        raise BadInput(wrong)
    return read


def check_groups(rules: Rules) -> None:
    """Raise BadInput where the members of a group alone may, and no group is known on any platform."""
    needs = (("mentors", "mentor_groups"), ("students", "student_groups"))
    missing = {
        group: Problem("group_missing")
        for who, group in needs
        if rules.get(who) == Admission.GROUP and not rules.get(group)
    }
    if missing:
        raise BadInput(missing)


def _text(given: object) -> str:
    """Return one word or number as it was written, and nothing for whatever else a file may hold."""
    short = not isinstance(given, int) or given.bit_length() <= LONGEST_ID
    return str(given).strip() if short and isinstance(given, str | int | float) else ""


def _is_blank(given: object) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


def _whole(least: int, most: int, example: int) -> Callable[[object], Value]:
    def read(given: object) -> int:
        digits = _text(given)
        plain = not isinstance(given, bool) and digits.isascii() and digits.isdigit()
        if not plain or not least <= int(digits[:9]) <= most:
            raise BadValue(Problem("not_whole", least=least, most=most, example=str(example)))
        return int(digits)

    return read


def _name(given: object) -> str:
    name = clean(_text(given)) if isinstance(given, str | int) else ""
    if not name:
        raise BadValue(Problem("program_name_missing"))
    if units(name) > PROGRAM_NAME_LENGTH:
        raise BadValue(Problem("too_long", most=PROGRAM_NAME_LENGTH))
    return name


def _reminders(given: object) -> list[str]:
    listed = given if isinstance(given, list) else re.split(r"[\s,;]+", _word(given))
    words = [_text(one) for one in listed]
    wanted = {one for one in words if one not in {"", OFF}}
    if not wanted <= set(Ahead) or (not wanted and not (given == [] or OFF in words)):
        raise BadValue(Problem("reminders_unreadable", choices=tuple(Ahead)))
    return [one.value for one in Ahead if one in wanted]


def _word(given: object) -> str:
    """Return what was written in small letters; YAML reads a bare ``off`` as false."""
    return OFF if given is False else _text(given).lower()


def _quiet(given: object) -> str:
    typed = _word(given)
    if typed == OFF:
        return OFF
    found = _HOURS.fullmatch(typed)
    try:
        pairs = [(int(found[at]), int(found[at + 1] or 0)) for at in (1, 3)] if found else []
        evening, morning = (time(hour, minute) for hour, minute in pairs)
    except ValueError:
        raise BadValue(Problem("quiet_hours_unreadable")) from None
    if evening <= morning:
        raise BadValue(Problem("quiet_hours_unreadable"))
    return f"{evening:%H:%M}-{morning:%H:%M}"


def _quiet_made(stored: str) -> tuple[time, time]:
    if stored == OFF:
        return time(0), time(0)
    evening, _, morning = stored.partition("-")
    return time.fromisoformat(evening), time.fromisoformat(morning)


def _quiet_written(quiet: tuple[time, time]) -> str:
    evening, morning = quiet
    return OFF if evening == morning else f"{evening:%H:%M}-{morning:%H:%M}"


def _template(given: object) -> str:
    typed = _text(given)
    if typed.count("{room}") != 1:
        raise BadValue(Problem("room_missing", example=ROOM_EXAMPLE))
    try:
        read = MeetingLink.parse(typed.replace("{room}", "room-marker")).url
    except BadLink as bad:
        raise BadValue(Problem(bad.code, host=bad.host)) from None
    if units(typed) > TEMPLATE_LENGTH:
        raise BadValue(Problem("too_long", most=TEMPLATE_LENGTH))
    if read.count("room-marker") != 1:
        raise BadValue(Problem("room_missing", example=ROOM_EXAMPLE))
    return read.replace("room-marker", "{room}")


def _admission(*allowed: Admission) -> Callable[[object], Value]:
    def read(given: object) -> str:
        typed = _text(given).lower()
        if typed not in allowed:
            raise BadValue(Problem("choice_unknown", choices=tuple(allowed)))
        return typed

    return read


def _one_id(platform: str, given: object) -> str:
    typed = _text(given)
    pointed = _POINTED_AT.fullmatch(typed)
    found = next(filter(None, pointed.groups())) if pointed else typed
    if not _IDS[platform].fullmatch(found):
        raise BadValue(Problem("id_unreadable", name=platform.capitalize()))
    return found


def _zone(given: object) -> str:
    typed = _text(given)
    if typed not in names():
        raise BadValue(Problem("zone_unknown"))
    return typed


def _channel_of_discord(given: object) -> str:
    return "" if _is_blank(given) else _one_id("discord", given)


def _ids(given: object) -> dict[str, str]:
    """Read an id for each platform; an empty one takes the platform out."""
    if not isinstance(given, Mapping) or not set(given) <= set(PLATFORMS):
        raise BadValue(Problem("choice_unknown", choices=PLATFORMS))
    return {name: _one_id(name, given[name]) for name in PLATFORMS if not _is_blank(given.get(name))}


def _hours(stored: int) -> timedelta:
    return timedelta(hours=stored)


def _in_hours(span: timedelta) -> int:
    return int(span / timedelta(hours=1))


def _same(field: str, read: Callable[[object], Value]) -> Rule:
    return Rule(field=field, read=read, made=lambda stored: stored, written=lambda known: known)


def _by_platform(field: str) -> Rule:
    return Rule(field=field, read=_ids, made=dict, written=lambda known: dict(sorted(known.items())))


def _span(field: str, least: int, most: int, example: int) -> Rule:
    return Rule(field=field, read=_whole(least, most, example), made=_hours, written=_in_hours)


def _who(field: str, *allowed: Admission) -> Rule:
    return Rule(field=field, read=_admission(*allowed), made=Admission, written=lambda known: known.value)


PROGRAM_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "name": _same("program", _name),
        "answer_hours": _span("answer_within", 1, 336, 48),
        "open_requests": _same("open_requests", _whole(1, 100, 5)),
        "requests_per_hour": _same("requests_per_hour", _whole(1, 100, 10)),
        "change_notice_hours": _span("change_notice", 0, 720, 24),
        "grace_minutes": Rule(
            field="grace",
            read=_whole(0, 1440, 60),
            made=lambda stored: timedelta(minutes=stored),
            written=lambda span: int(span / timedelta(minutes=1)),
        ),
        "retention_months": _same("retention_months", _whole(0, 1200, 24)),
        "reminders": Rule(
            field="reminders",
            read=_reminders,
            made=lambda stored: frozenset(map(Ahead, stored)),
            written=lambda known: [one.value for one in Ahead if one in known],
        ),
        "quiet_hours": Rule(field="quiet", read=_quiet, made=_quiet_made, written=_quiet_written),
        "meeting_template": _same("room_template", _template),
        "mentors": _who("mentors", *Admission),
        "mentor_groups": _by_platform("mentor_groups"),
        "students": _who("students", Admission.ANYONE, Admission.GROUP),
        "student_groups": _by_platform("student_groups"),
        "chat_channel": _same("chat_channel", _channel_of_discord),
        "announcement_channel": _by_platform("announcement_channel"),
        "organisers_channel": _by_platform("organisers_channel"),
        "zone": _same("zone", _zone),
    }
)
"""Every rule by its name in a file."""
