"""The whole product in a real browser: a booking from Slack to Discord, and both sides agree."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.playground.browser import BROWSER, why_not
from tests.playground.whole import LINK, visit


@pytest.mark.skipif(BROWSER is None, reason=why_not())
@pytest.mark.wide
async def test_a_booking_from_the_form_to_the_call() -> None:
    async with visit() as one:
        await one.book()
        request = one.discord.get_by_role("article").filter(has_text="would like a session · Pending")
        await expect(request).to_contain_text("Wednesday, December 2, 2026 at 6:00 PM")
        await one.discord.get_by_role("button", name="what can befall").click()
        await one.discord.get_by_role("menuitem", name="Press as Noor").click()
        await request.get_by_role("button", name="Accept", exact=True).click()
        status = one.page.get_by_role("status")
        await expect(status).to_contain_text("Noor pressed it, and reads: That did not work")
        await expect(status).to_contain_text("I can't find that session.")
        await one.accept()

        card = one.slack.get_by_role("article").filter(has_text="Session with")
        await expect(card).to_contain_text("Confirmed")
        await expect(card).to_contain_text("Wednesday, December 2nd, 2026 at 10:00 AM")
        await expect(card).to_contain_text("Bring the diff, we read it together!")
        await expect(card.locator(".attachment")).to_have_css("--bar", "#2EB67D")
        await expect(card.get_by_role("link", name="Start video call")).to_have_attribute("href", LINK)
        ping = one.slack.get_by_role("article").filter(has_text="Ken accepted: ")
        await expect(ping.get_by_role("link", name="Start video call")).to_have_attribute("href", LINK)
        for pane in (one.slack, one.discord):
            await one.command(pane, "/my-sessions")
            listed = pane.get_by_role("article").filter(has_text="Upcoming sessions (1)")
            await expect(listed).to_contain_text("My first pull request")
            await expect(listed).not_to_contain_text("Pending requests")
