"""The program in numbers, as organisers press for them: the card, the picture and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import NotFound
from core.domain.notices import Kind
from core.handlers.time_questions import beside
from core.ports.replies import Reply, Show
from core.screens import numbers as screen

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call

EXPORTED_AS = {"csv": Kind.EXPORT_CSV, "json": Kind.EXPORT_JSON}


async def numbers(services: Services, call: Call, _me: Person) -> Reply:
    """Show the numbers of this week and month."""
    return beside(call, screen.numbers_card(await services.numbers.numbers()))


async def words(services: Services, call: Call, _me: Person) -> Reply:
    """Show what people have let organisers read."""
    return beside(call, screen.words_card(await services.numbers.words(screen.WORDS_SHOWN)))


async def picture(services: Services, call: Call, me: Person) -> Reply:
    """Have the picture brought, or say in words what it would show."""
    if not services.numbers.draws:
        return Show(screen.no_picture_card(await services.numbers.weeks()))
    await services.numbers.order(Kind.PICTURE, me, key=call.key)
    return Show(screen.on_its_way_card())


async def export(services: Services, call: Call, me: Person) -> Reply:
    """Have the sessions of the program brought as a file."""
    kind = EXPORTED_AS.get(call.args[0] if call.args else "")
    if kind is None:
        raise NotFound
    await services.numbers.order(kind, me, key=call.key)
    return Show(screen.on_its_way_card())
