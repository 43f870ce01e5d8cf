"""The Slack emulator refuses what Slack refuses, in Slack's own words; the oracle agrees."""

from __future__ import annotations

import contextlib
import copy
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack_emulator.blocks import verdict
from bot.playground.slack_emulator.methods.table import METHODS
from tests.contract import slack_spec
from tests.emulators.slack_stage import (
    ANA,
    BOT,
    KEN,
    MENTOR,
    TOPIC,
    WHEN,
    Json,
    Stage,
    Value,
    a_stage,
    actions,
    button,
    field,
    modal,
    plain,
    section,
)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with a_stage(ack_seconds=0.5) as stage:
        yield stage


SIMPLE = modal(section())
REFUSALS: list[tuple[str, Json, str]] = [
    ("chat.nothing", {}, "unknown_method"),
    ("chat.postMessage", {"channel": "C9", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "#closed", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": ANA}, "no_text"),
    ("chat.postMessage", {"channel": ANA, "text": " ", "blocks": []}, "no_text"),
    ("chat.postMessage", {"channel": ANA, "blocks": "{not json"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": ANA, "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
    ("chat.postMessage", {"channel": ANA, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    (
        "chat.postMessage",
        {"channel": ANA, "text": "x", "metadata": {"event_type": "a"}},
        "invalid_metadata_format",
    ),
    (
        "chat.postMessage",
        {"channel": ANA, "text": "x", "metadata": {"event_type": "a", "event_payload": {"b": "x" * 16_000}}},
        "metadata_too_large",
    ),
    ("chat.update", {"channel": ANA, "ts": "1.1", "text": "x"}, "channel_not_found"),
    ("chat.update", {"channel": "DM", "ts": "1.1", "text": "x"}, "message_not_found"),
    ("chat.update", {"channel": "DM", "ts": "TS", "text": "x" * 4001}, "msg_too_long"),
    ("chat.update", {"channel": "DM", "ts": "EPH", "text": "x"}, "message_not_found"),
    ("chat.update", {"channel": "DM", "ts": "TS"}, "no_text"),
    ("chat.postEphemeral", {"channel": "DM", "user": KEN, "text": "x"}, "user_not_in_channel"),
    ("chat.getPermalink", {"channel": "DM", "message_ts": "1.1"}, "message_not_found"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U404"}, "user_not_found"),
    ("conversations.open", {"users": "U0GONE00001"}, "user_disabled"),
    ("conversations.open", {"users": BOT}, "cannot_dm_bot"),
    ("conversations.open", {"users": ",".join([ANA] * 9)}, "too_many_users"),
    ("conversations.history", {"channel": "C9"}, "channel_not_found"),
    ("conversations.history", {"channel": "DM", "limit": "many"}, "invalid_arguments"),
    ("conversations.history", {"channel": "DM", "oldest": "old"}, "invalid_ts_oldest"),
    ("chat.postMessage", {"channel": ANA, "text": 5}, "invalid_arguments"),
    ("chat.postMessage", {"channel": ANA, "text": "x", "attachments": "{"}, "invalid_attachments"),
    (
        "chat.postMessage",
        {"channel": ANA, "text": "x", "attachments": [{"text": "a", "blocks": []}]},
        "invalid_attachments",
    ),
    ("files.completeUploadExternal", {"files": "x"}, "invalid_arguments"),
    ("users.info", {"user": "U404"}, "user_not_found"),
    ("views.open", {"trigger_id": "nonsense", "view": SIMPLE}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.2.abc", "view": SIMPLE}, "expired_trigger_id"),
    ("views.open", {"trigger_id": "1.2.abc"}, "invalid_arguments"),
    ("views.update", {"view_id": "V404", "view": SIMPLE}, "not_found"),
    ("views.update", {"view": SIMPLE}, "invalid_arguments"),
    ("views.publish", {"user_id": ANA, "view": SIMPLE}, "invalid_arguments"),
    ("views.publish", {"user_id": "U404", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("files.getUploadURLExternal", {"filename": "a", "length": 0}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F404"}]}, "file_not_found"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
    ("conversations.history", {"channel": "#open"}, "missing_scope"),
]


@pytest.mark.parametrize(("method", "args", "error"), REFUSALS, ids=[f"{m}-{e}" for m, _, e in REFUSALS])
async def test_refuses_with_slacks_own_code(stage: Stage, method: str, args: Json, error: str) -> None:
    stage.emulator.add_user("U0GONE00001", name="gone", real_name="Gone", deleted=True)
    stage.emulator.add_channel("closed", [ANA], with_bot=False)
    stage.emulator.add_channel("open", [ANA])
    channel, ts = await stage.post()
    ephemeral = (await stage.api.chat_postEphemeral(channel=channel, user=ANA, text="e"))["message_ts"]
    stands_for = {"DM": channel, "TS": ts, "EPH": ephemeral}
    given = {name: stands_for.get(v, v) if isinstance(v, str) else v for name, v in args.items()}
    before = stage.ana.messages()
    assert await stage.refused(stage.api.api_call(method, json=given)) == error
    assert stage.ana.messages() == before
    last = stage.emulator.requests[-1]
    assert (last.method, last.status, (last.reply or {})["error"]) == (method, 200, error)


def _view(**more: Value) -> Json:
    return modal(TOPIC, **more)


BAD_BLOCKS: list[tuple[list[Json], str]] = [
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "missing required field: text or fields [json-pointer:/blocks/0]"),
    ([section(fields=[plain("x" * 2001)])], "2001 characters [json-pointer:/blocks/0/fields/0/text]"),
    ([{"type": "mystery"}], "unsupported type: mystery [json-pointer:/blocks/0/type]"),
    ([{"type": "divider", "text": plain("x")}], "invalid additional property: text [json-pointer:/blocks/0]"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "[json-pointer:/blocks/0/text/type]"),
    ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([actions()], "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    ([actions(button(), button())], "action_id already exists in this block: go"),
    ([section(block_id="a"), section(block_id="a")], "block_id already exists: a [json-pointer:/blocks/1"),
    ([actions(button(value="x" * 2001))], "2001 characters [json-pointer:/blocks/0/elements/0/value]"),
    ([actions(button(url="no url"))], "[json-pointer:/blocks/0/elements/0/url]"),
    ([actions(button(style="green"))], "must be one of: danger, primary"),
    ([{"type": "alert", "text": plain("x")}], "unsupported type: alert"),
    ([{"type": "table", "rows": [[]]}, {"type": "table", "rows": [[]]}], "only one table is allowed"),
    (
        [section(accessory={"type": "plain_text_input", "action_id": "p"})],
        "unsupported type: plain_text_input",
    ),
    (
        [
            actions(
                {"type": "overflow", "action_id": "o", "options": [{"text": plain("a"), "value": "a"}] * 6}
            )
        ],
        "no more than 5 items allowed",
    ),
    ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed"),
]


@pytest.mark.parametrize(("blocks", "problem"), BAD_BLOCKS, ids=[p[:40] for _, p in BAD_BLOCKS])
async def test_names_every_violated_rule_of_block_kit(stage: Stage, blocks: list[Json], problem: str) -> None:
    for name, value in (("blocks", blocks), ("attachments", [{"blocks": blocks}])):
        with pytest.raises(SlackApiError) as caught:
            await stage.api.api_call("chat.postMessage", json={"channel": ANA, "text": "x", name: value})
        assert caught.value.response["error"] == f"invalid_{name}"
        lines = caught.value.response["response_metadata"]["messages"]
        wanted = problem.replace(":/blocks", ":/attachments/0/blocks") if name == "attachments" else problem
        assert any(wanted in line and line.startswith("[ERROR] ") for line in lines), lines


def _focus(name: str) -> Json:
    return field(name, {"type": "plain_text_input", "focus_on_load": True})


BAD_VIEWS: list[tuple[Json, str]] = [
    ({"type": "modal", "title": plain("x"), "blocks": [TOPIC]}, "missing required field: submit"),
    (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(private_metadata="x" * 3001), "[json-pointer:/view/private_metadata]"),
    (modal(callback_id="x" * 256), "[json-pointer:/view/callback_id]"),
    (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(_focus("a"), _focus("b")), "only one element can have focus_on_load"),
    (modal(field("a", {"type": "plain_text_input", "max_length": 3001})), "element/max_length]"),
    (modal(field("a", {"type": "button", "text": plain("x")})), "unsupported type: button"),
    (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    (modal(field("a", {"type": "static_select"})), "missing required field: options or option_groups"),
    (modal(field("a", {"type": "datepicker", "initial_date": "2026-13-01"})), "element/initial_date]"),
    (modal(field("a", {"type": "datetimepicker", "initial_date_time": 5})), "element/initial_date_time]"),
    (
        modal(
            field(
                "a",
                {
                    "type": "static_select",
                    "options": [{"text": plain("a"), "value": "a"}],
                    "initial_option": {"text": plain("b"), "value": "b"},
                },
            )
        ),
        "initial option is not one of the options",
    ),
    ({"type": "home", "blocks": []}, "unsupported type: home"),
]


@pytest.mark.parametrize(("view", "problem"), BAD_VIEWS, ids=[p[:40] for _, p in BAD_VIEWS])
async def test_names_every_violated_rule_of_views(stage: Stage, view: Json, problem: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        await stage.api.views_open(trigger_id="1.2.abc", view=view)
    assert caught.value.response["error"] == "invalid_arguments"
    assert any(problem in line for line in caught.value.response["response_metadata"]["messages"])


async def test_a_view_above_250_kb_is_too_large(stage: Stage) -> None:
    view = modal(*[section("x" * 3000)] * 90)
    assert await stage.refused(stage.api.views_open(trigger_id="1.2.abc", view=view)) == "view_too_large"


async def test_tokens_and_scopes() -> None:
    async with a_stage(scopes=frozenset({"commands"})) as stage:
        with pytest.raises(SlackApiError) as caught:
            await stage.api.chat_postMessage(channel=ANA, text="x")
        assert caught.value.response.data == {
            "ok": False,
            "error": "missing_scope",
            "needed": "chat:write",
            "provided": "commands",
        }
        assert caught.value.response.headers["x-oauth-scopes"] == "commands"
        for token, error in (("xoxb-other", "invalid_auth"), (None, "not_authed")):
            other = AsyncWebClient(token, base_url=stage.emulator.api_url, session=stage.api.session)
            assert await stage.refused(other.auth_test()) == error


@pytest.mark.parametrize(("blocks", "problem"), BAD_BLOCKS, ids=[p[:40] for _, p in BAD_BLOCKS])
def test_the_independent_oracle_finds_the_same_faults(blocks: list[Json], problem: str) -> None:
    forgiven = ("[json-pointer:/blocks/0/elements/0/url]",)  # no judge of the oracle looks at addresses
    found = slack_spec.problems("chat.postMessage", {"channel": "C", "text": "x", "blocks": blocks})
    assert bool(found) is (problem not in forgiven)


@pytest.mark.parametrize("view", [view for view, _ in BAD_VIEWS], ids=[p[:40] for _, p in BAD_VIEWS])
def test_the_independent_oracle_finds_the_same_faults_in_views(view: Json) -> None:
    assert slack_spec.problems("views.open", {"view": view})


@pytest.mark.parametrize("view", [modal(TOPIC, WHEN, MENTOR), modal(section(), submit=plain("x"))])
def test_the_independent_oracle_accepts_what_is_right(view: Json) -> None:
    assert slack_spec.problems("views.open", {"view": view}) == []
    message = {"channel": "C", "text": "x", "blocks": [section(), actions(button())]}
    assert slack_spec.problems("chat.postMessage", message) == []


WHOLE: Json = modal(
    TOPIC,
    section(fields=[plain("f")], accessory=button(), block_id="s"),
    actions({"type": "overflow", "action_id": "o", "options": [{"text": plain("a"), "value": "a"}]}),
    {
        "type": "context",
        "elements": [plain("c"), {"type": "image", "image_url": "https://a.b", "alt_text": "i"}],
    },
    field("r", {"type": "radio_buttons", "options": [{"text": plain("a"), "value": "a"}]}),
)


MAY_BE: Mapping[str, tuple[str, ...]] = defaultdict(
    tuple,
    {
        "5": ("max_length", "min_length"),
        "[]": ("blocks",),
        "''": ("callback_id", "private_metadata", "value"),
    },
)
"""What a piece of junk is right for, by its repr."""


def _places(value: Value, at: tuple[Value, ...] = ()) -> Iterator[tuple[Value, ...]]:
    """The path of everything inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inside:
        yield (*at, step)
        yield from _places(one, (*at, step))


@pytest.mark.parametrize(
    "junk", [None, 5, True, "", [], {}, [[]], {"type": []}, [{"value": [], "type": {}}]], ids=repr
)
def test_junk_anywhere_in_a_view_is_judged_never_a_crash(junk: Value) -> None:
    assert verdict.view(WHOLE, "modal") == []
    for path in _places(WHOLE):
        spoiled = copy.deepcopy(WHOLE)
        at = spoiled
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = junk
        found = verdict.view(spoiled, "modal")
        assert all(line.endswith("]") and "[json-pointer:/" in line for line in found)
        assert found or path[-1] in MAY_BE[repr(junk)], (path, junk)


OPTIONAL = ("users", "limit", "oldest", "metadata", "hash", "blocks", "text", "thread_ts")


@pytest.mark.parametrize("junk", [5, [], {}, "?"], ids=repr)
async def test_junk_arguments_are_refused_never_a_crash(stage: Stage, junk: Value) -> None:
    await stage.post()
    for method in sorted(METHODS):
        names = (*METHODS[method].needs, *OPTIONAL)
        with contextlib.suppress(SlackApiError):
            await stage.api.api_call(method, json=dict.fromkeys(names, junk))
        last = stage.emulator.requests[-1]
        assert (last.method, last.status) == (method, 200)
