"""Slack as the core's Platform: direct messages, edits, the Home tab, profiles and group chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.errors import editing, repeatable, sending
from adapters.slack.groups import belongs, groups
from adapters.slack.payload import Json, rows, text
from adapters.slack.profiles import whois
from adapters.slack.render.context import RenderContext
from adapters.slack.render.message import message
from adapters.slack.render.view import home_view
from adapters.slack.web_api import SlackWeb
from core.domain.people import Address
from core.ports.cards import Card
from core.ports.phrases import Phrases
from core.ports.platform import Declined, DeliveryError, Group, Posted, Profile, Reason, Unreachable

NOTICE = "booking_notice"
"""The type of the metadata of every message that we send."""
CLOCK_SKEW = timedelta(minutes=5)
"""How far our clock may be from Slack's when a message is looked for."""
HISTORY_PAGES = 5
"""How many pages of a conversation are looked through, of 100 messages each."""
THREAD_LISTED = 100 * HISTORY_PAGES


class SlackPlatform:
    """Implements core.ports.platform.Platform for one workspace. ``web`` is shared with the app that listens."""

    name = "slack"
    capabilities = CAPABILITIES

    def __init__(self, web: SlackWeb, *, prefix: str, phrases: Phrases) -> None:
        self._web = web
        self._prefix = prefix
        self._phrases = phrases

    async def context(self) -> RenderContext:
        """Return how things are shown in the workspace of the token; raises DeliveryError."""
        team = (await self._web.identity()).team
        return RenderContext(workspace=team, prefix=self._prefix, phrases=self._phrases)

    async def post(self, to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:
        """Send ``card`` with its file, or what it says without; the key travels in metadata, where only apps see it."""
        context = await self._at_home(to)
        link = await self._web.uploads.link(card.file, patient=True)
        told = card if link else card.fileless or card
        content = message(told, context, link) | {"metadata": _mark(key)} | thread(under)
        return await self._web.to_direct(to.user, content, shares=bool(link))

    async def edit(self, to: Address, placed: Posted, card: Card, *, key: str = "") -> None:  # noqa: ARG002 - it keeps its key
        """Replace a message in place, without a sound; its metadata stays, because none is given."""
        await editing(self._edit(to, placed, card))

    async def _edit(self, to: Address, placed: Posted, card: Card) -> None:
        context = await self._at_home(to)
        content = message(card, context, await self._web.uploads.link(card.file, patient=True))
        await self._web.client.chat_update(channel=placed.channel, ts=placed.message, **content)

    async def delete(self, to: Address, placed: Posted) -> None:
        """Delete a message; a bot may delete its own (docs.slack.dev, chat.delete)."""
        await self._at_home(to)
        await repeatable(self._web.client.chat_delete(channel=placed.channel, ts=placed.message))

    async def find(
        self, to: Address, key: str, since: datetime, *, under: Posted | None = None
    ) -> Posted | None:
        """Look through the conversation, or a thread in it, since ``since`` for the message that carries ``key``."""
        await self._at_home(to)
        return await self._marked(under or Posted(await self._web.direct(to.user), ""), key, since)

    async def announced(self, channel: str, key: str, since: datetime) -> Posted | None:
        """Look through a channel; without ``channels:history``, or ``groups:history``, Slack declines that."""
        return await self._marked(Posted(channel, ""), key, since)

    async def _marked(self, place: Posted, key: str, since: datetime) -> Posted | None:
        async for one in self._messages(place, since - CLOCK_SKEW):
            if text(one, "metadata", "event_payload", "k") == key:
                return Posted(place.channel, text(one, "ts"))
        return None

    async def said_in(self, header: Posted, since: datetime) -> list[Json]:
        """Return the first ``THREAD_LISTED`` messages of a thread since an instant; raises DeliveryError.

        Slack leaves out what was said at that very instant.
        """
        before = since - timedelta(seconds=1)
        return [one async for one in self._messages(header, before) if text(one, "ts") != header.message]

    async def _messages(self, place: Posted, since: datetime) -> AsyncIterator[Json]:
        """Yield the messages of a conversation, or of the thread below a message of it (conversations.replies)."""
        page: dict[str, Any] = {
            "oldest": f"{since.timestamp():.6f}",
            "limit": 100,
            "include_all_metadata": True,
        }
        client, channel = self._web.client, place.channel
        for _ in range(HISTORY_PAGES):
            reading = (
                client.conversations_replies(channel=channel, ts=place.message, **page)
                if place.message
                else client.conversations_history(channel=channel, **page)
            )
            told = await repeatable(reading)
            for one in rows(told.data, "messages"):
                yield one
            page["cursor"] = text(told.data, "response_metadata", "next_cursor")
            if not page["cursor"]:
                break

    async def publish(self, to: Address, card: Card) -> None:
        """Replace the person's Home tab; an app whose Home tab is switched off has none to replace."""
        context = await self._at_home(to)
        try:
            await repeatable(self._web.client.views_publish(user_id=to.user, view=home_view(card, context)))
        except Declined as error:
            if str(error) != "not_enabled":
                raise

    async def whois(self, who: Address) -> Profile:
        """Ask Slack who somebody is, now."""
        await self._at_home(who)
        return await whois(self._web, who.user)

    async def present(self, who: Address) -> bool | None:
        """Ask Slack whether the account is in use (users.info); who is in another workspace can't be asked for."""
        try:
            return not (await self.whois(who)).gone
        except Unreachable as error:
            return False if error.reason is Reason.NOT_IN_WORKSPACE else None
        except (DeliveryError, Declined):
            return None

    async def chat(
        self,
        one: Address,
        other: Address,
        opening: Card,
        *,
        key: str,
        channel: str = "",  # noqa: ARG002 - a group conversation needs none
    ) -> str:
        """Open a conversation of the two people and the app; return a link to it.

        A bot cannot open one without itself. ``opening`` is posted into a new conversation only, and people
        in it are plain names, so that nobody is mentioned.
        """
        context = await self._at_home(one)
        await self._at_home(other)
        opened = await repeatable(self._web.client.conversations_open(users=[one.user, other.user]))
        place = str(opened["channel"]["id"])
        room = f"https://slack.com/app_redirect?team={context.workspace}&channel={place}"
        if opened.get("already_open"):
            return room
        try:
            return await self._opening(place, message(opening, replace(context, workspace="")), key)
        except DeliveryError:
            return room

    async def announce(self, channel: str, card: Card, *, key: str) -> Posted:
        """Post into a channel that the app was invited to; people are plain names, so that nobody is mentioned."""
        context = replace(await self.context(), workspace="")
        link = await self._web.uploads.link(card.file, patient=True)
        content = message(card, context, link) | {"metadata": _mark(key)}
        posted = await sending(
            self._web.client.chat_postMessage(
                channel=channel, unfurl_links=False, unfurl_media=bool(link), **content
            )
        )
        return Posted(str(posted["channel"]), str(posted["ts"]))

    async def groups(self) -> tuple[Group, ...]:
        """Return the user groups of the workspace."""
        return await groups(self._web)

    async def belongs(self, who: Address, group: str) -> bool:
        """Ask Slack whether somebody is in a user group."""
        await self._at_home(who)
        return await belongs(self._web, who.user, group)

    async def _opening(self, channel: str, content: Json, key: str) -> str:
        client = self._web.client
        posted = await sending(
            client.chat_postMessage(
                channel=channel, unfurl_links=False, unfurl_media=False, metadata=_mark(key), **content
            )
        )
        told = await repeatable(client.chat_getPermalink(channel=channel, message_ts=str(posted["ts"])))
        return str(told["permalink"])

    async def _at_home(self, who: Address) -> RenderContext:
        context = await self.context()
        if who.platform != self.name or who.space != context.workspace:
            raise Unreachable(Reason.OTHER_WORKSPACE)
        return context


def thread(under: Posted | None) -> Json:
    """Return what puts a message into the thread below another one."""
    return {"thread_ts": under.message} if under else {}


def _mark(key: str) -> Json:
    return {"event_type": NOTICE, "event_payload": {"k": key}}
