"""Shapes as DRF serializers: they check input and document output (tests hold both equal)."""

from rest_framework import serializers as drf

from accounts.names import check_seen
from accounts.serializers import PersonSerializer
from calls.access import MAX_INVITED
from calls.models import AttendanceCorrection, Call, CallParticipant, Lesson
from calls.quality import CAUSES, QUALITIES
from dreamseed.realtime.years import MomentField


class LessonOfCallShape(drf.Serializer):
    id = drf.UUIDField()
    title = drf.CharField()


class CallParticipantShape(drf.Serializer):
    user = PersonSerializer()
    state = drf.ChoiceField(CallParticipant.State.choices)
    is_initiator = drf.BooleanField()
    moderator = drf.BooleanField(help_text="Keeps order: mutes, removes, locks.")
    answered = drf.BooleanField()
    blocked = drf.BooleanField(help_text="Removed by a moderator: may not come back.")
    audio_enabled = drf.BooleanField()
    video_enabled = drf.BooleanField()
    screen_sharing = drf.BooleanField()
    screen_audio_enabled = drf.BooleanField(help_text="False: the teacher's hand keeps its sound off.")
    hand_raised_at = drf.DateTimeField(allow_null=True)
    connection_quality = drf.ChoiceField(QUALITIES, allow_null=True)
    connection_cause = drf.ChoiceField(CAUSES, allow_null=True, help_text="What holds it back.")
    joined_at = drf.DateTimeField(allow_null=True)
    left_at = drf.DateTimeField(allow_null=True)
    peers = drf.ListField(child=drf.UUIDField(), help_text="Pages that are in the call now.")


class CallShape(drf.Serializer):
    id = drf.UUIDField()
    conversation_id = drf.UUIDField()
    conversation_title = drf.CharField(help_text="Empty in a direct conversation.")
    call_type = drf.ChoiceField(Call.Type.choices)
    status = drf.ChoiceField(Call.Status.choices)
    topology = drf.ChoiceField(Call.Topology.choices)
    media_server = drf.CharField(
        allow_null=True, help_text="The forwarding server; another one: connect anew."
    )
    locked = drf.BooleanField(help_text="Nobody else comes in.")
    hold_muted = drf.BooleanField(help_text="Only moderators open their microphones.")
    sharing_allowed = drf.BooleanField(help_text="Not only moderators may share a screen.")
    spotlight = drf.IntegerField(allow_null=True, help_text="The person shown large to everybody.")
    ends_at = drf.DateTimeField(allow_null=True, help_text="When it ends unless a moderator comes back.")
    lesson = LessonOfCallShape(allow_null=True)
    initiator = PersonSerializer()
    started_at = drf.DateTimeField(allow_null=True, help_text="When two people were in.")
    ended_at = drf.DateTimeField(allow_null=True)
    end_reason = drf.ChoiceField(Call.EndReason.choices, allow_null=True)
    seconds = drf.IntegerField(allow_null=True, help_text="Length of an ended call.")
    created_at = drf.DateTimeField()
    revision = drf.IntegerField(help_text="Grows with every change: a smaller one is out of date.")
    participants = CallParticipantShape(many=True)


class CallPage(drf.Serializer):
    next = drf.URLField(allow_null=True)
    previous = drf.URLField(allow_null=True)
    results = CallShape(many=True)


class AnsweredShape(CallShape):
    peer_id = drf.UUIDField(help_text="The peer to claim over the socket within 30 s.")


class IceServerShape(drf.Serializer):
    urls = drf.ListField(child=drf.CharField())
    username = drf.CharField(required=False)
    credential = drf.CharField(required=False)


class IceServersShape(drf.Serializer):
    ice_servers = IceServerShape(many=True)


class CorrectionShape(drf.Serializer):
    status = drf.ChoiceField(AttendanceCorrection.Status.choices)
    minutes = drf.IntegerField(allow_null=True, help_text="Null: as reckoned.")
    reason = drf.CharField()
    corrected_by = PersonSerializer()
    created_at = drf.DateTimeField()


class SpanShape(drf.Serializer):
    start = drf.DateTimeField()
    end = drf.DateTimeField()


class AttendanceShape(drf.Serializer):
    user = PersonSerializer()
    status = drf.ChoiceField(
        AttendanceCorrection.Status.choices, help_text="The correction's, if there is one."
    )
    reckoned = drf.ChoiceField(
        AttendanceCorrection.Status.choices, help_text="`late` also of who left early too."
    )
    minutes = drf.IntegerField(help_text="The correction's, if it names any.")
    reckoned_minutes = drf.IntegerField()
    late_minutes = drf.IntegerField(help_text="0 up to five; as reckoned, like the next two.")
    early_minutes = drf.IntegerField()
    away_minutes = drf.IntegerField(help_text="In between, all gaps together.")
    first_joined_at = drf.DateTimeField(allow_null=True, help_text="Also before or after the lesson.")
    last_left_at = drf.DateTimeField(allow_null=True)
    spans = SpanShape(many=True, help_text="Within the lesson.")
    hands_raised = drf.IntegerField()
    screens_shared = drf.IntegerField()
    returns = drf.IntegerField(help_text="How often a lost connection came back.")
    correction = CorrectionShape(allow_null=True, help_text="The latest, which counts.")
    corrections = CorrectionShape(many=True, help_text="All, in the order they were made.")


class LessonShape(drf.Serializer):
    id = drf.UUIDField()
    conversation_id = drf.UUIDField()
    title = drf.CharField()
    starts_at = drf.DateTimeField(help_text="Of this meeting.")
    ends_at = drf.DateTimeField()
    on = drf.DateField(help_text="Its date in `time_zone`: what calls off this meeting alone.")
    minutes = drf.IntegerField()
    time_zone = drf.CharField()
    repeat = drf.ChoiceField(Lesson.Repeat.choices, allow_blank=True)
    repeat_until = drf.DateField(allow_null=True)
    created_by = PersonSerializer()


class OverlapShape(drf.Serializer):
    id = drf.UUIDField()
    title = drf.CharField()
    conversation_id = drf.UUIDField()
    conversation_title = drf.CharField()
    starts_at = drf.DateTimeField(help_text="Of its first meeting at the same time.")
    ends_at = drf.DateTimeField()


class PlannedShape(LessonShape):
    overlaps = OverlapShape(many=True, help_text="Lessons one leads in other classes at the same time.")


# --- what clients send


class NewCall(drf.Serializer):
    call_type = drf.ChoiceField(Call.Type.choices)
    invited_user_ids = drf.ListField(
        child=drf.IntegerField(),
        max_length=MAX_INVITED,
        required=False,
        help_text="Left out or empty: everybody.",
    )
    client_id = drf.UUIDField(required=False)


class AnswerIn(drf.Serializer):
    peer_id = drf.UUIDField(required=False, help_text="Made by the page; left out, the server makes one.")
    replaces = drf.UUIDField(required=False, help_text="The peer of this page before it was reloaded.")
    audio_enabled = drf.BooleanField(required=False)
    video_enabled = drf.BooleanField(required=False)


class LeaveIn(drf.Serializer):
    peer_id = drf.UUIDField(required=False, help_text="Leave with this page only.")


class InviteIn(drf.Serializer):
    user_ids = drf.ListField(child=drf.IntegerField(), min_length=1, max_length=MAX_INVITED)


class HandIn(drf.Serializer):
    raised = drf.BooleanField()


class MediaIn(drf.Serializer):
    audio_enabled = drf.BooleanField(required=False)
    video_enabled = drf.BooleanField(required=False)
    screen_sharing = drf.BooleanField(required=False)


class CorrectionIn(drf.Serializer):
    status = drf.ChoiceField(AttendanceCorrection.Status.choices)
    minutes = drf.IntegerField(min_value=0, max_value=1440, required=False, allow_null=True)
    reason = drf.CharField(max_length=500, trim_whitespace=True)


class LessonIn(drf.Serializer):
    """With PATCH every field may be left out."""

    title = drf.CharField(max_length=120, validators=[check_seen])
    starts_at = MomentField()
    minutes = drf.IntegerField(min_value=5, max_value=480, required=False)
    repeat = drf.ChoiceField(Lesson.Repeat.choices, allow_blank=True, required=False)
    repeat_until = drf.DateField(allow_null=True, required=False)


class TimetableIn(drf.Serializer):
    """Left out: from now, two weeks. At most 100 days."""

    start = MomentField(required=False)
    end = MomentField(required=False)
    conversation_id = drf.UUIDField(required=False)


class DayIn(drf.Serializer):
    on = drf.DateField(required=False, help_text="This meeting of a series alone.")
