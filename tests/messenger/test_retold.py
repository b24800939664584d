"""What was told of a message follows it: new words, its end, and the end of one's being there."""

from messenger.actions.noticing import tell_conversation
from messenger.models import Conversation, Draft
from notifications.models import Notification
from tests.messenger.steps import ask, say, where
from tests.notifications.steps import listed
from tests.people import Person


def test_an_edit_tells_whom_it_names_besides(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    sent = say(teacher, algebra, "@최민지 발표하세요")
    tell_conversation(algebra.pk)
    ask(minji, "post", where(algebra, "/read"), {"seq": sent["seq"]}, 200)
    ask(seojun, "post", where(algebra, "/read"), {"seq": sent["seq"]}, 200)
    message = f"messages/{sent['id']}"
    ask(teacher, "put", message, {"content": "@최민지 @이서준 발표하세요"}, 200)
    ask(teacher, "put", message, {"content": "@최민지 @이서준 발표하세요!"}, 200)
    [note] = listed(seojun, "?unread=1")
    assert (note["kind"], note["count"]) == ("message_mention", 1)
    assert "발표하세요!" in note["body"]
    assert listed(minji, "?unread=1") == []


def test_what_is_unread_says_the_new_words(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra, "32쪽")
    tell_conversation(algebra.pk)
    ask(teacher, "put", f"messages/{sent['id']}", {"content": "42쪽"}, 200)
    [note] = listed(minji)
    assert "42쪽" in note["body"]


def test_of_a_deleted_announcement_nothing_is_left_to_be_read(
    teacher: Person, minji: Person, announcements: Conversation
) -> None:
    sent = say(teacher, announcements, "내일은 쉬어요")
    tell_conversation(announcements.pk)
    ask(teacher, "post", f"messages/{sent['id']}/acknowledgements/remind", status=200)
    assert len(listed(minji)) == 2
    ask(teacher, "delete", f"messages/{sent['id']}", status=204)
    assert listed(minji) == []


def test_who_is_put_out_keeps_no_words(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    sent = say(teacher, algebra, "우리끼리")
    tell_conversation(algebra.pk)
    ask(minji, "put", where(algebra, "/draft"), {"content": "저는"}, 200)
    ask(seojun, "put", where(algebra, "/draft"), {"content": "저도"}, 200)
    ask(minji, "post", where(algebra, "/read"), {"seq": sent["seq"]}, 200)
    assert "우리끼리" in str(listed(minji))
    ask(teacher, "delete", where(algebra, f"/participants/{minji.id}"), status=204)
    assert "우리끼리" not in str(
        [*Notification.objects.filter(user=minji.user).values_list("data", flat=True)]
    )
    assert "우리끼리" in str(listed(seojun))
    assert [one.user_id for one in Draft.objects.all()] == [seojun.id]


def test_what_one_reads_in_secret_stays_so(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    ask(minji, "patch", "settings", {"read_receipts": False}, 200)
    ask(minji, "post", where(algebra, "/read"), {"seq": sent["seq"]}, 200)
    ask(minji, "patch", "settings", {"read_receipts": True}, 200)
    assert ask(teacher, "get", f"messages/{sent['id']}/receipts", status=200) == []
    people = ask(teacher, "get", where(algebra, "/participants"), status=200)
    assert {one["user"]["id"]: one["last_read_seq"] for one in people}[minji.id] == 0
