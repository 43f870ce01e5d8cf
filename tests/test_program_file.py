"""A program as a file: what is written is read again, mistakes are told at once, and the chat is heeded."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.__main__ import app
from bot.compose import _looks, compose_core, new_id
from bot.program_file import BadFile, difference, read, write
from core.domain.errors import BadInput
from core.domain.people import Address
from core.domain.policy import Policy
from core.domain.program_file import ProgramFile, read_program
from core.domain.rules import PROGRAM_RULES, policy_of, read_rules, rules_of
from core.services.current_policy import CurrentPolicy
from core.services.people import PeopleService
from core.services.program import ProgramService
from core.services.program_files import ProgramFiles
from core.store.store import Store

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]), min_size=1, max_size=30)
CHANNELS = st.fixed_dictionaries(
    {},
    optional={
        "discord": st.integers(10**17, 10**19).map(str),
        "slack": st.from_regex(r"[CGS][A-Z0-9]{8,10}", fullmatch=True),
    },
)
GROUPS = CHANNELS.filter(bool)
CLOCK = st.times().map(lambda one: f"{one:%H:%M}")
GROUP_RULES = {"mentor_groups": GROUPS, "student_groups": GROUPS}
OTHER_RULES: dict[str, st.SearchStrategy[object]] = {
    "name": NAMES,
    "answer_hours": st.integers(1, 336),
    "open_requests": st.integers(1, 100),
    "requests_per_hour": st.integers(1, 100),
    "change_notice_hours": st.integers(0, 720),
    "grace_minutes": st.integers(0, 1440),
    "reminders": st.lists(st.sampled_from(["48h", "24h", "1h", "10m"]), unique=True),
    "quiet_hours": st.just("off")
    | st.tuples(CLOCK, CLOCK).filter(lambda two: two[0] > two[1]).map(lambda two: f"{two[0]}-{two[1]}"),
    "meeting_template": st.from_regex(r"https://meet\.example\.org/[a-z]{0,8}/\{room\}", fullmatch=True),
    "mentors": st.sampled_from(["anyone", "group", "approval"]),
    "students": st.sampled_from(["anyone", "group"]),
    "chat_channel": st.just("") | st.integers(10**17, 10**19).map(str),
    "announcement_channel": CHANNELS,
    "organisers_channel": CHANNELS,
    "retention_months": st.integers(0, 1200),
    "zone": st.sampled_from(["UTC", "Europe/Berlin"]),
}
RULES = st.fixed_dictionaries(GROUP_RULES, optional=OTHER_RULES)
PEOPLE = st.lists(
    st.builds(
        Address, st.just("slack"), st.just("T0PLAYGRND"), st.from_regex(r"U[A-Z0-9]{8}", fullmatch=True)
    )
    | st.builds(Address, st.just("discord"), st.just("-"), st.integers(1, 10**19).map(str)),
    max_size=3,
    unique=True,
).map(tuple)


@given(
    st.lists(
        st.builds(lambda rules, people: ProgramFile(read_rules(rules), people), RULES, PEOPLE),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=6)
def test_what_was_applied_is_what_is_exported(files: list[ProgramFile]) -> None:
    async def go() -> None:
        store = await Store.open("sqlite://", program="p", new_id=new_id)
        people = PeopleService(store, lambda: NOW, new_id, store.program)
        known = ProgramFiles(store, people, lambda: NOW)
        for one in files:
            wanted = read(write(one, "bot"))
            await known.apply(wanted)
            found = await known.export()
            assert found.written() == one.written() == wanted.written()
            acts = await store.read(lambda tx: tx.admin_acts(99))
            await known.apply(wanted)
            assert await store.read(lambda tx: tx.admin_acts(99)) == acts, "applied again, nothing is done"
            assert difference(found, wanted) == ""
        await store.close()

    asyncio.run(go())


def test_every_rule_is_one_of_the_policy_and_survives_the_way_there_and_back() -> None:
    usual = Policy()
    rules = rules_of(usual)
    assert set(rules) == set(PROGRAM_RULES) == {*GROUP_RULES, *OTHER_RULES}, (
        "give the new rule its values above"
    )
    assert policy_of(usual, read_rules(rules)) == usual
    assert policy_of(usual, {"of_a_newer_version": 3}) == usual


WRONG = """
nane: Acme
answer_hours: 0
open_requests: true
reminders: [24h, 3h]
quiet_hours: 8-21
meeting_template: http://meet.example.org/{room}
mentors: nobody
students: group
chat_channel: general
announcement_channel: {irc: 1}
organisers: [sam]
"""


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    with pytest.raises(BadFile) as told:
        read(WRONG)
    lines = str(told.value).splitlines()
    said = dict(line.split(": ", maxsplit=1) for line in lines)
    assert said.pop("nane") == "There is no such rule. These are there: name."
    assert set(said) == {
        "answer_hours",
        "open_requests",
        "reminders",
        "quiet_hours",
        "meeting_template",
        "mentors",
        "chat_channel",
        "announcement_channel",
        "organisers",
    }
    assert all(one.endswith((".", "ana")) and one[0].isupper() for one in said.values())
    with pytest.raises(BadFile, match="student_groups: Choose the group"):
        read("students: group")
    with pytest.raises(BadFile, match=r"not YAML\. See line 1"):
        read("name: [")
    with pytest.raises(BadFile, match="must have a line for each rule"):
        read("- 1")
    for unreadable in (
        "zone: 2026-13-45",
        f"answer_hours: {'9' * 6000}",
        "name: " + "[" * 600 + "]" * 600,
        "name: 0x" + "f" * 6000,
    ):
        with pytest.raises(BadFile, match=r"not YAML|Give the program a name"):
            read(unreadable)
    with pytest.raises(BadFile) as told:
        read('"\\e[31mred": 1\norganisers: ["slack:Ä:ü"]')
    assert "\x1b" not in str(told.value), "what a file says does nothing to a terminal"
    assert "organisers: List people as" in str(told.value)
    assert read("") == ProgramFile()
    assert read('{"quiet_hours": "off", "reminders": []}').rules == {"quiet_hours": "off", "reminders": []}
    assert read("quiet_hours: off\nreminders: off").rules == {"quiet_hours": "off", "reminders": []}


async def test_what_is_decided_in_chat_appears_in_the_next_export() -> None:
    store = await Store.open("sqlite://", program="p", new_id=new_id)
    files = ProgramFiles(store, PeopleService(store, lambda: NOW, new_id, store.program), lambda: NOW)
    await files.apply(read("name: Acme\nanswer_hours: 24"))
    here, there = (ProgramService(store, {}, lambda: NOW, CurrentPolicy(Policy())) for _ in range(2))
    await here.look()
    await there.look()
    await here.decide(read_rules({"answer_hours": "12"}), by=None)
    assert here.policy.answer_within.total_seconds() == 12 * 3600
    assert there.policy.answer_within.total_seconds() == 24 * 3600
    await there.look()
    assert there.policy == here.policy, "another process heeds it once it looks again"
    looks = _looks(compose_core(store, {}, lambda: NOW, new_id, Policy()))
    assert "ProgramService.look" in {getattr(one, "__qualname__", "") for one in looks}, (
        "as it does each minute"
    )
    assert (await files.export()).rules == {"name": "Acme", "answer_hours": 12}
    await store.close()


def test_the_command_line_tries_applies_and_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bookings.db")
    source, runner = tmp_path / "program.yaml", CliRunner()
    source.write_text("name: Acme\norganisers: [slack:T0PLAYGRND:U0SAM000001]\n", encoding="utf-8")

    def ran(*line: str) -> str:
        done = runner.invoke(app, ["program", *line])
        return f"{done.exit_code} {done.output.strip()}"

    change = "name: as the settings say → Acme\norganisers: [] → ['slack:T0PLAYGRND:U0SAM000001']"
    for _ in range(2):
        assert ran("apply", str(source), "--dry-run") == f"0 {change}", "a dry run changes nothing"
    assert ran("apply", str(source)) == f"0 {change}"
    assert ran("apply", str(source)) == "0 Nothing changes."
    assert ran("export", str(tmp_path / "again.yaml")).startswith("0 Written to")
    assert ran("export", str(tmp_path / "no" / "p.yaml")).endswith(
        "can't be written: No such file or directory."
    )
    again = (tmp_path / "again.yaml").read_text(encoding="utf-8")
    assert read(again).written() == read(source.read_text(encoding="utf-8")).written()
    source.write_text("answer_hours: soon", encoding="utf-8")
    assert ran("apply", str(source)).startswith("2 answer_hours: Give a whole number from 1 to 336.")
    assert ran("apply", str(tmp_path / "none.yaml")).startswith("2 ")


class Endless(list[object]):
    """What a few lines of YAML that name each other can mean: written out, it fills any machine."""

    def __repr__(self) -> str:
        raise AssertionError("nothing of a file is written out before it is known to be short")


def test_a_list_that_unfolds_without_end_is_no_value() -> None:
    endless = Endless(["x"])
    for rule in (*PROGRAM_RULES, "organisers"):
        for value in (endless, [endless], {"slack": endless}):
            with pytest.raises(BadInput):
                read_program({rule: value})


def test_each_pair_of_quiet_hours_reaches_over_midnight() -> None:
    typed = ["21-8", "21:30 - 7:15", "21:00-08:00", "22 to 6", "off"]
    read_all = [read_rules({"quiet_hours": one})["quiet_hours"] for one in typed]
    assert read_all == ["21:00-08:00", "21:30-07:15", "21:00-08:00", "22:00-06:00", "off"]
