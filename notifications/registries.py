"""What apps above know that decides whether somebody is told; filled in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable

from notifications.models import Notification

Undisturbed = Callable[[int], bool]

Outdated = Callable[[Notification], bool]

_undisturbed: list[Undisturbed] = []
_outdated: dict[str, Outdated] = {}


def undisturbed(function: Undisturbed) -> None:
    """`function(user_id)`: this person does not want to be disturbed now."""
    _undisturbed.append(function)


def is_undisturbed(user_id: int) -> bool:
    return any(function(user_id) for function in _undisturbed)


def outdated(kind: str, function: Outdated) -> None:
    """`function(notification)`: what it announces is over by now."""
    _outdated[kind] = function


def is_outdated(row: Notification) -> bool:
    function = _outdated.get(row.kind)
    return function is not None and function(row)
