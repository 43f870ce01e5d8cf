"""The gallery shows everything, and the document names the pictures that are there and no others."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path

import pytest

from bot.playground.seed import small_talk
from bot.playground.stage import Stage
from core.domain.booking import Status
from core.domain.notice_kinds import OWN_FILES
from core.domain.notices import REPORTS, TURNS, Kind
from core.store.transaction import OutboxOutcome
from tests.conftest import MONDAY, refused_by_the_specs
from tests.playground.gallery.camera import REF, SAME_REF
from tests.playground.gallery.document import files
from tests.playground.gallery.scene import PLATFORMS, Scene, Surface
from tests.playground.gallery.table import SCENES
from tests.promises.ledger import open_ledger

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "gallery"
DOCUMENT = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
AGAIN = "run: python3 dev gallery"
MOST_BYTES = 5_000_000
ONE_SIDED = {
    "chat-parts": "nobody can write so much in one message on Discord",
    "doubt": "Slack has a calendar, where nothing is typed",
    "nudged": "both platforms wait in one list, of which the picture opens the first",
    "reassigned": "both platforms wait in one list, of which the picture opens the first",
    "called-off": "both platforms wait in one list, of which the picture opens the first",
    "zone-question": "Slack tells the zone of a profile",
    "zone": "Slack tells the zone of a profile",
    "playground": "the page shows both",
}
"""Scenes of one platform, and why the other has no such picture."""


SEEN_IN = {
    Kind.REQUESTED: "pending",
    Kind.OFFERED: "held",
    Kind.RECEIPT: "pending",
    Kind.PASSED_ON: "nobody",
    Kind.CHANGED: "changed",
    Kind.ACCEPTED: "confirmed",
    Kind.REJECTED: "declined",
    Kind.WITHDRAWN: "withdrawn",
    Kind.CANCELLED: "cancelled-by-mentor",
    Kind.LEFT: "left",
    Kind.EXPIRED: "expired",
    Kind.LAPSED: "never-a-time",
    Kind.TIMELESS: "no-time-yet",
    Kind.NOBODY: "nobody",
    Kind.LINK: "new-link",
    Kind.PROPOSED: "suggestion",
    Kind.AGREED: "rescheduled",
    Kind.KEPT: "suggestion-refused",
    Kind.NO_SHOW: "student-absent",
    Kind.FEEDBACK: "completed",
    Kind.FEEDBACK_AGAIN: "asked-again",
    Kind.NUDGE_HALF: "nudge",
    Kind.NUDGE_LAST: "last-call",
    Kind.REMIND_DAY: "day-before",
    Kind.REMIND_SOON: "soon",
    Kind.UNREACHED: "unreachable",
    Kind.KIND_WORDS: "looked-back",
    Kind.CLOCKS_OWN: "new-clocks",
    Kind.CLOCKS_OTHER: "new-clocks",
    Kind.CALENDAR_UNREAD: "calendar-unread",
    Kind.CALENDAR_DROPPED: "calendar-dropped",
    Kind.CHAT: "chat-letter",
    Kind.NUDGED: "nudged",
    Kind.CALLED_OFF: "called-off",
    Kind.ORGANISER: "organiser",
    Kind.NO_ORGANISER: "no-organiser",
    Kind.APPROVAL: "approval",
    Kind.STANDING: "blocked",
    Kind.LINK_ASKED: "link-asked",
    Kind.LINKED: "linked",
    Kind.UNLINKED: "unlinked",
    Kind.REASSIGNED: "reassigned",
    Kind.TAKEN_OVER: "reassigned",
}
"""In which scene each kind of notice is told."""
NOT_SEEN = {
    **dict.fromkeys(
        (*TURNS, Kind.CARD, Kind.HOME, Kind.NOTED, Kind.SERIES, Kind.APPROVAL_ANSWERED),
        "silent: a card is edited",
    ),
    **dict.fromkeys(REPORTS | OWN_FILES, "a file, with one line"),
    Kind.HANDED_ON: "one line, as when an organiser passes it on",
    Kind.LINE_ENDED: "one line, with the way to other mentors",
    Kind.OPENED: "brings the card itself",
    Kind.REMIND_TWO_DAYS: "as the day before",
    Kind.REMIND_HOUR: "as the day before",
}
"""Kinds of notices without a picture of their own, and why."""


def shown(surface: Surface, who: str) -> set[Status]:
    """Return the statuses in which somebody's surface is pictured."""
    return {
        status
        for scene in SCENES
        for picture in scene.pictures
        if (picture.surface, picture.who) == (surface, who)
        for status in scene.statuses
    }


@pytest.mark.parametrize("who", ["student", "mentor"])
@pytest.mark.parametrize("surface", [Surface.CARD, Surface.LIST])
def test_every_status_is_pictured_on_every_surface_of_both_people(surface: Surface, who: str) -> None:
    assert set(Status) - shown(surface, who) == set()


def test_every_scene_is_pictured_on_both_platforms_or_says_why_not() -> None:
    assert {scene.name for scene in SCENES if scene.platforms != PLATFORMS} == set(ONE_SIDED)


def test_every_form_has_a_picture() -> None:
    """Each title that a screen gives to a form stands on a picture."""
    titles = {
        constant.value
        for path in (ROOT / "core" / "screens").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Form"
        for keyword in node.keywords
        if keyword.arg == "title"
        for constant in ast.walk(keyword.value)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
    read = html.unescape(DOCUMENT)
    assert [title for title in sorted(titles) if f'alt="{title}' not in read] == []


def test_every_kind_of_notice_has_a_scene_or_says_why_not() -> None:
    assert {*SEEN_IN, *NOT_SEEN} == set(Kind)
    assert not SEEN_IN.keys() & NOT_SEEN.keys()
    assert set(SEEN_IN.values()) <= {scene.name for scene in SCENES}


@pytest.mark.long
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_every_scene_can_be_played(scene: Scene) -> None:
    stage = await Stage.open(start=MONDAY, standing=True)
    await small_talk(stage.slack, stage.discord)
    casts = await scene.play(stage)
    rows = (await open_ledger(stage.bot.store)).outbox.values()
    told = {row["kind"] for row in rows if row["outcome"] in {OutboxOutcome.SENT, OutboxOutcome.FOLDED}}
    assert {kind for kind, name in SEEN_IN.items() if name == scene.name} <= told
    await stage.close()
    assert set(casts) == set(scene.platforms)
    assert refused_by_the_specs(stage.slack, stage.discord) == []


def test_every_scene_has_a_name_of_its_own() -> None:
    assert len({scene.name for scene in SCENES}) == len(SCENES)


def test_the_document_names_the_files_that_are_there_and_no_others() -> None:
    named = re.findall(r'src="gallery/([^"]+)"', DOCUMENT)
    assert len(named) == len(set(named))
    assert set(named) == set(files()) == {path.name for path in FOLDER.iterdir()}, AGAIN


def test_the_document_has_every_scene() -> None:
    assert re.findall(r"^### (.+)$", DOCUMENT, re.MULTILINE) == [scene.heading for scene in SCENES], AGAIN


def test_every_picture_says_what_stands_on_it_and_has_the_one_reference() -> None:
    alts = re.findall(r'<img src="[^"]+" width="\d+" alt="([^"]*)">', DOCUMENT)
    assert len(alts) == len(list(files()))
    assert all(len(alt) > 10 for alt in alts)
    assert set(REF.findall(DOCUMENT)) == {SAME_REF}


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_the_readme_shows_two_of_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"docs/gallery/([\w-]+\.webp)", readme)) < set(files())
