"""Tables of live lessons: calls and who took part, what happened in them, what is planned."""

from calls.models.attendance import AttendanceCorrection, CallEvent
from calls.models.calls import Call, CallConnection, CallParticipant
from calls.models.lessons import Lesson
from calls.models.statistics import CallStatistics

__all__ = [
    "AttendanceCorrection",
    "Call",
    "CallConnection",
    "CallEvent",
    "CallParticipant",
    "CallStatistics",
    "Lesson",
]
