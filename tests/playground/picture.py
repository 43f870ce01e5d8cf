"""Takes the picture of the README from the playground: ``python -m tests.playground.picture``."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot import log
from tests.playground.whole import Visit, visit

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "booking.png"


async def take(where: Path) -> None:
    """Book, accept, and keep what both sides see."""
    async with visit() as one:
        await one.page.emulate_media(reduced_motion="reduce")
        await one.book()
        await one.accept()
        await settled(one)
        await one.page.screenshot(path=where)


async def settled(one: Visit) -> None:
    """Wait until both sides show the confirmed session and were told of it."""
    for pane in (one.slack, one.discord):
        await pane.get_by_role("article").filter(has_text="Bring the diff").first.wait_for()
    await one.slack.get_by_text("Ken accepted: ").wait_for()
    await one.stage.settle()
    await one.page.mouse.move(1100, 4)


if __name__ == "__main__":
    log.configure("ERROR")
    asyncio.run(take(PICTURE))
