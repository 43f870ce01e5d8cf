"""Pauses: which calls of a platform wait, and until when, because it said that there were too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, BaseQuery, upsert
from core.store.tables import every as tables

if TYPE_CHECKING:
    from datetime import datetime

_p = tables.pause.c
_PAUSES = sa.select(_p.bucket, _p.until).where(_p.program == HERE, _p.platform == sa.bindparam("platform"))
_NEW = upsert(tables.pause)
_PAUSE = _NEW.on_conflict_do_update(
    index_elements=["program", "platform", "bucket"], set_={"until": _NEW.excluded.until}
)
_OVER = sa.delete(tables.pause).where(
    _p.program == HERE, _p.until < sa.bindparam("before", type_=UtcDateTime())
)


class StoredPauses(BaseQuery):
    """What a platform asked us to wait for; kept, so that a restart does not forget it."""

    def pauses(self, platform: str) -> dict[str, datetime]:
        """Return until when each bucket of a platform waits."""
        return {row["bucket"]: row["until"] for row in self._rows(_PAUSES, platform=platform)}

    def pause(self, platform: str, bucket: str, until: datetime) -> None:
        """Let a bucket wait until an instant."""
        self._run(_PAUSE, program=self.program, platform=platform, bucket=bucket, until=until)

    def purge_pauses(self, before: datetime) -> int:
        """Forget what ended before an instant; returns how many."""
        return self._run(_OVER, before=before).rowcount
