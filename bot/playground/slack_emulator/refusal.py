"""What Slack says no to: an error code and the extra fields of the reply."""

from __future__ import annotations

from bot.playground.slack_emulator.json_types import Json, Value


class Refused(Exception):
    """Slack answers HTTP 200 with `{"ok": false, "error": code, **extra}`."""

    def __init__(self, code: str, **extra: Value) -> None:
        super().__init__(code)
        self.code = code
        self.extra: Json = extra

    def as_json(self) -> Json:
        """The body of the reply."""
        return {"ok": False, "error": self.code, **self.extra}


def invalid_arguments(problems: list[str]) -> Refused:
    """`invalid_arguments`, with one `[ERROR]` line per violated rule (each ends in its JSON pointer)."""
    return Refused(
        "invalid_arguments", response_metadata={"messages": [f"[ERROR] {one}" for one in problems]}
    )
