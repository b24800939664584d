"""Examples of what clients send, in the API document; a test holds that they are taken."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

from calls import shapes

PEER = "0b5b7a3e-6f0c-4f0e-9d8a-3a1c5d1f7e22"
EXAMPLES: dict[Any, dict[str, Any]] = {
    shapes.NewCall: {"call_type": "video", "invited_user_ids": [21, 22]},
    shapes.AnswerIn: {"peer_id": PEER, "audio_enabled": True, "video_enabled": False},
    shapes.LeaveIn: {"peer_id": PEER},
    shapes.InviteIn: {"user_ids": [21, 22]},
    shapes.HandIn: {"raised": True},
    shapes.MediaIn: {"audio_enabled": False},
    shapes.CorrectionIn: {"status": "present", "minutes": 50, "reason": "앱이 아니라 교실에서 들었어요"},
    shapes.LessonIn: {
        "title": "수학 10반",
        "starts_at": "2026-03-02T09:00:00+09:00",
        "minutes": 50,
        "repeat": "weekly",
        "repeat_until": "2026-07-17",
    },
    shapes.DayIn: {"on": "2026-05-05"},
}


def describe() -> None:
    """Tell the API document."""
    for shape, value in EXAMPLES.items():
        extend_schema_serializer(examples=[OpenApiExample("Example", value, request_only=True)])(shape)
