"""Showing a message to the school."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access
from messenger.models import Report
from notifications.actions import notify


def report_message(*, user: User, message_id: Any, reason: str, note: str = "") -> tuple[Report, bool]:
    """The report, and whether it is new: a second one of the same person is the first."""
    with acting(user.pk):
        message = access.message_to_report(user, message_id)
        report, created = Report.objects.get_or_create(
            message=message,
            reporter=user,
            defaults={"reason": reason, "note": note, "content": message.content},
        )
        if created:
            office = User.objects.filter(
                organization=message.conversation.org_id, role=User.Role.ADMINISTRATOR, is_staff=True
            )
            notify(
                kind="message_reported",
                recipients=office.values_list("pk", flat=True),
                link=reverse("admin:messenger_report_change", args=[report.pk]),
                data={"reason": report.get_reason_display()},
                subject=f"report:{report.pk}",
            )
    return report, created


def handle_reports(*, user: User, reports: QuerySet[Report]) -> int:
    """The school has seen to them; kept in the log of the administration. How many are new."""
    with acting(user.pk):
        rows = list(reports.select_for_update(of=("self",)).filter(handled_at__isnull=True))
        for report in rows:
            report.handled_at, report.handled_by = timezone.now(), user
            report.save(update_fields=["handled_at", "handled_by"])
        LogEntry.objects.log_actions(
            user_id=user.pk, queryset=rows, action_flag=CHANGE, change_message="handled"
        )
    return len(rows)
