"""The ports: what the core needs of a platform, a clock and a source of ids."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import Address
    from core.ports.capabilities import Capabilities
    from core.ports.cards import Card


class Reason(enum.StrEnum):
    """Why a person cannot be reached; its value is what is stored."""

    CLOSED_DMS = "closed_dms"
    ACCOUNT_GONE = "account_gone"
    NOT_IN_WORKSPACE = "not_in_workspace"
    OTHER_WORKSPACE = "other_workspace"
    NOT_VISIBLE = "not_visible"
    NO_COMMON_SERVER = "no_common_server"
    CANNOT_SHARE = "cannot_share"
    APP_REMOVED = "app_removed"
    MESSAGES_OFF = "messages_off"
    ARCHIVED = "archived"
    FORBIDDEN_BY_RULE = "forbidden_by_rule"
    NO_PERMISSION = "no_permission"
    NO_ACCESS = "no_access"
    WORKSPACE_NOT_ALLOWED = "workspace_not_allowed"
    UNKNOWN = "unknown"


class DeliveryError(Exception):
    """A message was not, or not surely, delivered."""


class TryLater(DeliveryError):
    """Proved not sent: nothing arrived, and it may be sent again after ``seconds``.

    With ``everywhere`` the app itself was refused, and not a message: nothing at all is sent on this platform
    until somebody has mended it, which is tried after ``seconds``.
    """

    def __init__(self, seconds: float, why: str = "", *, everywhere: bool = False) -> None:
        self.seconds = seconds
        self.everywhere = everywhere
        super().__init__(why or f"try again in {seconds:g} s")


class Unreachable(DeliveryError):
    """Permanent for this person: direct messages closed, user gone."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


class Declined(DeliveryError):
    """Proved not sent, for a reason that is on no list: tried a few times, then given up, and said so.

    ``code`` is the platform's own word for it, fit for the log.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Gone(DeliveryError):
    """The message to edit no longer exists, or can no longer be edited: a new one may be posted once."""


class Unknown(DeliveryError):
    """May have been sent: ``Platform.find`` must be asked before anything is sent again."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands: enough to edit it later, after any restart."""

    channel: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a platform tells of a person. ``zone`` is an IANA name where the platform knows one, else None."""

    name: str
    zone: str | None = None
    locale: str | None = None
    gone: bool = False
    """Whether the person was deactivated or deleted."""
    guessed: bool = False
    """Whether ``name`` is a makeshift, because the platform did not tell: a name that is known stays."""
    administers: bool | None = None
    """Whether they administer the workspace or may manage the server, of late; None where the platform did not tell.

    It says who may be asked for an answer, and lets nobody do anything: that is asked anew at each act.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some people of a workspace or server: a user group of Slack, a role of Discord."""

    id: str
    name: str


class Platform(Protocol):
    """One platform, as the core uses it. Every method may raise any DeliveryError."""

    name: str
    capabilities: Capabilities

    async def post(self, to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:
        """Send ``card`` as a new direct message; ``key`` makes a repeat recognisable.

        Where the platform has threads it stands in the one below ``under``.
        """
        ...

    async def edit(self, to: Address, placed: Posted, card: Card, *, key: str = "") -> None:
        """Replace the message at ``placed``, silently; raises Gone when it no longer exists.

        ``key`` is that of a message which may have to be looked for once more: ``find`` finds it afterwards as well.
        """
        ...

    async def delete(self, to: Address, placed: Posted) -> None:
        """Take the message at ``placed`` away; raises Gone when it no longer exists."""
        ...

    async def find(
        self, to: Address, key: str, since: datetime, *, under: Posted | None = None
    ) -> Posted | None:
        """Look for a message sent with ``key`` since an instant: the answer to an Unknown outcome."""
        ...

    async def publish(self, to: Address, card: Card) -> None:
        """Replace the person's own page; does nothing on a platform without one."""
        ...

    async def whois(self, who: Address) -> Profile:
        """Ask the platform who somebody is."""
        ...

    async def present(self, who: Address) -> bool | None:
        """Say whether somebody is still there: not deactivated, not deleted, not gone from every server we share.

        None means that it could not be known now; it raises nothing.
        """
        ...

    async def chat(self, one: Address, other: Address, opening: Card, *, key: str, channel: str = "") -> str:
        """Return an https or app link to a private place where the two can talk, making it if need be.

        Where it is a thread it is made in ``channel``.
        """
        ...

    async def announce(self, channel: str, card: Card, *, key: str) -> Posted:
        """Post ``card`` into a channel that everybody of it sees; nobody in it is mentioned."""
        ...

    async def announced(self, channel: str, key: str, since: datetime) -> Posted | None:
        """Look in a channel for what was announced with ``key`` since an instant: the answer to an Unknown outcome.

        Raises Declined or Unreachable where the channel can't be read, so that nobody can know.
        """
        ...

    async def groups(self) -> tuple[Group, ...]:
        """Return the groups of people that there are; none where the platform's plan has no such thing."""
        ...

    async def belongs(self, who: Address, group: str) -> bool:
        """Ask whether somebody belongs to a group at this moment; nobody does to one that no longer exists."""
        ...


class Clock(Protocol):
    """The present instant, aware, in UTC."""

    def __call__(self) -> datetime:
        """Return it."""
        ...


class NewId(Protocol):
    """A fresh id that sorts by time."""

    def __call__(self) -> UUID:
        """Return it."""
        ...
