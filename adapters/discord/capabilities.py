"""What Discord can do, where platforms differ."""

from __future__ import annotations

from core.ports.capabilities import Capabilities

CAPABILITIES = Capabilities(
    shows_field_errors=False,
    forms_search=False,
    picks_times=False,
    tells_zone=False,
    has_home=False,
    has_threads=False,
    form_fields=5,
    menu_options=25,
)
"""Sources, all in Discord's documentation for developers.

A modal takes 1 to 5 components (Receiving and Responding, Modal) and is closed by its submit: no callback keeps it
open with errors in it, and nothing is reported while it is open. A select takes 25 options at most, and there is
no component for a time (Component Reference). A user has a locale but no time zone (User Resource), and an app
has no page of its own for each person.
"""
