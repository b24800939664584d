"""Reactions: an emoji of a person at a message, once each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict
from messenger import access, events
from messenger.actions.changing import locked, stamp
from messenger.emojis import check_emoji
from messenger.models import Message, Reaction

MOST_KINDS = 20
"""Different emojis at one message."""


def add_reaction(*, user: User, message_id: Any, emoji: str, skip: str | None = None) -> Message:
    """The same one twice changes nothing."""
    emoji = check_emoji(emoji)
    with acting(user.pk):
        message = locked(access.message_to_react(user, message_id))
        access.check_not_deleted(message)  # again: it may have been while we waited for the lock
        kinds = set(message.reactions.values_list("emoji", flat=True))
        if emoji not in kinds and len(kinds) >= MOST_KINDS:
            raise Conflict("too_many_reactions", _("There are enough different reactions here already."))
        _row, created = Reaction.objects.get_or_create(message=message, user=user, emoji=emoji)
        if created:
            stamp(message, has_reactions=True)
            events.reaction_changed(message, emoji, user.pk, added=True, skip=skip)
    return message


def remove_reaction(*, user: User, message_id: Any, emoji: str, skip: str | None = None) -> Message:
    """What is not there is removed already."""
    emoji = check_emoji(emoji)
    with acting(user.pk):
        message = locked(access.message_to_react(user, message_id))
        gone, _rows = message.reactions.filter(user=user, emoji=emoji).delete()
        if gone:
            stamp(message, has_reactions=message.reactions.exists())
            events.reaction_changed(message, emoji, user.pk, added=False, skip=skip)
    return message
