"""The sentences of what is wrong with a field, by its code: times, people, links, hours, days and lengths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from core.domain.errors import Facts

Words: TypeAlias = "str | Callable[[Facts], str]"
"""One whole template, or a choice between whole ones by what is known."""


def _or_open(alone: str, beside: str) -> Callable[[Facts], str]:
    """Return the choice between two sentences about a time that does not fit: ``beside`` names those that are open."""
    return lambda facts: beside if facts.get("starts") else alone


TIME_PROBLEMS: Mapping[str, Words] = {
    "time_empty": (
        "Please type a time. Examples: tomorrow 15:00 · fri 9:30 · 2026-12-01 15:00 · in 2 hours."
    ),
    "time_not_understood": (
        "I can't read that time. Examples: tomorrow 15:00 · fri 9:30 · 2026-12-01 15:00 · in 2 hours."
    ),
    "time_no_hour": (
        "Please add the hour. Examples: tomorrow 15:00 · fri 9:30 · 2026-12-01 15:00 · in 2 hours."
    ),
    "time_impossible_date": "That date does not exist. Please check the day and the month.",
    "time_gap": "The clocks go forward then, so that time does not exist. Please choose another one.",
    "time_past": _or_open(
        "That time has already passed. Please choose a later one.",
        "That time has already passed. Please choose a later one. Still open: {starts}.",
    ),
    "time_too_far": _or_open(
        "That is too far ahead. Please choose a time within the next {days:day}.",
        "That is too far ahead. Please choose a time within the next {days:day}. Open times: {starts}.",
    ),
    "time_beyond_horizon": _or_open(
        "{name} plans {days:day} ahead. Please choose an earlier time.",
        "{name} plans {days:day} ahead. Please choose an earlier time. Open times: {starts}.",
    ),
    "time_too_long": (
        "That is too long for a time. Examples: tomorrow 15:00 · fri 9:30 · 2026-12-01 15:00 · in 2 hours."
    ),
    "time_too_soon": _or_open(
        "{name} needs {hours:hour} of notice. Please choose a later time.",
        "{name} needs {hours:hour} of notice. Please choose a later time. Open times: {starts}.",
    ),
    "time_day_off": _or_open(
        "{name} has {first} off. Please choose another day.",
        "{name} has {first} off. Please choose another day. Open times: {starts}.",
    ),
    "time_outside_hours": _or_open(
        "{name} has no open time then any more. Please choose another one.",
        "{name} has no open time then any more. Please choose another one. Still open: {starts}.",
    ),
    "time_week_full": _or_open(
        "{name} gives {count:session} a week, and that week is full. Please choose another week.",
        "{name} gives {count:session} a week, and that week is full. Still open: {starts}.",
    ),
    "time_too_close": _or_open(
        "{name} keeps {count:minute} free between sessions. Please choose another time.",
        "{name} keeps {count:minute} free between sessions. Please choose another time. Still open: {starts}.",
    ),
    "time_close_to_yours": _or_open(
        "You keep {count:minute} free between sessions, and another one of yours is too near. "
        "Please choose another time.",
        "You keep {count:minute} free between sessions, and another one of yours is too near. "
        "Still open: {starts}.",
    ),
    "time_paused": "{name} takes no new requests at the moment, so the time stays as it is.",
    "time_type_gone": (
        "{name} no longer offers this kind of session, so the time stays as it is. "
        "For another kind, type {/book-session}."
    ),
    "link_wrong": "This code is not good here. Please look at it again, or make a new one on your other account.",
    "link_paused": "Too many wrong codes. Please try again in {count:minute}.",
    "too_many_places": (
        "You already wait for {count:mentor}. Leave one of these lists first: type {/my-sessions}."
    ),
    "time_taken": _or_open(
        "That time has just been taken. Please choose another one.",
        "That time has just been taken. Please choose another one. Still open: {starts}.",
    ),
    "time_yours_taken": _or_open(
        "You already have a session then ({ref}). Please choose another time.",
        "You already have a session then ({ref}). Please choose another time. Still open: {starts}.",
    ),
    "time_mentor_busy": _or_open(
        "{name} is no longer free then. Please choose another time.",
        "{name} is no longer free then. Please choose another time. Still open: {starts}.",
    ),
    "time_engaged": "Your own calendar has something then. Please suggest another time, or accept anyway.",
    "calendar_missing": "Please paste the private address of your calendar.",
    "calendar_unreadable": (
        "I can't read that address. Please copy the private iCal address of your calendar, which begins with https://."
    ),
    "calendar_not_https": (
        "The address must begin with https:// or webcal://. Please copy the private iCal address of your calendar."
    ),
    "calendar_with_password": (
        "The address must not contain a user name or password before the host. "
        "Please use the private address that your calendar makes for it."
    ),
    "calendar_port": "The port after the host must be a number from 1 to 65535. Please check the address.",
    "calendar_private_host": "'{host}' is not a public host, so I can't read a calendar there.",
    "time_several": "That could be one of {count:time}. Please write it like 2026-12-01 15:00.",
    "time_missing": "Please suggest at least one time. Example: tomorrow 15:00.",
    "not_both": "Please choose an open time or suggest another one, not both.",
    "slot_unknown": "Please choose one of the open times.",
    "zone_unknown": "I don't know that time zone. Example: Europe/Berlin.",
    "zone_several": "Which one do you mean: {choices}?",
    "zone_many": "Which one do you mean: {choices}? Or add the country to the city.",
    "zone_needed": "Weekly hours need a time zone. Example: Europe/Berlin.",
}

PEOPLE_PROBLEMS: Mapping[str, Words] = {
    "mentor_missing": "Please choose a mentor. Search by name or skill.",
    "mentor_several": "Several mentors fit these words. Please pick one from the list.",
    "mentor_none": ("No mentor fits these words. Search with {/find-mentor}, or pick one from the list."),
    "no_substitute": "That mentor can't take it any more. Please choose somebody else.",
    "reason_missing": "Please say why: both people will read it.",
    "nobody_suitable": "Nobody who fits is free then. Try another time or other words, or choose a mentor yourself.",
    "mentor_left": "{name} has left. Search for somebody else with {/find-mentor}.",
    "not_a_mentor": "That person is not a mentor here. Search with {/find-mentor}.",
    "mentor_not_offered": "{name} does not mentor here at the moment. Search for somebody else with {/find-mentor}.",
    "self_booking": "You can't book yourself. Please choose another mentor.",
    "takes_no_requests": "{name} takes no new requests at the moment. Please choose another mentor.",
    "already_waiting": (
        "You already have a request waiting for {name} ({ref}). Type {/my-sessions} to see it."
    ),
    "too_many_waiting": (
        "You have {count:request} waiting, the most at a time. Type {/my-sessions} to withdraw one."
    ),
    "too_many_sent": "You have sent {count:request} within an hour. Please wait a little.",
    "session_type_unknown": lambda facts: (
        "{name} does not offer that kind of session any more. Please choose another one: {choices}."
        if facts.get("choices")
        else "{name} does not offer that kind of session any more. Please leave it empty."
    ),
    "session_type_changed": (
        "{name} has changed that kind of session: it takes {count:minute} now. Please choose again: {choices}."
    ),
    "session_type_gone": "You have removed this kind of session meanwhile. To offer it again, add it anew.",
    "session_type_none": "That is no kind of session here. Pick one from the list, or leave it empty.",
    "session_type_missing": "Please choose what kind of session it is. {name} offers: {choices}.",
    "too_many_session_types": "You already offer {count:kind} of session. Remove one first.",
}

WORD_PROBLEMS: Mapping[str, Words] = {
    "topic_missing": "Say in a few words what it is about, for example: code review of my first pull request.",
    "topic_too_long": "Please keep the topic within {most:character}; the message has room for more.",
    "message_too_long": "Please keep the message within {most:character}.",
    "headline_missing": ("Say in one line what you can help with. Example: Backend engineer, loves Python."),
    "title_missing": "Give it a name. Example: Code review.",
    "minutes_missing": "Give the length in minutes, from {least} to {most}. Example: {example}.",
    "not_whole": "Give a whole number from {least} to {most}. Example: {example}.",
    "erase_word": "Please type the word ERASE, or close this form: nothing was erased.",
    "too_long": "Please keep it within {most:character}.",
    "too_long_written_out": (
        "Written out in full, that takes {count:character}. Please shorten it, so that it fits into {most}."
    ),
}

LINK_PROBLEMS: Mapping[str, Words] = {
    "link_too_long": (
        "That link is too long: it may have {most:character}, "
        "and letters other than a-z count as up to twelve. Please use a shorter one."
    ),
    "link_characters": (
        "That link has characters that don't belong in a link. Example: https://meet.example.org/ana"
    ),
    "link_unreadable": "I can't read that link. Example: https://meet.example.org/ana",
    "link_not_https": "A meeting link must start with https://. Example: https://meet.example.org/ana",
    "link_with_password": "A meeting link must not contain a user name or password before the host.",
    "link_port": "The port after the host of that link must be a number from 1 to 65535. Please check the link.",
    "link_no_host": "That link has no host after https://. Example: https://meet.example.org/ana",
    "link_unreadable_host": "I can't read the host of that link. Example: https://meet.example.org/ana",
    "link_private_host": "'{host}' is not a public host, so nobody else could open that link.",
}

HOUR_PROBLEMS: Mapping[str, Words] = {
    "hours_empty": "Please type your weekly hours. Example: Mon-Fri 9-17, Sat 10:00-12:00.",
    "hours_too_long": "That is too long for weekly hours. Example: Mon-Fri 9-17, Sat 10:00-12:00.",
    "hours_day_missing": "Please name the day before '{words}'. Example: Mon-Fri 9-17, Sat 10:00-12:00.",
    "hours_missing": (
        "Please add the hours, such as 9-17, after the day. Example: Mon-Fri 9-17, Sat 10:00-12:00."
    ),
    "hours_end_first": (
        "Opening hours must end after they start, on the same day. Example: Mon-Fri 9-17, Sat 10:00-12:00."
    ),
    "hours_cross_midnight": (
        "{words} would end before it starts. Did you mean {meant}? "
        "Hours cannot cross midnight: write Mon 22-24, Tue 0-2."
    ),
    "hours_which_half": ("Did you mean {meant} or {early} by '{words}'? Write {write}, or {write_early}."),
    "hours_unreadable": "I can't read '{words}'. Example: Mon-Fri 9-17, Sat 10:00-12:00.",
    "hours_time_unreadable": "I can't read the time '{words}'. Example: Mon-Fri 9-17, Sat 10:00-12:00.",
    "hours_no_time": "'{words}' is not a time of day. Example: Mon-Fri 9-17, Sat 10:00-12:00.",
}

DAYS: Mapping[str, Words] = {
    "days_unreadable": "I can't read that. Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12.",
    "days_too_long": "That is too long. Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12.",
    "days_begin": (
        "Please begin with off or extra instead of '{words}'. "
        "Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12."
    ),
    "days_hours_missing": (
        "Please add the hours after '{words}'. Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12."
    ),
    "days_date_unreadable": (
        "I can't read the date in '{words}'. Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12."
    ),
    "days_date_absent": (
        "The date in '{words}' does not exist. Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12."
    ),
    "days_month": (
        "Please write the month as a word in '{words}', so that it has one meaning. "
        "Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12."
    ),
    "days_no_range": (
        "{first}-{last} is not a range of up to a year. Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12."
    ),
    "days_end_first": (
        "Extra hours must end after they start, on the same day. "
        "Examples: off 24 Dec-2 Jan · extra Sat 5 Dec 10-12."
    ),
}

PROGRAM_PROBLEMS: Mapping[str, Words] = {
    "program_name_missing": "Give the program a name. Example: Mentoring at Acme.",
    "reminders_unreadable": "Write 48h, 24h, 1h and 10m, as many as you like with commas between, or off.",
    "quiet_hours_unreadable": "Write when the evening and the morning begin, such as 21:00-08:00, or off.",
    "room_missing": "The address needs one place for the name of the room. Example: {example}.",
    "choice_unknown": "Choose one of these: {choices}.",
    "id_unreadable": "That is no id of {name}. Copy the link to it, or its id, from {name}.",
    "channel_not_in": "I am not in that channel. Type /invite in it and choose me, then press Post again.",
    "channel_no_permission": (
        "I may not write there. Give me the permissions View Channel and Send Messages in that channel, "
        "then try again."
    ),
    "channel_archived": "That channel is archived. Choose another one.",
    "channel_forbidden": "A rule of this workspace or server does not let me write there. Choose another channel.",
    "channel_gone": "I can't find that channel. If it is private, invite me first; or choose another one.",
    "channel_later": "I can't post there right now. Please try again in a minute.",
    "channel_doubtful": "I can't tell whether it has arrived. Please look into the channel before you try again.",
    "channel_refused": "That channel does not take it. Choose another one.",
    "file_no_mapping": "This file must have a line for each rule. Example: answer_hours: 48.",
    "file_unknown_rule": "There is no such rule. These are there: {choices}.",
    "file_organisers": "List people as slack:T0123ABC:U0123ABC or discord:112233445566778899.",
    "group_missing": "Choose the group, or let anyone take part.",
}

PROBLEMS: Mapping[str, Words] = {
    **TIME_PROBLEMS,
    **PEOPLE_PROBLEMS,
    **WORD_PROBLEMS,
    **LINK_PROBLEMS,
    **HOUR_PROBLEMS,
    **DAYS,
    **PROGRAM_PROBLEMS,
}
