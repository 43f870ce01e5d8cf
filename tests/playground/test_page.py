"""The page in a real browser: two people book, and everything is where a person would look for it."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from playwright.async_api import ConsoleMessage, Error, Page, async_playwright, expect

from bot.playground.page.server import serve
from bot.playground.seed import PEOPLE
from tests.playground.browser import BROWSER, why_not
from tests.playground.little_bot import a_little_stage
from tests.playground.visit import LittleVisit

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=20_000)  # milliseconds: a busy machine may take long, an idle one never waits

pytestmark = [
    pytest.mark.wide,  # the tour and the emulators are in the quick run, and this starts a browser
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(BROWSER is None, reason=why_not()),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=BROWSER, args=FLAGS)
        one = await browser.new_page(viewport={"width": 1440, "height": 900}, timezone_id="Pacific/Auckland")
        one.set_default_timeout(20_000)
        yield one
        await browser.close()


async def look_at_noor(tell: Callable[[str | None, str], None]) -> str:
    tell(next(one.user_id for one in PEOPLE if one.key == "noor"), "Noor reads.")
    return "That was the tour."


@pytest_asyncio.fixture(loop_scope="module")
async def visit(page: Page) -> AsyncIterator[LittleVisit]:
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    def catch(error: Error) -> None:
        complaints.append(str(error))

    page.on("console", hear)
    page.on("pageerror", catch)
    async with a_little_stage() as stage:
        server = await serve(stage, tour=look_at_noor)
        await page.goto(server.url)
        await page.locator("body[data-ready]").wait_for()
        yield LittleVisit(page, stage)
        await page.goto("about:blank")
        await server.close()
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", catch)
    assert complaints == []


async def test_a_session_is_booked_on_the_left_and_accepted_on_the_right(visit: LittleVisit) -> None:
    await visit.book("Loops")
    receipt = visit.slack.get_by_role("dialog", name="Session request")
    await expect(receipt).to_contain_text("Wednesday, December 2nd, 2026 at 10:00 AM")
    await visit.page.keyboard.press("Escape")
    await expect(receipt).to_have_count(0)

    request = visit.discord.get_by_role("article")
    await expect(request).to_contain_text("Session request · Pending")
    await expect(request.locator("time.stamp").first).to_have_text("Wednesday, December 2, 2026 at 6:00 PM")
    await expect(request.locator("time.stamp").first).to_have_attribute(
        "title", r"Wed, Dec 2, 2026, 6:00 PM GMT+9 · Asia/Tokyo"
    )
    await request.get_by_role("button", name="Accept", exact=True).click()

    await expect(request).to_contain_text("Session request · Confirmed")
    await expect(request).to_contain_text("(edited)")
    answer = visit.slack.get_by_role("article")
    await expect(answer).to_contain_text("✅ Confirmed")
    await expect(answer.get_by_role("link", name="Start video call")).to_have_attribute(
        "href", "https://meet.example.org/ken"
    )


async def test_a_ping_is_announced_and_counted_for_whoever_is_not_looking(visit: LittleVisit) -> None:
    await visit.book("Portfolio", mentor="Ana")
    await expect(visit.page.locator("[aria-live=polite]")).to_contain_text("Ana: Pending: session with Sam")
    ana = visit.slack.get_by_role("group", name="act as").get_by_role("button", name="Ana")
    await expect(ana.get_by_label("1 new")).to_be_visible()
    await visit.slack.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    await ana.click()
    await expect(ana.get_by_label("1 new")).to_have_count(0)
    await expect(visit.slack.get_by_role("article")).to_contain_text("Portfolio")


async def test_errors_stand_below_their_field_and_nothing_typed_is_lost(visit: LittleVisit) -> None:
    await visit.book("nothing")
    dialog = visit.slack.get_by_role("dialog")
    topic = dialog.get_by_label("Topic")
    await expect(topic).to_have_accessible_description("Say a little more.")
    await expect(topic).to_be_focused()
    await expect(topic).to_have_value("nothing")
    await expect(dialog.get_by_label("Mentor")).to_have_value("Ken")
    await topic.fill("something")
    await visit.page.keyboard.press("Enter")
    await expect(visit.discord.get_by_role("article")).to_contain_text("something")


async def test_discord_completes_options_and_asks_the_rest(visit: LittleVisit) -> None:
    await visit.become(visit.discord, "Mia")
    await visit.discord.get_by_role("combobox", name="Message").fill("/book")
    await visit.discord.get_by_role("option", name="/book-session").click()
    await visit.discord.get_by_label("mentor", exact=True).fill("portf")
    await visit.discord.get_by_role("option", name="Ana").wait_for()
    await visit.page.keyboard.press("Enter")
    await expect(visit.discord.get_by_label("mentor", exact=True)).to_have_value(re.compile("^Ana"))
    await visit.page.keyboard.press("Enter")
    dialog = visit.discord.get_by_role("dialog", name="Book a mentor session")
    await expect(dialog.get_by_label("Mentor")).to_have_value("ana")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.get_by_label("Topic")).to_have_accessible_description("This field is required")
    await dialog.get_by_label("Topic").fill("Portfolio")
    lengths = dialog.get_by_role("radiogroup", name="Session type")
    await lengths.get_by_role("radio", name="30 minutes", checked=True).focus()
    await visit.page.keyboard.press("ArrowDown")
    await expect(lengths.get_by_role("radio", name="One hour")).to_be_checked()
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog).to_have_count(0)
    assert visit.stage.bot.calls[-1].values["length"] == "60"
    receipt = visit.discord.get_by_role("article")
    await expect(receipt).to_contain_text("Only you can see this")
    await receipt.get_by_role("button", name="Dismiss message").click()
    await expect(receipt).to_have_count(0)


async def test_questions_menus_and_shortcuts_work_as_on_the_platform(visit: LittleVisit) -> None:
    await visit.slack.get_by_role("button", name="Home").click()
    await expect(visit.slack.get_by_text("Past sessions")).to_be_visible()
    await visit.slack.get_by_role("button", name="mentoring", exact=True).click()
    message = visit.slack.get_by_role("article")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await visit.page.keyboard.press("Enter")
    await expect(visit.slack.get_by_role("dialog", name="Book a mentor session")).to_be_visible()
    await visit.page.keyboard.press("Escape")
    await expect(visit.slack.get_by_role("dialog")).to_be_hidden()

    box, admin = (
        visit.discord.get_by_role("combobox"),
        visit.discord.get_by_role("option", name="/booking-admin"),
    )
    await box.fill("/booking")
    await expect(visit.discord.get_by_role("option")).to_have_count(1)
    await visit.discord.get_by_role("button", name="general", exact=True).click()
    await box.fill("/booking-a")
    await expect(admin, "Ken may manage the server, and it is offered there alone").to_be_visible()
    await visit.discord.get_by_role("button", name="Mentoring", exact=True).click()

    await visit.discord.get_by_role("button", name="Mia", exact=True).click()
    await visit.discord.get_by_role("menuitem", name="Book a session").click()
    await expect(visit.discord.get_by_role("dialog", name="Book a mentor session")).to_be_visible()


async def test_cards_stand_side_by_side_a_title_opens_and_a_refusal_is_an_alert(visit: LittleVisit) -> None:
    await visit.command(visit.slack, "/my-sessions")
    past = visit.slack.get_by_text("Session 2 · Interview")
    await expect(past).to_be_hidden()
    await visit.slack.locator("summary").press("Enter")
    await expect(past).to_be_visible()
    await visit.command(visit.slack, "/find-mentor")
    cards = visit.slack.get_by_role("group", name="Cards")
    await expect(cards.locator(".card")).to_have_count(sum(bool(one.headline) for one in PEOPLE))
    await cards.get_by_role("button", name="Book…").last.press("Enter")
    form = visit.slack.get_by_role("dialog", name="Book a mentor session")
    await expect(form).to_be_visible()
    await visit.page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await visit.slack.get_by_role("button", name="Home").click()
    await visit.slack.get_by_role("button", name="Open").first.click()
    refused = visit.slack.get_by_role("dialog", name="That did not work").get_by_role("alert")
    await expect(refused.first).to_have_text("Nothing does open.")
    await visit.page.keyboard.press("Escape")


async def test_what_somebody_typed_is_shown_and_never_becomes_markup(visit: LittleVisit) -> None:
    nasty = "<img src=x onerror=alert(1)> **b** <@U0ANA000001> [x](https://evil.example)"
    await visit.book(nasty)
    request = visit.discord.get_by_role("article")
    await expect(request).to_contain_text("<img src=x onerror=alert(1)> **b** <@")
    assert await visit.page.locator(".message img, .message .words strong:text-is('b')").count() == 0
    assert await request.locator("a:has-text('x')").count() == 0


OFF_SCREEN = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".unseen, .message"))
  .map((one) => [one.getBoundingClientRect(), `${one.tagName} ${one.className}`])
  .filter(([box]) => box.width && (box.left < 0 || box.right > innerWidth))
  .map(([, name]) => name)"""


async def test_in_a_narrow_window_everything_is_still_reached(visit: LittleVisit) -> None:
    for width in (1000, 760, 390):
        await visit.page.set_viewport_size({"width": width, "height": 800})
        assert await visit.page.evaluate(OFF_SCREEN) == []
        await visit.slack.get_by_role("button", name="show the conversations").click()
        await visit.slack.get_by_role("button", name="mentoring", exact=True).click()
        await expect(visit.slack.get_by_role("heading", name="mentoring")).to_be_visible()
    await expect(visit.discord).to_be_hidden()
    await visit.page.get_by_role("group", name="Window").get_by_role("button", name="Discord").click()
    await expect(visit.slack).to_be_hidden()
    await visit.become(visit.discord, "Noor")
    await visit.discord.get_by_role("button", name="what can befall").click()
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_role("status")).to_have_text("Noor takes no direct messages any more.")
    await visit.discord.get_by_role("button", name="what can befall").click()
    await visit.discord.get_by_role("menuitem", name="Set time zone").click()
    await visit.discord.get_by_label("Where Noor lives").fill("Asia/Tokyo")
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_role("status")).to_have_text("Noor lives in Asia/Tokyo now.")
    assert await visit.page.evaluate(OFF_SCREEN) == []
    await visit.page.set_viewport_size({"width": 1440, "height": 900})


async def test_the_steps_tick_themselves_and_a_reload_forgets_nothing_until_one_starts_over(
    visit: LittleVisit,
) -> None:
    steps = visit.page.get_by_role("list", name="First steps").get_by_role("listitem")
    done = visit.page.locator("#steps .done")
    await steps.nth(0).click()
    await expect(visit.slack.get_by_role("option", name="/book-session")).to_be_visible()
    await visit.slack.get_by_role("combobox", name="Message").fill("")
    await expect(visit.slack.get_by_role("option", name="/book-session")).to_have_count(0)
    await visit.book("Loops")
    await expect(done).to_have_text(["Book as Sam (done)"])
    await visit.discord.get_by_role("button", name="Accept", exact=True).click()
    await expect(done).to_have_count(3)
    await visit.become(visit.discord, "Mia")
    await visit.become(visit.slack, "Ana")
    await visit.page.reload()
    for pane, name in ((visit.discord, "Mia"), (visit.slack, "Ana")):
        await expect(pane.locator(".people [aria-pressed=true]")).to_contain_text(name)
    await expect(visit.page.locator(".people .badge")).to_have_count(0)
    await expect(done).to_have_count(3)
    await visit.page.get_by_role("button", name="Start over").click()
    await expect(visit.page.get_by_role("status")).to_have_text("Everything is as it was at the beginning.")
    await expect(visit.slack.locator(".people [aria-pressed=true]")).to_contain_text("Sam")
    await visit.page.get_by_role("button", name="Play it for me").click()
    await expect(visit.page.get_by_role("status")).to_have_text("That was the tour.")
    await expect(visit.discord.locator(".people [aria-pressed=true]")).to_contain_text("Noor")


async def test_the_clock_is_moved_and_the_bot_restarted(visit: LittleVisit) -> None:
    await expect(visit.page.locator("#time")).to_have_text("09:00")
    await visit.page.get_by_role("button", name="+1 h").click()
    await expect(visit.page.locator("#time")).to_have_text("10:00")
    await visit.page.get_by_role("button", name="+1 day").click()
    await expect(visit.page.locator("#date")).to_have_text("Tue, 1 Dec 2026")
    await visit.page.get_by_role("button", name="Next: 13:00 reminder to Sam and Ken").click()
    await expect(visit.page.locator("#time")).to_have_text("13:00")
    told = "Tue 1 Dec, 13:00: A reminder went out to Sam and Ken."
    await expect(visit.page.get_by_role("status")).to_have_text(told)
    await visit.page.get_by_role("button", name="Restart the bot").click()
    await expect(visit.page.get_by_role("status")).to_contain_text("started again")
    assert visit.stage.restarts == 1


async def test_the_log_shows_what_the_bot_said_to_the_platforms(visit: LittleVisit) -> None:
    await visit.page.get_by_role("button", name="API log").click()
    log = visit.page.get_by_role("complementary")
    await log.get_by_role("button", name="auth.test").click()
    await expect(log.locator("pre:visible")).to_contain_text('"ok": true')


COMPOSER = """async ([platform, names, options]) => {
  const module = await import("/composer.js");
  const sign = platform === "slack" ? "/" : "";
  const commands = names.map((name) => ({ name: sign + name, description: name, options }));
  window.ran = [];
  const view = {
    person: { key: "sam" }, names: {}, menus: { commands, global: [] }, inDm: () => true,
    act: (what, asked) => { window.ran.push([what, (asked.line ?? `/${asked.name}`).trim()]); return { ok: true }; },
  };
  const draw = platform === "slack" ? module.slackComposer : module.discordComposer;
  document.getElementById("alone")?.remove();
  const alone = document.createElement("div");
  alone.id = "alone";
  alone.className = platform;
  alone.append(draw(view, () => "D1"));
  document.body.prepend(alone);
}"""
"""One more box for messages, with commands of its own; what it does stands in ``window.ran``."""


TYPED = [
    (["/mentor", "Enter"], "/mentor"),
    (["/mentors", "Enter"], "/mentors"),
    (["/mentor-panel", "Enter"], "/mentor-panel"),
    (["/f", "Tab", "Enter"], "/find-mentor"),
    (["/find", "Enter", "Enter"], "/find-mentor"),
    (["/mentor", "ArrowDown", "Enter", "Enter"], "/mentor-panel"),
]


async def test_a_command_that_is_typed_in_full_wins_over_those_that_begin_with_it(visit: LittleVisit) -> None:
    names = ["mentors", "mentor", "mentor-panel", "find-mentor"]
    for platform, (keys, ran) in itertools.product(("slack", "discord"), TYPED):
        await visit.page.evaluate(COMPOSER, [platform, names, []])
        alone = visit.page.locator("#alone")
        await alone.get_by_role("combobox", name="Message").press_sequentially(keys[0])
        await alone.get_by_role("option").first.wait_for()
        for key in keys[1:]:
            await visit.page.keyboard.press(key)
        assert await visit.page.evaluate("window.ran") == [["command", ran]], (platform, keys)


async def test_what_an_option_offers_is_listed_within_the_box(visit: LittleVisit) -> None:
    choices = [{"name": f"Thu 26 Nov 2026, {hour}:00", "value": str(hour)} for hour in range(10, 20)]
    options = [{"name": name, "description": name, "choices": choices} for name in ("one", "two", "three")]
    await visit.page.set_viewport_size({"width": 700, "height": 900})
    await visit.page.evaluate(COMPOSER, ["discord", ["book"], options])
    alone = visit.page.locator("#alone")
    await alone.get_by_role("combobox", name="Message").press_sequentially("/book")
    await visit.page.keyboard.press("Tab")
    for option in options:
        await alone.get_by_label(str(option["name"]), exact=True).click()
        listed = await alone.get_by_role("listbox").filter(visible=True).bounding_box()
        box = await alone.locator("form").bounding_box()
        assert listed is not None
        assert box is not None
        assert box["x"] <= listed["x"] < listed["x"] + listed["width"] <= box["x"] + box["width"]
    await visit.page.set_viewport_size({"width": 1440, "height": 900})


async def test_a_backslash_hides_from_the_reader_of_discord(visit: LittleVisit) -> None:
    read = (
        """async (text) => (await import("/text.js")).markdown(text, { names: {}, person: {} }).textContent"""
    )
    for written, shown in (
        (r"America/New\_York \*not bold\* \d", r"America/New_York *not bold* \d"),
        (r"**New\_York** *New\_York* -# New\_York", "New_York New_York -# New_York"),
        (r"[New\_York \[1\]](https://example.org/)", "New_York [1]"),
    ):
        assert await visit.page.evaluate(read, written) == shown
