"""The materialized view of ended calls, a row a conversation; refreshed by a schedule (calls/tasks.py)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messenger.models import Conversation


class CallStatistics(models.Model):
    """Seconds; only calls in which two people met have a length and count."""

    conversation = models.OneToOneField(
        Conversation, models.DO_NOTHING, primary_key=True, related_name="call_statistics"
    )
    total_calls = models.PositiveIntegerField(_("calls"))
    total_duration = models.FloatField(_("seconds"))
    avg_duration = models.FloatField(_("seconds a call"))

    class Meta:
        db_table = "call_statistics"
        managed = False
        verbose_name = _("statistics of calls")
        verbose_name_plural = _("statistics of calls")

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.total_calls}"
