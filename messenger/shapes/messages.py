"""Shapes of messages and of what people did with them."""

from rest_framework import serializers as drf

from accounts.serializers import PersonSerializer
from files.serializers import FileShape
from messenger.models import Conversation, Report


class SenderShape(drf.Serializer):
    id = drf.IntegerField()
    name = drf.CharField()


class ExcerptShape(drf.Serializer):
    id = drf.UUIDField()
    seq = drf.IntegerField()
    sender = SenderShape(allow_null=True)
    excerpt = drf.CharField(help_text="Empty when it is gone, or older than what one may see.")


class ReactionShape(drf.Serializer):
    emoji = drf.CharField()
    count = drf.IntegerField()
    user_ids = drf.ListField(child=drf.IntegerField(), help_text="Who, in order.")
    mine = drf.BooleanField(required=False, help_text="Left out where one text goes to many people.")


class AcknowledgedShape(drf.Serializer):
    count = drf.IntegerField()
    mine = drf.BooleanField(
        required=False, help_text="What it says now. Left out where one text goes to many people."
    )


class ThreadShape(drf.Serializer):
    """What the first message of a thread tells of its replies."""

    count = drf.IntegerField()
    last_reply_at = drf.DateTimeField()
    last_reply_by = drf.IntegerField(allow_null=True)


class MessageShape(drf.Serializer):
    id = drf.UUIDField()
    conversation_id = drf.UUIDField()
    seq = drf.IntegerField()
    change = drf.IntegerField()
    sender = PersonSerializer(allow_null=True)
    message_type = drf.ChoiceField(["text", "file", "voice", "system"])
    content = drf.JSONField(help_text="Text; an object {kind, …} in a system message.")
    attachments = FileShape(many=True)
    thread_id = drf.UUIDField(allow_null=True)
    thread = ThreadShape(allow_null=True, help_text="Of a first message with replies.")
    reply_to = ExcerptShape(allow_null=True)
    mentions = drf.ListField(child=drf.IntegerField(), help_text="Ids of those named.")
    mentions_all = drf.BooleanField(help_text="A teacher called everybody.")
    reactions = ReactionShape(many=True)
    acknowledged = AcknowledgedShape(help_text="Of an announcement.")
    edited_at = drf.DateTimeField(allow_null=True)
    deleted_at = drf.DateTimeField(allow_null=True)
    pinned = drf.BooleanField()
    created_at = drf.DateTimeField()
    client_id = drf.UUIDField(required=False, help_text="Told to its maker only.")


class ReactedShape(drf.Serializer):
    emoji = drf.CharField()
    users = PersonSerializer(many=True)


class ThreadMineShape(drf.Serializer):
    following = drf.BooleanField(help_text="One wrote its first message or a reply.")
    last_read_seq = drf.IntegerField()
    unread = drf.IntegerField()


class ThreadPage(drf.Serializer):
    root = MessageShape()
    my = ThreadMineShape()
    next = drf.URLField(allow_null=True, help_text="Newer replies.")
    previous = drf.URLField(allow_null=True, help_text="Older replies.")
    results = MessageShape(many=True)


class SharedFileShape(FileShape):
    """A file of a conversation, with the message it came in."""

    message_id = drf.UUIDField()
    seq = drf.IntegerField()
    sender = PersonSerializer(allow_null=True)


class SharedFilePage(drf.Serializer):
    next = drf.URLField(allow_null=True, help_text="Older files.")
    previous = drf.URLField(allow_null=True, help_text="Always null.")
    results = SharedFileShape(many=True)


class MarkedShape(drf.Serializer):
    text = drf.CharField()
    hit = drf.BooleanField()


class FoundFileShape(drf.Serializer):
    id = drf.UUIDField()
    name = MarkedShape(many=True)


class FoundPlaceShape(drf.Serializer):
    id = drf.UUIDField()
    type = drf.ChoiceField(Conversation.Type.choices)
    title = drf.CharField()


class HitShape(drf.Serializer):
    message = MessageShape()
    conversation = FoundPlaceShape()
    excerpt = MarkedShape(many=True, help_text="A line around the first hit, in parts.")
    files = FoundFileShape(many=True)


class SearchPage(drf.Serializer):
    next = drf.URLField(allow_null=True, help_text="Older ones.")
    previous = drf.URLField(allow_null=True, help_text="Always null.")
    results = HitShape(many=True)


class MessagePage(drf.Serializer):
    next = drf.URLField(allow_null=True, help_text="Older messages.")
    previous = drf.URLField(allow_null=True, help_text="Newer messages.")
    results = MessageShape(many=True)


class ReceiptShape(drf.Serializer):
    user = PersonSerializer()
    read_at = drf.DateTimeField()


class AcknowledgedByShape(drf.Serializer):
    user = PersonSerializer()
    at = drf.DateTimeField()


class AcknowledgementsShape(drf.Serializer):
    count = drf.IntegerField()
    of = drf.IntegerField()
    acknowledged = AcknowledgedByShape(many=True)
    earlier = AcknowledgedByShape(many=True, help_text="Who confirmed what it said before it was edited.")
    waiting = PersonSerializer(many=True, help_text="All who have not confirmed what it says now.")


class RemindedShape(drf.Serializer):
    reminded = drf.IntegerField()


class ReportShape(drf.Serializer):
    id = drf.IntegerField()
    reason = drf.ChoiceField(Report.Reason.choices)
    created_at = drf.DateTimeField()
