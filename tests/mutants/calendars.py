"""Mistakes in calendar files and in how they hang on messages."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

FILE, LINKS, UPLOADS = (
    "core/screens/calendar_file.py",
    "core/screens/add_to_calendar.py",
    "adapters/slack/uploads.py",
)
DISCORD, MESSAGE = "adapters/discord/platform.py", "adapters/slack/render/message.py"
OF_FILE = ("tests/screens/test_calendar_file.py",)
OF_SLACK = ("tests/adapters/test_slack_files.py",)
OF_DISCORD = ("tests/adapters/test_discord_files.py",)

MUTANTS = (
    Mutant("every calendar file is the first", FILE, "sequence=booking.version", "sequence=1", OF_FILE),
    Mutant(
        "each calendar file is another event",
        FILE,
        "uid=booking.id",
        'uid=f"{booking.id}-{booking.version}"',
        OF_FILE,
    ),
    Mutant(
        "what was cancelled is to be added",
        FILE,
        'Status.CANCELLED: "CANCEL"',
        'Status.CANCELLED: "REQUEST"',
        OF_FILE,
    ),
    Mutant(
        "a request that was never agreed is in a calendar",
        FILE,
        " or booking.accepted_at is None",
        "",
        OF_FILE,
    ),
    Mutant("a cancelled session rings", FILE, 'if method == "REQUEST":', "if method:", OF_FILE),
    Mutant(
        "a calendar shows somebody their own words",
        FILE,
        "if view.role is Role.MENTOR else",
        "if view.role is not Role.MENTOR else",
        OF_FILE,
    ),
    Mutant("two versions of a file are taken for one", FILE, "-{booking.version}-{view", "-{view", OF_FILE),
    Mutant(
        "a page of a calendar is given half a link",
        LINKS,
        "if len(found) <= ADDRESS_LENGTH",
        "if found",
        OF_FILE,
    ),
    Mutant(
        "a permission that is missing shuts Slack out", UPLOADS, " and not error.everywhere", "", OF_SLACK
    ),
    Mutant(
        "a message waits for its file for ever",
        UPLOADS,
        "            if again and self._failed.get(file.mark) is None:\n",
        "            if again:\n",
        OF_SLACK,
    ),
    Mutant(
        "a file is uploaded for each message anew",
        UPLOADS,
        "            self._links.put(file.mark, link)\n",
        "            pass\n",
        OF_SLACK,
    ),
    Mutant(
        "a file is uploaded and hangs nowhere",
        MESSAGE,
        "if link and card.file else summary",
        "if not link else summary",
        OF_SLACK,
    ),
    Mutant(
        "an edit on Discord leaves the old file",
        DISCORD,
        "            attachments=files_of(card),\n",
        "",
        OF_DISCORD,
    ),
    Mutant(
        "a message on Discord goes without its file",
        DISCORD,
        "                files=files_of(card),\n",
        "",
        OF_DISCORD,
    ),
)
