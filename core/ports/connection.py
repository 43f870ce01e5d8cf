"""How a platform is connected: what the program needs of an adapter that listens, and how that may fail for good."""

from __future__ import annotations

from typing import Protocol


class TokenRejected(Exception):
    """The platform was reached and does not know the token: only the operator can mend that.

    ``setting`` is the variable that holds the token, ``code`` the platform's own word for it.
    """

    def __init__(self, platform: str, setting: str, code: str) -> None:
        self.setting = setting
        self.code = code
        super().__init__(f"{platform} refuses {setting} ({code}).")


class PlatformConnection(Protocol):
    """A platform's live connection."""

    @property
    def ready(self) -> bool:
        """Whether acts arrive."""
        ...

    async def start(self) -> None:
        """Connect; returns when acts arrive, or raises within a bound: TokenRejected, or whatever failed.

        After a failure, or when it is cancelled, nothing is left behind and it may be called again.
        """
        ...

    async def stop(self) -> None:
        """Finish what is in flight and disconnect."""
        ...

    async def idle(self) -> None:
        """Wait until every act that has arrived is answered."""
        ...


class StandingBy(PlatformConnection, Protocol):
    """A connection of which only one process may listen at a time, while any number of them send."""

    async def stand_by(self) -> None:
        """Be able to send, without listening; raises as ``start`` does. ``stop`` ends it as well."""
        ...
