"""Somebody before the page of the playground: where the two chats are, and what is done in them over and over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.playground.little_bot import LittleStage


@dataclass
class Visit:
    """The page, with Slack in the left window and Discord in the right one."""

    page: Page

    @property
    def slack(self) -> Locator:
        return self.page.get_by_role("region", name="Slack", exact=True)

    @property
    def discord(self) -> Locator:
        return self.page.get_by_role("region", name="Discord", exact=True)

    async def become(self, pane: Locator, name: str) -> None:
        await pane.get_by_role("group", name="act as").get_by_role("button", name=name).click()

    async def command(self, pane: Locator, name: str) -> None:
        """Type the beginning of a command, take it from the list, and send it; by keyboard alone."""
        await pane.get_by_role("combobox", name="Message").fill(name[:5])
        await pane.get_by_role("option", name=name).first.wait_for()
        await self.page.keyboard.press("Enter")
        await self.page.keyboard.press("Enter")


@dataclass
class LittleVisit(Visit):
    """The page of a stage with the little bot."""

    stage: LittleStage

    async def book(self, topic: str, mentor: str = "Ken") -> None:
        await self.command(self.slack, "/book-session")
        dialog = self.slack.get_by_role("dialog", name="Book a mentor session")
        await dialog.get_by_label("Topic").fill(topic)
        await dialog.get_by_label("Mentor").fill(mentor.lower())
        await dialog.get_by_role("option", name=mentor).click()
        await dialog.get_by_label("Session type").wait_for()
        await dialog.get_by_label("Select a date").fill("2026-12-02")
        await dialog.get_by_label("Select a time").fill("10:00")
        await dialog.get_by_role("button", name="Send").click()
