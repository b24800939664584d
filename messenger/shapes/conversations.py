"""Shapes of conversations, of the people in them, and of one's own side."""

from rest_framework import serializers as drf

from accounts.serializers import PersonSerializer
from messenger.models import Conversation, Participant, PersonState
from messenger.shapes.messages import MessageShape
from messenger.standing import STATUSES


class MineShape(drf.Serializer):
    role = drf.ChoiceField(Participant.Role.choices)
    last_read_seq = drf.IntegerField()
    from_seq = drf.IntegerField()
    unread = drf.IntegerField(help_text="Counted up to 100.")
    muted_until = drf.DateTimeField(allow_null=True)
    pinned = drf.BooleanField()
    archived = drf.BooleanField()


class RulesShape(drf.Serializer):
    post = drf.BooleanField()
    call = drf.BooleanField()
    pin = drf.BooleanField()
    manage = drf.BooleanField()
    history = drf.ChoiceField(["all", "joined"])


class ActiveCallShape(drf.Serializer):
    id = drf.UUIDField()
    call_type = drf.ChoiceField(["audio", "video"])
    joined = drf.IntegerField()


class ConversationShape(drf.Serializer):
    id = drf.UUIDField()
    type = drf.ChoiceField(Conversation.Type.choices)
    title = drf.CharField()
    avatar = drf.CharField()
    partner = PersonSerializer(allow_null=True)
    participant_count = drf.IntegerField()
    member_count = drf.IntegerField(help_text="Without administrators: so many confirm announcements.")
    classroom_id = drf.IntegerField(allow_null=True)
    org_id = drf.IntegerField(allow_null=True)
    zone_id = drf.IntegerField(allow_null=True)
    seq = drf.IntegerField()
    change = drf.IntegerField()
    my = MineShape()
    last_message = MessageShape(allow_null=True)
    active_call = ActiveCallShape(allow_null=True)
    rules = RulesShape()
    created_at = drf.DateTimeField()


class ConversationPage(drf.Serializer):
    next = drf.URLField(allow_null=True)
    previous = drf.URLField(allow_null=True)
    results = ConversationShape(many=True)


class ParticipantShape(drf.Serializer):
    user = PersonSerializer()
    role = drf.ChoiceField(Participant.Role.choices)
    joined_at = drf.DateTimeField()
    left_at = drf.DateTimeField(allow_null=True)
    from_seq = drf.IntegerField(help_text="They see what has a larger seq.")
    last_read_seq = drf.IntegerField(allow_null=True, help_text="Null: kept to themselves.")
    last_read_at = drf.DateTimeField(allow_null=True)
    change = drf.IntegerField()


class OwnThreadShape(drf.Serializer):
    conversation_id = drf.UUIDField()
    message_id = drf.UUIDField(help_text="The thread's first message.")
    last_read_seq = drf.IntegerField()
    unread = drf.IntegerField(help_text="Counted up to 100.")


class CaughtUpShape(drf.Serializer):
    head = drf.IntegerField()
    more = drf.BooleanField()
    messages = MessageShape(many=True)
    participants = ParticipantShape(many=True)
    threads = OwnThreadShape(many=True, help_text="One's own side of the threads these messages are of.")
    conversation = ConversationShape()


class MessageDraftShape(drf.Serializer):
    conversation_id = drf.UUIDField()
    thread_id = drf.UUIDField(allow_null=True)
    content = drf.CharField()
    reply_to_id = drf.UUIDField(allow_null=True)
    updated_at = drf.DateTimeField()
    change = drf.IntegerField(help_text="The person's own number.")


class OwnConversationShape(drf.Serializer):
    conversation_id = drf.UUIDField()
    seq = drf.IntegerField(help_text="The last message when it was counted.")
    my = MineShape()


class OwnShape(drf.Serializer):
    """What one changed on one's own side above a number."""

    head = drf.IntegerField()
    more = drf.BooleanField()
    conversations = OwnConversationShape(many=True)
    threads = OwnThreadShape(many=True, help_text="Those one has read.")
    drafts = MessageDraftShape(many=True)


class ReadsShape(drf.Serializer):
    """How far others have read, where it may have changed since a number."""

    head = drf.IntegerField()
    more = drf.BooleanField()
    positions = drf.DictField(
        child=drf.DictField(child=drf.IntegerField(allow_null=True)),
        help_text="By conversation and person; null: kept to themselves.",
    )


class SyncShape(drf.Serializer):
    own = OwnShape(required=False, help_text="When `own` was asked for.")
    reads = ReadsShape(required=False, help_text="When `reads` was asked for.")
    conversations = drf.DictField(child=CaughtUpShape())
    removed = drf.ListField(child=drf.UUIDField())


class UnreadShape(drf.Serializer):
    total = drf.IntegerField(help_text="Of conversations, without those one has archived.")
    conversations = drf.DictField(child=drf.IntegerField())
    threads = drf.DictField(
        child=drf.IntegerField(), help_text="Of threads one takes part in, by first message."
    )


class StatusShape(drf.Serializer):
    status = drf.ChoiceField(STATUSES)
    last_seen = drf.DateTimeField(allow_null=True)


class ChosenStatusShape(drf.Serializer):
    status = drf.ChoiceField(PersonState.Status.choices)


class PresenceShape(drf.Serializer):
    users = drf.DictField(child=StatusShape())


class PositionShape(drf.Serializer):
    seq = drf.IntegerField()


class ConversationSettingsShape(drf.Serializer):
    muted_until = drf.DateTimeField(allow_null=True)
    pinned = drf.BooleanField()
    archived = drf.BooleanField()


class PreferencesShape(drf.Serializer):
    read_receipts = drf.BooleanField(help_text="Whether others are told how far one has read.")
