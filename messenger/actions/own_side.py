"""One's own side of a conversation: muted, pinned, put away; and what one has begun to write in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from dreamseed.realtime.years import check_years
from messenger import access, events, presence
from messenger.content import check_content
from messenger.models import (
    Conversation,
    Draft,
    Participant,
    PersonState,
    current_transaction,
    next_own_change,
)


class Changes(TypedDict, total=False):
    """`muted_until`: nothing of it is told until then, but by name; None, or a time that is over, ends it."""

    muted_until: datetime | None
    pinned: bool
    archived: bool


def change_settings(*, user: User, conversation_id: Any, **changes: Unpack[Changes]) -> Conversation:
    """What is not named stays."""
    with acting(user.pk):
        conversation = access.conversation_for(user, conversation_id)
        number = next_own_change(user.pk)
        me = Participant.objects.select_for_update(no_key=True).get(pk=conversation.me.pk)
        conversation.me = me
        now = timezone.now()
        if "muted_until" in changes:
            until = changes["muted_until"]
            me.muted_until = until if until is not None and until > now else None
            check_years(muted_until=me.muted_until)
        for name in ("pinned", "archived"):
            if name in changes:
                before = getattr(me, f"{name}_at")
                setattr(me, f"{name}_at", (before or now) if changes[name] else None)
        me.own_change = number
        me.save(update_fields=["muted_until", "pinned_at", "archived_at", "own_change"])
        events.settings_changed(conversation)
    return conversation


def keep_draft(
    *,
    user: User,
    conversation_id: Any,
    content: str,
    thread_id: UUID | None = None,
    reply_to_id: UUID | None = None,
) -> Draft:
    """What stands in the box, on all devices; empty when it was sent or given up. The last writer wins."""
    content = check_content(content, with_files=True)
    with acting(user.pk):
        conversation = access.conversation_for(user, conversation_id)
        if thread_id is not None:
            access.thread_in(user, conversation, thread_id)
        values = {"content": content, "reply_to_id": reply_to_id, "change": next_own_change(user.pk)}
        draft, _created = Draft.objects.update_or_create(
            user=user, conversation=conversation, thread_id=thread_id, defaults=values
        )
        events.draft_updated(draft)
    return draft


def choose_status(*, user: User, status: str) -> PersonState:
    """How one wants to be seen; `online` goes by itself to away, and back. Who hides was last seen now."""
    with acting(user.pk):
        hidden = access.chosen_status(user.pk) == PersonState.Status.INVISIBLE
        if status == PersonState.Status.INVISIBLE and not hidden:
            User.objects.filter(pk=user.pk).update(last_seen=timezone.now())
        state, _created = PersonState.objects.update_or_create(user=user, defaults={"status": status})
        events.status_chosen(user.pk, status)
        presence.chosen(user.pk, status)
    return state


def change_preferences(*, user: User, read_receipts: bool) -> PersonState:
    """Whether others are told how far one has read."""
    with acting(user.pk):
        values = {"read_receipts": read_receipts, "receipts_xact": current_transaction()}
        state, _created = PersonState.objects.update_or_create(user=user, defaults=values)
        events.preferences_changed(user.pk, read_receipts)
    return state
