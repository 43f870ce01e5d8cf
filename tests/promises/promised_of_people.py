"""The tests that hold the promises about who mentors and who books; ``tests/promises/promised.py`` has all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_PEOPLE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Whoever stops leaves nobody waiting": {
        "offered nowhere from that moment": (
            "promises/test_standing_of_people.py::test_who_mentors_no_longer_is_offered_on_no_way_and_comes_back_with_the_old_profile",
            "promises/test_standing_of_people.py::test_a_request_and_a_stop_at_the_same_time_leave_nobody_waiting",
            "store/standing_promises.py::test_who_is_not_offered_is_in_no_list_and_who_is_blocked_is_known_to_be",
            "promises/test_organisers_and_people.py::test_who_is_blocked_gets_one_sentence_on_every_way_in",
        ),
        "requests are kept, handed over or declined by a list that was seen": (
            "promises/test_standing_of_people.py::test_a_session_goes_to_another_mentor_in_one_piece",
            "promises/test_standing_of_people.py::test_a_series_goes_together_and_what_is_kept_of_it_stands_alone",
            "promises/test_organisers_and_people.py::test_what_becomes_of_the_sessions_of_who_is_blocked",
        ),
        "what is agreed goes on": (
            "promises/test_standing_of_people.py::test_only_a_list_that_was_seen_is_declined_and_what_is_agreed_goes_on",
        ),
    },
}
"""As ``PROMISES``: under the bold words of the README each part, and the tests that hold it."""

ONLY_ORGANISERS: Mapping[str, tuple[str, ...]] = {
    "asked of the platform at every press": (
        "promises/test_organisers.py::test_each_route_is_refused_or_done",
        "promises/test_organisers.py::test_every_route_of_the_organisers_stands_behind_the_gate",
        "promises/test_organisers.py::test_a_stranger_of_another_workspace_administers_nothing_here",
        "adapters/test_discord_rights.py::test_only_a_manager_of_the_programs_own_server_manages",
        "journeys/test_organising.py::test_who_may_no_longer_is_refused_at_the_next_press",
    ),
    "what it can't say now is refused, and not guessed": (
        "journeys/test_organising.py::test_what_slack_does_not_say_is_not_guessed",
        "journeys/test_organising.py::test_a_platform_that_cannot_say_who_belongs_is_not_guessed_at",
    ),
    "Every act of theirs is in the history": (
        "store/program_promises.py::test_acts_of_organisers_are_remembered_the_latest_first",
        "journeys/test_organising.py::test_an_organiser_is_added_told_and_removed",
    ),
}
"""The parts of the promise that only organisers decide."""
