"""Slack as the core's Platform: direct messages, edits, the Home tab, profiles and group chats."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from adapters.slack.errors import Declined, repeatable, sending
from adapters.slack.payload import Json, rows, text
from adapters.slack.profiles import whois
from adapters.slack.render.message import message
from adapters.slack.render.view import home_view
from adapters.slack.web_api import SlackWeb
from core.domain.people import Address
from core.ports.cards import Card
from core.ports.platform import DeliveryError, Posted, Profile, Reason, Unreachable

NOTICE = "booking_notice"
SKEW = timedelta(minutes=5)
"""How far our clock may be from Slack's when a message is looked for."""
PAGES = 5


class SlackPlatform:
    """Implements core.ports.platform.Platform for one workspace. ``web`` is shared with the app that listens."""

    name = "slack"
    has_home = True

    def __init__(self, web: SlackWeb) -> None:
        self._web = web

    async def post(self, to: Address, card: Card, *, key: str) -> Posted:
        """Send ``card``; the key travels in the message's metadata, where only apps see it."""
        team = await self._at_home(to)
        return await self._web.to_direct(to.user, message(card, team) | {"metadata": _mark(key)})

    async def edit(self, to: Address, placed: Posted, card: Card) -> None:
        """Replace a message in place, without a sound; its metadata stays, because none is given."""
        content = message(card, await self._at_home(to))
        await repeatable(self._web.client.chat_update(channel=placed.channel, ts=placed.message, **content))

    async def find(self, to: Address, key: str, since: datetime) -> Posted | None:
        """Look through the conversation since ``since`` for the message that carries ``key``."""
        await self._at_home(to)
        channel = await self._web.direct(to.user)
        page: dict[str, Any] = {"oldest": f"{(since - SKEW).timestamp():.6f}", "limit": 100}
        for _ in range(PAGES):
            told = await repeatable(
                self._web.client.conversations_history(channel=channel, include_all_metadata=True, **page)
            )
            for one in rows(told.data, "messages"):
                if text(one, "metadata", "event_payload", "k") == key:
                    return Posted(channel, text(one, "ts"))
            page["cursor"] = text(told.data, "response_metadata", "next_cursor")
            if not page["cursor"]:
                break
        return None

    async def publish(self, to: Address, card: Card) -> None:
        """Replace the person's Home tab; an app whose Home tab is switched off has none to replace."""
        team = await self._at_home(to)
        try:
            await repeatable(self._web.client.views_publish(user_id=to.user, view=home_view(card, team)))
        except Declined as error:
            if str(error) != "not_enabled":
                raise

    async def whois(self, who: Address) -> Profile:
        """Ask Slack who somebody is, now."""
        await self._at_home(who)
        return await whois(self._web, who.user)

    async def chat(self, one: Address, other: Address, opening: Card, *, key: str) -> str:
        """Open a conversation of the two people and the app; return a link to it.

        A bot cannot open one without itself. ``opening`` is posted into a new conversation only, and people
        in it are plain names, so that nobody is mentioned.
        """
        team = await self._at_home(one)
        await self._at_home(other)
        opened = await repeatable(self._web.client.conversations_open(users=[one.user, other.user]))
        channel = str(opened["channel"]["id"])
        room = f"https://slack.com/app_redirect?team={team}&channel={channel}"
        if opened.get("already_open"):
            return room
        try:
            return await self._opening(channel, message(opening, space=""), key)
        except (DeliveryError, Declined):
            return room

    async def _opening(self, channel: str, content: Json, key: str) -> str:
        client = self._web.client
        posted = await sending(
            client.chat_postMessage(
                channel=channel, unfurl_links=False, unfurl_media=False, metadata=_mark(key), **content
            )
        )
        told = await repeatable(client.chat_getPermalink(channel=channel, message_ts=str(posted["ts"])))
        return str(told["permalink"])

    async def _at_home(self, who: Address) -> str:
        team = (await self._web.identity()).team
        if who.platform != self.name or who.space != team:
            raise Unreachable(Reason.OTHER_WORKSPACE)
        return team


def _mark(key: str) -> Json:
    return {"event_type": NOTICE, "event_payload": {"k": key}}
