"""Nobody looks for what they were told half a year ago."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from dreamseed.realtime.acting import acting
from notifications.models import Notification

READ_FOR = timedelta(days=90)
UNREAD_FOR = timedelta(days=365)


def forget_old() -> int:
    """Delete what was read or taken back three months ago, or came a year ago, with its ledger; how many."""
    now = timezone.now()
    done = Q(read_at__lt=now - READ_FOR) | Q(retracted_at__lt=now - READ_FOR)
    with acting(None):
        _all, deleted = Notification.objects.filter(done | Q(updated_at__lt=now - UNREAD_FOR)).delete()
    return deleted.get("notifications.Notification", 0)
