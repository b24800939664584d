"""Plays the stories through the same actions as people do, then moves what came of it into the past."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from dreamseed.demo.clock import Clock
from dreamseed.demo.files import content_of
from dreamseed.demo.lessons import hold_call
from dreamseed.demo.people import School
from dreamseed.demo.script import STORIES, Held, Said, Story
from dreamseed.realtime.errors import Refused
from files.actions import upload
from files.models import StoredFile
from messenger.actions import NewMessage, create_conversation, mark_read, send_messages
from messenger.attached import with_files
from messenger.models import Conversation, Message, Participant, ReadReceipt

READ_AFTER = timedelta(minutes=3)


def fill_conversations(school: School, clock: Clock) -> None:
    """All that was said and held, in order, with what each person has read of it."""
    for story in STORIES:
        conversation = _conversation(school, story)
        times = _play(school, story, conversation, clock)
        _read(school, story, conversation)
        _move_to_past(conversation, times)


def _conversation(school: School, story: Story) -> Conversation:
    if story.classroom:
        return Conversation.objects.get(classroom=school.classes[story.classroom], type=story.type)
    first, *others = [school.people[key] for key in story.people]
    conversation, _created = create_conversation(
        user=first, type=story.type, title=story.title, participant_ids=[person.pk for person in others]
    )
    return conversation


def _play(school: School, story: Story, conversation: Conversation, clock: Clock) -> dict[int, datetime]:
    """{seq: when} of everything that now stands in the conversation."""
    times: dict[int, datetime] = {}
    named: dict[str, UUID] = {}
    for line in sorted(story.lines, key=lambda line: clock.at(line.when)):
        when = clock.at(line.when)
        if isinstance(line, Held):
            seq, when = hold_call(school, conversation, line, when)
        else:
            seq, message_id = _say(school, conversation, line, named)
            if line.key:
                named[line.key] = message_id
        times[seq] = when
    return times


def _say(school: School, conversation: Conversation, line: Said, named: dict[str, UUID]) -> tuple[int, UUID]:
    who = school.people[line.who]
    files = [upload(user=who, name=name, stream=BytesIO(content_of(name))) for name in line.files]
    new = NewMessage(
        sender_id=who.pk,
        attachment_ids=tuple(file.pk for file in files),
        conversation_id=conversation.pk,
        content=line.text,
        thread_id=named.get(line.thread),
        reply_to_id=named.get(line.reply),
    )
    (answer,) = send_messages([new])
    if isinstance(answer, Refused):
        raise answer
    return answer.message["seq"], UUID(answer.message["id"])


def _read(school: School, story: Story, conversation: Conversation) -> None:
    """Everybody has read all but their last `unread` messages of others."""
    keys = {person.pk: key for key, person in school.people.items()}
    for participant in Participant.objects.active().filter(conversation=conversation).select_related("user"):
        theirs = Message.objects.filter(conversation=conversation, message_type=Message.Type.TEXT)
        unread = story.unread.get(keys[participant.user_id], 0)
        newest = (
            theirs.exclude(sender=participant.user)
            .order_by("-seq")
            .values_list("seq", flat=True)[: unread + 1]
        )
        upto = newest[unread - 1] - 1 if unread else 10**9
        mark_read(user=participant.user, conversation_id=conversation.pk, seq=upto)


def _move_to_past(conversation: Conversation, times: dict[int, datetime]) -> None:
    messages = list(Message.objects.filter(conversation=conversation))
    for message in messages:
        message.created_at = message.updated_at = times[message.seq]
    Message.objects.bulk_update(messages, ["created_at", "updated_at"])
    for message in with_files(messages):
        StoredFile.objects.filter(pk__in=[file.pk for file in message.files]).update(
            created_at=message.created_at
        )
    receipts = list(ReadReceipt.objects.filter(conversation=conversation))
    for receipt in receipts:
        receipt.read_at = min(times[receipt.seq] + READ_AFTER, max(times.values()))
    ReadReceipt.objects.bulk_update(receipts, ["read_at"])
    begun, last = min(times.values()) - READ_AFTER, max(times.values())
    Participant.objects.filter(conversation=conversation).update(joined_at=begun, last_read_at=last)
    Conversation.objects.filter(pk=conversation.pk).update(
        created_at=begun, updated_at=last, last_message_at=last
    )
