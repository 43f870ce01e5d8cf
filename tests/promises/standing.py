"""What stands: of all that somebody can still read, nothing may say or offer what is not so."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.playground.pilots.seen import moment
from core.domain.booking import Status
from core.screens.calendar_feed import calendar_feed
from core.screens.calendar_file import NAMES
from core.screens.session import badge_of
from core.services.calendar_feeds import FEED_SESSIONS
from tests.promises.ledger import open_ledger
from tests.promises.shelves import contents, of_calendar, of_feed, of_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.playground.stage import Stage
    from core.domain.booking import Booking
    from core.domain.people import Person, PersonId
    from tests.promises.hands import Hands, Sight

NUMBER = re.compile(r"Walk \d+")
"""Every session of a walk has a topic of its own, by which a message is known to be about it."""
STRUCK = re.compile(r"~+[^~]+~+")
BADGES = {
    "Pending",
    "Confirmed",
    "Time to be agreed",
    "Declined",
    "Cancelled",
    "Withdrawn",
    "Expired",
    "Completed",
    "Did not take place",
}
FINAL = BADGES - {"Pending", "Confirmed", "Time to be agreed", "Completed"}
"""What nothing follows; a completed session may still turn out not to have taken place."""
LABEL = re.compile("|".join(sorted(BADGES)))
AGREED = re.compile(r"Confirmed|\baccepted\b|Reminder,")
CALL = "Start video call"
LASTS = {"message", "home", "private"}
"""Where what is said stays; a dialog is gone when it is closed."""
CONFIRMS = re.compile(r"Confirmed|\bconfirmed\b|Reminder,")
"""What no private answer may say, however the session stands: nobody can take it back."""
TITLE = re.compile(r"^(?:Session with|You asked|Request (?:to|from)|.* would like a session)")
QUOTE = re.compile(r"^Words \d+$", re.MULTILINE)
"""What people of a walk say; a card shows it as a quote."""
LINES, HEADING = 8, 2
"""How many lines a card has before the first quote, below its title and its state."""


async def untrue(stage: Stage, everybody: Iterable[Hands]) -> list[str]:
    """Return a sentence for everything that stands before one of them and is not so."""
    ledger = await open_ledger(stage.bot.store)
    places = {one.name: stage.address(one) for one in stage.people}
    known = await stage.bot.store.read(lambda tx: {name: tx.person_at(at) for name, at in places.items()})
    found: list[str] = []
    files = contents(stage)
    for hands in everybody:
        reader = known[hands.pilot.name]
        bookings = _by_number(ledger.bookings.values(), reader.id if reader else None)
        lasting = [one for one in hands.everything() if one.where in LASTS]
        mine = [one for one in ledger.bookings.values() if reader and one.role_of(reader.id)]
        problems = (
            *_of_each(lasting, bookings, hands.pilot.zone, files),
            *_of_neighbours(lasting),
            *await _of_calendars(stage, hands, reader, mine, files),
        )
        found += [f"{hands.pilot.name}, {one}" for one in problems]
    return found


async def _of_calendars(
    stage: Stage, hands: Hands, reader: Person | None, mine: list[Booking], files: Mapping[str, bytes]
) -> list[str]:
    """Return what is wrong with the calendar of somebody who opens every file, and with their feed."""
    if reader is None:
        return []
    for one in hands.everything():
        for name, address in one.card.files.items():
            if name in NAMES.values():  # an export of one's own data hangs on a message as well
                hands.calendar.take(files[address])
    entries = await stage.bot.store.read(lambda tx: tx.feed_entries(reader.id, FEED_SESSIONS))
    return [*of_calendar(hands.calendar, mine), *of_feed(calendar_feed(entries, "Walk"), mine)]


def _by_number(bookings: Iterable[Booking], reader: PersonId | None) -> dict[str, Booking]:
    """Return which session a number means to its reader: what one mentor declined may be asked of the next."""
    told = sorted(bookings, key=lambda one: (reader in (one.student, one.mentor), not one.is_passed_on))
    return {number: one for one in told for number in NUMBER.findall(one.topic)}


def _of_each(
    lasting: list[Sight], bookings: Mapping[str, Booking], zone: str, files: Mapping[str, bytes]
) -> Iterator[str]:
    """Yield what is wrong with each message on its own."""
    for one in lasting:
        if one.where == "private":
            yield from (_told(one, problem) for problem in _in_private(one, bookings))
            continue
        about = [bookings[number] for number in dict.fromkeys(NUMBER.findall(one.card.text))]
        if len(about) == 1 and one.where == "message":
            is_card = TITLE.match(one.card.text) is not None
            found = [*_looks(one), *_of_one(one, about[0], zone)]
            found += of_files(one, about[0], files, is_card=is_card)
        else:
            found = [*_of_many(one, bookings)]
        yield from (_told(one, problem) for problem in found)


def _told(one: Sight, problem: str) -> str:
    return f"{one.where}: {problem}\n{one.card.text}\n{dict(one.card.links)}"


def _in_private(one: Sight, bookings: Mapping[str, Booking]) -> Iterator[str]:
    """Yield what a private answer promises: it stays for as long as its reader keeps it, and nobody can edit it."""
    if claims := CONFIRMS.findall(STRUCK.sub("", one.card.text)):
        yield f"says {claims} in private"
    calls = {it.link.url for it in bookings.values() if it.link}
    if CALL in one.card.links or calls & set(one.card.links.values()):
        yield "leads to a call in private"
    about = set(NUMBER.findall(one.card.text))
    if about and one.card.colour == "green":
        yield "is green in private"
    if len(about) == 1:
        badge, _ = badge_of(bookings[about.pop()])
        if others := FINAL & set(LABEL.findall(one.card.text)) - {badge}:
            yield f"says {others} in private of a session that is {badge}"


def _looks(one: Sight) -> Iterator[str]:
    if one.primaries > 1 or one.visible > 3:
        yield f"{one.visible} buttons are seen, {one.primaries} of them stand out: {one.card.buttons}"
    if QUOTE.split(one.card.text)[0].count("\n") > LINES + HEADING:
        yield "has too many lines before the first quote"


def _of_one(one: Sight, booking: Booking, zone: str) -> Iterator[str]:
    """Yield what a message about one session claims and is not so."""
    said, (badge, _) = STRUCK.sub("", one.card.text), badge_of(booking)
    if others := set(LABEL.findall(said)) - {badge}:
        yield f"says {others} of a session that is {badge}"
    if TITLE.match(said) and badge not in said:
        yield f"does not say that the session is {badge}"
    call = one.card.links.get(CALL)
    if booking.status is not Status.ACCEPTED:
        if call or one.card.links:
            yield f"leads to the call of a session that is {badge}"
        if claims := AGREED.findall(said):
            yield f"says {claims} of a session that is {badge}"
        if one.card.colour == "green":
            yield f"is green, of a session that is {badge}"
        return
    if call and (booking.link is None or call != booking.link.url):
        yield "leads to a link that is no longer the one"
    if (AGREED.search(said) or one.card.colour == "green") and booking.slot:
        start = moment(int(booking.slot.starts_at.timestamp()), zone)
        if start not in said:
            yield f"confirms another time than {start}"


def _of_many(one: Sight, bookings: Mapping[str, Booking]) -> Iterator[str]:
    """Yield what a list says of a session and is not so."""
    for line in one.card.text.splitlines():
        for number in NUMBER.findall(line):
            badge, _ = badge_of(bookings[number])
            if others := set(LABEL.findall(line)) - {badge}:
                yield f"lists as {others} a session that is {badge}"
    open_calls = {it.link.url for it in bookings.values() if it.status is Status.ACCEPTED and it.link}
    if not set(one.card.links.values()) <= open_calls:
        yield "leads to a call of a session that is not agreed"


def _of_neighbours(lasting: list[Sight]) -> Iterator[str]:
    """Yield a message about one session that says the same as the one before it, in words that still hold."""
    news = [one for one in lasting if len(set(NUMBER.findall(one.card.text))) == 1]
    hold = [one for one in news if one.where == "message" and not STRUCK.search(one.card.text)]
    for one, other in pairwise(hold):
        if one.card.text == other.card.text:
            yield f"two neighbours say the same:\n{one.card.text}"
