"""The promises about one ledger, each as a function that fails when it is broken."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from core.domain.booking import Act, Booking, Role, Status
from core.domain.chats import CARRIED, WITHDRAWN_STAMP, Sort
from core.domain.feedback import OPENS_AFTER, Score
from core.domain.moves import GRACE, MOVES, Go
from core.domain.notices import CLOCKS, NUDGES, REMINDERS, TURNS, Kind
from core.ports.cards import Actions, Line, Link, Strong
from tests.promises.rings import OTHER_RINGS, RINGS
from tests.promises.shelves import METHODS, judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from core.domain.booking import BookingId
    from core.domain.people import PersonId
    from core.ports.cards import Card
    from core.store.transaction import HistoryLine
    from tests.promises.ledger import Ledger, Row

BY_THE_WAY = {*REMINDERS, *NUDGES, *TURNS, Kind.CARD, Kind.HOME, Kind.RECEIPT, Kind.UNREACHED}
BY_THE_WAY |= {Kind.HANDED_ON, Kind.TAKEN_OVER}
BY_THE_WAY |= {Kind.KIND_WORDS, Kind.TIMELESS, Kind.NOTED, Kind.SERIES, Kind.OPENED, Kind.CHAT, *CLOCKS}
BY_THE_WAY |= {kind for kind in Kind if kind.startswith("feedback_")}
"""Notices that do not ring because something was done."""
OURS = {Sort.OPENED, Sort.CLOSED}
"""Lines of a chat that are not said any more once the next of them has followed: its card says how it stands."""
AS_OFTEN_AS_NEEDED = {Kind.KIND_WORDS, Kind.NOTED, Kind.OPENED, Kind.SERIES}
"""One notice for each answer, note, press of `Open` and change in a series: each brings a card up to date."""


def no_overlap(bookings: list[Booking]) -> None:
    """Nobody has two sessions at a time, whether as a student or as a mentor."""
    held = [one for one in bookings if one.status.is_open and one.slot is not None]
    for one, other in itertools.combinations(held, 2):
        if {one.student, one.mentor} & {other.student, other.mentor}:
            assert one.slot is not None and other.slot is not None
            assert one.slot.ends_at <= other.slot.starts_at or other.slot.ends_at <= one.slot.starts_at


def held_time_is_of_open_bookings(ledger: Ledger) -> None:
    """Both sides are busy for as long as a booking is open, and not a minute longer."""
    held = {
        (one.id, person): (one.slot.starts_at, one.slot.ends_at)
        for one in ledger.bookings.values()
        if one.status.is_open and one.slot is not None
        for person in (one.student, one.mentor)
    }
    assert {which: (row["starts_at"], row["ends_at"]) for which, row in ledger.busy.items()} == held


def nothing_outlives_its_time(bookings: list[Booking], now: datetime) -> None:
    """After a heartbeat no request waits beyond its deadline, no session beyond its end, no offer beyond its times."""
    for one in bookings:
        if one.status is Status.PENDING and one.proposal is None:
            assert now < one.answer_by, "a request never survives its deadline"
            assert one.starts_at is None or now < one.starts_at, "a request never survives its start"
        if one.time_until is not None and one.proposal is None:
            assert now < one.time_until, "what was agreed without a time never survives its month"
        if one.status is Status.ACCEPTED and one.ends_at is not None:
            assert now < one.ends_at + GRACE, "a session never survives its end and the grace"
        if one.proposal is not None:
            assert one.status.is_open, "what is over offers no other time"
            assert any(now < slot.starts_at for slot in one.proposal.slots)
            closes = one.proposal.answer_by
            assert closes is None or now < closes, "an offer never survives its deadline"


def no_message_lies(cards: Iterable[Card], bookings: Mapping[BookingId, Booking]) -> None:
    """Nothing that anybody can still read calls a session confirmed, or leads to its call, that is not."""
    for card in cards:
        booking = bookings[card.about.booking] if card.about else None
        if booking is not None and booking.status is Status.ACCEPTED:
            continue
        items = [item for part in card.parts if isinstance(part, Actions) for item in part.items]
        assert not any(isinstance(item, Link) for item in items), "a call of a session that is not agreed"
        said = [part for line in card.parts if isinstance(line, Line) for part in line.parts]
        assert "Confirmed" not in {card.badge, *(part.text for part in said if isinstance(part, Strong))}


def calendar_file_is_so(card: Card | None, booking: Booking) -> None:
    """The calendar file of a card says what its session is, or was at the version that the card shows."""
    if card is None or card.about is None or card.file is None:
        return
    (entry,) = judged(card.file.content)
    assert (entry.uid, entry.sequence) == (str(booking.id), card.about.version)
    if entry.sequence == booking.version:
        assert entry.method == METHODS[booking.status]
        assert (entry.start, entry.end) == (booking.starts_at, booking.ends_at)
        assert entry.url == (booking.link.url if booking.link else "")


def every_card_has_its_file(cards: Iterable[Card], bookings: Mapping[BookingId, Booking]) -> None:
    """At rest a card brings a calendar file exactly where its session is, or was, agreed for a time."""
    for card in cards:
        if card.about is not None and card.title:
            booking = bookings[card.about.booking]
            calendar_file_is_so(card, booking)
            wanted = (
                booking.status in METHODS and booking.slot is not None and booking.accepted_at is not None
            )
            assert (card.file is not None) is wanted, f"the calendar file of {booking.ref} is wrong"


def history_is_whole(booking: Booking, lines: list[HistoryLine]) -> None:
    """Each version has one line, each line is a move of the table, and the last one is the booking."""
    assert [line.moved.booking.version for line in lines] == list(range(1, booking.version + 1))
    assert lines[-1].moved.booking == booking
    assert lines[0].moved.act is Act.REQUEST
    for line in lines[1:]:
        moved = line.moved
        assert moved.before is not None
        rule = MOVES[moved.before.status, moved.act]
        assert isinstance(rule, Go) and moved.by in rule.who
        assert moved.booking.status is (rule.to or moved.before.status)
        assert line.who == _who_did_it(line)
        if moved.act is Act.ACCEPT_PROPOSAL:
            offered = moved.before.proposal
            assert offered is not None and offered.by is moved.by.other
            assert moved.booking.slot in offered.slots and moved.booking.proposal is None
            assert moved.booking.starts_at is not None and moved.booking.starts_at > moved.at


def _who_did_it(line: HistoryLine) -> PersonId | None:
    """Who must be named as having done it: nobody for a clock, and any person at all for an organiser."""
    by = line.moved.by
    if by is Role.ADMIN:
        assert line.who is not None
        return line.who
    return None if by is Role.SYSTEM else line.moved.booking.party(by)


def everybody_is_told_once(booking: Booking, lines: list[HistoryLine], ledger: Ledger) -> None:
    """Each change rings exactly for those whom it concerns, once, and nobody is told the same thing twice."""
    notices = [row for row in ledger.outbox.values() if row["booking"] == booking.id]
    told = Counter(
        (row["version"], row["kind"], row["recipient"])
        for row in notices
        if row["kind"] not in AS_OFTEN_AS_NEEDED and not (row["kind"] is Kind.CARD and row["start"])
    )
    assert max(told.values()) == 1
    times = Counter((row["start"], row["kind"], row["recipient"]) for row in notices if row["start"])
    assert not times or max(times.values()) == 1, "one reminder for one start"
    wanted = {(line.moved.booking.version, *ring) for line in lines for ring in _rings(line)}
    rings = {one for one in told if one[1] not in BY_THE_WAY or one in wanted}
    assert rings == wanted, (rings - wanted, wanted - rings)


def feedback_is_of_those_who_met(ledger: Ledger) -> None:
    """Only the two of a session that took place, or was said to have, look back on it."""
    for which, person in ledger.felt:
        booking = ledger.bookings[which]
        assert booking.role_of(person) is not None
        assert booking.status in {Status.COMPLETED, Status.NO_SHOW}


def kind_words_for(ledger: Ledger, reader: PersonId, now: datetime) -> set[str]:
    """Return what others wrote for a mentor: words beside a good score, once both have answered or a week is over."""
    found = set[str]()
    for (which, who), said in ledger.felt.items():
        booking = ledger.bookings[which]
        if (booking.student, booking.mentor) != (who, reader) or said["score"] is not Score.GOOD:
            continue
        assert booking.decided_at is not None
        if (which, reader) in ledger.felt or now >= booking.decided_at + OPENS_AFTER:
            found.add(said["words"])
    return found


def what_was_folded_was_told(ledger: Ledger, said: set[str]) -> None:
    """A notice that went into the message of another one is told by it, or is true no longer."""
    for row in ledger.outbox.values():
        if row["outcome"] != "folded":
            continue
        head = ledger.outbox[row["folded_into"]]
        assert head["outcome"] == "sent" and head["recipient"] == row["recipient"]
        current = row["version"] == ledger.bookings[row["booking"]].version
        if current and row["kind"] not in BY_THE_WAY and row["kind"] is not Kind.WITHDRAWN:
            assert head["key"] in said, "it was folded into what was never said"


def nothing_true_was_kept_back(ledger: Ledger, said: set[str]) -> None:
    """What counts as sent stands before its reader; what is still so was neither dropped nor given up."""
    for row in ledger.outbox.values():
        if row["kind"] in BY_THE_WAY - {Kind.RECEIPT, Kind.OPENED} or row["kind"] is Kind.WITHDRAWN:
            continue
        if row["booking"] is None:
            continue  # about a person: the newest decision alone is told
        if row["outcome"] == "sent":
            assert row["key"] in said or _went_on(row, ledger, said), "it counts as sent and was never said"
        if row["outcome"] in {"dropped", "dead"}:
            assert row["version"] < ledger.bookings[row["booking"]].version, "it was still true"


def _went_on(row: Row, ledger: Ledger, said: set[str]) -> bool:
    """Whether the student's card of an earlier request of the same search goes on with this one, without a sound."""
    if row["kind"] is not Kind.PASSED_ON:
        return False
    cards = [one for one in ledger.outbox.values() if one["kind"] in {Kind.RECEIPT, Kind.PASSED_ON}]
    earlier = [one for one in cards if row["booking"] in asked_after(one["booking"], ledger.bookings)]
    return any(one["key"] in said for one in earlier)


def letters_were_brought(
    letters: Mapping[tuple[BookingId, int], Row], ledger: Ledger, said: set[str], standing: set[str]
) -> None:
    """What was written in a chat stands before its reader unless it was taken back, or its author was told."""
    lost = {(row["booking"], row["about"]) for row in letters.values() if row["sort"] is Sort.LOST}
    parts = {which: row["about"] for which, row in letters.items() if row["sort"] is Sort.PART}
    lines = sorted(which for which, row in letters.items() if row["sort"] in OURS)
    newest = {(which, letters[which, number]["recipient"]): number for which, number in lines}
    for row in ledger.outbox.values():
        if row["kind"] is not Kind.CHAT:
            continue
        which, number = row["booking"], row["version"]
        letter = letters[which, number]
        about = (which, number if letter["sort"] is Sort.POST else letter["about"])
        if about in parts:
            about = (which, parts[about])
        taken_back = letter["stamp"] == WITHDRAWN_STAMP
        if letter["sort"] in CARRIED and row["outcome"] != "sent":
            assert about in lost, "nobody told the author"
        elif letter["sort"] not in {Sort.EDIT, Sort.DELETE} and row["outcome"] == "sent" and not taken_back:
            last = newest.get((which, letter["recipient"])) if letter["sort"] in OURS else None
            assert row["key"] in said or (last or 0) > number, "it counts as sent and was never said"
        if taken_back and row["key"] in standing:
            assert about in lost, "it was taken back and still stands"


def one_mentor_is_asked_at_a_time(bookings: Mapping[BookingId, Booking]) -> None:
    """A search asks its mentors one after another, the next with all that was asked of the one before."""
    for one in bookings.values():
        search = one.search
        if search is None:
            continue
        assert search.mentors[search.place] == one.mentor
        if search.following is None:
            continue
        following = bookings[search.following]
        handed_over = one.told_with == following.id
        assert not one.status.is_open and (handed_over or one.accepted_at is None), "two are asked at a time"
        assert following.search is not None and following.search.place > search.place
        so_far = search.place + 1
        assert following.search.mentors[:so_far] == search.mentors[:so_far], "who was asked stays so"
        assert following.student == one.student
        if following.version == 1:  # later the student may change the time
            assert following.starts_at == one.starts_at


def asked_after(which: BookingId, bookings: Mapping[BookingId, Booking]) -> Iterator[BookingId]:
    """Return a booking, and those with which the next mentors of its search were asked, in order."""
    following: BookingId | None = which
    while following is not None:
        yield following
        search = bookings[following].search
        following = search.following if search else None


def what_is_told_with_another_happened_to_it(lines: list[HistoryLine], ledger: Ledger) -> None:
    """One of a series is silent only where the same was done in the same moment to the one that tells of both."""
    for moved in (line.moved for line in lines):
        which = moved.booking.told_with
        if which is not None:
            its = [(row["act"], row["at"]) for (one, _), row in ledger.lines.items() if one == which]
            handed_over = moved.booking.search is not None and moved.booking.search.following == which
            assert (Act.REQUEST if handed_over else moved.act, moved.at) in its


def _rings(line: HistoryLine) -> list[tuple[Kind, object]]:
    """Who hears what: of one of a series nobody while it is told with another, and then the mentor has its card."""
    booking, before = line.moved.booking, line.moved.before
    if booking.told_with is not None or (booking.held_until and line.moved.act is not Act.OFFER):
        return []
    rung = _rings_of_the_act(line)
    if before is None or before.told_with is None or booking.status is not Status.PENDING:
        return rung
    return [one for one in rung if one[1] != booking.mentor] + [(Kind.REQUESTED, booking.mentor)]


def _rings_of_the_act(line: HistoryLine) -> list[tuple[Kind, object]]:
    moved = line.moved
    booking, by = moved.booking, moved.by
    if by is Role.ADMIN:
        return _rings_of_organisers(line)
    if moved.act is Act.REQUEST and by is Role.SYSTEM:
        return [(Kind.PASSED_ON, booking.student), (Kind.REQUESTED, booking.mentor)]
    if booking.search is not None and _cannot_be_theirs(line):
        return [] if booking.is_passed_on else [(Kind.NOBODY, booking.student)]
    if moved.act is Act.CANCEL:
        assert moved.before is not None
        kind = Kind.WITHDRAWN if moved.before.status is Status.PENDING else Kind.CANCELLED
        return [(kind, booking.party(by.other))]
    if moved.act in OTHER_RINGS:
        return [(OTHER_RINGS[moved.act], booking.party(by.other))]
    if moved.act is Act.EXPIRE and moved.before is not None and moved.before.status is Status.ACCEPTED:
        return [(Kind.LAPSED, booking.student), (Kind.LAPSED, booking.mentor)]
    if moved.act is Act.LEAVE:
        assert booking.closed_by is not None
        return [(Kind.LEFT, booking.party(booking.closed_by.other))]
    pair = zip(RINGS[moved.act], (booking.student, booking.mentor), strict=True)
    return [(kind, person) for kind, person in pair if kind is not None]


def _rings_of_organisers(line: HistoryLine) -> list[tuple[Kind, object]]:
    """Who hears what of an organiser: both of what is called off, and those of a nudge who owe an answer."""
    booking, act = line.moved.booking, line.moved.act
    both = [(role, booking.party(role)) for role in (Role.STUDENT, Role.MENTOR)]
    if act is Act.NUDGE:
        return [(Kind.NUDGED, person) for role, person in both if role in booking.awaited]
    if act is Act.REASSIGN:
        return [(Kind.TAKEN_OVER, booking.mentor)]
    if act is Act.REQUEST:
        student = [(Kind.PASSED_ON, booking.student), (Kind.REASSIGNED, booking.student)]
        return [*student, (Kind.REQUESTED, booking.mentor)]
    assert act is Act.CANCEL
    return [(Kind.CALLED_OFF, person) for _, person in both]


def _cannot_be_theirs(line: HistoryLine) -> bool:
    """Whether the mentor who was asked has not agreed and will not: the next one is asked, or that was the last."""
    moved = line.moved
    gone = moved.act is Act.LEAVE and moved.booking.closed_by is Role.MENTOR
    return moved.booking.accepted_at is None and (gone or moved.act in {Act.REJECT, Act.EXPIRE})
