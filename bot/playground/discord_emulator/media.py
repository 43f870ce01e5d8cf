"""Uploaded files, and the media addresses inside components that point at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.playground.discord_emulator.components import tables
from bot.playground.discord_emulator.components.walk import walk
from bot.playground.discord_emulator.messages import Attachment
from bot.playground.discord_emulator.refusal import BodyErrors, Json, Path

SCHEME = "attachment://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A part `files[n]` of a multipart body, not yet attached to anything."""

    filename: str
    content: bytes
    content_type: str
    store: Callable[[Upload, str, str | None], Attachment]

    def keep(self, filename: str | None = None, description: str | None = None) -> Attachment:
        """Attach it, under another name if one is given."""
        return self.store(self, filename or self.filename, description)


def resolved(components: Sequence[Json], attachments: Sequence[Attachment], path: Path) -> list[Json]:
    """A copy as Discord gives it back: numbered, with every media address resolved. Raises Refused(50035)."""
    copy = [_copied(one) for one in components]
    errors = BodyErrors()
    by_name = {one.filename: one for one in attachments}
    found = list(walk(copy, path))
    taken = {one["id"] for _, one in found if one.get("id")}
    number = 0
    for where, component in found:
        if not component.get("id"):
            number = next(n for n in range(number + 1, number + 2 + len(taken)) if n not in taken)
            component["id"] = number
        for media, at in _media(component, where):
            _resolve(component, media, by_name, at, errors)
    errors.close()
    return copy


def _copied(component: Json) -> Json:
    copy = {name: value for name, value in component.items() if value is not None}
    for name in ("components", "items", "options"):
        if isinstance(copy.get(name), list):
            copy[name] = [_copied(one) for one in copy[name]]
    for name in ("accessory", "component", "media", "file"):
        if isinstance(copy.get(name), dict):
            copy[name] = _copied(copy[name])
    return copy


def _media(component: Json, path: Path) -> list[tuple[Json, Path]]:
    match component["type"]:
        case tables.FILE:
            return [(component["file"], (*path, "file"))]
        case tables.THUMBNAIL:
            return [(component["media"], (*path, "media"))]
        case tables.MEDIA_GALLERY:
            items = enumerate(component["items"])
            return [(item["media"], (*path, "items", index, "media")) for index, item in items]
        case _:
            return []


def _resolve(
    component: Json, media: Json, files: dict[str, Attachment], path: Path, errors: BodyErrors
) -> None:
    url = media["url"]
    by_url = {one.url: one for one in files.values()}
    file = files.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else by_url.get(url)
    is_file = component["type"] == tables.FILE
    if file is None and url.startswith(SCHEME):
        errors.add(
            (*path, "url"),
            "MESSAGE_ATTACHMENT_NOT_FOUND",
            "The referenced attachment was not found in the message's attachments",
        )
    elif file is None and is_file:
        errors.add(
            (*path, "url"), "URL_TYPE_INVALID_SCHEME", "Only attachment:// references are allowed here."
        )
    elif file is None and not url.startswith(("http://", "https://")):
        errors.add((*path, "url"), "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    media |= {"proxy_url": file.url if file else url, "width": None, "height": None, "loading_state": 2}
    if file is not None:
        media |= {"url": file.url, "content_type": file.content_type, "attachment_id": file.id}
    if file is not None and is_file:
        component |= {"name": file.filename, "size": len(file.content)}
