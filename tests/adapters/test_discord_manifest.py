"""What Discord is told about the application."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.manifest import (
    PERMISSIONS,
    application_id,
    commands_hash,
    invite_url,
    manifest,
    permissions,
)
from core.screens.commands import COMMANDS, command_table
from tests.contract import discord_spec

TOLD = manifest(command_table())


def test_every_command_keeps_discords_rules() -> None:
    for one in TOLD["commands"]:
        assert len(one["name"]) <= 32
        if one["type"] != 1:
            assert "description" not in one
            continue
        assert re.fullmatch(r"[-_a-z0-9]+", one["name"])
        assert 1 <= len(one["description"]) <= 100
        assert len(one["options"]) <= 25
        for option in one["options"]:
            assert 1 <= len(option["description"]) <= 100
            assert not (option.get("autocomplete") and option.get("choices"))


def test_discord_accepts_everything_that_it_is_told() -> None:
    rest = {key: value for key, value in TOLD.items() if key != "commands"}
    assert discord_spec.problems("PUT", "/applications/1/commands", TOLD["commands"]) == []
    assert discord_spec.problems("PATCH", "/applications/@me", rest) == []


def test_the_commands_and_menu_entries_are_those_of_the_program() -> None:
    assert [one["name"] for one in TOLD["commands"] if one["type"] == 1] == [one.name for one in COMMANDS]
    assert {(one["type"], one["name"]) for one in TOLD["commands"] if one["type"] != 1} == {
        (2, "Book a session"),
        (3, "Ask a mentor about this"),
    }


def test_commands_work_on_servers_and_in_direct_messages() -> None:
    everybodys = [one for one in TOLD["commands"] if one["name"] != "booking-admin"]
    assert all((one["contexts"], one["integration_types"]) == ([0, 1], [0]) for one in everybodys)
    assert not any("default_member_permissions" in one for one in everybodys)


def test_the_organisers_command_is_for_who_may_manage_the_server_and_there_alone() -> None:
    (organisers,) = [one for one in TOLD["commands"] if one["name"] == "booking-admin"]
    assert (organisers["contexts"], organisers["default_member_permissions"]) == ([0], "32")


def test_searched_options_complete_and_fixed_ones_offer_choices() -> None:
    options = {
        one["name"]: {each["name"]: each for each in one.get("options", [])} for one in TOLD["commands"]
    }
    assert options["book-session"]["mentor"]["autocomplete"] is True
    assert options["book-session"]["topic"]["max_length"] == 120
    assert [one["value"] for one in options["my-sessions"]["show"]["choices"]] == [
        "upcoming",
        "pending",
        "past",
    ]


def test_a_prefix_stands_before_slash_commands_only() -> None:
    names = [one["name"] for one in manifest(command_table("acme-"))["commands"]]
    assert "acme-book-session" in names
    assert "Book a session" in names


def test_the_hash_changes_with_the_commands_and_only_with_them() -> None:
    again = manifest(command_table())["commands"]
    other = manifest(command_table("x-"))["commands"]
    assert commands_hash(again) == commands_hash(TOLD["commands"]) != commands_hash(other)


def test_no_privilege_is_asked_for_without_a_reason() -> None:
    assert all(one.reason for one in PERMISSIONS.values())
    assert permissions() == 17935784479744
    assert TOLD["install_params"]["permissions"] == 17935784479744


@pytest.mark.parametrize(
    ("token", "application"),
    [
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y", "123456789012345678"),
        ("MTAw.wrong.token", "100"),
        ("", None),
        ("nonsense", None),
        ("é.x.y", None),
        ("A.x.y", None),
    ],
)
def test_a_token_begins_with_the_id_of_its_application(token: str, application: str | None) -> None:
    assert application_id(token) == application


def test_the_invitation_names_the_application_scopes_and_permissions() -> None:
    url = urlsplit(invite_url("42"))
    assert (url.scheme, url.netloc, url.path) == ("https", "discord.com", "/oauth2/authorize")
    assert parse_qs(url.query) == {
        "client_id": ["42"],
        "scope": ["bot applications.commands"],
        "permissions": ["17935784479744"],
    }
