"""What is promised about people, mentors and what they offer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.domain.links import MeetingLink
from core.domain.people import NAME_LENGTH, Offering, OfferingId, PersonId, ProgramId
from core.domain.text import units
from core.store.tables import every as tables
from core.store.transaction import Transaction
from tests.store.world import HOUR, NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.store.store import Store
    from tests.store.world import World


async def _names(store: Store, words: str, limit: int = 10) -> list[str]:
    return [one.person.name for one in await store.read(lambda tx: tx.mentors(words, limit))]


class PeoplePromises:
    async def test_a_person_is_found_by_id_and_by_address(self, store: Store, world: World) -> None:
        ana = await world.person("Ana Ö.", zone="Europe/Vienna", locale="de", unreachable="closed")
        assert await store.read(lambda tx: tx.person(ana.id)) == ana
        assert await store.read(lambda tx: tx.person_at(ana.address)) == ana
        other_workspace = replace(ana.address, space="T2")
        assert await store.read(lambda tx: tx.person_at(other_workspace)) is None

    async def test_people_come_at_once_and_strangers_are_left_out(self, store: Store, world: World) -> None:
        ana, ken = await world.person("Ana"), await world.person("Ken")
        wanted = {ana.id, ken.id, world.ids()}
        assert await store.read(lambda tx: tx.people(wanted)) == {ana.id: ana, ken.id: ken}  # type: ignore[arg-type]
        assert await store.read(lambda tx: tx.people([])) == {}

    async def test_a_person_changes(self, store: Store, world: World) -> None:
        ana = await world.person("Ana")
        later = replace(ana, name="Anna", zone="Asia/Tokyo", locale="ja", unreachable="gone")
        await store.write(lambda tx: tx.update_person(later))
        assert await store.read(lambda tx: tx.person(ana.id)) == later

    async def test_another_program_sees_nobody(self, store: Store, world: World) -> None:
        ana = await world.person("Ana")
        mentor = await world.mentor("Ken")

        def work(tx: Transaction) -> None:
            other = Transaction(tx._connection, ProgramId(world.ids()))
            assert other.person(ana.id) is None
            assert other.person_at(ana.address) is None
            assert other.mentor(mentor.person.id) is None
            assert other.mentors("", 10) == []

        await store.read(work)
        with pytest.raises(ValueError, match="another program"):
            await store.write(lambda tx: tx.add_person(replace(ana, program=ProgramId(world.ids()))))

    async def test_a_mentor_comes_back_as_saved(self, store: Store, world: World) -> None:
        ken = await world.mentor(
            "Ken",
            "Rust",
            skills="async",
            hours="Mon 17:00-19:00",
            link=MeetingLink("https://meet.example.org/ken"),
        )
        assert await store.read(lambda tx: tx.mentor(ken.person.id)) == ken
        changed = replace(ken, headline="Go", link=None, paused=True)
        await store.write(lambda tx: tx.save_mentor(replace(changed, since=NOW + HOUR)))
        assert await store.read(lambda tx: tx.mentor(ken.person.id)) == changed
        assert await store.read(lambda tx: tx.mentor(ken.person.id)) != ken

    async def test_a_row_that_breaks_a_rule_is_read_as_far_as_it_goes(
        self, store: Store, world: World
    ) -> None:
        ken = await world.mentor("Ken", "Rust", hours="Mon 09:00-10:00")
        letter = "\U0001d4d0"

        def broken(tx: Transaction) -> None:
            its = sa.update(tables.mentor).where(tables.mentor.c.person == ken.person.id)
            tx._connection.execute(its.values(hours="whenever", zone="US/Pacific-New", horizon=10**6))
            who = sa.update(tables.person).where(tables.person.c.id == ken.person.id)
            tx._connection.execute(who.values(name=letter * 80, zone="US/Pacific-New"))

        await store.write(broken)
        (read,) = await store.read(lambda tx: tx.mentors("rust", 10))
        assert (read.hours, read.zone, read.person.zone, read.horizon) == ("", None, None, 180)
        assert read.unreadable == {"hours", "zone"}
        assert units(read.person.name) <= NAME_LENGTH
        await store.write(lambda tx: tx.save_mentor(replace(read, paused=True)))
        kept = sa.select(tables.mentor.c.hours, tables.mentor.c.zone)
        kept = kept.where(tables.mentor.c.person == ken.person.id)
        stored = await store.read(lambda tx: tx._connection.execute(kept).one())
        assert tuple(stored) == ("whenever", "US/Pacific-New")

    async def test_a_search_needs_every_word_anywhere(self, store: Store, world: World) -> None:
        await world.mentor("Ada Lovelace", "Compilers", skills="C, Rust")
        await world.mentor("Grace Hopper", "Compilers", skills="COBOL")
        await world.mentor("Zoë Rust", "Careers")
        assert await _names(store, "rust comp") == ["Ada Lovelace"]
        assert await _names(store, "COMPILERS") == ["Ada Lovelace", "Grace Hopper"]
        assert await _names(store, "zoe") == ["Zoë Rust"]
        assert await _names(store, "rust c") == ["Ada Lovelace", "Zoë Rust"]
        assert await _names(store, "compilers rust cobol") == []

    async def test_names_that_begin_so_come_first_then_the_alphabet(self, store: Store, world: World) -> None:
        for name in ("Berta Ken", "ken Young", "Ken Adams", "Álvaro"):
            await world.mentor(name)
        assert await _names(store, "ken") == ["Ken Adams", "ken Young", "Berta Ken"]
        assert await _names(store, "") == ["Álvaro", "Berta Ken", "Ken Adams", "ken Young"]
        assert await _names(store, "", 2) == ["Álvaro", "Berta Ken"]

    async def test_wildcards_in_a_search_are_plain_letters(self, store: Store, world: World) -> None:
        await world.mentor("Ada", "100% sure")
        await world.mentor("Bob", r"a_b \ c")
        assert await _names(store, "100%") == ["Ada"]
        assert await _names(store, "a_b") == ["Bob"]
        assert await _names(store, "_") == ["Bob"]
        assert await _names(store, "\\") == ["Bob"]
        await world.mentor("Cy", "and/or")
        assert await _names(store, "d/o") == ["Cy"]
        assert await _names(store, "/%") == []

    async def test_nobody_finds_the_paused_or_themselves(self, store: Store, world: World) -> None:
        ken = await world.mentor("Ken")
        await world.mentor("Lea", paused=True)
        assert await _names(store, "") == ["Ken"]
        assert await store.read(lambda tx: tx.mentors("", 10, but=ken.person.id)) == []

    async def test_a_renamed_mentor_is_found_by_the_new_name(self, store: Store, world: World) -> None:
        ken = await world.mentor("Ken", "Rust")
        await store.write(lambda tx: tx.update_person(replace(ken.person, name="Kenneth B")))
        assert await _names(store, "kenneth rust") == ["Kenneth B"]

    async def test_a_transaction_reads_what_it_has_just_written_of_a_mentor(
        self, store: Store, world: World
    ) -> None:
        ken = await world.mentor("Ken", paused=True, paused_until=NOW)

        def work(tx: Transaction) -> list[tuple[str, str, bool]]:
            changes: tuple[Callable[[], None], ...] = (
                lambda: tx.update_person(replace(ken.person, name="Kenneth")),
                lambda: tx.save_mentor(replace(ken, headline="Reads diffs")),
                lambda: tx.end_pauses(NOW),
            )
            found = [tx.mentor(ken.person.id)]
            for change in changes:
                change()
                found.append(tx.mentor(ken.person.id))
            return [(one.person.name, one.headline, one.paused) for one in found if one]

        assert await store.write(work) == [
            ("Ken", "Helps", True),
            ("Kenneth", "Helps", True),
            ("Kenneth", "Reads diffs", True),
            ("Kenneth", "Reads diffs", False),
        ]

    async def test_a_removed_offering_is_offered_no_more_but_still_named(
        self, store: Store, world: World
    ) -> None:
        ken = (await world.mentor("Ken")).person.id
        review = Offering(
            id=OfferingId(world.ids()), mentor=ken, title="Review", minutes=60, description="Code"
        )
        await store.write(lambda tx: tx.add_offering(review))
        longer = replace(review, minutes=90)
        await store.write(lambda tx: tx.update_offering(longer))
        assert await store.read(lambda tx: tx.offerings(ken)) == [longer]
        await store.write(lambda tx: tx.remove_offering(review.id))
        assert await store.read(lambda tx: tx.offerings(ken)) == []
        assert await store.read(lambda tx: tx.offering(review.id)) == longer

    async def test_one_address_is_one_person(self, store: Store, world: World) -> None:
        ana = await world.person("Ana")
        double = replace(ana, id=PersonId(world.ids()))
        with pytest.raises(Exception, match=r"(?i)unique"):
            await store.write(lambda tx: tx.add_person(double))
        assert await store.read(lambda tx: tx.person_at(ana.address)) == ana
