"""What the school wants to know of messages: who has read and understood, and what is not in order."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from messenger.models.messages import Message


class Acknowledgement(models.Model):
    """Somebody has read and understood an announcement."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, models.CASCADE, related_name="acknowledgements", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    """When they last did; who did before an edit confirmed the words of that time."""

    class Meta:
        db_table = "acknowledgements"
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.user_id} has read {self.message_id}"


class Report(models.Model):
    """A message somebody showed to the school, with its words and files of that moment."""

    class Reason(models.TextChoices):
        BULLYING = "bullying", _("Bullying or insults")
        SEXUAL = "sexual", _("Sexual content")
        VIOLENCE = "violence", _("Violence or threats")
        PRIVACY = "privacy", _("Somebody's private matters")
        SPAM = "spam", _("Advertising or nonsense")
        OTHER = "other", _("Something else")

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, models.CASCADE, related_name="reports", verbose_name=_("message"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("reported by")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.TextField(_("in their words"), blank=True)
    content = models.TextField(_("content at that time"), blank=True)
    files = models.JSONField(default=list, db_default=[], editable=False)
    """[{id, name}]"""
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )

    class Meta:
        db_table = "message_reports"
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["message", "reporter"], name="reported_once")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} · {self.message_id}"
