"""How long a connection to PostgreSQL waits for a server that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlalchemy as sa

BOUNDS = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "3000",
}
"""Within how many seconds (the last: milliseconds) a server that is gone without a word is noticed, unless the
address itself says so: libpq waits for ever, and the kernel for hours (PostgreSQL, Parameter Key Words)."""


def bounded(url: sa.URL) -> sa.URL:
    """Return the address of a PostgreSQL with every wait bounded that it does not bound itself."""
    return url.update_query_dict({name: value for name, value in BOUNDS.items() if name not in url.query})
