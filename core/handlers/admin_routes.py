"""Which handler answers which command, button and form of the organisers; the gate stands before each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.handlers import (
    admin,
    admin_people,
    admin_rules,
    announcement,
    drafts,
    numbers,
    organising,
    people,
    standing,
)
from core.handlers.admin import organisers_only
from core.ports.call import ADMIN_COMMAND, Trigger
from core.screens.leaving import REMOVE

if TYPE_CHECKING:
    from core.handlers.router import Handler

ADMIN_COMMANDS: dict[str, Handler] = {ADMIN_COMMAND: admin.command}
ADMIN_BUTTONS: dict[str, Handler] = {
    "admin": admin.panel,
    "admin-rules": admin_rules.ask_rules,
    "admin-announce": announcement.ask_announce,
    "admin-organisers": admin_people.organisers,
    "admin-organiser-add": admin_people.add,
    "admin-organiser-remove": admin_people.remove,
    "admin-draft": drafts.edit_draft,
    "admin-numbers": numbers.numbers,
    "admin-picture": numbers.picture,
    "admin-words": numbers.words,
    "admin-export": numbers.export,
    "admin-unanswered": organising.unanswered,
    "admin-booking": organising.unanswered_one,
    "admin-sessions": organising.sessions,
    "admin-nudge": organising.nudge,
    "admin-reassign": organising.ask_reassign,
    "admin-call-off": organising.ask_call_off,
    "admin-remove": standing.remove,
    **people.BUTTONS,
    **standing.buttons(REMOVE),
}
ADMIN_FORMS: dict[str, Handler] = {
    "admin-rules": admin_rules.save_rules,
    "admin-announce": announcement.announce,
    "admin-reassign": organising.reassign,
    "admin-call-off": organising.call_off,
    **people.FORMS,
    **standing.forms(REMOVE),
}

ADMIN_ROUTES: dict[tuple[Trigger, str], Handler] = {
    (trigger, name): organisers_only(handler)
    for trigger, handlers in {
        Trigger.COMMAND: ADMIN_COMMANDS,
        Trigger.BUTTON: ADMIN_BUTTONS,
        Trigger.FORM: ADMIN_FORMS,
    }.items()
    for name, handler in handlers.items()
}
