"""What messages are found by. A table of its own: senders do not wait for it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from messenger.models.conversations import Conversation
from messenger.models.messages import Message


class SearchEntry(models.Model):
    """Words of one message and of its files' names (see `messenger.words`), and what sorts the hits."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="search")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        db_table = "message_search"
        indexes = [GinIndex(fields=["words"], name="idx_message_search_words")]

    def __str__(self) -> str:
        return str(self.message_id)
