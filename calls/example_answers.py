"""Examples of what is answered, in the API document; a test holds each to its shape."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

from calls import api_quality, api_statistics, shapes

CALL, CONVERSATION, LESSON, PEER = (
    "3d7f0a5c-8f2b-4c1e-9a64-5b8c7d6e1f20",
    "5f0c6a52-3b1e-4d53-9b0e-2f6f3a7c1d10",
    "c2a4e6b8-1d3f-4a5b-8c7d-9e0f1a2b3c4d",
    "0b5b7a3e-6f0c-4f0e-9d8a-3a1c5d1f7e22",
)
BEGAN, ENDED = "2026-03-02T00:00:00.000Z", "2026-03-02T00:50:00.000Z"
TEACHER = {"id": 7, "name": "김서연", "avatar": "", "role": "teacher"}
STUDENT = {"id": 21, "name": "최민지", "avatar": "", "role": "student"}
IN_CALL = {
    "user": TEACHER,
    "state": "joined",
    "is_initiator": True,
    "moderator": True,
    "answered": True,
    "blocked": False,
    "audio_enabled": True,
    "video_enabled": True,
    "screen_sharing": False,
    "screen_audio_enabled": True,
    "hand_raised_at": None,
    "connection_quality": "good",
    "connection_cause": None,
    "joined_at": BEGAN,
    "left_at": None,
    "peers": [PEER],
}
RUNNING = {
    "id": CALL,
    "conversation_id": CONVERSATION,
    "conversation_title": "수학 10반",
    "call_type": "video",
    "status": "active",
    "topology": "mesh",
    "media_server": None,
    "locked": False,
    "hold_muted": False,
    "sharing_allowed": True,
    "spotlight": None,
    "ends_at": None,
    "lesson": {"id": LESSON, "title": "이차방정식"},
    "initiator": TEACHER,
    "started_at": BEGAN,
    "ended_at": None,
    "end_reason": None,
    "seconds": None,
    "created_at": BEGAN,
    "revision": 14,
    "participants": [IN_CALL],
}
OVER = {
    **RUNNING,
    "status": "ended",
    "ended_at": ENDED,
    "end_reason": "completed",
    "seconds": 3000,
    "participants": [{**IN_CALL, "state": "left", "left_at": ENDED, "peers": []}],
}
CORRECTION = {
    "status": "present",
    "minutes": 50,
    "reason": "앱이 아니라 교실에서 들었어요",
    "corrected_by": TEACHER,
    "created_at": ENDED,
}
PLANNED = {
    "id": LESSON,
    "conversation_id": CONVERSATION,
    "title": "이차방정식",
    "starts_at": BEGAN,
    "ends_at": ENDED,
    "on": "2026-03-02",
    "minutes": 50,
    "time_zone": "Asia/Seoul",
    "repeat": "weekly",
    "repeat_until": "2026-07-17",
    "created_by": TEACHER,
}
OVERLAP = {
    "id": "8e0f2a4c-6b8d-4e1f-a3c5-7d9b1f3e5a70",
    "title": "수학 상담",
    "conversation_id": "a1b3c5d7-e9f0-4a2b-8c4d-6e8f0a1b3c5d",
    "conversation_title": "수학 9반",
    "starts_at": "2026-03-02T00:30:00.000Z",
    "ends_at": "2026-03-02T01:00:00.000Z",
}
ANSWERS: dict[Any, Any] = {
    shapes.CallShape: RUNNING,
    shapes.CallPage: {"next": None, "previous": None, "results": [OVER]},
    shapes.AnsweredShape: {**RUNNING, "peer_id": PEER},
    shapes.IceServersShape: {
        "ice_servers": [
            {"urls": ["turn:turn.school.example:3478"], "username": "1772413200:21", "credential": "c2VjcmV0"}
        ]
    },
    shapes.AttendanceShape: {
        "user": STUDENT,
        "status": "present",
        "reckoned": "left_early",
        "minutes": 50,
        "reckoned_minutes": 4,
        "late_minutes": 0,
        "early_minutes": 46,
        "away_minutes": 0,
        "first_joined_at": BEGAN,
        "last_left_at": "2026-03-02T00:04:00.000Z",
        "spans": [{"start": BEGAN, "end": "2026-03-02T00:04:00.000Z"}],
        "hands_raised": 1,
        "screens_shared": 0,
        "returns": 0,
        "correction": CORRECTION,
        "corrections": [CORRECTION],
    },
    shapes.LessonShape: PLANNED,
    shapes.PlannedShape: {**PLANNED, "overlaps": [OVERLAP]},
    api_quality.QualityShape: {
        "user": STUDENT,
        "quality": "fair",
        "cause": "download",
        "pages": [
            {"peer_id": PEER, "device": "Mozilla/5.0 (Android 15)", "quality": "fair", "cause": "download"}
        ],
    },
    api_statistics.StatisticsShape: {
        "total_calls": 24,
        "total_duration": 71400.0,
        "avg_duration": 2975.0,
        "participants": 28,
        "attendance_rate": 96,
        "missed_rings": 3,
    },
}


def describe() -> None:
    """Tell the API document."""
    for shape, value in ANSWERS.items():
        extend_schema_serializer(examples=[OpenApiExample("Example", value, response_only=True)])(shape)
