"""What a platform can do, as one value, where platforms differ: the core asks it instead of the platform's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Each adapter declares its own, with the page of the platform's documentation behind each fact."""

    shows_field_errors: bool
    """Whether errors of single fields are shown in the open form, which keeps what was typed."""
    forms_search: bool
    """Whether an open form answers searches (``SearchField.source``) and changes of a watched field."""
    picks_times: bool
    """Whether a form has a picker for an instant (``TimeField``), which tells by itself in which zone."""
    tells_zone: bool
    """Whether the platform tells a person's time zone."""
    has_home: bool
    """Whether people have a page of their own that ``Platform.publish`` fills."""
    has_threads: bool
    """Whether a direct message can have a thread of its own below it."""
    form_fields: int
    """How many fields a form holds, its introduction counted."""
    menu_options: int
    """How many options a menu of a form shows."""
