"""What stands in the place of a message whose file the platform has refused."""

from __future__ import annotations

from core.ports.cards import Actions, Button, Card, Line, Look, Part, Tone

MISSING = (
    "I could not send the file that you asked for. Ask for it again; if it does not come then either, tell whoever "
    "runs this bot that it may not send files here."
)


def missing_file(again: Button, *parts: Part) -> Card:
    """Say that a file did not come, and what to do; ``again`` asks for it once more, ``parts`` say what it would."""
    return Card(
        title="",
        summary="The file could not be sent",
        tone=Tone.BAD,
        parts=(Line((MISSING,)), *parts, Actions((again,))),
    )


def ask_again(route: str, *args: str) -> Button:
    """Return the button that asks for a file once more."""
    return Button("Ask again", route, args, Look.PRIMARY)
