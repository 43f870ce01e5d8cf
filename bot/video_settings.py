"""The settings of those who make video calls: what each needs, and the key of a Google service account."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.values import is_loopback

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zoom": ("ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"),
        "google": ("GOOGLE_SERVICE_ACCOUNT_FILE",),
        "discord": ("DISCORD_TOKEN", "DISCORD_VOICE_CHANNEL"),
    }
)
"""The providers that make a call for each session, and what each of them needs."""
JITSI = "https://meet.jit.si/mentoring-{room}"
KEY_FIELDS = ("client_email", "private_key", "token_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    """Who the program is to Google, and where it gets its tokens."""

    email: str
    private_key: RSAPrivateKey = field(repr=False)
    token_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoomSettings:
    """What it takes to make Zoom meetings: the credentials of a server-to-server OAuth app."""

    account: str
    client: str
    secret: SecretStr
    user: str
    api_url: str
    oauth_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleSettings:
    """What it takes to make Google Meet calls: a service account, and a calendar that it may change."""

    account: ServiceAccount
    subject: str
    calendar: str
    api_url: str


def bad_account(path: str) -> str:
    """Say what is wrong with the file of a service account; empty when nothing is."""
    try:
        read_account(path)
    except ValueError as error:
        return str(error)
    return ""


def read_account(path: str) -> ServiceAccount:
    """Read the file that ``path`` names; raises ValueError with a sentence that shows nothing of what is in it."""
    _need_library()
    found = _content(Path(path))
    missing = [name for name in KEY_FIELDS if not isinstance(found.get(name), str) or not found[name]]
    if found.get("type") != "service_account" or missing:
        raise ValueError(
            "is not the key of a service account; make one in Google Cloud (IAM, Service Accounts, Keys, JSON)"
        )
    parts = urlsplit(found["token_uri"])
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise ValueError(
            "names a token_uri that does not begin with https://; take the file as Google made it"
        )
    return ServiceAccount(
        email=found["client_email"],
        private_key=_key(found["private_key"]),
        token_url=found["token_uri"],
    )


def _content(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"names a file that can't be read: {error.strerror}") from None
    except ValueError:
        raise ValueError("names a file that is not JSON") from None
    return found if isinstance(found, dict) else {}


def _need_library() -> None:
    """Ask for what signs with the key, which is an extra; it is imported, because half of it may be missing."""
    try:
        importlib.import_module("cryptography.hazmat.primitives.serialization")
        importlib.import_module("jwt")
    except ImportError:
        raise ValueError(
            "needs a library that signs with it, which is not installed here; install the extra: "
            "pip install 'mentor-booking-bot[google]' (python3 dev run does it by itself)."
        ) from None


@lru_cache(maxsize=1)  # to check one takes a tenth of a second, and the settings are read more than once
def _key(text: str) -> RSAPrivateKey:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    try:
        key = serialization.load_pem_private_key(text.encode(), password=None)
    except Exception:  # noqa: BLE001 - the library raises many kinds, and none of them may be shown
        key = None
    if not isinstance(key, rsa.RSAPrivateKey):
        why = "names a file whose private_key can't be read; take the file as Google made it"
        raise ValueError(why)  # noqa: TRY004 - it is one more mistake in a setting
    return key
