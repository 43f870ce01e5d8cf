"""The camera: finds in a real browser what a person sees, and takes its picture."""

from __future__ import annotations

import base64
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.async_api import CDPSession, Locator, Page, async_playwright

from bot.playground.pilots.discord import DiscordPilot
from bot.playground.pilots.seen import NotSeen, SeenCard, SeenForm
from bot.playground.pilots.slack import SlackPilot
from tests.playground.browser import BROWSER
from tests.playground.gallery.scene import Surface
from tests.playground.whole import FLAGS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.people import Pilot
    from tests.playground.gallery.scene import Cast, Picture

QUALITY = 60
"""Of WebP: words stay sharp, and a hundred pictures stay below 3 MB."""
SHARPNESS = 1.5
"""Device pixels for each of CSS."""
TALL = {"width": 1440, "height": 1800}
"""Of the window, in CSS pixels: nothing in it has to scroll."""
WIDE, NARROW = {"width": 1440, "height": 960}, {"width": 390, "height": 844}
SIZES = {Surface.WIDE: WIDE, Surface.NARROW: NARROW}
REF = re.compile(r"\bS-[0-9A-Z]{5}\b")
SAME_REF = "S-63C72"
"""A reference is drawn by lot; in every picture it is this one, so that a picture made again is the same."""
KEEP_STILL = """([pattern, same]) => {
  document.activeElement?.blur();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replace(new RegExp(pattern, "g"), same);
}"""
QUIET = """() => new Promise((resolve) => {
  let timer = setTimeout(resolve, 300);
  new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(resolve, 300); })
    .observe(document.getElementById("panes"), { childList: true, subtree: true });
})"""
"""Waits until nothing has been drawn anew for 300 milliseconds: opening the Home tab makes the bot write it again."""
TWO_SIGNS_DIFFER = """() => new Set(["\\u2705", "\\u23f3"].map((sign) => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  pen.fillText(sign, 0, 20);
  return canvas.toDataURL();
})).size === 2"""
TITLES = {"slack": "Slack", "discord": "Discord"}
PAGES = {
    Surface.WIDE: "The playground: Slack on the left, Discord on the right, the clock above.",
    Surface.NARROW: "The playground on a telephone.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture that was taken, and what stands on it."""

    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Camera:
    """A page of a browser that keeps still."""

    page: Page
    session: CDPSession
    """Asks the browser itself, because Playwright knows no WebP (chromedevtools.github.io, Page.captureScreenshot)."""

    async def draws_emoji(self) -> bool:
        """Say whether this machine can draw the signs on cards; without a font all of them are one same box."""
        return bool(await self.page.evaluate(TWO_SIGNS_DIFFER))

    async def open(self, url: str, size: dict[str, int]) -> None:
        """Show a playground in a window of this size."""
        await self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        await self.page.goto(url)
        await self.page.locator("body[data-ready]").wait_for()

    async def take(self, picture: Picture, cast: Cast, url: str) -> Shot:
        """Take one picture. Raises NotSeen where there is nothing to picture."""
        if picture.surface in SIZES:
            await self.open(url, SIZES[picture.surface])
            return Shot(data=await self._exposed(self.page.locator("body")), alt=PAGES[picture.surface])
        pilot = cast.pilots[picture.who]
        if picture.surface in {Surface.CARD, Surface.PING} and await _closes(pilot):
            await cast.stage.settle()
            await self.open(url, TALL)
        pane = self.page.get_by_role("region", name=TITLES[cast.platform], exact=True)
        await pane.get_by_role("group", name="act as").get_by_role("button", name=pilot.name).click()
        what, alt = await self._found(picture, pilot, pane)
        return Shot(data=await self._exposed(what), alt=REF.sub(SAME_REF, alt))

    async def _found(self, picture: Picture, pilot: Pilot, pane: Locator) -> tuple[Locator, str]:
        dialog = pane.get_by_role("dialog")
        match picture.surface:
            case Surface.HOME if pilot.home is not None:
                async with self.page.expect_response("**/act"):
                    await pane.get_by_role("button", name="Home", exact=True).click()
                await self.page.evaluate(QUIET)
                return pane.locator(".home"), words(pilot.home)
            case Surface.FORM | Surface.REFUSED if pilot.form is not None:
                await dialog.wait_for()
                is_told = picture.surface is Surface.FORM or pilot.form.alert
                told = "" if is_told else await _sent(dialog)
                return dialog, words_of_form(pilot.form) + told
            case Surface.FORM:
                raise NotSeen(f"{pilot.name} has no form open; the last was: {pilot.cards[-1:]}")
            case Surface.CARD | Surface.PING:
                is_ping = picture.surface is Surface.PING
                key, card = _last_ping(pilot) if is_ping else _newest(pilot, picture.topic)
                await self.page.evaluate(QUIET)
                if not await pane.locator(f'[data-key="{key}"]').count():  # they have just been on the server
                    bot = (await self.page.title()).split(" · ")[0]
                    await pane.get_by_role("button", name=bot).first.click()
            case _ if await dialog.count():
                return dialog, words(pilot.cards[-1])
            case _:
                said = _messages(pilot)
                key, card = ([one for one in said if one[1].private] or said)[-1]
                await self.page.evaluate(QUIET)
                if not await pane.locator(
                    f'[data-key="{key}"]'
                ).count():  # said on the server, where it was asked
                    await pane.get_by_role("button", name="general").click()
        return pane.locator(f'[data-key="{key}"]'), words(card)

    async def _exposed(self, what: Locator) -> bytes:
        await what.wait_for()
        await self.page.mouse.move(1, 1)
        await self.page.evaluate(KEEP_STILL, [REF.pattern, SAME_REF])
        await what.scroll_into_view_if_needed()
        box = await what.bounding_box()
        if box is None:
            raise NotSeen("it has no place on the page")
        clip = {
            "x": round(box["x"]),
            "y": round(box["y"]),
            "width": round(box["width"]),
            "height": round(box["height"]),
        }
        taken = await self.session.send(
            "Page.captureScreenshot", {"format": "webp", "quality": QUALITY, "clip": {**clip, "scale": 1}}
        )
        return base64.b64decode(taken["data"])


@asynccontextmanager
async def camera() -> AsyncIterator[Camera]:
    """Open a browser whose language and zone are the same on every machine."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=BROWSER, args=FLAGS)
        context = await browser.new_context(
            device_scale_factor=SHARPNESS, locale="en-GB", timezone_id="UTC", reduced_motion="reduce"
        )
        page = await context.new_page()
        page.set_default_timeout(8_000)
        yield Camera(page, await context.new_cdp_session(page))
        await browser.close()


def words(card: SeenCard) -> str:
    """Return what stands on a card, for who can't see it."""
    named = [*card.links, *card.buttons, *card.menus]
    return "\n".join([card.text, *(["Buttons: " + ", ".join(named)] if named else [])])


def words_of_form(form: SeenForm) -> str:
    """Return what stands in a form, for who can't see it."""
    fields = (f"{one.label}: {one.value}" if one.value else one.label for one in form.fields)
    return "\n".join([form.title, *filter(None, [form.text]), *fields])


async def _closes(pilot: Pilot) -> bool:
    """Close what lies over somebody's messages; say whether there was anything."""
    there = pilot.form is not None or (isinstance(pilot, SlackPilot) and pilot._client.view is not None)
    if there:
        await pilot.closes()
    return there


async def _sent(dialog: Locator) -> str:
    """Send the form on the page as well, which then says at its field why not; return that sentence."""
    await dialog.locator(".go").click()
    wrong = dialog.locator(".field-error, .wrong:not(:empty)")
    await wrong.first.wait_for()
    return "\n" + "\n".join(await wrong.all_inner_texts())


def _messages(pilot: Pilot) -> list[tuple[str, SeenCard]]:
    """Return everything the bot has written to somebody, each with the key that it has on the page."""
    if isinstance(pilot, SlackPilot):
        ids = [message["ts"] for _, message in pilot._messages()]
    else:
        assert isinstance(pilot, DiscordPilot)
        ids = [message["id"] for message in pilot._messages()]
    return list(zip(ids, pilot.cards, strict=False))


def _newest(pilot: Pilot, topic: str) -> tuple[str, SeenCard]:
    """Return the card of a session: the one that stays, before a copy that a private answer brought."""
    found = [one for one in _messages(pilot) if topic in one[1].text and REF.search(one[1].text)]
    if not found:
        raise NotSeen(f"{pilot.name} sees no card about {topic!r}: {pilot.cards}")
    return ([one for one in found if not one[1].private] or found)[-1]


def _last_ping(pilot: Pilot) -> tuple[str, SeenCard]:
    assert isinstance(pilot, SlackPilot | DiscordPilot)
    pings: list[dict[str, Any]] = pilot._client.pings
    if not pings:
        raise NotSeen(f"{pilot.name} was not told anything")
    return pings[-1]["ts" if isinstance(pilot, SlackPilot) else "id"], pilot.pings[-1]
