"""What apps above add to the messenger, filled in their `ready()`."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

OfConversation = Callable[[UUID], None]
OfPerson = Callable[[UUID, int], None]
ActiveCalls = Callable[[Sequence[UUID]], dict[UUID, dict[str, Any]]]
InLesson = Callable[[Sequence[int]], set[int]]

_archived: list[OfConversation] = []
_removed: list[OfPerson] = []
_roles: list[OfPerson] = []
_cards: list[dict[str, Any]] = []
_calls: list[ActiveCalls] = []
_lessons: list[InLesson] = []


def on_conversation_archived(function: OfConversation) -> None:
    """`function(conversation_id)`, inside the transaction: what it tells, all still hear."""
    _archived.append(function)


def conversation_archived(conversation_id: UUID) -> None:
    for function in _archived:
        function(conversation_id)


def on_participant_removed(function: OfPerson) -> None:
    """`function(conversation_id, user_id)`, inside the transaction of the removal."""
    _removed.append(function)


def participant_removed(conversation_id: UUID, user_id: int) -> None:
    for function in _removed:
        function(conversation_id, user_id)


def on_role_changed(function: OfPerson) -> None:
    """`function(conversation_id, user_id)`, inside the transaction, once the new role is written."""
    _roles.append(function)


def role_changed(conversation_id: UUID, user_id: int) -> None:
    for function in _roles:
        function(conversation_id, user_id)


def active_call(function: ActiveCalls) -> None:
    """`function([conversation ids])` -> {id: {"id", "call_type", "joined"}} of those with a live call."""
    _calls.append(function)


def active_calls(conversation_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    return {key: call for function in _calls for key, call in function(conversation_ids).items()}


def lesson(function: InLesson) -> None:
    """`function([user ids])` -> those of them who are in a call now."""
    _lessons.append(function)


def in_lesson(user_ids: Sequence[int]) -> set[int]:
    return {one for function in _lessons for one in function(user_ids)}


def card(address: str, events: Sequence[str]) -> None:
    """A piece of HTML above an open conversation: `address` has `{id}`; read again on these socket events."""
    _cards.append({"address": address, "events": list(events)})


def cards() -> list[dict[str, Any]]:
    return _cards
