"""The worker: `celery -A dreamseed worker -B`. Tasks live in the apps' tasks.py."""

import os

from billiard.process import current_process
from celery import Celery
from celery.signals import beat_embedded_init

from dreamseed.embedded.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamseed.settings")

app = Celery("dreamseed")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_embedded_init.connect
def end_with_the_worker(**_: object) -> None:
    """`worker -B` runs beat as a child that would outlive a killed worker, also one killed while it forks."""
    die_with_parent(current_process()._parent_pid)
