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


def tell_enrollment(change: EnrollmentChange) -> None:
    """Tell every registered function, in order; an error undoes the enrollment."""
    for listener in _listeners:
        listener(change)
