"""What clients send."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as drf

from dreamseed.realtime.years import MomentField
from messenger.models import MAX_CONTENT, MAX_TITLE, Conversation, Participant, Report


class NewConversation(drf.Serializer):
    type = drf.ChoiceField(Conversation.Type.choices)
    title = drf.CharField(max_length=MAX_TITLE, required=False, allow_blank=True, default="")
    participant_ids = drf.ListField(child=drf.IntegerField(), max_length=500, required=False, default=list)
    client_id = drf.UUIDField(required=False)


class ConversationChange(drf.Serializer):
    title = drf.CharField(max_length=MAX_TITLE, required=False)
    avatar_id = drf.UUIDField(
        required=False, allow_null=True, help_text="An upload of one's own, a picture; null: none."
    )

    def validate(self, attrs: Any) -> Any:
        if not attrs:
            raise drf.ValidationError(_("Name at least one of title and avatar_id."))
        return attrs


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


class ConversationSettingsIn(drf.Serializer):
    muted_until = MomentField(
        allow_null=True, required=False, help_text="Null, or a time that is over, ends it."
    )
    pinned = drf.BooleanField(required=False)
    archived = drf.BooleanField(required=False)

    def validate(self, attrs: Any) -> Any:
        if not attrs:
            raise drf.ValidationError(_("Name at least one of muted_until, pinned and archived."))
        return attrs


class MessageDraftIn(drf.Serializer):
    content = drf.CharField(max_length=MAX_CONTENT, trim_whitespace=False, allow_blank=True)
    thread_id = drf.UUIDField(required=False, allow_null=True)
    reply_to_id = drf.UUIDField(required=False, allow_null=True)


class ReportIn(drf.Serializer):
    reason = drf.ChoiceField(Report.Reason.choices)
    note = drf.CharField(max_length=1000, required=False, allow_blank=True, default="")


class ReadIn(drf.Serializer):
    seq = drf.IntegerField(min_value=0)


class SyncIn(drf.Serializer):
    conversations = drf.DictField(child=drf.IntegerField(min_value=0), help_text="At most 500.")
    own = drf.IntegerField(min_value=0, required=False, help_text="One's own number.")
    reads = drf.IntegerField(min_value=0, required=False, help_text="From `ready`, or the last answer.")
