"""The router: who is calling, which flow answers, and what an error looks like to a person."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import structlog

from core.chat.kit import Button
from core.chat.replies import Refuse, Reply, Swap
from core.chat.routes import Asked, Call
from core.directory import Draft
from core.domain.errors import BadInput, BookingError

if TYPE_CHECKING:
    from core.chat.routes import Say
    from core.chats import Chats
    from core.desk import Desk
    from core.directory import Directory
    from core.domain.people import Person
    from core.openings import Openings

log = structlog.get_logger(__name__)

OUT_OF_DATE = "That button is out of date. Type /my-sessions to see how things stand."


@dataclass(frozen=True, slots=True)
class Hall:
    """Everything a flow may use."""

    desk: Desk
    directory: Directory
    chats: Chats
    openings: Openings


Flow: TypeAlias = Callable[[Hall, Call, "Person"], Awaitable[Reply]]


class Router:
    """Answers calls. ``ring`` wakes the courier once the person has been answered."""

    def __init__(self, hall: Hall, flows: Mapping[tuple[Asked, str], Flow], ring: Callable[[], None]) -> None:
        self._hall = hall
        self._flows = flows
        self._ring = ring

    async def dispatch(self, call: Call, say: Say) -> None:
        """Answer ``call`` through ``say``, exactly once; never raises."""
        with structlog.contextvars.bound_contextvars(route=call.route, asked=call.asked.value):
            try:
                reply = await self._answer(call)
                await self._deliver(call, reply, say)
            finally:
                self._ring()

    async def _answer(self, call: Call) -> Reply:
        flow = self._flows.get((call.asked, call.route))
        if flow is None:
            log.warning("unknown_route")
            return Refuse(why=OUT_OF_DATE)
        try:
            me = await self._hall.directory.greet(call.actor, call.profile)
            return await self._guarded(flow, call, me)
        except Exception:  # the edge: whatever happens, the person gets a sentence
            code = secrets.token_hex(3)
            log.exception("call_failed", code=code)
            return _apology(code)

    async def _guarded(self, flow: Flow, call: Call, me: Person) -> Reply:
        try:
            reply = await flow(self._hall, call, me)
        except BadInput as error:
            reply = Refuse(why=str(error), fields=error.fields, again=True)
        except BookingError as error:
            return Refuse(why=str(error))
        except Exception:
            code = secrets.token_hex(3)
            log.exception("flow_failed", code=code)
            reply = replace(_apology(code), again=True)
        return await self._kept(reply, call, me) if isinstance(reply, Refuse) and reply.again else reply

    async def _kept(self, refuse: Refuse, call: Call, me: Person) -> Refuse:
        """Keep what was typed where the platform cannot keep it, and give the way back to it."""
        typed = call.values and call.asked in {Asked.FORM, Asked.COMMAND}
        if not typed or call.shows_fields or refuse.edit is not None:
            return refuse
        key = await self._hall.directory.keep(me, Draft(call.route, call.args, dict(call.values)))
        return replace(refuse, edit=Button("Edit…", "edit-draft", (key.hex,), "primary"))

    async def _deliver(self, call: Call, reply: Reply, say: Say) -> None:
        try:
            await say(reply)
            if isinstance(reply, Swap) and call.origin is not None and reply.card.about is not None:
                await self._hall.desk.shown(call.origin, reply.card.about.version)
        except Exception:
            log.exception("answer_not_delivered")


def _apology(code: str) -> Refuse:
    return Refuse(
        why=f"Something went wrong on our side. Please try again; if it stays so, tell the operator this code: {code}."
    )
