"""What organisers see: the panel at every step, every page of rules, and people, at any length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.discord.render_form import modal_of
from adapters.slack.render.view import form_view
from adapters.slack.view_state import metadata_for
from core.domain.people import NAME_LENGTH
from core.domain.policy import Admission, Policy
from core.domain.reminders import Ahead
from core.domain.rules import PROGRAM_NAME_LENGTH, TEMPLATE_LENGTH
from core.domain.set_up import Step
from core.ports.cards import Actions, Look
from core.ports.forms import ChoiceField
from core.ports.platform import Group
from core.screens.admin import PANEL, VISIBLE, panel
from core.screens.admin_forms import CHOICES, RULE_PAGES, rules_form
from core.screens.announcement import (
    CHANNEL_LONGEST,
    WORDS_LONGEST,
    announce_form,
    announced_card,
    announcement_card,
)
from core.screens.organisers import LISTED_ORGANISERS, add_card, added_card, organisers_card, removed_card
from tests.adapters.discord_examples import HERE as DISCORD
from tests.adapters.slack_examples import HERE as SLACK
from tests.factories import a_person
from tests.screens.test_screens import on_both

LONGEST = "*W* <@U1> `x` "
NAME = (LONGEST * 9)[:PROGRAM_NAME_LENGTH].strip()
LARGEST = Policy(
    program=NAME,
    reminders=frozenset(Ahead),
    mentors=Admission.APPROVAL,
    students=Admission.GROUP,
    room_template=("https://meet.example.org/{room}/" + "a" * TEMPLATE_LENGTH)[:TEMPLATE_LENGTH],
    mentor_groups={"slack": "S0GONE00000", "discord": "1" * 20},
)
GROUPS = tuple(Group(id=f"{at}", name=LONGEST * 9) for at in range(120))


def test_the_panel_fits_at_every_step_and_has_few_buttons() -> None:
    for policy in (Policy(), LARGEST, replace(LARGEST, makes_links=True)):
        for count in range(len(Step) + 1):
            card = panel(policy, list(Step)[:count])
            on_both(card)
            (row,) = [part for part in card.parts if isinstance(part, Actions)]
            assert len(row.items) == min(VISIBLE, len(PANEL))
            assert len(row.items) + len(row.more) == len(PANEL)
    assert "To begin with" not in repr(panel(Policy(), list(Step)))


def test_the_button_of_the_next_step_stands_out() -> None:
    found = []
    for count in range(len(Step) + 1):
        (row,) = [one for one in panel(Policy(), list(Step)[:count]).parts if isinstance(one, Actions)]
        found.append([one.label for one in (*row.items, *row.more) if one.look is Look.PRIMARY])
    assert found == [
        ["Name and limits…"],
        ["Who may take part…"],
        *[["Announce…"]] * 3,
        [],
        [],
    ]


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_every_page_of_rules_can_be_asked_on_both_platforms(platform: str) -> None:
    for page in RULE_PAGES:
        for policy in (Policy(), LARGEST):
            for groups in ((), GROUPS):
                form = rules_form(page, policy, platform, groups, {})
                assert modal_of(form, DISCORD).to_dict()
                assert form_view(form, metadata_for(form, "k"), SLACK)
                assert {one.key for one in form.fields} <= set(RULE_PAGES[page][1])
    assert {name for _, names in RULE_PAGES.values() for name in names}.isdisjoint({"announcement_channel"})


def test_where_there_are_no_groups_none_is_offered() -> None:
    """A refusal would stand at a field that is not there."""
    for groups, policy, offered in (
        ((), Policy(), False),
        (GROUPS, Policy(), True),
        ((), Policy(mentor_groups={"slack": "S1"}, student_groups={"slack": "S1"}), True),
    ):
        form = rules_form("people", policy, "discord", groups, {})
        choices = [one for one in form.fields if isinstance(one, ChoiceField) and one.key in CHOICES]
        for one in choices:
            assert (Admission.GROUP in {option.value for option in one.options}) is offered


def test_what_was_typed_stands_in_the_page_again() -> None:
    form = rules_form("limits", Policy(), "discord", (), {"name": "Acme", "answer_hours": "soon"})
    assert {one.key: one.value for one in form.fields}["answer_hours"] == "soon"


def test_announcements_and_organisers_fit() -> None:
    words = (LONGEST * 99)[:WORDS_LONGEST]
    form = announce_form("slack", "C" * CHANNEL_LONGEST, {"words": words})
    assert modal_of(form, DISCORD).to_dict()
    for card in (
        announcement_card(NAME, words),
        announcement_card("Acme", ""),
        announced_card(NAME),
        organisers_card([]),
        organisers_card([a_person(name=(LONGEST * 9)[:NAME_LENGTH]) for _ in range(1)]),
        add_card(a_person()),
        added_card(a_person()),
        added_card(None),
        removed_card(),
    ):
        on_both(card)
    assert LISTED_ORGANISERS * 3 + 6 <= 30, "each row weighs three parts of a card"
