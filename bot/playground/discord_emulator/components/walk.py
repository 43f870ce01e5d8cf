"""Walks through nested components together with the path at which each one stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.playground.discord_emulator.refusal import Json, Path


def walk(components: Sequence[Json], path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every component, parents before children: rows, sections, containers, labels and what they hold."""
    for index, component in enumerate(components):
        yield from _one(component, (*path, index))


def _one(component: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    yield path, component
    children = component.get("components")
    if isinstance(children, list):
        yield from walk(children, (*path, "components"))
    for name in ("accessory", "component"):
        if isinstance(component.get(name), dict):
            yield from _one(component[name], (*path, name))


def find(components: Sequence[Json], custom_id: str) -> Json | None:
    """The component with this custom_id (or, for a link button, with this url)."""
    for _, component in walk(components):
        if custom_id in (component.get("custom_id"), component.get("url")):
            return component
    return None
