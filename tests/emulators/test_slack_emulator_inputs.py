"""Every kind of input of the Slack emulator: what a person puts in and what the app gets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.playground.slack_emulator.widgets import CannotChoose
from tests.emulators.slack_stage import (
    ANA,
    KEN,
    Json,
    Stage,
    Value,
    a_stage,
    acking,
    actions,
    button,
    field,
    modal,
    plain,
)

A, B = {"text": plain("A"), "value": "a"}, {"text": plain("B"), "value": "b"}
AB: Json = {"options": [A, B]}
SHOWN_A = {"text": {**plain("A"), "emoji": True}, "value": "a"}
GROUPS: Json = {"option_groups": [{"label": plain("G"), "options": [A, B]}]}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with a_stage() as stage:
        yield stage


async def opened(stage: Stage, *blocks: Json) -> None:
    acking(stage, stage.app.shortcut, "s")
    acking(stage, stage.app.view, "book")
    await stage.ana.shortcut("s")
    await stage.api.views_open(trigger_id=stage.seen[0]["trigger_id"], view=modal(*blocks))


FILLED: list[tuple[str, Json, Value, Json]] = [
    ("plain_text_input", {}, "words", {"value": "words"}),
    ("email_text_input", {}, "a@b.org", {"value": "a@b.org"}),
    ("url_text_input", {}, "https://a.b", {"value": "https://a.b"}),
    ("number_input", {"is_decimal_allowed": False, "min_value": "1"}, "30", {"value": "30"}),
    ("datepicker", {}, "2026-03-02", {"selected_date": "2026-03-02"}),
    ("timepicker", {"timezone": "Asia/Tokyo"}, "09:30", {"selected_time": "09:30", "timezone": "Asia/Tokyo"}),
    ("datetimepicker", {}, 1_772_445_600, {"selected_date_time": 1_772_445_600}),
    ("static_select", AB, "a", {"selected_option": SHOWN_A}),
    ("static_select", GROUPS, "a", {"selected_option": SHOWN_A}),
    ("radio_buttons", AB, "a", {"selected_option": SHOWN_A}),
    ("checkboxes", AB, ["a"], {"selected_options": [SHOWN_A]}),
    ("multi_static_select", AB, ["a"], {"selected_options": [SHOWN_A]}),
    ("users_select", {}, KEN, {"selected_user": KEN}),
    ("multi_users_select", {}, [KEN], {"selected_users": [KEN]}),
]


@pytest.mark.parametrize(
    ("kind", "more", "value", "state"), FILLED, ids=[f"{k}-{len(m)}" for k, m, _, _ in FILLED]
)
async def test_state_has_slacks_shape(stage: Stage, kind: str, more: Json, value: Value, state: Json) -> None:
    empty = field("empty", {"type": kind, **more}, optional=True)
    await opened(stage, field("x", {"type": kind, **more}), empty)
    assert (await stage.ana.submit({})).fields == {"x": "Please complete this required field."}
    assert (await stage.ana.submit({"x": value})).ok
    values = stage.seen[-1]["view"]["state"]["values"]
    assert values["x"]["x_in"] == {"type": kind, **state}
    nothing: Json = {name: [] if isinstance(inside, list) else None for name, inside in state.items()}
    assert values["empty"]["empty_in"] == {
        "type": kind,
        **nothing,
        **{k: more[k] for k in more if k == "timezone"},
    }


IMPOSSIBLE: list[tuple[str, Json, Value]] = [
    ("static_select", AB, "z"),
    ("checkboxes", AB, ["a", "z"]),
    ("multi_static_select", {**AB, "max_selected_items": 1}, ["a", "b"]),
    ("datetimepicker", {}, "tomorrow"),
    ("datepicker", {}, "2026-02-30"),
    ("timepicker", {}, "25:00"),
    ("plain_text_input", {}, 5),
]


@pytest.mark.parametrize(("kind", "more", "value"), IMPOSSIBLE, ids=[k for k, _, _ in IMPOSSIBLE])
async def test_nobody_can_choose_what_is_not_there(stage: Stage, kind: str, more: Json, value: Value) -> None:
    await opened(stage, field("x", {"type": kind, **more}))
    with pytest.raises(ValueError):
        await stage.ana.submit({"x": value})
    assert len(stage.seen) == 1


CLIENT_SAYS: list[tuple[Json, str, str]] = [
    ({"type": "plain_text_input", "min_length": 3}, "ab", "Please use at least 3 characters."),
    ({"type": "plain_text_input", "max_length": 3}, "abcd", "Please use 3 characters or fewer."),
    ({"type": "plain_text_input"}, "x" * 3001, "Please use 3000 characters or fewer."),
    ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
    ({"type": "url_text_input"}, "nowhere", "Please enter a valid URL."),
    ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a number."),
    (
        {"type": "number_input", "is_decimal_allowed": True, "max_value": "2"},
        "2.5",
        "Please enter a number of at most 2.",
    ),
    (
        {"type": "number_input", "is_decimal_allowed": True, "min_value": "2"},
        "1",
        "Please enter a number of at least 2.",
    ),
]


@pytest.mark.parametrize(("element", "typed", "sentence"), CLIENT_SAYS, ids=[s for _, _, s in CLIENT_SAYS])
async def test_the_client_refuses_before_it_sends(
    stage: Stage, element: Json, typed: str, sentence: str
) -> None:
    await opened(stage, field("x", element))
    outcome = await stage.ana.submit({"x": typed})
    assert (outcome.error, outcome.fields) == ("client_refused", {"x": sentence})
    assert len(stage.seen) == 1


async def test_a_preset_value_is_submitted_as_it_is(stage: Stage) -> None:
    preset = {"type": "static_select", **AB, "initial_option": A}
    await opened(stage, field("x", preset), field("y", {"type": "plain_text_input", "initial_value": "was"}))
    assert (await stage.ana.submit({})).ok
    values = stage.seen[-1]["view"]["state"]["values"]
    assert values["x"]["x_in"]["selected_option"] == SHOWN_A
    assert values["y"]["y_in"]["value"] == "was"


async def test_a_modal_without_submit_cannot_be_submitted(stage: Stage) -> None:
    acking(stage, stage.app.shortcut, "s")
    await stage.ana.shortcut("s")
    view = {"type": "modal", "title": plain("x"), "blocks": [{"type": "divider"}]}
    await stage.api.views_open(trigger_id=stage.seen[0]["trigger_id"], view=view)
    assert (await stage.ana.submit()).error == "client_refused"


async def test_menus_and_pickers_in_a_message_report_their_state(stage: Stage) -> None:
    acking(stage, stage.app.action, "more")
    acking(stage, stage.app.action, "day")
    row = actions(
        {"type": "overflow", "action_id": "more", **AB},
        {"type": "datepicker", "action_id": "day"},
        block_id="row",
    )
    channel, ts = await stage.post(blocks=[row])
    await stage.ana.press(channel, ts, "day", value="2026-03-02")
    await stage.ana.press(channel, ts, "more", value="a")
    assert stage.seen[0]["actions"][0]["selected_date"] == "2026-03-02"
    assert stage.seen[1]["actions"][0]["selected_option"] == SHOWN_A
    assert stage.seen[1]["state"]["values"] == {
        "row": {"day": {"type": "datepicker", "selected_date": "2026-03-02"}}
    }
    with pytest.raises(LookupError):
        await stage.ana.press(channel, ts, "more", value="z")


async def test_a_menu_in_a_message_is_filled_by_the_app(stage: Stage) -> None:
    @stage.app.options("who")
    async def options(ack: AsyncAck, body: Json) -> None:
        stage.seen.append(body)
        await ack(option_groups=GROUPS["option_groups"])

    acking(stage, stage.app.action, "who")
    channel, ts = await stage.post(blocks=[actions({"type": "external_select", "action_id": "who"})])
    assert await stage.ana.suggest("who", "ab", channel=channel, ts=ts) == []
    assert stage.seen == []
    groups = await stage.ana.suggest("who", "abc", channel=channel, ts=ts)
    assert [one["value"] for one in groups[0]["options"]] == ["a", "b"]
    assert stage.seen[0]["container"]["message_ts"] == ts
    await stage.ana.press(channel, ts, "who", value="b")
    assert stage.seen[1]["actions"][0]["selected_option"]["value"] == "b"


async def test_options_that_slack_would_not_take_are_no_results(stage: Stage) -> None:
    @stage.app.options("who")
    async def options(ack: AsyncAck) -> None:
        await ack(options=[{"text": plain("x" * 76), "value": "a"}])

    channel, ts = await stage.post(blocks=[actions({"type": "external_select", "action_id": "who"})])
    assert await stage.ana.suggest("who", "abc", channel=channel, ts=ts) == []
    assert stage.ana.notices == ["Results could not be loaded."]
    with pytest.raises(CannotChoose):
        await stage.ana.press(channel, ts, "who", value="a")


async def test_everybody_has_their_own_screen(stage: Stage) -> None:
    await opened(stage, field("x", {"type": "plain_text_input"}))
    assert stage.ken.view is None
    with pytest.raises(LookupError):
        await stage.ken.submit({"x": "mine"})
    assert stage.emulator.client(ANA) is stage.ana


async def test_buttons_with_one_action_id_are_told_apart_by_value_or_block(stage: Stage) -> None:
    acking(stage, stage.app.action, "open")
    rows = [actions(button("open", value=name), block_id=f"row-{name}") for name in ("one", "two")]
    channel, ts = await stage.post(blocks=rows)
    with pytest.raises(LookupError):
        await stage.ana.press(channel, ts, "open")
    await stage.ana.press(channel, ts, "open", value="two")
    await stage.ana.press(channel, ts, "open", block_id="row-one")
    assert [body["actions"][0]["value"] for body in stage.seen] == ["two", "one"]
