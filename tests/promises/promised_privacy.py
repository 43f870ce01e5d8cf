"""The tests that hold what the README promises of one's own data; ``promised.py`` has those of every other promise."""

from __future__ import annotations

from collections.abc import Mapping

OF_PRIVACY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "What is yours you can take along, and end": {
        "an export has all that is stored about you and nothing of others": (
            "promises/test_privacy.py::test_an_export_has_ones_own_and_nothing_that_is_others",
            "promises/test_privacy.py::test_every_column_is_said_to_hold_something_of_a_person_or_nothing",
            "journeys/test_privacy.py::test_somebody_takes_everything_along_and_nothing_stays",
        ),
        "after an erasure nothing of yours is left": (
            "promises/test_privacy.py::test_nothing_of_who_was_erased_is_left_anywhere",
            "promises/test_privacy.py::test_every_column_that_names_a_person_leads_to_what_is_erased",
            "promises/test_privacy.py::test_words_of_a_mentor_go_with_the_mentor_and_those_of_the_student_stay",
            "promises/test_privacy.py::test_what_is_interrupted_goes_on_at_the_next_look",
            "promises/test_privacy.py::test_the_history_still_ends_in_the_session_and_the_other_side_keeps_its_words",
        ),
        "a restored older backup does not bring you back": (
            "promises/test_privacy.py::test_a_restored_backup_does_not_bring_them_back",
            "promises/test_privacy.py::test_a_file_that_is_lost_is_written_anew_from_the_database",
            "journeys/test_privacy.py::test_a_backup_put_in_the_place_of_the_database_brings_nobody_back",
        ),
    },
}
