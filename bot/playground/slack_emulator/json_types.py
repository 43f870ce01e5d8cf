"""Names for decoded JSON, which is whatever the other side has sent."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object."""
Value: TypeAlias = Any
"""Any JSON value; looked at before it is used."""
