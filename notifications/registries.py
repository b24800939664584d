"""What apps above know of people that decides whether they are told; filled in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable

Undisturbed = Callable[[int], bool]

_undisturbed: list[Undisturbed] = []


def undisturbed(function: Undisturbed) -> None:
    """`function(user_id)`: this person does not want to be disturbed now."""
    _undisturbed.append(function)


def is_undisturbed(user_id: int) -> bool:
    return any(function(user_id) for function in _undisturbed)
