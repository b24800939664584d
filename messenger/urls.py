from django.urls import include, path

from messenger import pages
from messenger.api.conversations import Conversations, OneConversation, OneParticipant, Participants, Read
from messenger.api.files import Files
from messenger.api.messages import Messages, OneMessage, Receipts
from messenger.api.reactions import OneReaction, Pin, Pins, Reactions
from messenger.api.school import Acknowledgements, Reminder, Reports
from messenger.api.search import Search
from messenger.api.settings import ConversationSettings, Drafts, OneDraft, Settings
from messenger.api.standing import PresenceMine, PresenceOf, Sync, Unread
from messenger.api.threads import Thread, ThreadRead

api = [
    path("conversations", Conversations.as_view()),
    path("conversations/<uuid:conversation_id>", OneConversation.as_view()),
    path("conversations/<uuid:conversation_id>/participants", Participants.as_view()),
    path("conversations/<uuid:conversation_id>/participants/<int:user_id>", OneParticipant.as_view()),
    path("conversations/<uuid:conversation_id>/messages", Messages.as_view()),
    path("conversations/<uuid:conversation_id>/files", Files.as_view()),
    path("conversations/<uuid:conversation_id>/read", Read.as_view()),
    path("conversations/<uuid:conversation_id>/settings", ConversationSettings.as_view()),
    path("messages/<uuid:message_id>", OneMessage.as_view()),
    path("messages/<uuid:message_id>/receipts", Receipts.as_view()),
    path("messages/<uuid:message_id>/reactions", Reactions.as_view()),
    path("messages/<uuid:message_id>/reactions/<str:emoji>", OneReaction.as_view()),
    path("messages/<uuid:message_id>/thread", Thread.as_view()),
    path("messages/<uuid:message_id>/thread/read", ThreadRead.as_view()),
    path("messages/<uuid:message_id>/pin", Pin.as_view()),
    path("conversations/<uuid:conversation_id>/pins", Pins.as_view()),
    path("messages/<uuid:message_id>/acknowledgements", Acknowledgements.as_view()),
    path("messages/<uuid:message_id>/acknowledgements/remind", Reminder.as_view()),
    path("messages/<uuid:message_id>/report", Reports.as_view()),
    path("conversations/<uuid:conversation_id>/draft", OneDraft.as_view()),
    path("drafts", Drafts.as_view()),
    path("settings", Settings.as_view()),
    path("search", Search.as_view()),
    path("unread", Unread.as_view()),
    path("sync", Sync.as_view()),
    path("presence", PresenceOf.as_view()),
    path("presence/mine", PresenceMine.as_view()),
]

urlpatterns = [
    path("messenger", pages.messenger, name="messenger"),
    path("messenger/<uuid:conversation_id>", pages.messenger, name="conversation"),
    path("api/v1/messenger/", include(api)),
]
