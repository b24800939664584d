"""What belongs to one person alone: their side of things, equal on all their devices."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from messenger.models.conversations import Conversation
from messenger.models.messages import Message


class PersonState(models.Model):
    """A person in the messenger. `change` counts what they change on their own side, anywhere."""

    class Status(models.TextChoices):
        ONLINE = "online", _("Online")
        AWAY = "away", _("Away")
        DND = "dnd", _("Do not disturb")
        INVISIBLE = "invisible", _("Invisible")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="messenger"
    )
    change = models.BigIntegerField(default=0, db_default=0)
    read_receipts = models.BooleanField(default=True, db_default=True)
    receipts_xact = models.BigIntegerField(default=0, db_default=0, editable=False)
    """The transaction in which `read_receipts` was last chosen."""
    status = models.CharField(max_length=9, choices=Status, default=Status.ONLINE, db_default="online")

    class Meta:
        db_table = "messenger_people"
        indexes = [
            models.Index(
                fields=["receipts_xact"],
                name="idx_people_receipts_xact",
                condition=models.Q(receipts_xact__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.change}"


def next_own_change(user_id: int) -> int:
    """Take a person's next number in the caller's transaction, which then holds their row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO messenger_people (user_id, change) VALUES (%s, 1) "
            "ON CONFLICT (user_id) DO UPDATE SET change = messenger_people.change + 1 RETURNING change",
            [user_id],
        )
        return int(cursor.fetchone()[0])


class Draft(models.Model):
    """What somebody has begun to write. An empty one is the tombstone of what was sent or given up."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    thread = models.ForeignKey(Message, models.CASCADE, related_name="+", null=True)
    content = models.TextField(blank=True)
    reply_to_id = models.UUIDField(null=True)
    updated_at = models.DateTimeField(auto_now=True)
    change = models.BigIntegerField(default=0)

    class Meta:
        db_table = "drafts"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "conversation", "thread"], name="one_draft_a_place", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["user", "change"], name="idx_drafts_change")]

    def __str__(self) -> str:
        return self.content[:40]
