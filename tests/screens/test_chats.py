"""The messages of a session chat on both platforms: whose words they are, inert, and nothing left out unsaid."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.discord.render import RenderContext as DiscordContext
from adapters.discord.render import view_of
from adapters.slack.render.context import RenderContext
from adapters.slack.render.message import message
from core.domain.booking import Role, Status
from core.domain.booking_view import BookingView
from core.domain.chats import LETTER_LENGTH, Sort
from core.domain.people import Address
from core.ports.cards import Card
from core.ports.letters import Chat, Letter
from core.screens.chats import closed_line, head_card, letter_card, lost_line, which_card
from core.screens.phrases import PHRASES
from tests.contract import discord_spec, slack_spec
from tests.factories import NOON, a_booking, a_person
from tests.plain import plain

HOSTILE = (
    "@everyone @here <!channel> <!here|x> <@U1ABC> <@123> <#C1> <https://evil.example|good> [a](https://evil.example)"
    " **b** `c` ~d~ > e\n# f\n- g <t:1:R> </book:1>"
)
SLACK = RenderContext(workspace="T1", prefix="", phrases=PHRASES)


def a_view(**fields: object) -> BookingView:
    booking = a_booking(status=Status.ACCEPTED)
    student = a_person(id=booking.student, name="Sam")
    mentor = a_person(id=booking.mentor, name="Ken", address=Address("discord", "-", "100000000000000001"))
    view = BookingView(booking=booking, role=Role.STUDENT, student=student, mentor=mentor, now=NOON)
    return replace(view, **fields)  # type: ignore[arg-type]


def a_chat(view: BookingView, **fields: object) -> Chat:
    chat = Chat(
        booking=view.booking.id,
        student=view.student.id,
        mentor=view.mentor.id,
        opened_at=NOON,
        closed_at=None,
        closed_by=None,
        muted=frozenset(),
        headers={},
    )
    return replace(chat, **fields)  # type: ignore[arg-type]


def a_letter(view: BookingView, words: str = HOSTILE, **more: object) -> Letter:
    return Letter(
        booking=view.booking.id,
        sort=Sort.POST,
        author=view.other.id,
        recipient=view.me.id,
        said_at=NOON,
        words=words,
        more=more,
    )


def shown(card: Card) -> tuple[dict[str, object], dict[str, object]]:
    """The card as both platforms get it; both of their judges have nothing against it."""
    slack = message(card, SLACK)
    view: Any = view_of(card, DiscordContext(prefix=""))
    discord = {"flags": 1 << 15, "components": view.to_components()}
    assert slack_spec.problems("chat.postMessage", {"channel": "D1", **slack}) == []
    assert discord_spec.problems("POST", "/channels/1/messages", discord) == []
    return slack, discord


def test_hostile_words_stay_words_on_both_platforms() -> None:
    view = a_view()
    links = [["@everyone <b>.txt", "https://files.example.org/1"]]
    slack, discord = shown(letter_card(view, a_letter(view, files=links), HOSTILE))
    kinds = set(re.findall(r'"type": "(\w+)"', json.dumps(slack["blocks"])))
    assert not kinds & {"user", "usergroup", "broadcast", "link", "channel", "emoji", "mrkdwn"}
    markdown = "\n".join(re.findall(r'"content": "(.*?)"[,}]', json.dumps(discord, ensure_ascii=False)))
    assert not re.search(r"(?<!\\\\)(?:@everyone|@here|<@123>|\]\(https|<t:1:R|\*\*b|<#C1)", markdown)
    assert "everyone" not in str(slack["text"]), "a notification holds nobody's words"


@pytest.mark.parametrize("words", ["x" * LETTER_LENGTH, "👩‍💻" * 400, "word\n" * 399])
@pytest.mark.parametrize("quoted", ["", "q" * 80])
def test_the_longest_message_fits(words: str, quoted: str) -> None:
    view = a_view()
    files = [[f"{number}{'n' * 90}", "https://files.example.org/" + "a" * 480] for number in range(10)]
    missing = ["sticker", "poll", "forwarded", "voice", "link", "files", "other", "of-next-year"]
    letter = a_letter(view, words, files=files, missing=missing, length=99_999)
    shown(letter_card(view, letter, quoted, edited=True))


def test_a_message_says_whose_it_is_and_what_it_answers() -> None:
    view = a_view()
    said = plain(letter_card(view, a_letter(view, "Yes."), "Shall we?", edited=True))
    assert said.startswith("@Ken · ")
    assert " · edited" in said.split("\n")[0]
    assert "In reply to: Shall we?" in said
    assert "Yes." in said


@pytest.mark.parametrize(
    ("role", "said"), [(Role.STUDENT, "You closed"), (Role.MENTOR, "@Ken closed"), (None, "its time")]
)
def test_the_last_line_says_who_closed_it(role: Role | None, said: str) -> None:
    view = a_view()
    card = closed_line(view, a_chat(view, closed_at=NOON, closed_by=role))
    shown(card)
    assert said in plain(card)


@pytest.mark.parametrize("threads", [False, True])
@pytest.mark.parametrize("muted", [False, True])
def test_the_card_of_a_chat_offers_what_can_be_done(threads: bool, muted: bool) -> None:
    view = a_view()
    chat = a_chat(view, muted=frozenset({Role.STUDENT} if muted else ()))
    card = head_card(view, chat, threads=threads)
    shown(card)
    said = plain(card)
    assert ("thread below this card" in said) is threads
    assert ("[Unmute]" in said, "[Mute]" in said) == (muted, not muted)
    closed = head_card(view, replace(chat, closed_at=NOON + timedelta(hours=1)), threads=threads)
    shown(closed)
    assert "[" not in plain(closed)


def test_lines_about_a_message_fit() -> None:
    view = a_view()
    lost = (lost_line(view, ""), lost_line(view, "q" * 80, doubtful=True))
    for card in (*lost, which_card([view] * 1, view.booking.id)):
        shown(card)
