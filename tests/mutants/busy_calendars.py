"""Mistakes in reading mentors' own calendars, and in what follows from them."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

FETCHER, EVENTS, TIMES, LINES = (
    "bot/calendar_fetcher.py",
    "core/times/busy_events.py",
    "core/times/event_times.py",
    "core/times/calendar_lines.py",
)
SERVICE, CALENDAR = "core/services/busy_calendars.py", "core/domain/busy_calendar.py"
RULES, OPEN = "core/services/availability.py", "core/services/open_times.py"
OF_NETWORKS = ("tests/calendars/test_private_networks.py",)
OF_FETCHING = ("tests/calendars/test_fetching.py",)
OF_FILES = ("tests/calendars/test_busy_events.py",)
OF_SERVICE = ("tests/promises/test_busy_calendars.py",)
OF_JOURNEYS = ("tests/journeys/test_busy_calendar.py",)

MUTANTS = (
    Mutant(
        "an address that is not public is connected to",
        FETCHER,
        "            socket_factory=self._socket,\n",
        "",
        OF_NETWORKS,
    ),
    Mutant(
        "redirects are followed by the library",
        FETCHER,
        "allow_redirects=False",
        "allow_redirects=True",
        OF_NETWORKS,
    ),
    Mutant(
        "where a redirect leads is not judged",
        FETCHER,
        "        return calendar_address(urljoin(address, location))\n",
        "        return urljoin(address, location)\n",
        OF_NETWORKS,
    ),
    Mutant(
        "what is packed is unpacked to its end",
        FETCHER,
        "piece, MOST_BYTES + 1 - len(content)",
        "piece",
        OF_FETCHING,
    ),
    Mutant("redirects never end", FETCHER, "range(REDIRECTS + 1)", "range(99)", OF_FETCHING),
    Mutant(
        "what is free keeps somebody busy",
        EVENTS,
        '    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":\n        return False\n',
        "",
        OF_FILES,
    ),
    Mutant(
        "a time without a zone is in UTC",
        TIMES,
        "or home\n            for",
        "or UTC\n            for",
        OF_FILES,
    ),
    Mutant(
        "two events without a name are one",
        EVENTS,
        "if first is not event and first",
        "if False and first",
        OF_FILES,
    ),
    Mutant(
        "what recurs is taken for past",
        LINES,
        "        if name in RECURS:\n            return True\n",
        "",
        OF_FILES,
    ),
    Mutant(
        "our own sessions stand in the way",
        SERVICE,
        "for one, uid in named if uid not in ours]",
        "for one, _ in named]",
        OF_SERVICE,
    ),
    Mutant(
        "each process reads each calendar",
        SERVICE,
        " for one in due if tx.take_calendar(one, now + READING_TAKES)]",
        " for one in due]",
        OF_SERVICE,
    ),
    Mutant(
        "silence holds times for ever",
        CALENDAR,
        "dropped=self.dropped or self._is_outdated(now)",
        "dropped=self.dropped",
        OF_SERVICE,
    ),
    Mutant(
        "a breakage is told each time",
        CALENDAR,
        "return self.failures == 1 + passing",
        "return self.failures >= 1 + passing",
        OF_SERVICE,
    ),
    Mutant(
        "what has not changed is never read whole again",
        CALENDAR,
        " and now - self.whole_at < WHOLE_EVERY",
        "",
        OF_SERVICE,
    ),
    Mutant(
        "a student may have a time at which the mentor's calendar has something",
        RULES,
        "start, end, booking.id, engaged=True)",
        "start, end, booking.id)",
        OF_JOURNEYS,
    ),
    Mutant(
        "a time at which the mentor's calendar has something is offered",
        OPEN,
        "asked.but, engaged=True)",
        "asked.but)",
        OF_JOURNEYS,
    ),
)
"""Every mistake that is tried."""
