"""Frames of the messenger."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from accounts.models import User
from dreamseed.realtime import screens
from dreamseed.realtime.errors import NotFound
from dreamseed.realtime.frames import Frame, Incoming
from dreamseed.realtime.socket import Socket
from messenger import actions, events, presence, serializers, sync, writing
from messenger.actions.attachments import check_ids, type_of
from messenger.actions.noticing import conversation_subject
from messenger.actions.sending import NewMessage, Sent
from messenger.batcher import batcher
from messenger.content import check_content


class SendMessage(Incoming, tag="message.send"):
    conversation_id: UUID
    content: str = ""
    client_id: UUID | None = None
    thread_id: UUID | None = None
    reply_to_id: UUID | None = None
    message_type: Literal["text", "file", "voice"] | None = None
    attachment_ids: list[UUID] = []


class EditMessage(Incoming, tag="message.edit"):
    message_id: UUID
    content: str


class DeleteMessage(Incoming, tag="message.delete"):
    message_id: UUID


class AddReaction(Incoming, tag="reaction.add"):
    message_id: UUID
    emoji: str


class RemoveReaction(Incoming, tag="reaction.remove"):
    message_id: UUID
    emoji: str


class ReadThread(Incoming, tag="thread.read"):
    message_id: UUID
    seq: int


class ReadMessage(Incoming, tag="message.read"):
    conversation_id: UUID
    seq: int


class Typing(Incoming, tag="typing.start"):
    conversation_id: UUID
    thread_id: UUID | None = None


class TypingStopped(Incoming, tag="typing.stop"):
    conversation_id: UUID
    thread_id: UUID | None = None


class SyncRequest(Incoming, tag="sync.request"):
    conversations: Annotated[dict[UUID, int], msgspec.Meta(max_length=sync.MOST_CONVERSATIONS)]
    own: int | None = None
    reads: int | None = None


class PresenceWatch(Incoming, tag="presence.watch"):
    user_ids: list[int]


class PresenceSet(Incoming, tag="presence.set"):
    status: Literal["online", "away", "dnd", "invisible"]


class PresenceActivity(Incoming, tag="presence.activity"):
    visible: bool
    conversation_id: UUID | None = None


def send(socket: Socket, frame: SendMessage) -> asyncio.Future[dict[str, Any]]:
    """Queued in order and answered when it is committed: the socket goes on reading meanwhile."""
    files = check_ids(frame.attachment_ids)
    content = check_content(frame.content, with_files=bool(files))
    ids = {"client_id": frame.client_id} if frame.client_id else {}
    new = NewMessage(
        sender_id=socket.user_id,
        conversation_id=frame.conversation_id,
        content=content,
        thread_id=frame.thread_id,
        reply_to_id=frame.reply_to_id,
        attachment_ids=files,
        message_type=type_of(files, frame.message_type),
        skip=socket.id,
        **ids,
    )
    answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
    batcher.send(new).add_done_callback(lambda done: _hand_over(done, answer))
    return answer


def _hand_over(done: asyncio.Future[Sent], answer: asyncio.Future[dict[str, Any]]) -> None:
    if (error := done.exception()) is not None:
        answer.set_exception(error)
        return
    message = done.result().message
    answer.set_result({name: message[name] for name in ("id", "seq", "change", "created_at", "client_id")})


async def edit(socket: Socket, frame: EditMessage) -> dict[str, Any]:
    message = await _act(
        socket, actions.edit_message, message_id=frame.message_id, content=frame.content, skip=socket.id
    )
    return {"id": str(message.pk), "change": message.change}


async def delete(socket: Socket, frame: DeleteMessage) -> dict[str, Any]:
    message = await _act(socket, actions.delete_message, message_id=frame.message_id, skip=socket.id)
    return {"id": str(message.pk), "change": message.change}


async def react(socket: Socket, frame: AddReaction | RemoveReaction) -> dict[str, Any]:
    action = actions.add_reaction if isinstance(frame, AddReaction) else actions.remove_reaction
    return await _act(
        socket, _reacted(action), message_id=frame.message_id, emoji=frame.emoji, skip=socket.id
    )


def _reacted(action: Any) -> Any:
    """The ack tells all reactions: what others did meanwhile is among them."""

    def act(*, user: User, **arguments: Any) -> dict[str, Any]:
        message = action(user=user, **arguments)
        return {
            "id": str(message.pk),
            "change": message.change,
            "reactions": serializers.reactions(message, user.pk),
        }

    return act


async def read_thread(socket: Socket, frame: ReadThread) -> dict[str, Any]:
    return {"seq": await _act(socket, actions.read_thread, message_id=frame.message_id, seq=frame.seq)}


async def read(socket: Socket, frame: ReadMessage) -> dict[str, Any]:
    return {
        "seq": await _act(socket, actions.mark_read, conversation_id=frame.conversation_id, seq=frame.seq)
    }


async def typing(socket: Socket, frame: Typing | TypingStopped) -> None:
    """Who is invisible goes unheard."""
    await writing.check(socket, frame.conversation_id, frame.thread_id)
    if presence.hides(socket):
        return
    active = isinstance(frame, Typing)
    events.typing(frame.conversation_id, frame.thread_id, socket.user_id, active, socket.id)


async def request_sync(socket: Socket, frame: SyncRequest) -> dict[str, Any]:
    return await socket.database(
        lambda: sync.catch_up(_person(socket.user_id), frame.conversations, frame.own, frame.reads)
    )


async def watch(socket: Socket, frame: PresenceWatch) -> dict[str, Any]:
    return {"users": await presence.watch(socket, frame.user_ids)}


async def activity(socket: Socket, frame: PresenceActivity) -> None:
    """What this page shows: nothing is pushed of that meanwhile. A page in use says so. No database."""
    shown = frame.conversation_id if frame.visible else None
    if shown is not None and events.topic(shown) not in socket.topics:
        raise NotFound
    await screens.show(socket, conversation_subject(shown) if shown else None)
    if frame.visible:
        await presence.active(socket)


async def choose(socket: Socket, frame: PresenceSet) -> dict[str, Any]:
    return {"status": (await _act(socket, actions.choose_status, status=frame.status)).status}


async def _act(socket: Socket, action: Any, **arguments: Any) -> Any:
    return await socket.database(lambda: action(user=_person(socket.user_id), **arguments))


def _person(user_id: int) -> User:
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        raise NotFound
    return person


FRAMES = {
    "message.send": Frame(SendMessage, send, limit="20/10s"),
    "message.edit": Frame(EditMessage, edit, limit="20/10s"),
    "message.delete": Frame(DeleteMessage, delete, limit="20/10s"),
    "reaction.add": Frame(AddReaction, react, limit="20/10s"),
    "reaction.remove": Frame(RemoveReaction, react, limit="20/10s"),
    "thread.read": Frame(ReadThread, read_thread, limit="50/10s"),
    "message.read": Frame(ReadMessage, read, limit="50/10s"),
    "typing.start": Frame(Typing, typing, limit="3/3s"),
    "typing.stop": Frame(TypingStopped, typing, limit="6/3s"),
    "sync.request": Frame(SyncRequest, request_sync, limit="20/10s"),
    "presence.watch": Frame(PresenceWatch, watch, limit="20/10s"),
    "presence.set": Frame(PresenceSet, choose, limit="10/10s"),
    "presence.activity": Frame(PresenceActivity, activity, limit="30/10s"),
}
