"""The tests that hold each promise of the README; ``python3 dev promises`` writes docs/promises.md from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.promises.promised_of_people import OF_PEOPLE, ONLY_ORGANISERS
from tests.promises.promised_privacy import OF_PRIVACY

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
HEAD = """# What holds the promises

Each promise of the [README](../README.md#what-we-promise) with the tests that fail when it is broken. This page is
written by `python3 dev promises` from the README and from `tests/promises/promised.py`; a test keeps them together.
"""

PROMISES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Never double-booked": {
        "the database itself refuses overlapping time, on SQLite and on PostgreSQL": (
            "store/booking_promises.py::test_the_database_itself_refuses_overlapping_time",
            "store/booking_promises.py::test_the_database_itself_refuses_a_shift_into_held_time",
            "store/booking_promises.py::test_time_is_held_half_open",
        ),
        "for the mentor and for the student": (
            "store/booking_promises.py::test_a_student_is_not_in_two_places",
            "promises/test_races.py::test_of_forty_mentors_whom_one_student_wants_at_a_time_one_is_asked",
        ),
        "of many who want one time, one gets it": (
            "promises/test_races.py::test_of_forty_students_who_want_one_mentor_one_gets_the_time",
            "promises/test_races.py::test_of_forty_agreements_to_overlapping_times_one_holds",
            "store/test_races.py::test_of_sixty_overlapping_requests_exactly_one_wins",
            "store/test_races.py::test_mixed_times_of_many_people_never_overlap",
            "store/test_races.py::test_processes_share_a_database_from_their_first_moment",
        ),
        "a request holds its time until it is answered or expires": (
            "journeys/test_slots.py::test_an_open_time_that_is_held_is_offered_to_nobody_else",
            "journeys/test_slots.py::test_an_expired_hold_frees_the_time_at_that_instant",
            "promises/test_waiting_lists.py::test_what_is_called_off_is_held_for_the_first_in_line_and_blocks_everybody_else",
            "store/booking_promises.py::test_what_ends_gives_its_time_back",
        ),
    },
    "Never lost": {
        "a press, its history and its messages are one transaction": (
            "store/booking_promises.py::test_the_notices_are_stored_with_the_change",
            "store/booking_promises.py::test_an_error_takes_everything_back",
            "promises/test_series.py::test_all_of_a_series_is_stored_or_nothing",
            "store/booking_promises.py::test_the_history_replays_to_the_row",
            "store/test_group_commit.py::test_one_that_fails_takes_back_its_own_work_alone",
        ),
        "killed at any moment, it goes on where it was": (
            "journeys/test_killed.py::test_killed_before_the_message_was_sent",
            "journeys/test_killed.py::test_killed_after_the_message_was_sent_and_before_anybody_noted_it",
            "promises/test_restarts.py::test_a_restart_is_invisible",
            "promises/test_whatever_order.py::TestWhatever",
            "promises/test_whatever_order.py::TestWhateverOnPostgres",
        ),
        "old buttons and open forms work": (
            "journeys/test_restart.py::test_a_button_of_an_old_card_works_after_a_restart",
            "journeys/test_restart.py::test_a_form_left_open_can_be_sent_after_a_restart",
            "journeys/test_killed.py::test_killed_with_a_form_open",
        ),
    },
    "What you read is stored": {
        "nobody is answered before the commit": (
            "store/test_group_commit.py::test_nobody_is_answered_before_the_commit",
            "store/test_connections.py::test_a_commit_on_sqlite_survives_a_power_cut",
            "store/test_connections.py::test_what_was_written_is_there_after_a_restart",
        ),
        "what cannot be stored is an error, and nothing of it remains": (
            "store/test_connections.py::test_a_full_disk_is_unavailable_until_there_is_room",
            "store/test_connections.py::test_another_writer_is_waited_for_and_then_reported",
            "store/test_connections.py::test_a_commit_that_fails_leaves_the_store_in_order",
            "promises/test_lost_commits.py::test_a_press_whose_commit_is_in_doubt_is_done_once_and_answered_as_done",
        ),
        "what stands in the chat is the truth": (
            "promises/test_what_stands.py::test_nothing_that_stands_is_untrue",
            "screens/test_cards.py::test_a_look_says_nothing_that_may_cease_to_be_so_and_has_every_button",
            "journeys/test_open.py::test_a_look_from_the_list_stays_true_when_the_session_is_called_off",
            "promises/test_open.py::test_whatever_gets_lost_on_the_way_there_is_one_card_in_the_end",
            "promises/test_one_moment.py::test_what_is_shown_is_how_it_stood_before_a_move_or_after_it",
            "journeys/test_once.py::test_a_stale_card_shows_the_truth_and_changes_nothing",
            "promises/test_overtaken.py::test_a_card_whose_answer_broke_off_is_drawn_anew_at_once",
            "promises/test_overtaken.py::test_an_edit_that_arrives_after_a_newer_answer_is_drawn_over",
        ),
    },
    "Once, however often it is pressed": {
        "a second click or a second device changes nothing and is told who decided": (
            "journeys/test_once.py::test_a_second_press_is_told_who_decided_and_when",
            "journeys/test_once.py::test_accept_and_withdraw_at_once_have_one_outcome",
            "store/test_races.py::test_a_button_pressed_by_many_hands_works_once",
            "promises/test_races.py::test_of_two_acts_the_first_decides",
        ),
        "a redelivery changes nothing": (
            "journeys/test_once.py::test_the_same_delivery_three_times_is_one_change",
            "store/booking_promises.py::test_the_same_act_twice_changes_nothing_and_says_so",
            "adapters/test_slack_parse.py::test_the_same_press_has_the_same_key_and_another_press_another_one",
            "adapters/test_discord_app.py::test_every_press_has_a_key_of_its_own",
        ),
    },
    "Every decision reaches the other side": {
        "in a direct message, also after a limit, an outage or a crash": (
            "domain/test_notices.py::test_every_act_tells_each_side_exactly_one_thing",
            "journeys/test_booking.py::test_a_request_is_accepted_with_a_note_and_a_link",
            "journeys/test_booking.py::test_an_agreed_session_is_cancelled_by_either_side",
            "journeys/test_trouble.py::test_a_rate_limit_is_waited_for_and_nothing_is_sent_twice",
            "promises/test_whatever_order.py::TestWhatever",
        ),
        "what may have been sent is looked for before it is sent again": (
            "journeys/test_trouble.py::test_a_message_whose_answer_was_lost_is_not_sent_again",
            "store/outbox_promises.py::test_a_dead_worker_leaves_its_notice_to_the_next_as_unknown",
            "adapters/test_slack_platform.py::test_a_message_whose_sending_broke_off_is_found_and_was_sent_once",
            "adapters/test_discord_platform.py::test_a_cut_after_the_effect_is_in_doubt_and_found_again",
            "adapters/test_discord_platform.py::test_a_message_is_found_by_its_mark_when_an_answer_has_replaced_it",
            "adapters/test_discord_platform.py::test_what_is_limited_when_it_is_sent_again_is_in_doubt",
            "promises/test_digests.py::test_a_lost_answer_to_a_digest_is_not_sent_again",
        ),
    },
    "A call of its own for each session": {
        "made once, whatever becomes of the answer": (
            "video/test_meeting_worker.py::test_a_call_is_made_once_whatever_becomes_of_the_answer",
            "video/test_meeting_worker.py::test_a_kill_at_any_moment_makes_nothing_twice_and_loses_nothing",
            "video/test_meeting_worker.py::test_whatever_happens_in_whatever_order_one_call_stands_or_none",
            "journeys/test_discord_calls.py::test_an_event_is_made_once_whatever_becomes_of_the_answer",
        ),
        "it lives with its session": (
            "journeys/test_video.py::test_the_call_comes_with_the_yes_and_lives_with_the_session",
            "journeys/test_discord_calls.py::test_two_of_one_server_get_an_event_that_lives_with_the_session",
        ),
        "nobody goes without a link": (
            "journeys/test_video.py::test_a_provider_that_fails_costs_nobody_the_link_and_the_mentor_is_told",
            "video/test_meeting_worker.py::test_revoked_credentials_cost_no_session_its_link",
            "video/test_meeting_worker.py::test_a_provider_that_is_away_too_long_is_not_waited_for",
        ),
    },
    "Never silently wrong about a time": {
        "every reader sees their own zone": (
            "adapters/test_slack_render.py::test_each_reader_sees_a_time_in_their_own_zone",
            "screens/test_refusals.py::test_an_instant_is_shown_to_each_reader_in_their_own_way",
            "screens/test_slots_shown.py::test_shown_stored_and_sent_are_one_instant",
        ),
        "a typed time is read by a strict grammar": (
            "times/test_read.py::test_typed_times",
            "times/test_read.py::test_what_is_not_understood_whole_is_not_half_taken",
            "times/test_times_page.py::test_an_example_is_read_as_the_page_says",
        ),
        "it is shown back": (
            "journeys/test_said_back.py::test_behind_the_command_every_typed_time_is_said_back",
            "times/test_read.py::test_what_is_shown_is_read_back",
        ),
        "what is ambiguous, impossible, or falls into a clock change is asked": (
            "promises/test_times_page_in_forms.py::test_what_is_typed_is_taken_asked_or_refused_as_the_page_says",
            "promises/test_times_page_in_forms.py::test_no_reading_is_left_out_of_the_question",
            "times/test_read.py::test_around_changes_of_the_clocks_and_of_the_day",
            "journeys/test_time.py::test_a_time_that_the_clocks_leave_out_is_never_booked_in_silence",
            "times/test_slots_against_oracle.py::test_every_zone_every_week_of_two_years",
        ),
    },
    "Your own calendar counts": {
        "no student gets a time at which it has something": (
            "journeys/test_busy_calendar.py::test_its_times_are_offered_to_nobody",
            "journeys/test_busy_calendar.py::test_nobody_can_ask_for_one_of_them",
            "calendars/test_busy_events.py::test_each_file_is_read_right_or_has_one_word",
        ),
        "the mentor is asked before they accept one": (
            "journeys/test_busy_calendar.py::test_the_mentor_is_asked_and_may_accept_anyway",
            "promises/test_every_way_in.py::test_what_comes_about_meanwhile_is_judged_when_the_time_is_taken",
        ),
        "one that can't be read is told": (
            "journeys/test_busy_calendar.py::test_one_that_breaks_is_told_once_and_its_times_stand_for_a_day",
            "calendars/test_fetching.py::test_what_goes_wrong_has_its_word",
        ),
        "only times are kept": ("calendars/test_busy_events.py::test_nothing_but_times_is_looked_at",),
        "no address that leads into a private network is connected to": (
            "calendars/test_private_networks.py::test_no_name_leads_there",
            "calendars/test_private_networks.py::test_no_way_to_write_one_leads_there",
            "calendars/test_private_networks.py::test_no_redirect_leads_there",
            "calendars/test_private_networks.py::test_a_name_that_changes_between_two_looks_leads_nowhere",
        ),
    },
    "No reminder for a dead time": {
        "none after a cancellation": (
            "journeys/test_time.py::test_nobody_is_reminded_of_a_cancelled_session",
        ),
        "none for a moved session": (
            "journeys/test_time.py::test_a_moved_session_reminds_of_its_new_time_only",
        ),
        "none after the start": (
            "journeys/test_time.py::test_three_days_asleep_bring_no_stale_reminder",
            "domain/test_notices.py::test_no_reminder_is_planned_for_a_moment_that_has_passed",
        ),
        "none twice": (
            "domain/test_notices.py::test_a_reminder_is_one_and_the_same_however_often_the_card_changes",
            "store/outbox_promises.py::test_the_same_notice_is_enqueued_once",
        ),
    },
    "Few messages": {
        "so many for each journey and no more": (
            "promises/test_notifications.py::test_nobody_is_sent_more_than_this",
        ),
        "what comes late or in numbers comes as one digest": (
            "promises/test_digests.py::test_what_is_late_is_told_in_one_message_with_the_truth_of_now",
            "promises/test_digests.py::test_several_requests_are_asked_for_in_one_message",
        ),
        "nobody is nudged at night": (
            "promises/test_digests.py::test_an_evening_is_not_disturbed_and_the_morning_has_one_message",
            "times/test_quiet_hours.py::test_whatever_comes_is_by_day_and_within_its_time",
        ),
        "how it was is asked at most twice": (
            "promises/test_after.py::test_each_side_is_asked_at_most_twice",
            "promises/test_after.py::test_who_has_answered_is_not_asked_again",
        ),
    },
    "If a direct message cannot be delivered": {
        "the other side is told": (
            "journeys/test_trouble.py::test_closed_direct_messages_on_discord_are_told_once",
            "journeys/test_trouble.py::test_closed_direct_messages_on_slack_are_told_once",
        ),
        "everything waits under /my-sessions, and comes when messages open again": (
            "journeys/test_trouble.py::test_the_message_arrives_when_direct_messages_open_again",
            "promises/test_digests.py::test_who_cannot_be_reached_hears_all_of_it_later_in_one_message",
            "screens/test_agenda.py::test_who_cannot_be_reached_reads_that_instead_of_a_greeting",
        ),
    },
    "One person's trouble is theirs alone": {
        "a slow call keeps nobody else waiting": (
            "promises/test_delivery.py::test_who_is_slow_keeps_nobody_waiting",
            "promises/test_delivery.py::test_a_send_that_hangs_ends_within_its_budget",
            "journeys/test_slow_and_refused.py::test_a_slow_slack_keeps_nobody_on_discord_waiting",
            "journeys/test_slow_and_refused.py::test_a_slow_discord_keeps_nobody_on_slack_waiting",
        ),
        "a limit holds for what it limits": (
            "journeys/test_slow_and_refused.py::test_too_many_profiles_wait_for_every_press_and_over_a_restart",
            "promises/test_delivery.py::test_what_is_for_later_is_left_alone_until_then",
        ),
        "a message that always fails is given up and said": (
            "promises/test_told_or_given_up.py::test_a_row_that_cannot_be_read_touches_nobody_elses_message",
            "promises/test_told_or_given_up.py::test_what_is_given_up_is_told_to_the_other_side",
        ),
        "a platform that is away does not stop the other": (
            "promises/test_delivery.py::test_a_platform_that_is_away_takes_no_place_of_the_other",
            "journeys/test_start.py::test_while_one_platform_is_silent_the_other_serves_and_delivers",
            "journeys/test_trouble.py::test_a_dead_token_on_one_platform_does_not_stop_the_other",
        ),
    },
    "An organiser's word is theirs": {
        "it is in the history and told to both": (
            "domain/test_organised.py::test_both_hear_what_an_organiser_has_done",
            "promises/test_looking_after.py::test_whatever_organisers_do_everybody_is_told_once_and_nothing_is_lost",
            "journeys/test_organiser_acts.py::test_it_is_called_off_with_a_reason_that_both_read",
        ),
        "nobody else may press it, and a late press shows the truth": (
            "promises/test_looking_after.py::test_who_may_press_what_organisers_press",
            "journeys/test_organiser_acts.py::test_a_press_that_comes_late_shows_what_has_become_of_it",
            "journeys/test_organiser_acts.py::test_a_mentor_is_asked_again_and_not_twice",
        ),
        "a request that goes to another mentor is lost to nobody and held by one": (
            "store/number_promises.py::test_two_organisers_who_give_on_the_same_request_ask_one_mentor",
            "journeys/test_organiser_acts.py::test_another_mentor_is_asked_and_all_three_hear_of_it",
        ),
    },
    "Numbers that can be trusted": {
        "each is what counting by hand gives, however many sessions there are": (
            "store/number_promises.py::test_every_number_is_what_counting_by_hand_gives",
            "store/number_promises.py::test_who_waits_is_found_and_who_does_not_is_left_out",
            "store/test_number_plans.py::test_no_number_reads_a_table_that_grows_from_end_to_end",
            "store/test_number_plans.py::test_a_span_is_counted_by_its_starts_and_answers_by_when_they_were_given",
        ),
        "no cell of an export is run": (
            "screens/test_exports.py::test_every_cell_comes_back_and_none_is_a_formula",
            "journeys/test_organiser_numbers.py::test_the_sessions_come_as_a_file_that_runs_nothing",
        ),
        "a picture says the same in words": (
            "journeys/test_organiser_numbers.py::test_the_picture_says_the_same_in_words",
            "journeys/test_organiser_numbers.py::test_without_the_extra_the_numbers_are_said_in_words",
        ),
        "words of feedback are read by organisers only where their writer allows it": (
            "journeys/test_organiser_numbers.py::test_organisers_read_words_that_were_written_for_them_and_no_others",
        ),
        "the weekly summary comes once": (
            "journeys/test_weekly_summary.py::test_of_four_processes_one_posts_and_none_posts_again",
            "journeys/test_weekly_summary.py::test_what_may_have_been_sent_is_looked_for_and_comes_once",
        ),
    },
    "Nobody waits for somebody who has left": {
        "open sessions are called off and the other side is told": (
            "journeys/test_leaving.py::test_a_mentor_leaves_and_the_student_is_told_and_others_are_offered",
            "journeys/test_leaving.py::test_a_student_leaves_and_the_mentors_time_is_free_again",
        ),
        "whoever comes back is back": ("journeys/test_leaving.py::test_whoever_acts_is_back",),
    },
    **OF_PEOPLE,
    "Any number of processes on PostgreSQL are one bot": {
        "no two of them take the same notice or person": (
            "store/test_races.py::test_two_workers_never_take_the_same_notice_or_person_at_once",
            "store/test_doorbell.py::test_what_is_stored_rings_when_it_is_committed",
        ),
        "what a killed one was doing is taken over": (
            "promises/test_delivery.py::test_what_a_killed_process_had_sent_is_found_after_the_lease_and_not_before",
            "store/lease_promises.py::test_one_that_falls_silent_is_succeeded_and_learns_it",
            "test_leased.py::test_one_that_was_silent_is_succeeded_and_steps_back",
        ),
        "on an SQLite file a second one refuses to start": (
            "test_one_process.py::test_a_second_process_is_refused_until_the_first_is_gone_however_it_ends",
        ),
    },
    "What is said across platforms arrives once and in order": {
        "every message, edit and deletion, through every limit, outage, redelivery and crash": (
            "journeys/test_chat_faults.py::test_each_arrives_once_in_order_and_pings_nobody",
            "journeys/test_chat_killed.py::test_a_process_that_is_killed_twelve_times_relays_each_message_once",
            "journeys/test_chats.py::test_a_long_message_comes_in_parts_that_follow_it",
            "adapters/test_conversations.py::test_nothing_overtakes_what_was_said_on_discord_while_nobody_listened",
            "adapters/test_conversations.py::test_what_could_not_be_stored_goes_before_what_is_said_after_it",
            "store/chat_promises.py::test_letters_are_numbered_and_told_in_their_order",
            "store/chat_promises.py::test_the_same_message_becomes_one_letter",
        ),
        "what cannot be carried is named": (
            "journeys/test_chats.py::test_what_cannot_be_carried_is_named_to_both",
            "journeys/test_chats.py::test_who_cannot_be_reached_is_told_of",
        ),
        "words are kept no longer than until they are delivered": (
            "journeys/test_chats.py::test_muted_reported_and_closed_it_keeps_and_logs_no_word",
            "store/chat_promises.py::test_a_letter_comes_back_as_it_was_and_loses_its_words_on_arrival",
        ),
    },
    "Your text is only text": {
        "it cannot ping, format, link or speak for the bot": (
            "adapters/test_slack_render.py::test_what_somebody_typed_lands_only_where_slack_reads_no_markup",
            "adapters/test_slack_render.py::test_a_notification_shows_the_summary_and_cannot_ping",
            "adapters/test_discord_text.py::test_nothing_is_left_that_could_format_link_ping_or_tell_a_time",
            "adapters/test_discord_app.py::test_no_message_may_ping_anybody",
            "adapters/test_discord_platform.py::test_nobodys_words_ping_or_format_on_the_wire",
            "journeys/test_bad_input.py::test_hostile_words_stay_words",
        ),
        "meeting links are https with a public host, which is shown": (
            "domain/test_links.py::test_any_other_text_is_refused_with_its_own_sentence",
            "domain/test_links.py::test_the_host_that_is_shown_is_the_one_that_was_judged",
            "domain/test_hosts.py::test_an_ipv4_address_is_refused_in_every_disguise_or_in_none",
        ),
    },
    "Only organisers decide": ONLY_ORGANISERS,
    "Private stays private": {
        "only the two people of a session can see or press anything of it": (
            "journeys/test_trouble.py::test_strangers_and_unknown_ids_get_the_same_answer",
            "playground/test_stranger.py::test_a_stranger_is_told_nothing_of_the_session_and_changes_nothing",
            "adapters/test_slack_presses.py::test_a_strangers_press_is_refused_to_them_alone",
            "store/booking_promises.py::test_another_program_sees_no_booking",
        ),
        "no message text is ever logged": (
            "promises/test_silence.py::test_what_people_write_is_in_no_line",
            "adapters/test_slack_connection.py::test_the_libraries_never_log_what_people_say_or_what_opens_doors",
        ),
        "no token is ever logged": (
            "test_log.py::test_no_shape_of_a_token_gets_through",
            "test_log.py::test_a_traceback_is_kept_and_its_secrets_are_not",
            "test_settings.py::test_no_secret_is_ever_printed",
        ),
    },
    **OF_PRIVACY,
}
"""Under the bold words with which the README begins a promise: each part of it, and the tests that hold this part."""


def readme_promises() -> dict[str, str]:
    """Return the promises of the README in their order: the bold words, and the whole sentence on one line."""
    front = (ROOT / "README.md").read_text(encoding="utf-8")
    section = front.partition("## What we promise\n")[2].partition("\n## ")[0]
    items = (" ".join(item.split()) for item in re.split(r"^- ", section, flags=re.MULTILINE)[1:])
    return {item.split("**")[1].rstrip("."): item for item in items}


def page() -> str:
    """Return docs/promises.md."""
    return "\n".join((HEAD, *_lines()))


def _lines() -> Iterator[str]:
    for title, words in readme_promises().items():
        yield from (f"## {title}", "", words, "")
        for part, tests in PROMISES[title].items():
            yield f"- {part}:"
            yield from (f"  - `{test}`" for test in tests)
        yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
