"""The only place that changes calls. Every action holds the conversation's lock while it decides."""

from calls.actions.correcting import correct_attendance
from calls.actions.hands import raise_hand
from calls.actions.joining import Answered, answer_call, leave_call, leave_on_removal
from calls.actions.lessons import cancel_lesson, change_lesson, plan_lesson, start_lesson
from calls.actions.lifecycle import end_call, end_with_conversation, invite_to_call, reject_call, start_call
from calls.actions.media import set_media
from calls.actions.moderating import moderate
from calls.actions.reacting import react
from calls.actions.reminding import remind_of_lessons
from calls.actions.reporting import report_connection
from calls.actions.roles import follow_role
from calls.actions.sweeping import note_alive, sweep

__all__ = [
    "Answered",
    "answer_call",
    "cancel_lesson",
    "change_lesson",
    "correct_attendance",
    "end_call",
    "end_with_conversation",
    "follow_role",
    "invite_to_call",
    "leave_call",
    "leave_on_removal",
    "moderate",
    "note_alive",
    "plan_lesson",
    "raise_hand",
    "react",
    "reject_call",
    "remind_of_lessons",
    "report_connection",
    "set_media",
    "start_call",
    "start_lesson",
    "sweep",
]
