"""Which handler answers which command, button, form, change, search and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.handlers import (
    agenda,
    booking,
    booking_steps,
    busy_calendar,
    calendar_feed,
    chats,
    drafts,
    feedback,
    mentor,
    notes,
    privacy,
    reminders,
    search,
    series,
    session,
    settings,
    waiting,
    welcome,
)
from core.handlers.admin_routes import ADMIN_ROUTES
from core.ports.call import Trigger

if TYPE_CHECKING:
    from core.handlers.router import Handler, SearchHandler

COMMAND_HANDLERS: dict[str, Handler] = {
    "book-session": booking.book_session,
    "ask-about": booking.ask_about,
    "my-sessions": agenda.my_sessions,
    "find-mentor": search.mentors,
    "mentor-panel": mentor.mentor,
    "booking-settings": settings.settings,
}
BUTTON_HANDLERS: dict[str, Handler] = {
    "show": session.show,
    "sure": session.sure,
    "none-of-these": session.none_of_these,
    "chat": chats.chat,
    "chat-mute": chats.mute,
    "chat-unmute": chats.unmute,
    "chat-close": chats.close,
    "chat-report": chats.report,
    "chat-to": chats.choose,
    "calendar": session.calendar,
    "accept": session.accept,
    "accept-anyway": session.accept_anyway,
    "accept-note": session.ask_accept,
    "decline": session.ask_decline,
    "withdraw": session.cancel,
    "cancel": session.ask_cancel,
    "edit-link": session.ask_link,
    "propose": session.ask_propose,
    "accept-time": session.accept_time,
    "accept-time-anyway": session.accept_time_anyway,
    "keep-time": session.keep_time,
    "withdraw-time": session.withdraw_time,
    "complete": session.complete,
    "student-absent": session.student_absent,
    "mentor-absent": session.mentor_absent,
    "change": booking.change_button,
    "book": booking.book_button,
    "again": booking.again,
    "series": series.ask_series,
    "series-send": series.send,
    "series-other": series.other_times,
    "series-at": series.take_other_time,
    "accept-all": series.accept_all,
    "decline-all": series.ask_decline_all,
    "one-by-one": series.one_by_one,
    "wait": waiting.ask_wait,
    "wait-leave": waiting.leave,
    "take": waiting.take,
    "book-mentor": booking_steps.choose_mentor,
    "book-time": booking_steps.choose_time,
    "book-day": booking_steps.choose_day,
    "book-at": drafts.book_at,
    "feedback": feedback.feedback,
    "notes": notes.ask_note,
    "feedback-words": feedback.ask_words,
    "instead": feedback.instead,
    "edit-draft": drafts.edit_draft,
    "agenda": agenda.agenda,
    "find-mentor": search.mentors,
    "profile": mentor.ask_profile,
    "languages": mentor.ask_languages,
    "pause": mentor.ask_pause,
    "pause-now": mentor.pause_now,
    "resume": mentor.resume,
    "open-times": mentor.ask_open_times,
    "changes": mentor.ask_changes,
    "use-link": mentor.use_link,
    "keep-links": mentor.keep_links,
    "add-session-type": mentor.ask_offering,
    "remove-session-type": mentor.remove_offering,
    "calendar-feed": calendar_feed.feed,
    "calendar-feed-new": calendar_feed.make,
    "calendar-feed-off": calendar_feed.end,
    "reminders": reminders.reminders,
    "remind": reminders.remind,
    "busy-calendar": busy_calendar.shown,
    "busy-calendar-address": busy_calendar.ask_address,
    "busy-calendar-off": busy_calendar.end,
    "privacy": privacy.privacy,
    "privacy-export": privacy.export,
    "privacy-erase": privacy.ask_erase,
    "zone": settings.ask_zone,
    "zone-is": settings.zone_is,
    "help": settings.help_me,
}
FORM_HANDLERS: dict[str, Handler] = {
    "book-session": booking.request,
    "change": booking.change,
    "accept-note": session.accept,
    "decline": session.decline,
    "decline-all": series.decline_all,
    "series": series.plan,
    "wait": waiting.wait,
    "cancel": session.cancel,
    "edit-link": session.edit_link,
    "propose": session.propose,
    "feedback-words": feedback.save_words,
    "notes": notes.save_note,
    "profile": mentor.save_profile,
    "open-times": mentor.save_open_times,
    "changes": mentor.save_changes,
    "languages": mentor.save_languages,
    "pause": mentor.pause,
    "busy-calendar-address": busy_calendar.save_address,
    "add-session-type": mentor.add_offering,
    "privacy-erase": privacy.erase,
    "zone": settings.save_zone,
}
CHANGE_HANDLERS: dict[str, Handler] = {"book-session": booking.form_changed}
SEARCH_HANDLERS: dict[str, SearchHandler] = {
    "search-mentors": search.find_mentors,
    "search-session-types": search.find_offerings,
    "search-times": search.find_times,
}
PAGE_HANDLERS: dict[str, Handler] = {"home": agenda.home}
WORDS_HANDLERS: dict[str, Handler] = {"hello": welcome.hello}

ROUTES: dict[tuple[Trigger, str], Handler] = {
    (trigger, name): handler
    for trigger, handlers in {
        Trigger.COMMAND: COMMAND_HANDLERS,
        Trigger.BUTTON: BUTTON_HANDLERS,
        Trigger.FORM: FORM_HANDLERS,
        Trigger.CHANGE: CHANGE_HANDLERS,
        Trigger.PAGE: PAGE_HANDLERS,
        Trigger.WORDS: WORDS_HANDLERS,
    }.items()
    for name, handler in handlers.items()
} | ADMIN_ROUTES
