"""The only place that changes notifications, settings and devices."""

from notifications.actions.counting import count_down, counting
from notifications.actions.devices import forget_device, register_device
from notifications.actions.forgetting import forget_old
from notifications.actions.notifying import change_words, forget_words, notify, retract
from notifications.actions.preferences import change_settings, switch_off
from notifications.actions.reading import read, read_all, read_subject

__all__ = [
    "change_settings",
    "change_words",
    "count_down",
    "counting",
    "forget_device",
    "forget_old",
    "forget_words",
    "notify",
    "read",
    "read_all",
    "read_subject",
    "register_device",
    "retract",
    "switch_off",
]
