"""The one table of what people are told about, and how unless they choose otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IN_APP, PUSH, EMAIL = CHANNELS = ("in_app", "push", "email")
Text = str | Promise


class Kind(NamedTuple):
    """`title` and `body` are filled from a notification's `data`, `sender` and the times of wording.TIMES.

    A part of the body whose values are all missing is left out. `urgent`: quiet hours do not hold it.
    `lasts`: nobody wants to be told after that. `email_after`: sent only when it is unread that long.
    """

    label: Text
    icon: str
    title: Text
    body: tuple[Text, ...]
    channels: tuple[str, ...]
    urgent: bool = False
    lasts: timedelta = timedelta(days=2)
    email_after: timedelta = timedelta(0)


LATER = timedelta(minutes=10)
KINDS: Mapping[str, Kind] = {
    "new_message": Kind(
        _("New messages"),
        "message-circle",
        "%(title)s",
        ("%(said)s",),
        (IN_APP, PUSH),
        email_after=LATER,
    ),
    "message_mention": Kind(
        _("Mentions of me"),
        "at-sign",
        _("%(sender)s mentioned you"),
        ("%(place)s", "%(excerpt)s"),
        (IN_APP, PUSH, EMAIL),
        email_after=LATER,
    ),
    "message_reply": Kind(
        _("Replies to my messages"),
        "reply",
        _("%(sender)s replied to you"),
        ("%(place)s", "%(excerpt)s"),
        (IN_APP, PUSH),
        email_after=LATER,
    ),
    "announcement_reminder": Kind(
        _("Announcements I have not confirmed"),
        "megaphone",
        _("Please confirm the announcement"),
        ("%(title)s", "%(excerpt)s"),
        (IN_APP, PUSH),
    ),
    "message_reported": Kind(
        _("Messages reported to the school"),
        "flag",
        _("A message was reported"),
        ("%(reason)s",),
        (IN_APP, EMAIL),
    ),
    "conversation_invite": Kind(
        _("New conversations"),
        "message-circle-plus",
        _("%(sender)s added you to a conversation"),
        ("%(title)s",),
        (IN_APP, PUSH),
    ),
    "call_invitation": Kind(
        _("Calls and lessons that begin"),
        "video",
        _("%(sender)s is calling"),
        ("%(title)s",),
        (IN_APP, PUSH),
        urgent=True,
        lasts=timedelta(seconds=45),
    ),
    "call_missed": Kind(
        _("Missed calls"),
        "phone-missed",
        _("You missed a call from %(sender)s"),
        ("%(title)s",),
        (IN_APP, PUSH),
    ),
    "lesson_soon": Kind(
        _("Lessons that begin soon"),
        "calendar-days",
        _("Starting soon: %(title)s"),
        ("%(place)s", "%(at)s"),
        (IN_APP, PUSH),
        lasts=timedelta(minutes=10),
    ),
    "lesson_moved": Kind(
        _("Lessons whose time changes"),
        "calendar-days",
        _("New time: %(title)s"),
        (_("now %(at)s"), _("every week from %(first)s on"), "%(place)s"),
        (IN_APP, PUSH),
    ),
    "lesson_called_off": Kind(
        _("Lessons that are called off"),
        "calendar-x",
        _("Called off: %(title)s"),
        ("%(at)s", _("all from %(first)s on"), "%(place)s"),
        (IN_APP, PUSH),
    ),
    "assignment_assigned": Kind(
        _("New assignments"),
        "clipboard-list",
        _("New assignment: %(title)s"),
        ("%(classroom)s", _("due %(due)s")),
        (IN_APP, PUSH, EMAIL),
    ),
    "assignment_graded": Kind(
        _("Grades and feedback"),
        "graduation-cap",
        _("Graded: %(title)s"),
        ("%(grade)s",),
        (IN_APP, PUSH, EMAIL),
    ),
    "assignment_returned": Kind(
        _("Work to be revised"),
        "undo-2",
        _("To be revised: %(title)s"),
        (_("%(sender)s returned your work"),),
        (IN_APP, PUSH, EMAIL),
    ),
    "assignment_submitted": Kind(
        _("Work that students hand in"),
        "inbox",
        _("%(sender)s handed in %(title)s"),
        ("%(classroom)s",),
        (IN_APP,),
    ),
    "assignment_due_soon": Kind(
        _("Assignments that are due soon"),
        "clock-alert",
        _("Due soon: %(title)s"),
        (_("Due %(due)s"),),
        (IN_APP, PUSH, EMAIL),
        lasts=timedelta(hours=12),
    ),
    "assignment_overdue": Kind(
        _("Assignments I have not handed in"),
        "clock-alert",
        _("Overdue: %(title)s"),
        (_("It was due %(due)s and is still accepted"),),
        (IN_APP, PUSH),
        lasts=timedelta(hours=12),
    ),
}
CHOICES = [(name, kind.label) for name, kind in KINDS.items()]


def choices() -> list[tuple[str, Text]]:
    """For the models: named as a function, so that a new kind is no change of the database."""
    return CHOICES


def kind_named(name: str) -> Kind:
    """LookupError for a kind that does not exist: a mistake in the program, never in what people send."""
    if name not in KINDS:
        raise LookupError(f"There is no kind of notification called {name}.")
    return KINDS[name]
