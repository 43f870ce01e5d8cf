"""What people say to the app on Slack: written, changed, deleted, in a thread, with files; and what nobody said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.parse.said import mentioned, said_of
from core.domain.people import Address
from core.ports.platform import Posted
from core.ports.said import Attached, Change

ANA, CHANNEL, TS, THREAD = "U0ANA000001", "D024BE91L", "1355517523.000005", "1355517520.000001"
WRITTEN = {"type": "message", "user": ANA, "text": "Hello", "ts": TS}
EDITED = {**WRITTEN, "text": "Hullo", "edited": {"user": ANA, "ts": "1355517530.000000"}}
LINK = "https://acme.slack.com/files/U0ANA000001/F1/notes.pdf"


def told(event: dict[str, Any]) -> dict[str, Any]:
    """The event as the Events API reports it (docs.slack.dev, message.im event)."""
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event": {"channel": CHANNEL, "channel_type": "im", "event_ts": TS, **event},
    }


def hidden(subtype: str, **more: Any) -> dict[str, Any]:
    return told({"type": "message", "subtype": subtype, "hidden": True, "ts": "1355517540.000000", **more})


@pytest.mark.parametrize("subtype", [{}, {"subtype": "me_message"}, {"subtype": "thread_broadcast"}])
def test_what_is_written_below_a_card_belongs_to_its_thread(subtype: dict[str, str]) -> None:
    said = said_of(told({**WRITTEN, **subtype, "thread_ts": THREAD}))
    assert said is not None
    assert (said.change, said.words, said.place) == (Change.WRITTEN, "Hello", Posted(CHANNEL, TS))
    assert (said.actor, said.under) == (Address("slack", "T1", ANA), Posted(CHANNEL, THREAD))
    assert said.at == datetime(2012, 12, 14, 20, 38, 43, 5, tzinfo=UTC)
    assert (said.threaded, said.comes_again, said.stamp) == (True, True, "")


def test_outside_of_a_thread_it_is_under_nothing() -> None:
    for event in (WRITTEN, {**WRITTEN, "thread_ts": TS}):
        said = said_of(told(event))
        assert said is not None
        assert said.under is None


def test_an_edit_names_its_message_and_its_moment() -> None:
    said = said_of(
        hidden("message_changed", message={**EDITED, "thread_ts": THREAD}, previous_message=WRITTEN)
    )
    assert said is not None
    assert (said.change, said.words, said.place) == (Change.EDITED, "Hullo", Posted(CHANNEL, TS))
    assert (said.stamp, said.under) == ("1355517530.000000", Posted(CHANNEL, THREAD))
    assert said.key != said_of(told(WRITTEN)).key  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "event",
    [
        hidden("message_deleted", deleted_ts=TS, previous_message=WRITTEN),
        hidden(
            "message_changed",
            message={
                "type": "message",
                "subtype": "tombstone",
                "user": "USLACKBOT",
                "ts": TS,
                "text": "gone",
            },
            previous_message=WRITTEN,
        ),
    ],
)
def test_a_deletion_names_its_message_also_where_a_tombstone_stays(event: dict[str, Any]) -> None:
    said = said_of(event)
    assert said is not None
    assert (said.change, said.place.message) == (Change.DELETED, TS)
    assert said.actor == Address("slack", "T1", ANA)


def test_files_go_as_links_and_the_rest_is_named() -> None:
    files = [
        {"id": "F1", "name": "a", "title": "notes.pdf", "permalink": LINK},
        {"id": "F2", "mode": "tombstone"},
    ]
    shared = [{"is_share": True, "text": "somebody else's words"}]
    said = said_of(told({**WRITTEN, "subtype": "file_share", "files": files, "attachments": shared}))
    assert said is not None
    assert (said.files, said.missing) == ((Attached("notes.pdf", LINK),), ("other", "forwarded"))


BOTS = {**WRITTEN, "bot_id": "B1"}


@pytest.mark.parametrize(
    "event",
    [
        told(BOTS),
        told({**WRITTEN, "subtype": "bot_message"}),
        told({**WRITTEN, "subtype": "channel_join"}),
        told({**WRITTEN, "channel_type": "channel"}),
        told({**WRITTEN, "ts": "never"}),
        told({"type": "app_home_opened", "user": ANA}),
        hidden("message_changed", message=BOTS, previous_message=BOTS),
        hidden("message_changed"),
        hidden("message_deleted", deleted_ts=TS, previous_message=BOTS),
        hidden("message_deleted", deleted_ts=TS),
        {"type": "block_actions"},
        {},
    ],
)
def test_nothing_else_is_said_by_anybody_and_above_all_nothing_of_our_own(event: dict[str, Any]) -> None:
    assert said_of(event) is None


def test_who_is_mentioned_is_asked_for_by_name() -> None:
    assert mentioned("<@U1ABC> and <@W2|kay> in <#C1> <!here>") == {"U1ABC", "W2"}
