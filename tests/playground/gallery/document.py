"""The document of the gallery: each scene with both platforms side by side."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from tests.playground.gallery.scene import PLATFORMS, Picture, Scene, Surface
from tests.playground.gallery.table import CHAPTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEAD = """# What people see

Every card, form, list and page, in every state, on both platforms: taken in the playground by a real browser, where
the real adapters talk to the emulated platforms. `python3 dev gallery` takes all pictures anew and writes this page;
`python3 dev gallery pending declined` takes those of some scenes. Names, zones and times are those of the playground.
"""
LONGEST_ALT = 700
WIDTH = 420
"""Of a picture, in pixels of the page; its file has more, for sharp screens."""
CAPTIONS = {
    Surface.CARD: "card",
    Surface.PING: "ping",
    Surface.ANSWER: "answer",
    Surface.FORM: "form",
    Surface.REFUSED: "refusal",
    Surface.LIST: "list",
    Surface.HOME: "home",
}
WHOLE = {Surface.WIDE, Surface.NARROW}


def file_name(scene: Scene, picture: Picture, platform: str) -> str:
    """Return the name of the file of a picture."""
    if picture.surface in WHOLE:
        return f"{scene.name}-{picture.surface}.webp"
    return f"{scene.name}-{picture.who}-{picture.surface}-{platform}.webp"


def files() -> Iterator[str]:
    """Yield the names of all files that the scenes ask for."""
    for scenes in CHAPTERS.values():
        for scene in scenes:
            for picture in scene.pictures:
                yield from (file_name(scene, picture, platform) for platform in scene.platforms)


def document(alts: Mapping[str, str]) -> str:
    """Return the whole page; ``alts`` says for each file what stands on the picture."""
    contents = "".join(f"- [{title}](#{_anchor(title)})\n" for title in CHAPTERS)
    chapters = (
        f"\n## {title}\n" + "".join(_scene(one, alts) for one in CHAPTERS[title]) for title in CHAPTERS
    )
    return f"{HEAD}\n{contents}{''.join(chapters)}"


def _scene(scene: Scene, alts: Mapping[str, str]) -> str:
    story = f"\n{scene.story}\n" if scene.story else ""
    if all(picture.surface in WHOLE for picture in scene.pictures):
        shown = "\n\n".join(_cell(scene, picture, scene.platforms[0], alts) for picture in scene.pictures)
        return f"\n### {scene.heading}\n{story}\n{shown}\n"
    rows = "".join(_row(scene, picture, alts) for picture in scene.pictures)
    return f"\n### {scene.heading}\n{story}\n| | Slack | Discord |\n|---|---|---|\n{rows}"


def _row(scene: Scene, picture: Picture, alts: Mapping[str, str]) -> str:
    cells = (_cell(scene, picture, one, alts) if one in scene.platforms else "" for one in PLATFORMS)
    return f"| {picture.who}, {CAPTIONS[picture.surface]} | {' | '.join(cells)} |\n"


def _cell(scene: Scene, picture: Picture, platform: str, alts: Mapping[str, str]) -> str:
    name = file_name(scene, picture, platform)
    if name not in alts:
        return "(no picture)"
    width = {Surface.WIDE: 900, Surface.NARROW: 260}.get(picture.surface, WIDTH)
    return f'<img src="gallery/{name}" width="{width}" alt="{_alt(alts[name])}">'


def _alt(said: str) -> str:
    """Return words for an attribute in one cell of a table."""
    line = " / ".join(" ".join(one.split()) for one in said.splitlines() if one.strip())
    short = line if len(line) <= LONGEST_ALT else line[: LONGEST_ALT - 1].rstrip() + "…"
    return html.escape(short).replace("|", "&#124;")


def _anchor(title: str) -> str:
    return title.lower().replace(",", "").replace(" ", "-")
