"""One booking in a real browser, from the form to the call, for the test of the whole product."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

from bot.playground.page.server import serve
from bot.playground.stage import Stage
from tests.playground.browser import BROWSER
from tests.playground.visit import Visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LINK = "https://meet.example.org/ken"


@dataclass
class WholeVisit(Visit):
    """The page of the whole stage, in a browser."""

    stage: Stage

    async def book(self) -> None:
        """Let Sam on Slack ask Ken on Discord for a session."""
        await self.command(self.slack, "/book-session")
        dialog = self.slack.get_by_role("dialog", name="Book a mentor session")
        await dialog.get_by_label("Mentor").fill("ken")
        await dialog.get_by_role("option", name="Ken").click()
        await dialog.get_by_label("Topic").fill("My first pull request")
        await dialog.get_by_label("Message").fill("40 comments. Where do I even start?")
        await dialog.get_by_label("Open times").select_option(label="Wed 2 Dec, 10:00")
        await dialog.get_by_role("button", name="Send request").click()
        receipt = self.slack.get_by_role("dialog", name="Sent to Ken")
        await receipt.get_by_role("button", name="Close").last.click()

    async def accept(self) -> None:
        """Let Ken accept with a note and a link."""
        more = self.discord.get_by_role("combobox", name="More…").last
        await more.select_option(label="Accept with a note…")
        dialog = self.discord.get_by_role("dialog", name="Accept with a note")
        await dialog.get_by_label("Your note").fill("Bring the diff, we read it together!")
        await dialog.get_by_label("Meeting link").fill(LINK)
        await dialog.get_by_role("button", name="Submit").click()
        await dialog.wait_for(state="detached")


@asynccontextmanager
async def visit() -> AsyncIterator[WholeVisit]:
    """Open the whole stage on its page in a browser."""
    stage = await Stage.open(start=MONDAY)
    server = await serve(stage)
    try:
        async with async_playwright() as play:
            browser = await play.chromium.launch(executable_path=BROWSER, args=FLAGS)
            page = await browser.new_page(viewport={"width": 1440, "height": 960})
            page.set_default_timeout(20_000)
            await page.goto(server.url)
            await page.locator("body[data-ready]").wait_for()
            yield WholeVisit(page, stage)
            await browser.close()
    finally:
        await server.close()
        await stage.close()
