"""Which flow answers which command, button, form, change, search and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.flows import after, answers, booking, lists, mentoring, searches
from core.chat.routes import Asked

if TYPE_CHECKING:
    from core.chat.router import Flow

COMMANDS: dict[str, Flow] = {
    "book-session": booking.book_session,
    "ask-about": booking.ask_about,
    "my-sessions": lists.my_sessions,
    "mentors": lists.mentors,
    "mentor": mentoring.mentor,
    "mentoring": mentoring.mentoring,
}
BUTTONS: dict[str, Flow] = {
    "show": answers.show,
    "chat": answers.chat,
    "accept": answers.accept,
    "accept-note": answers.ask_accept,
    "decline": answers.ask_decline,
    "withdraw": answers.cancel,
    "cancel": answers.ask_cancel,
    "edit-link": answers.ask_link,
    "propose": answers.ask_propose,
    "accept-time": answers.accept_time,
    "keep-time": answers.keep_time,
    "withdraw-time": answers.withdraw_time,
    "complete": answers.complete,
    "student-absent": answers.student_absent,
    "mentor-absent": answers.mentor_absent,
    "change": booking.change_button,
    "book": booking.book_button,
    "again": booking.again,
    "book-at": booking.book_at,
    "feedback": after.feedback,
    "feedback-words": after.ask_words,
    "instead": after.instead,
    "edit-draft": mentoring.edit_draft,
    "agenda": lists.agenda,
    "mentors": lists.mentors,
    "profile": mentoring.ask_profile,
    "pause": mentoring.ask_pause,
    "pause-now": mentoring.pause_now,
    "resume": mentoring.resume,
    "open-times": mentoring.ask_open_times,
    "add-offering": mentoring.ask_offering,
    "remove-offering": mentoring.remove_offering,
    "zone": mentoring.ask_zone,
    "help": mentoring.help_me,
}
FORMS: dict[str, Flow] = {
    "book-session": booking.request,
    "change": booking.change,
    "accept-note": answers.accept,
    "decline": answers.decline,
    "cancel": answers.cancel,
    "edit-link": answers.edit_link,
    "propose": answers.propose,
    "feedback-words": after.save_words,
    "profile": mentoring.save_profile,
    "open-times": mentoring.save_open_times,
    "pause": mentoring.pause,
    "add-offering": mentoring.add_offering,
    "zone": mentoring.save_zone,
}
CHANGES: dict[str, Flow] = {"book-session": booking.form_changed}
SEARCHES: dict[str, Flow] = {
    "find-mentors": searches.find_mentors,
    "find-offerings": searches.find_offerings,
    "find-times": searches.find_times,
}
PAGES: dict[str, Flow] = {"home": lists.home}

ROUTES: dict[tuple[Asked, str], Flow] = {
    (asked, name): flow
    for asked, flows in {
        Asked.COMMAND: COMMANDS,
        Asked.BUTTON: BUTTONS,
        Asked.FORM: FORMS,
        Asked.CHANGE: CHANGES,
        Asked.SEARCH: SEARCHES,
        Asked.PAGE: PAGES,
    }.items()
    for name, flow in flows.items()
}
