"""What apps above hear of: the only way accounts reaches upward (docs/architecture.md)."""

from collections.abc import Callable
from typing import NamedTuple

from accounts.models import Classroom, User


class EnrollmentChange(NamedTuple):
    """Somebody came into a class, changed roles there, or (`enrolled` false) left it."""

    classroom: Classroom
    user: User
    role: str
    enrolled: bool


Listener = Callable[[EnrollmentChange], None]
_listeners: list[Listener] = []


def on_enrollment_changed(function: Listener) -> Listener:
    """`function(change)` is called inside the transaction of every change; also usable as a decorator."""
    _listeners.append(function)
    return function


OfPerson = Callable[[User], None]
_activity: list[OfPerson] = []


def on_activity_changed(function: OfPerson) -> None:
    """`function(user)`, inside the transaction in which somebody was switched off, or on again."""
    _activity.append(function)


def tell_activity(user: User) -> None:
    for function in _activity:
        function(user)


def tell_enrollment(change: EnrollmentChange) -> None:
    """Tell every registered function, in order; an error undoes the enrollment."""
    for listener in _listeners:
        listener(change)
