"""The picture of the states, drawn from the table of moves itself."""

from __future__ import annotations

from core.domain.booking import Act, Status
from core.domain.moves import ACTORS, MOVES, Go, No, Plan, Rule, Same, Window

INTRO = """# States

This page is printed from the table of moves (`core/domain/moves.py`); it cannot say anything else than the
program does. `→ x` changes the status, `ok` is allowed and keeps it, `= x` gives the same answer again, and
any other word is the code of a refusal.
"""


def states_page() -> str:
    """Return ``docs/states.md``."""
    return "\n".join((INTRO, _diagram(), "", *_table(), ""))


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
