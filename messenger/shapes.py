"""Shapes as DRF serializers: input is checked, output documented by them (tests hold both equal)."""

from rest_framework import serializers as drf

from accounts.serializers import PersonSerializer
from files.serializers import FileShape
from messenger.models import MAX_CONTENT, MAX_TITLE, Conversation, Participant


class SenderShape(drf.Serializer):
    id = drf.IntegerField()
    name = drf.CharField()


class ExcerptShape(drf.Serializer):
    id = drf.UUIDField()
    sender = SenderShape(allow_null=True)
    excerpt = drf.CharField()


class ReactionShape(drf.Serializer):
    emoji = drf.CharField()
    count = drf.IntegerField()
    user_ids = drf.ListField(child=drf.IntegerField(), help_text="Who, in order.")
    mine = drf.BooleanField(required=False, help_text="Left out where one text goes to many people.")


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


class MessagePage(drf.Serializer):
    next = drf.URLField(allow_null=True, help_text="Older messages.")
    previous = drf.URLField(allow_null=True, help_text="Newer messages.")
    results = MessageShape(many=True)


class ParticipantShape(drf.Serializer):
    user = PersonSerializer()
    role = drf.ChoiceField(Participant.Role.choices)
    joined_at = drf.DateTimeField()
    left_at = drf.DateTimeField(allow_null=True)
    last_read_seq = drf.IntegerField()
    last_read_at = drf.DateTimeField(allow_null=True)
    change = drf.IntegerField()


class CaughtUpShape(drf.Serializer):
    head = drf.IntegerField()
    more = drf.BooleanField()
    messages = MessageShape(many=True)
    participants = ParticipantShape(many=True)
    conversation = ConversationShape()


class SyncShape(drf.Serializer):
    conversations = drf.DictField(child=CaughtUpShape())
    removed = drf.ListField(child=drf.UUIDField())


class ReceiptShape(drf.Serializer):
    user = PersonSerializer()
    read_at = drf.DateTimeField()


class UnreadShape(drf.Serializer):
    total = drf.IntegerField(help_text="Of conversations, without those one has archived.")
    conversations = drf.DictField(child=drf.IntegerField())
    threads = drf.DictField(
        child=drf.IntegerField(), help_text="Of threads one takes part in, by first message."
    )


class StatusShape(drf.Serializer):
    status = drf.ChoiceField(["online", "offline"])
    last_seen = drf.DateTimeField(allow_null=True)


class PresenceShape(drf.Serializer):
    users = drf.DictField(child=StatusShape())


class PositionShape(drf.Serializer):
    seq = drf.IntegerField()


# --- what clients send


class NewConversation(drf.Serializer):
    type = drf.ChoiceField(Conversation.Type.choices)
    title = drf.CharField(max_length=MAX_TITLE, required=False, allow_blank=True, default="")
    participant_ids = drf.ListField(child=drf.IntegerField(), max_length=500, required=False, default=list)
    client_id = drf.UUIDField(required=False)


class ConversationChange(drf.Serializer):
    title = drf.CharField(max_length=MAX_TITLE)


class NewText(drf.Serializer):
    content = drf.CharField(
        max_length=MAX_CONTENT,
        trim_whitespace=False,
        allow_blank=True,
        default="",
        help_text="May be left out beside attachments.",
    )
    attachment_ids = drf.ListField(
        child=drf.UUIDField(), required=False, default=list, help_text="One's own uploads, at most 20."
    )
    message_type = drf.ChoiceField(
        ["text", "file", "voice"], required=False, help_text="Found by itself, but for `voice`: one sound."
    )
    client_id = drf.UUIDField(required=False)
    thread_id = drf.UUIDField(required=False, allow_null=True)
    reply_to_id = drf.UUIDField(required=False, allow_null=True)


class EditedText(drf.Serializer):
    content = drf.CharField(max_length=MAX_CONTENT, trim_whitespace=False, allow_blank=True)


class EmojiIn(drf.Serializer):
    emoji = drf.CharField(max_length=200, trim_whitespace=False)


class PeopleIn(drf.Serializer):
    user_ids = drf.ListField(child=drf.IntegerField(), min_length=1, max_length=500)


class RoleIn(drf.Serializer):
    role = drf.ChoiceField(Participant.Role.choices)


class ConversationSettingsShape(drf.Serializer):
    muted_until = drf.DateTimeField(allow_null=True)


class ReadIn(drf.Serializer):
    seq = drf.IntegerField(min_value=0)


class SyncIn(drf.Serializer):
    conversations = drf.DictField(child=drf.IntegerField(min_value=0))
