"""How Alembic meets this schema: on the caller's connection, inside the caller's transaction."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from core.store.columns import UtcDateTime, Word
from core.store.tables.every import METADATA


def plain(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as SQL types: a migration must not change when the program does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return 'sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")'
    if kind == "type" and isinstance(item, Word):
        return f"sa.{item.impl_instance!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_item=plain,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
