"""The forms of an organiser: the rules of the program, a few on each page, as no platform's form holds them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.policy import Admission
from core.domain.rules import OFF, PROGRAM_NAME_LENGTH, TEMPLATE_LENGTH, rules_of
from core.domain.text import cut
from core.ports.cards import Option
from core.ports.forms import ChoiceField, Form, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.domain.policy import Policy
    from core.ports.forms import AnyField
    from core.ports.platform import Group

NUMBER = 5
LINE = 100
PEOPLE_PAGE = "people"
RULE_PAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "limits": (
        "Name and limits",
        ("name", "answer_hours", "open_requests", "requests_per_hour", "change_notice_hours"),
    ),
    PEOPLE_PAGE: ("Who may take part", ("mentors", "mentor_groups", "students", "student_groups")),
    "times": (
        "Times and calls",
        ("reminders", "quiet_hours", "grace_minutes", "meeting_template", "retention_months"),
    ),
    "channels": ("Channels", ("organisers_channel", "zone", "chat_channel")),
}
"""The title of each page, and its rules."""
BY_PLATFORM = frozenset({"mentor_groups", "student_groups", "organisers_channel"})
"""The rules that a form asks for the platform alone on which it was opened."""
WHERE_IDS_ARE = {
    "slack": "Its id, C…, or a link to it: from its name at the top.",
    "discord": "Its id, or a link to it: right-click the channel.",
}
RULE_WORDS: Mapping[str, tuple[str, str, int]] = {
    "name": ("Name of the program", "It stands in titles and messages.", PROGRAM_NAME_LENGTH),
    "answer_hours": ("Hours to answer", "How long a mentor has; never past the start.", NUMBER),
    "open_requests": ("Open requests", "How many unanswered ones a student may have.", NUMBER),
    "requests_per_hour": ("Requests within an hour", "How many a student may send.", NUMBER),
    "change_notice_hours": (
        "Hours before the start for changes",
        "Until then a student may move or cancel; mentors may set their own.",
        NUMBER,
    ),
    "reminders": (
        "Reminders before a session",
        f"48h, 24h, 1h, 10m, or {OFF}: for who has not chosen their own.",
        LINE,
    ),
    "quiet_hours": ("Quiet hours of mentors", f"No nudge then, by their clock; or {OFF}.", LINE),
    "grace_minutes": ("Minutes until a session completes", "After its end, by itself.", NUMBER),
    "retention_months": ("Months a session is kept", "After its end; 0 keeps it for ever.", NUMBER),
    "meeting_template": (
        "Video room",
        "{room} becomes a name that nobody can guess.",
        TEMPLATE_LENGTH,
    ),
    "organisers_channel": ("Channel of the organisers", "", LINE),
    "zone": (
        "Time zone of the program",
        "Its Monday morning brings the week in numbers to that channel.",
        LINE,
    ),
    "chat_channel": ("Channel for chats on Discord", "Chat opens private threads there; empty: none.", LINE),
}
CHOICES: Mapping[str, tuple[str, Mapping[Admission, str]]] = {
    "mentors": (
        "Who may be a mentor",
        {
            Admission.ANYONE: "Anyone",
            Admission.GROUP: "Members of a group",
            Admission.APPROVAL: "Anyone whom an organiser approves",
        },
    ),
    "students": (
        "Who may book",
        {Admission.ANYONE: "Anyone", Admission.GROUP: "Members of a group"},
    ),
}
GROUP_LABELS = {"mentor_groups": "Group of the mentors", "student_groups": "Group of those who may book"}


def rules_form(
    page: str, policy: Policy, platform: str, groups: Sequence[Group], values: Mapping[str, str]
) -> Form:
    """Ask for the rules of a page, as they are now on ``platform`` or as ``values`` were typed before."""
    title, _ = RULE_PAGES[page]
    known = shown_values(policy, platform) | dict(values)
    names = rules_shown(page, policy, platform)
    fields = [field for name in names if (field := _field(name, known, platform, groups, policy)) is not None]
    return Form(title=title, route="admin-rules", args=(page,), fields=tuple(fields), submit="Save")


def rules_shown(page: str, policy: Policy, platform: str) -> tuple[str, ...]:
    """Return the rules of a page that its form asks for; a group only where there are any."""
    hidden = {"meeting_template"} if policy.makes_links else set()
    if platform != "discord":
        hidden.add("chat_channel")
    return tuple(name for name in RULE_PAGES[page][1] if name not in hidden)


def shown_values(policy: Policy, platform: str) -> dict[str, str]:
    """Return every rule as a form shows it."""
    shown: dict[str, str] = {}
    for name, value in rules_of(policy).items():
        if isinstance(value, dict):
            shown[name] = value.get(platform, "")
        elif isinstance(value, list):
            shown[name] = ", ".join(value) or OFF
        else:
            shown[name] = str(value)
    return shown


def _field(
    name: str, known: Mapping[str, str], platform: str, groups: Sequence[Group], policy: Policy
) -> AnyField | None:
    if name in CHOICES:
        label, choices = CHOICES[name]
        chosen = policy.mentor_groups if name == "mentors" else policy.student_groups
        options = tuple(
            Option(words, value)
            for value, words in choices.items()
            if groups or chosen or known[name] == value or value is not Admission.GROUP
        )
        value = known[name] if known[name] in set(choices) else ""
        return ChoiceField(key=name, label=label, options=options, value=value, required=True)
    if name in GROUP_LABELS:
        return _group(name, known[name], groups)
    label, hint, longest = RULE_WORDS[name]
    return TextField(
        key=name,
        label=label,
        hint=hint or WHERE_IDS_ARE.get(platform, ""),
        longest=longest,
        value=cut(known[name], longest),
    )


def _group(name: str, chosen: str, groups: Sequence[Group]) -> ChoiceField | None:
    """Return the choice of a group; one that is chosen and not among them any more stays in it by its id."""
    options = [Option(cut(one.name.strip() or one.id, 75), one.id) for one in groups]
    if chosen and chosen not in {one.id for one in groups}:
        options.insert(0, Option(chosen, chosen))
    if not options:
        return None
    return ChoiceField(key=name, label=GROUP_LABELS[name], options=tuple(options[:100]), value=chosen)
