"""Which handler answers which command, button and form of the organisers; the gate stands before each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.handlers import admin, admin_rules, drafts
from core.handlers.admin import organisers_only
from core.ports.call import ADMIN_COMMAND, Trigger

if TYPE_CHECKING:
    from core.handlers.router import Handler

ADMIN_COMMANDS: dict[str, Handler] = {ADMIN_COMMAND: admin.panel}
ADMIN_BUTTONS: dict[str, Handler] = {
    "admin": admin.panel,
    "admin-rules": admin_rules.ask_rules,
    "admin-draft": drafts.edit_draft,
}
ADMIN_FORMS: dict[str, Handler] = {"admin-rules": admin_rules.save_rules}

ADMIN_ROUTES: dict[tuple[Trigger, str], Handler] = {
    (trigger, name): organisers_only(handler)
    for trigger, handlers in {
        Trigger.COMMAND: ADMIN_COMMANDS,
        Trigger.BUTTON: ADMIN_BUTTONS,
        Trigger.FORM: ADMIN_FORMS,
    }.items()
    for name, handler in handlers.items()
}
