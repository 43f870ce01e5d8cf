"""Pauses: which calls of a platform wait, and until when, because it said that there were too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store import tables
from core.store.statements.base_query import BaseQuery

if TYPE_CHECKING:
    from datetime import datetime

_p = tables.pause.c


class StoredPauses(BaseQuery):
    """What a platform asked us to wait for; kept, so that a restart does not forget it."""

    def pauses(self, platform: str) -> dict[str, datetime]:
        """Return until when each bucket of a platform waits."""
        query = sa.select(_p.bucket, _p.until).where(_p.program == self.program, _p.platform == platform)
        return {row["bucket"]: row["until"] for row in self._rows(query)}

    def pause(self, platform: str, bucket: str, until: datetime) -> None:
        """Let a bucket wait until an instant."""
        self._connection.execute(
            self._insert(tables.pause)
            .values(program=self.program, platform=platform, bucket=bucket, until=until)
            .on_conflict_do_update(index_elements=["program", "platform", "bucket"], set_={"until": until})
        )

    def purge_pauses(self, before: datetime) -> int:
        """Forget what ended before an instant; returns how many."""
        over = sa.delete(tables.pause).where(_p.program == self.program, _p.until < before)
        return self._connection.execute(over).rowcount
