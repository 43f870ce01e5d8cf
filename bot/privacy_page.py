"""What ``docs/privacy.md`` says of every column, printed from the table that erasing and exporting follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.store.held import Erased
from core.store.personal_data import HELD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.store.held import Held


def columns() -> str:
    """Return the part of ``docs/privacy.md`` about the columns, in Markdown."""
    held = sorted(HELD, key=lambda one: one.table.name)
    some = [one for one in held if one.erased is not Erased.NOTHING or one.personal]
    return (
        "## Every column\n\n"
        + "\n".join(line for one in some for line in _section(one))
        + "## Columns about nobody\n\n| table | what for | columns |\n| --- | --- | --- |\n"
        + "".join(_row(one) for one in held if one.neutral)
    )


def _section(held: Held) -> Iterator[str]:
    erased = held.erased.value if held.erased is not Erased.NOTHING else "never: it is what erasing leaves"
    yield f"### `{held.table.name}`"
    yield ""
    yield f"{held.purpose[0].upper()}{held.purpose[1:]}. Seen by: {held.seen_by}. Kept: {held.kept}."
    yield f"Exported: {held.exported.value}. Erased: {erased}."
    yield ""
    yield "| column | what it holds |"
    yield "| --- | --- |"
    yield from (
        f"| `{name}` | who: the number of a person in this database |" for name in (*held.who, *held.mentions)
    )
    yield from (f"| `{name}` | {what} |" for name, what in held.personal.items())
    yield ""


def _row(held: Held) -> str:
    columns = ", ".join(f"`{name}`" for name in held.neutral)
    return f"| `{held.table.name}` | {held.purpose} | {columns} |\n"
