"""Files: what a message can carry beside its words, on any platform that lets a message carry a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from core.domain.text import units

FILE_BYTES = 8_000_000
"""The longest file; Discord takes 10 MiB and Slack a gigabyte."""
ALT_LENGTH = 1000
"""The longest words in the place of a picture: Slack's ``alt_txt``; Discord takes 1,024 characters."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file, written when somebody asks for it: most cards are shown where none can hang.

    Words are in UTF-8. A picture has ``alt``: words that say the same to who does not see it.
    ``name`` is a name that every platform keeps as it is; ``media`` is its media type (RFC 6838). Two files with the
    same ``mark`` say the same, so that one that a platform has already need not be sent again.
    """

    name: str
    media: str
    mark: str
    write: Callable[[], bytes] = field(compare=False, repr=False)
    alt: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"not a name for a file: {self.name[:40]}")
        if units(self.alt) > ALT_LENGTH or bool(self.alt) is not self.media.startswith("image/"):
            raise ValueError(
                f"a picture, and nothing else, has 1 to {ALT_LENGTH} units of words in its place"
            )

    @property
    def content(self) -> bytes:
        """Write it, anew each time."""
        content = self.write()
        if not 0 < len(content) <= FILE_BYTES:
            raise ValueError(f"a file holds 1 to {FILE_BYTES} bytes")
        return content
