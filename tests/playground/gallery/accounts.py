"""The scenes of linked accounts: one person on both platforms. A code is chance, so that none is pictured."""

from __future__ import annotations

import re

from tests.playground.gallery.scene import Cast, Picture, Scene, Step, Surface, presses, types

SETTINGS = types("student", "/booking-settings")
LINK = (SETTINGS, presses("student", "Link accounts…"))
CODE = re.compile(r"[A-Z0-9]{5}-[A-Z0-9]{5}")


def types_the_code(reader: str, typist: str) -> Step:
    """Type on one account the code that stands on the other one."""

    async def deed(cast: Cast) -> None:
        other, found = cast.pilots[typist], CODE.search(cast.pilots[reader].sees("Your code").text)
        await other.types("/booking-settings")
        await cast.stage.settle()
        await other.presses("Link accounts…")
        await cast.stage.settle()
        await other.presses("Type a code…")
        await other.fills(code=found[0] if found else "")

    return Step(deed=deed)


ASKED = (*LINK, presses("student", "Code for .*"), types_the_code("student", "mentor"))
LINKED = (*ASKED, presses("student", "Yes, link us"))


def scene(name: str, heading: str, story: str, *steps: Step, of: Surface = Surface.ANSWER) -> Scene:
    """Return a scene of somebody and their own account on the other platform."""
    picture = Picture(who="student", surface=of)
    return Scene(name=name, heading=heading, story=story, steps=steps, pictures=(picture,), across=True)


SCENES = (
    scene(
        "link", "Link accounts", "One person on two platforms: a code is made here and typed there.", *LINK
    ),
    scene(
        "link-code",
        "Type a code",
        "The code of the other account.",
        *LINK,
        presses("student", "Type a code…"),
        of=Surface.FORM,
    ),
    scene(
        "link-asked",
        "Is it you?",
        "A code alone links nothing: its issuer is asked.",
        *ASKED,
        of=Surface.PING,
    ),
    scene("linked", "Linked accounts", "Where messages come, and the way back.", *LINKED, of=Surface.PING),
    scene(
        "unlinked",
        "Two people again",
        "The other account has been unlinked from this one.",
        *LINKED,
        types("mentor", "/booking-settings"),
        presses("mentor", "Link accounts…"),
        presses("mentor", "Unlink…"),
        of=Surface.PING,
    ),
)
