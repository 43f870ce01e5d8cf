"""The bookings of a program as a file: CSV that no spreadsheet runs anything of (RFC 4180), or JSON (RFC 8259)."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.domain.exports import MOST_EXPORTED, Export, Exported, Format
from core.ports.cards import Card, Line
from core.ports.files import FILE_BYTES, File
from core.screens.grammar import counted
from core.screens.missing_file import ask_again, missing_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MEDIA: Mapping[Format, str] = {Format.CSV: "text/csv", Format.JSON: "application/json"}
ZONE = "UTC"
BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for a formula, or strips before one (OWASP, CSV Injection); full-width signs count too."""
INERT = "'"
"""What stands before such a cell: a spreadsheet shows it as text."""
BYTE_ORDER_MARK = "\ufeff"
"""The byte order mark, without which Excel reads UTF-8 as something else."""
BEFORE_A_FORMULA = f" {BYTE_ORDER_MARK}"
"""What may stand before a formula without being seen."""
COLUMN_HEADINGS: Mapping[str, str] = {
    "ref": "Session",
    "status": "Status",
    "student": "Student",
    "mentor": "Mentor",
    "topic": "Topic",
    "starts_at": f"Starts ({ZONE})",
    "minutes": "Minutes",
    "created_at": f"Asked ({ZONE})",
    "accepted_at": f"Agreed ({ZONE})",
    "decided_at": f"Ended or answered ({ZONE})",
    "closed_by": "Closed by",
}
COLUMNS = tuple(field.name for field in fields(Exported))


def export(
    rows: Sequence[Exported], form: Format, *, longest: int = FILE_BYTES, most: int = MOST_EXPORTED
) -> Export:
    """Return the rows as a file of at most ``longest`` bytes and ``most`` rows; the last ones beyond are left out."""
    head, write, tail = _WRITERS[form]
    room = longest - len(head.encode()) - len(tail.encode())
    lines: list[str] = []
    for row in rows[:most]:
        line = write(row, is_first=not lines)
        room -= len(line.encode())
        if room < 0:
            break
        lines.append(line)
    content = "".join((head, *lines, tail)).encode()
    return Export(form, content, len(lines), len(lines) == len(rows))


def export_card(made: Export, now: datetime) -> Card:
    """Return the message that brings the file."""
    whole = f"{counted(made.count, 'session')}, with the newest first. Times are in {ZONE}."
    said = whole if made.is_whole else f"The newest {whole}"
    return Card(
        title="Sessions of the program",
        summary="The sessions of the program as a file",
        parts=(
            Line((said,)),
            Line(("It holds names and topics: keep it as you keep a list of people.",), small=True),
        ),
        file=File(
            name=f"sessions-{now:%Y-%m-%d}.{made.format.value}",
            media=MEDIA[made.format],
            mark=f"export:{made.format.value}:{now.isoformat()}",
            write=lambda: made.content,
        ),
        fileless=missing_file(ask_again("admin-export", made.format.value)),
    )


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"{INERT}{cell}" if cell.lstrip(BEFORE_A_FORMULA).startswith(BEGIN_A_FORMULA) else cell


def _instant(value: datetime | None) -> str:
    if value is None:
        return ""
    return f"{value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"


def _cells(row: Exported) -> list[str]:
    values = (getattr(row, name) for name in COLUMNS)
    return [
        inert(_instant(one) if isinstance(one, datetime) else "" if one is None else str(one))
        for one in values
    ]


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _csv(row: Exported, *, is_first: bool) -> str:  # noqa: ARG001 - as ``_json``
    return _csv_line(_cells(row))


def _json(row: Exported, *, is_first: bool) -> str:
    values = {name: getattr(row, name) for name in COLUMNS}
    plain = {key: _instant(one) if isinstance(one, datetime) else one for key, one in values.items()}
    return f"{'' if is_first else ','}\n{json.dumps(plain, ensure_ascii=False)}"


_WRITERS: Mapping[Format, tuple[str, Callable[..., str], str]] = {
    Format.CSV: (BYTE_ORDER_MARK + _csv_line([COLUMN_HEADINGS[name] for name in COLUMNS]), _csv, ""),
    Format.JSON: (f'{{"zone": "{ZONE}", "sessions": [', _json, "\n]}\n"),
}
