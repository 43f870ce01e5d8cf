"""Who makes the video calls: the one provider that the settings name, put together, and examined for the doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.doctor import Finding, bad, well
from core.ports.platform import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from adapters.pauses import Pauses
    from adapters.video.google import GoogleMeet
    from adapters.video.zoom import Zoom
    from bot.settings import Settings

WHAT_TO_DO = {
    "zoom": (
        "Check ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET and ZOOM_USER, that the app is activated, and its "
        "scopes meeting:write:meeting:admin, meeting:update:meeting:admin, meeting:delete:meeting:admin and "
        "meeting:read:list_meetings:admin."
    ),
    "google": (
        "Check GOOGLE_SERVICE_ACCOUNT_FILE, GOOGLE_CALENDAR_ID and GOOGLE_SUBJECT, that the Calendar API is enabled, "
        "and that the Workspace lets the account act for that person (domain-wide delegation) with the scope "
        "https://www.googleapis.com/auth/calendar.events."
    ),
}


def provider_of(settings: Settings, now: Callable[[], datetime], pauses: Pauses) -> Zoom | GoogleMeet | None:
    """Return who makes the calls through an HTTP API of its own; None where nobody does."""
    if settings.zoom is not None:
        from adapters.video.zoom import Zoom  # noqa: PLC0415 - only when configured

        zoom = settings.zoom
        return Zoom(
            account=zoom.account,
            client=zoom.client,
            secret=zoom.secret.get_secret_value(),
            user=zoom.user,
            api_url=zoom.api_url,
            oauth_url=zoom.oauth_url,
            now=now,
            pauses=pauses,
        )
    google = settings.google
    if google is None:
        return None
    from adapters.video.google import GoogleMeet  # noqa: PLC0415 - only when configured

    return GoogleMeet(
        email=google.account.email,
        private_key=google.account.private_key,
        token_url=google.account.token_url,
        subject=google.subject,
        calendar=google.calendar,
        api_url=google.api_url,
        now=now,
        pauses=pauses,
    )


async def examine(settings: Settings, now: Callable[[], datetime], pauses: Pauses) -> list[Finding]:
    """Ask the provider for a token and one list; nothing is found where the calls are made by a template."""
    provider = provider_of(settings, now, pauses)
    if provider is None:
        return []
    name = provider.name.capitalize()
    try:
        await provider.examine()
    except DeliveryError as error:
        return [bad(f"{name} makes no calls: {error}. {WHAT_TO_DO[provider.name]}")]
    finally:
        await provider.close()
    return [well(f"{name} makes the video calls.")]
