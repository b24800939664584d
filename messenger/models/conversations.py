"""Conversations and who is in them.

Two numbers order a conversation (docs/protocol.md): `seq` is given once to each message, `change`
to every change of anything in it; the changed row is stamped with it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MAX_TITLE = 100


class Conversation(models.Model):
    class Type(models.TextChoices):
        DIRECT = "direct", _("Direct")
        GROUP = "group", _("Group")
        ANNOUNCEMENT = "announcement", _("Announcement")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    type = models.CharField(_("type"), max_length=12, choices=Type)
    title = models.CharField(_("title"), max_length=MAX_TITLE, blank=True)
    classroom = models.ForeignKey(
        "accounts.Classroom",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("class"),
    )
    zone = models.ForeignKey("accounts.Zone", models.PROTECT, null=True, blank=True, verbose_name=_("zone"))
    org = models.ForeignKey("accounts.Organization", models.PROTECT, null=True, verbose_name=_("school"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
        db_column="created_by",
    )
    client_id = models.UUIDField(null=True, editable=False)
    pair_key = models.CharField(max_length=64, null=True, editable=False)
    seq = models.BigIntegerField(default=0, editable=False)
    change = models.BigIntegerField(default=0, editable=False)
    own_change = models.BigIntegerField(default=0, editable=False)
    avatar = models.UUIDField(null=True, editable=False)
    """The picture: id of a stored file that is the conversation's."""
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    last_message_at = models.DateTimeField(_("last message"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    me: Participant

    class Meta:
        db_table = "conversations"
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.UniqueConstraint(fields=["pair_key"], name="one_direct_conversation_a_pair"),
            models.UniqueConstraint(fields=["created_by", "client_id"], name="conversation_once_a_client_id"),
            models.UniqueConstraint(
                fields=["classroom", "type"],
                condition=Q(classroom__isnull=False),
                name="one_conversation_a_class_and_type",
            ),
            models.CheckConstraint(
                condition=Q(type="direct", pair_key__isnull=False)
                | ~Q(type="direct") & Q(pair_key__isnull=True),
                name="direct_conversations_have_a_pair_key",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_type_display()} {self.pk}"


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def active(self) -> ParticipantQuerySet:
        """Those who are in now: `left_at` keeps the tombstones of the others."""
        return self.filter(left_at__isnull=True)

    def present(self) -> ParticipantQuerySet:
        """Those of them who are not switched off: who counts, and who is asked."""
        return self.active().filter(user__is_active=True)


class Participant(models.Model):
    class Role(models.TextChoices):
        ADMIN = "admin", _("Administrator")
        MEMBER = "member", _("Member")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations")
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    from_seq = models.BigIntegerField(default=0, editable=False)
    last_read_seq = models.BigIntegerField(default=0, editable=False)
    last_read_at = models.DateTimeField(_("last read"), null=True, editable=False)
    muted_until = models.DateTimeField(_("muted until"), null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    own_change = models.BigIntegerField(default=0, db_default=0, editable=False)
    change = models.BigIntegerField(default=0, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        db_table = "conversation_participants"
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(fields=["user", "conversation"], name="one_participant_a_person")
        ]
        indexes = [models.Index(fields=["conversation", "left_at"], name="idx_participants_conversation")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"

    @property
    def is_admin(self) -> bool:
        return self.role == self.Role.ADMIN


class Notices(models.Model):
    """How far the worker has read a conversation's log: told people of it, made it searchable.

    A row of its own: senders lock theirs.
    """

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, primary_key=True, related_name="notices"
    )
    notified_seq = models.BigIntegerField(default=0)
    searchable_seq = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "conversation_notices"

    def __str__(self) -> str:
        return f"{self.conversation_id} up to {self.notified_seq}"


def next_change(conversation: Conversation, count: int = 1, **changes: Any) -> int:
    """Take the next change numbers in the caller's transaction, which then holds the row; the last."""
    Conversation.objects.filter(pk=conversation.pk).update(change=F("change") + count, **changes)
    conversation.refresh_from_db(fields=["change", "seq", *changes])
    return conversation.change
