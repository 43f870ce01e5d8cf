"""Sending one notice: it is read again, looked for where that is needed, folded, drawn, and posted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.delivery.chat_sender import ChatSender
from core.delivery.delivery import read_deliveries
from core.delivery.errand import RETRY_PAUSE
from core.delivery.personal import Personal, read_export, read_personal
from core.delivery.refresh import refresh_cards, retire_cards, take_leave
from core.domain.digests import folding, may_fold
from core.domain.notice_kinds import OWN_FILES
from core.domain.notices import REPORTS, Kind
from core.domain.standing import Approval
from core.ports.platform import DeliveryError, Gone, Unknown
from core.screens.notices import message_now
from core.store.transaction import OutboxOutcome, OutboxState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from core.delivery.delivery import Delivery
    from core.delivery.errand import Closing, Errand
    from core.delivery.message import MessageWriter
    from core.domain.notices import Notice
    from core.domain.people import Person
    from core.ports.cards import Card
    from core.ports.platform import Clock, Posted
    from core.store.store import Store
    from core.store.transaction import Transaction


class Sender:
    """Sends notices, each within the budget that its caller sets.

    ``home_card`` builds a person's own page, and ``report`` what an organiser has asked for.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        home_card: Callable[[Person], Awaitable[Card]],
        writer: MessageWriter,
        report: Callable[[Notice], Awaitable[tuple[Person, Card] | None]],
    ) -> None:
        self._report = report
        self._store = store
        self._clock = clock
        self._home_card = home_card
        self._writer = writer
        self._chats = ChatSender(store, clock)

    async def read(self, errands: Sequence[Errand]) -> None:
        """Read together what several need that are about to be sent.

        Where that fails each is read for itself by ``send``: one bad row must not stop the others.
        """
        entries = [one.entry for one in errands]
        with suppress(Exception):
            found = await self._store.read(partial(read_deliveries, entries=entries, now=self._clock()))
            for one in errands:
                one.delivery, one.is_read = found[one.key], True

    async def send(self, errand: Errand) -> Closing:
        """Return what is to be stored of it; raises DeliveryError, and Unavailable when the database is away."""
        is_letter = errand.entry.notice.kind is Kind.CHAT
        return await (self._chats.send(errand) if is_letter else self._bring(errand))

    async def _bring(self, errand: Errand) -> Closing:
        if errand.entry.notice.booking is None:
            return await self._tell(errand)
        if not errand.is_read:
            read = partial(read_deliveries, entries=[errand.entry], now=self._clock())
            errand.delivery = (await self._store.read(read))[errand.key]
        delivery = errand.delivery
        if delivery is None:
            await take_leave(self._store, errand)
            return errand.settled(OutboxOutcome.DROPPED, self._clock())
        errand.passes_on = delivery.elsewhere is not None
        if delivery.recipient.address.platform != errand.platform.name:
            return errand.goes_to(delivery.home, self._clock())
        return await self._bring_read(errand, delivery)

    async def _bring_read(self, errand: Errand, delivery: Delivery) -> Closing:
        doubtful = errand.entry.state is OutboxState.UNKNOWN and delivery.notice.kind is not Kind.HOME
        if doubtful or (errand.platform_fails and delivery.may_go_elsewhere):
            found = await errand.platform.find(
                delivery.recipient.address, errand.key, errand.entry.first_try_at or self._clock()
            )
            if found is not None:
                return await self._found(errand, delivery, found)
            errand.proved_unsent()
        if not delivery.is_true(self._clock()):
            if delivery.is_overtaken:
                await refresh_cards(self._store, errand.platform, delivery, RETRY_PAUSE)
            return errand.dropped(self._clock())
        if delivery.notice.kind is Kind.HOME:
            return await self._publish(errand, delivery)
        delivery = await self._fold_others(errand, delivery)
        if not delivery.is_true(
            self._clock()
        ):  # somebody has answered meanwhile: what was folded is told on its own
            return errand.dropped(self._clock())
        return await self._post(errand, delivery)

    async def _tell(self, errand: Errand) -> Closing:
        """Tell what is about no booking: one message, which stays as it is unless it asks for an answer."""
        now = self._clock()
        told = await self._personal(errand)
        if told is None:
            return errand.settled(OutboxOutcome.DROPPED, now)
        if told.recipient.address.platform != errand.platform.name:
            return errand.goes_to(told.recipient.address.platform, now)
        if told.stands:
            return await self._draw(errand, told)
        if errand.entry.state is OutboxState.UNKNOWN:
            since = errand.entry.first_try_at or now
            found = await errand.platform.find(told.recipient.address, errand.key, since)
            if found is not None:
                return self._asked(errand, told, found)
            errand.proved_unsent()
        return self._asked(errand, told, await self._send(errand, told.recipient, told.card))

    async def _personal(self, errand: Errand) -> Personal | None:
        """Return what is to be told about no booking; what an organiser has asked for is made only now."""
        notice, platform = errand.entry.notice, errand.platform.name
        if notice.kind in OWN_FILES:
            return await read_export(self._store, notice, platform, self._clock())
        if notice.kind not in REPORTS:
            read = partial(read_personal, notice=notice, platform=platform)
            return await self._store.read(read)
        report = await self._report(notice)
        return Personal(*report) if report else None

    async def _draw(self, errand: Errand, told: Personal) -> Closing:
        """Let what stands already say what has become of it; what is gone stays so."""
        for posted in told.stands:
            with suppress(Gone):
                await errand.platform.edit(told.recipient.address, posted, told.card)
        return errand.settled(OutboxOutcome.SENT, self._clock())

    def _asked(self, errand: Errand, told: Personal, posted: Posted) -> Closing:
        """Remember where a card stands that asks for an answer; one that was given meanwhile is drawn at once."""
        about, now = told.asks_about, self._clock()
        if about is None:
            return errand.settled(OutboxOutcome.SENT, now)

        def closing(tx: Transaction) -> None:
            tx.place_approval(about, told.recipient.id, posted)
            tx.settle(errand.key, OutboxOutcome.SENT, now, claim=errand.entry.tries)
            if tx.standing(about).approval is not Approval.WANTED:
                tx.enqueue(replace(errand.entry.notice, kind=Kind.APPROVAL_ANSWERED, due_at=now))

        return closing

    async def _send(self, errand: Errand, to: Person, message: Card) -> Posted:
        errand.sending = True
        try:
            return await errand.platform.post(to.address, message, key=errand.key)
        except DeliveryError as error:
            errand.sending = isinstance(error, Unknown)
            raise

    async def _found(self, errand: Errand, delivery: Delivery, found: Posted) -> Closing:
        """Close what was sent before: a message whose answer was lost is brought up to date, not repeated.

        That may break off as well, and then the message is looked for once more.
        """
        now = self._clock()
        if delivery.tells_several(now):
            return errand.settled(OutboxOutcome.SENT, now)
        message = message_now(delivery.notice, delivery.view)
        if message.about is not None:
            try:
                await errand.platform.edit(delivery.recipient.address, found, message, key=errand.key)
            except Gone:
                return errand.settled(OutboxOutcome.SENT, now)
        return errand.settled(
            OutboxOutcome.SENT, now, message, found, await self._retire(errand, delivery, found)
        )

    async def _fold_others(self, errand: Errand, delivery: Delivery) -> Delivery:
        """Fold into this message what shall be told with it: stored first, so that nothing is lost or told twice.

        What may have been sent already stays as it was.
        """
        entry = errand.entry
        if not may_fold(entry.first_due, self._clock()) and not delivery.may_tell_more:
            return delivery

        def work(tx: Transaction) -> Delivery | None:
            now = self._clock()  # that of this transaction: what was stored while it waited is due by now
            others = [
                one.first_due
                for one in tx.entries_for(entry.notice.recipient)
                if one.notice.key != entry.notice.key
                and one.state is OutboxState.READY
                and one.platform == entry.platform
            ]
            more = folding(entry.first_due, others, now)
            if more:
                tx.fold(entry.notice.key, [one.key for one in more], now)
            return read_deliveries(tx, [entry], now)[entry.notice.key]

        errand.delivery = await self._store.write(work) or delivery
        return errand.delivery

    async def _publish(self, errand: Errand, delivery: Delivery) -> Closing:
        to = delivery.recipient
        if errand.platform.capabilities.has_home:
            await errand.platform.publish(to.address, await self._home_card(to))
        elif delivery.elsewhere is not None and delivery.home == errand.platform.name:
            return errand.goes_to(delivery.elsewhere, self._clock())
        return errand.settled(OutboxOutcome.SENT, self._clock())

    async def _post(self, errand: Errand, delivery: Delivery) -> Closing:
        now, platform = self._clock(), errand.platform
        true = [one for one in (delivery, *delivery.folded) if one.is_true(now)]
        newest = {one.view.booking.id: one for one in true}
        standing = {
            which
            for which, one in newest.items()
            if await refresh_cards(self._store, platform, one, RETRY_PAUSE)
        }
        message = await self._writer.message_of(delivery, true, standing, now)
        if message is None:
            return errand.settled(OutboxOutcome.SENT, now)
        posted = await self._send(errand, delivery.recipient, message)
        gone = await self._retire(errand, delivery, posted)
        return errand.settled(OutboxOutcome.SENT, self._clock(), message, posted, gone)

    async def _retire(self, errand: Errand, delivery: Delivery, posted: Posted) -> tuple[Posted, ...]:
        """Take the older card away, once the one that was asked for has come; until then there is one at least."""
        if delivery.notice.kind is not Kind.OPENED:
            return ()
        return await retire_cards(errand.platform, delivery, posted)
