"""What was said, and what people did with it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from files.models import StoredFile
from messenger.models.conversations import Conversation

MAX_CONTENT = 20_000
PERSON = ("name", "avatar", "role")


class MessageQuerySet(models.QuerySet["Message"]):
    def shown(self) -> MessageQuerySet:
        """With what their shapes need of senders and quoted messages, and no more of people than that."""
        quoted = ("sender", "seq", "message_type", "content", "deleted_at")
        return self.select_related("sender", "reply_to__sender").only(
            *(field.name for field in Message._meta.concrete_fields),
            *(f"sender__{name}" for name in PERSON),
            *(f"reply_to__{name}" for name in quoted),
            *(f"reply_to__sender__{name}" for name in PERSON),
        )


class Message(models.Model):
    class Type(models.TextChoices):
        TEXT = "text", _("Text")
        FILE = "file", _("File")
        VOICE = "voice", _("Voice")
        SYSTEM = "system", _("System")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", verbose_name=_("conversation")
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="messages", verbose_name=_("sender")
    )
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    seq = models.BigIntegerField(editable=False)
    change = models.BigIntegerField(editable=False)
    content = models.TextField(_("content"), blank=True)
    message_type = models.CharField(
        _("type"), max_length=8, choices=Type, default=Type.TEXT, db_default="text"
    )
    file_url = models.TextField(blank=True, default="", db_default="")
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    reply_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    last_reply_at = models.DateTimeField(null=True, editable=False)
    last_reply_by = models.BigIntegerField(null=True, editable=False)
    mentions = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)
    mentions_all = models.BooleanField(default=False, db_default=False, editable=False)
    has_reactions = models.BooleanField(default=False, db_default=False, editable=False)
    acknowledged_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    pinned_at = models.DateTimeField(_("pinned"), null=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    files: list[StoredFile]
    """Filled for many messages at once by `attached.with_files`."""
    reacted: dict[str, list[int]]
    """{emoji: who}, in order; filled by `loading.with_reactions`."""
    confirmed: dict[int, bool]
    """{viewer: whether they confirmed it}; filled by `loading.loaded`."""
    since: dict[int, int]
    """{viewer: the seq after which they see its conversation}; filled by `loading.loaded` for quotes."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        db_table = "messages"
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_seq_is_unique"),
            models.UniqueConstraint(
                fields=["conversation", "sender", "client_id"], name="message_once_a_client_id"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "change"], name="idx_messages_conversation"),
            models.Index(fields=["sender", "-created_at"], name="idx_messages_sender"),
            models.Index(
                fields=["thread", "seq"], name="idx_messages_thread", condition=Q(thread__isnull=False)
            ),
            models.Index(
                fields=["conversation", "seq"],
                name="idx_messages_files",
                condition=Q(message_type="file", deleted_at__isnull=True),
            ),
            models.Index(
                fields=["conversation", "-pinned_at"],
                name="idx_messages_pinned",
                condition=Q(pinned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.content[:40]


def current_transaction() -> Cast:
    """The number of the writing transaction: what was committed since a snapshot (positions.py)."""
    number = Func(function="pg_current_xact_id")
    return Cast(Cast(number, models.TextField()), models.BigIntegerField())


class ReadReceipt(models.Model):
    """One row an advance of somebody's read position: who, up to which seq, when."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="read_receipts", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seq = models.BigIntegerField()
    read_at = models.DateTimeField(auto_now_add=True)
    xact = models.BigIntegerField(db_default=current_transaction(), editable=False)

    class Meta:
        db_table = "read_receipts"
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user", "seq"], name="one_receipt_an_advance"),
        ]
        indexes = [models.Index(fields=["conversation", "xact"], name="idx_read_receipts_xact")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.conversation_id} up to {self.seq}"


class Reaction(models.Model):
    """One emoji of one person at a message. What is taken back leaves no row: the message tells."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "reactions"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user", "emoji"], name="one_reaction_a_person_and_emoji"
            )
        ]

    def __str__(self) -> str:
        return f"{self.emoji} {self.user_id}"


class ThreadReader(models.Model):
    """Somebody who takes part in a thread, and how far they have read it. Sending a reply makes one."""

    id = models.BigAutoField(primary_key=True)
    thread = models.ForeignKey(Message, models.CASCADE, related_name="readers", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    last_read_seq = models.BigIntegerField(default=0)
    change = models.BigIntegerField(default=0, db_default=0)
    """The person's own number when they last read it; what a reply moves is told with the reply."""

    class Meta:
        db_table = "thread_readers"
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="one_reader_a_thread")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.thread_id} up to {self.last_read_seq}"
