"""Showing a message to the school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access
from messenger.actions import attachments
from messenger.actions.changing import locked
from messenger.actions.messages import remove
from messenger.attached import files_of
from messenger.models import Report
from notifications.actions import notify


def report_message(*, user: User, message_id: Any, reason: str, note: str = "") -> tuple[Report, bool]:
    """The report, and whether it is new: a second one of the same person is the first."""
    with acting(user.pk):
        message = locked(access.message_to_report(user, message_id))
        access.check_not_deleted(message)  # again: it may have been while we waited for the lock
        files = [{"id": str(file.pk), "name": file.name} for file in files_of(message)]
        report, created = Report.objects.get_or_create(
            message=message,
            reporter=user,
            defaults={"reason": reason, "note": note, "content": message.content, "files": files},
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
        rows = list(reports.select_for_update(of=("self",)).filter(handled_at__isnull=True).order_by("pk"))
        for report in rows:
            report.handled_at, report.handled_by = timezone.now(), user
            report.save(update_fields=["handled_at", "handled_by"])
        attachments.let_go([report.message_id for report in rows])
        _log(user, rows, "handled")
    return len(rows)


def remove_reported(*, user: User, reports: QuerySet[Report]) -> int:
    """The school takes these messages away for everybody; kept in the log. How many were still there."""
    with acting(user.pk):
        rows = list(reports.select_related("message"))
        waiting = {report.message_id: report.message for report in rows if report.message.deleted_at is None}
        in_order = sorted(waiting.values(), key=lambda message: (message.conversation_id, message.seq))
        removed = {message.pk for message in in_order if remove(locked(message))}
        _log(user, [report for report in rows if report.message_id in removed], "message removed")
    return len(removed)


def _log(user: User, rows: Sequence[Report], what: str) -> None:
    LogEntry.objects.log_actions(user_id=user.pk, queryset=rows, action_flag=CHANGE, change_message=what)
