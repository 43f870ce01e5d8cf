"""Every file of the project that is made by the program, and how it is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adapters.discord import manifest as discord_manifest
from adapters.slack import manifest as slack_manifest
from bot.privacy_page import columns
from bot.settings import Settings, env_example, settings_table
from core.domain.booking import Act, Status
from core.domain.moves import ACTORS, MOVES, Go, No, Plan, Rule, Same, Window
from core.screens.commands import STORY, SUMMARY, command_table
from core.store import migrating, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

APP_NAME = str(Settings.model_fields["program_name"].default)
"""What the committed manifests call the app: the default of ``PROGRAM_NAME``."""


def slack(prefix: str = "", name: str = APP_NAME) -> dict[str, Any]:
    """Return the Slack app manifest."""
    return slack_manifest.manifest(command_table(prefix), name=name, summary=SUMMARY, story=STORY)


def discord(prefix: str = "", name: str = APP_NAME) -> dict[str, Any]:  # noqa: ARG001 - Discord's developer portal names the app
    """Return the Discord commands and install settings."""
    return discord_manifest.manifest(command_table(prefix))


def invitation(token: str) -> str:
    """Say where an administrator adds the Discord bot to a server; without a token the id is left to fill in."""
    application = discord_manifest.application_id(token) or "YOUR_APPLICATION_ID"
    return f"Add the bot to a server: {discord_manifest.invite_url(application)}"


MANIFESTS: Mapping[str, Callable[[str, str], dict[str, Any]]] = {"slack": slack, "discord": discord}
"""How each is made, with the prefix of the commands and the programme's name."""


def permissions_table() -> str:
    """Return the README's table of everything that the bot may do, with the reason."""
    rows = [
        *(("Slack", scope, reason) for scope, reason in slack_manifest.SCOPES.items()),
        *(("Discord", name, one.reason) for name, one in discord_manifest.PERMISSIONS.items()),
    ]
    lines = (f"| {platform} | `{name}` | {reason} |" for platform, name, reason in rows)
    return "\n".join(("| platform | permission | why |", "| --- | --- | --- |", *lines)) + "\n"


STATES_INTRO = """# States

This page is printed from the table of moves (`core/domain/moves.py`); it cannot say anything else than the
program does. `→ x` changes the status, `ok` is allowed and keeps it, `= x` gives the same answer again, and
any other word is the code of a refusal.
"""


def states_page() -> str:
    """Return ``docs/states.md``."""
    return "\n".join((STATES_INTRO, _diagram(), "", *_table(), ""))


def _diagram() -> str:
    arrows = sorted(
        {
            f"    {status.value} --> {rule.to.value}: {act.value}"
            for (status, act), rule in MOVES.items()
            if isinstance(rule, Go) and rule.to is not None
        }
    )
    return "\n".join(("```mermaid", "stateDiagram-v2", "    [*] --> pending: request", *arrows, "```"))


def _table() -> list[str]:
    statuses = list(Status)
    head = "| act | who | " + " | ".join(status.value for status in statuses) + " |"
    rule = "|---" * (len(statuses) + 2) + "|"
    rows = [
        f"| {act.value} | {', '.join(sorted(role.value for role in ACTORS[act]))} | "
        + " | ".join(_cell(MOVES[status, act]) for status in statuses)
        + " |"
        for act in Act
        if act in ACTORS
    ]
    return [head, rule, *rows]


def _cell(rule: Rule) -> str:
    match rule:
        case Same(code):
            return f"= {code}"
        case No(code):
            return code
        case Go():
            what = f"→ {rule.to.value}" if rule.to else "ok"
            when = "" if rule.when is Window.ANY else f", {rule.when.value}"
            plan = "" if rule.plan is Plan.KEEPS else f"; proposal: {rule.plan.value}"
            return f"{what}{when}{plan}"


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


FILES: Mapping[str, Callable[[], str]] = {
    "manifests/slack.json": lambda: _json(slack()),
    "manifests/discord.json": lambda: _json(discord()),
    "docs/states.md": states_page,
    ".env.example": env_example,
    "core/store/schema.sql": lambda: schema.printed(migrating.whole_schema()),
}
WITH_PARTS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": {"settings": settings_table, "permissions": permissions_table},
    "docs/privacy.md": {"columns": columns},
}
"""The pages that are written by hand but for some parts, and how those are made."""


def page(text: str, parts: Mapping[str, Callable[[], str]]) -> str:
    """Return a page with its generated parts made anew; the marks stay."""
    for name, make in parts.items():
        begin, end = f"<!-- {name}: begin (generated) -->\n", f"<!-- {name}: end -->"
        head, _, rest = text.partition(begin)
        _, _, tail = rest.partition(end)
        text = f"{head}{begin}{make()}{end}{tail}"
    return text


def _wanted(root: Path) -> dict[str, str]:
    pages = {
        name: page((root / name).read_text(encoding="utf-8"), parts) for name, parts in WITH_PARTS.items()
    }
    return {name: make() for name, make in FILES.items()} | pages


def stale(root: Path) -> list[str]:
    """Return the generated files that differ from what the program makes today."""
    return [
        name
        for name, text in _wanted(root).items()
        if not (root / name).exists() or (root / name).read_text(encoding="utf-8") != text
    ]


def write(root: Path) -> None:
    """Write every generated file anew."""
    for name, text in _wanted(root).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
