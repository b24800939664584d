"""From the first ring to the line in the history."""

import json
from uuid import uuid4

from asgiref.sync import sync_to_async

from messenger.models import Conversation, Message
from tests.calls.steps import ROOT, do, join, look, peers_of, start, state_of
from tests.notifications.steps import listed
from tests.people import Person
from tests.sockets import Lines


def test_a_lesson_rings_for_the_whole_class_and_begins_with_the_second_person(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    assert (call["status"], call["topology"], call["call_type"]) == ("initiated", "mesh", "video")
    assert call["initiator"]["id"] == teacher.id
    assert state_of(call, teacher) == "waiting"
    assert {state_of(call, minji), state_of(call, seojun)} == {"invited"}

    alone = join(teacher, call)
    assert (alone["status"], alone["started_at"]) == ("initiated", None)
    together = join(minji, call)
    assert together["status"] == "active"
    assert together["started_at"]
    assert peers_of(together, minji) == [together["peer_id"]]


def test_the_end_is_kept_with_its_length(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    ended = do(teacher, call, "end")
    assert (ended["status"], ended["end_reason"], ended["seconds"]) == ("ended", "completed", 0)
    assert {state_of(ended, teacher), state_of(ended, minji)} == {"left"}

    history = minji.rest.get(f"{ROOT}/conversations/{algebra.pk}/calls/history").json()
    assert [one["id"] for one in history["results"]] == [call["id"]]
    line = json.loads(Message.objects.get(conversation=algebra, message_type="system").content)
    assert line["kind"] == "call_ended"
    assert (line["call_id"], line["reason"], line["seconds"]) == (call["id"], "completed", 0)


def test_only_some_are_rung(teacher: Person, minji: Person, seojun: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra, invited_user_ids=[minji.id, teacher.id])
    assert state_of(call, minji) == "invited"
    assert state_of(call, seojun) is None


def test_an_uninvited_member_comes_in(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra, invited_user_ids=[minji.id])
    join(teacher, call)
    assert state_of(join(seojun, call), seojun) == "joined"


def test_a_second_call_is_told_of_the_first(teacher: Person, algebra: Conversation) -> None:
    first = start(teacher, algebra)
    refused = start(teacher, algebra, status=409)
    assert (refused["code"], refused["call_id"]) == ("call_running", first["id"])


def test_the_same_start_twice_is_one_call(teacher: Person, algebra: Conversation) -> None:
    client_id = str(uuid4())
    first = start(teacher, algebra, client_id=client_id)
    again = start(teacher, algebra, status=200, client_id=client_id)
    assert again["id"] == first["id"]


def test_the_active_call_is_found(teacher: Person, minji: Person, algebra: Conversation) -> None:
    address = f"{ROOT}/conversations/{algebra.pk}/calls/active"
    assert minji.rest.get(address).status_code == 404
    call = start(teacher, algebra)
    assert minji.rest.get(address).json()["id"] == call["id"]
    join(teacher, call)
    shown = minji.rest.get(f"{ROOT}/conversations/{algebra.pk}").json()["active_call"]
    assert shown == {"id": call["id"], "call_type": "video", "joined": 1}
    do(teacher, call, "end")
    assert minji.rest.get(address).status_code == 404


def test_a_declined_call_of_two_is_over(teacher: Person, minji: Person, pair: Conversation) -> None:
    call = start(teacher, pair)
    join(teacher, call)
    over = do(minji, call, "reject")
    assert (over["status"], over["end_reason"], state_of(over, minji)) == ("ended", "declined", "declined")


def test_a_class_goes_on_without_who_declined(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    do(minji, call, "reject")
    on = do(seojun, call, "reject")
    assert on["status"] == "initiated"
    assert state_of(join(minji, call), minji) == "joined"


def test_declining_after_answering_elsewhere_changes_nothing(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(minji, call)
    assert state_of(do(minji, call, "reject"), minji) == "joined"


def test_a_call_of_two_ends_when_one_leaves(teacher: Person, minji: Person, pair: Conversation) -> None:
    call = start(teacher, pair)
    join(teacher, call)
    join(minji, call)
    over = do(minji, call, "leave")
    assert (over["status"], over["end_reason"]) == ("ended", "completed")


def test_a_class_ends_when_the_last_one_leaves(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    on = do(teacher, call, "leave")
    assert (on["status"], state_of(on, teacher)) == ("active", "left")
    over = do(minji, call, "leave")
    assert (over["status"], over["end_reason"]) == ("ended", "completed")


def test_who_turns_round_before_coming_in_cancels(teacher: Person, minji: Person, pair: Conversation) -> None:
    call = start(teacher, pair)
    over = do(teacher, call, "leave")
    assert (over["status"], over["end_reason"], state_of(over, minji)) == ("ended", "cancelled", "missed")


def test_ending_what_never_began_is_cancelling(teacher: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    assert do(teacher, call, "end")["end_reason"] == "cancelled"


def test_an_ended_call_is_not_answered(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    do(teacher, call, "end")
    for verb in ("answer", "reject"):
        refused = do(minji, call, verb, status=409)
        assert refused["code"] == "call_ended"
        assert refused["call"]["end_reason"] == "cancelled"
    assert do(teacher, call, "end", status=409)["code"] == "call_ended"
    assert do(minji, call, "leave")["status"] == "ended"


def test_leaving_twice_is_leaving(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    do(minji, call, "leave")
    before = look(teacher, call)["revision"]
    do(minji, call, "leave")
    assert look(teacher, call)["revision"] == before


def test_a_fifth_person_finds_the_call_full(
    crowd: tuple[Conversation, list[Person]], teacher: Person
) -> None:
    conversation, people = crowd
    call = start(teacher, conversation)
    for person in (teacher, *people[:3]):
        join(person, call)
    refused = do(people[3], call, "answer", status=409)
    assert refused["code"] == "call_full"
    do(people[0], call, "leave")
    assert state_of(join(people[3], call), people[3]) == "joined"


def test_a_person_has_three_pages_at_most(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    answers = [join(minji, call) for _page in range(3)]
    assert len(peers_of(answers[-1], minji)) == 3
    assert do(minji, call, "answer", status=409)["code"] == "too_many_pages"
    one_less = do(minji, call, "leave", peer_id=answers[0]["peer_id"])
    assert state_of(one_less, minji) == "joined"
    assert len(peers_of(one_less, minji)) == 2


def test_a_page_that_comes_back_is_the_same_page(teacher: Person, minji: Person, pair: Conversation) -> None:
    call = start(teacher, pair)
    join(teacher, call)
    first = join(minji, call)
    again = do(minji, call, "answer", peer_id=first["peer_id"])
    assert peers_of(again, minji) == [first["peer_id"]]
    assert again["revision"] == first["revision"]


def test_a_reloaded_page_takes_its_own_place(teacher: Person, minji: Person, pair: Conversation) -> None:
    call = start(teacher, pair)
    join(teacher, call)
    first = join(minji, call)
    again = join(minji, call, replaces=first["peer_id"])
    assert again["status"] == "active"
    assert peers_of(again, minji) == [again["peer_id"]]
    gone = do(minji, call, "answer", status=409, peer_id=first["peer_id"])
    assert gone["code"] == "peer_gone"


def test_nobody_takes_another_ones_page(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    theirs = join(teacher, call)["peer_id"]
    assert do(minji, call, "answer", status=409, peer_id=theirs)["code"] == "peer_taken"
    mine = join(seojun, call, replaces=theirs)
    assert peers_of(mine, teacher) == [theirs]


def test_the_declined_are_rung_again(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra, invited_user_ids=[minji.id])
    join(teacher, call)
    do(minji, call, "reject")
    assert state_of(do(teacher, call, "invite", user_ids=[minji.id]), minji) == "invited"


def test_the_switches_of_camera_and_microphone(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra, call_type="audio")
    address = f"{ROOT}/calls/{call['id']}/media"
    refused = teacher.rest.patch(address, {"audio_enabled": False}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_joined")

    joined = join(teacher, call, audio_enabled=False)
    me = joined["participants"][0]
    assert (me["audio_enabled"], me["video_enabled"], me["screen_sharing"]) == (False, False, False)
    changed = teacher.rest.patch(
        address, {"video_enabled": True, "screen_sharing": True}, format="json"
    ).json()
    me = changed["participants"][0]
    assert (me["audio_enabled"], me["video_enabled"], me["screen_sharing"]) == (False, True, True)
    assert changed["revision"] == joined["revision"] + 1


def test_who_is_removed_from_the_conversation_is_out_of_the_call(
    minji: Person, seojun: Person, study_group: Conversation
) -> None:
    call = start(minji, study_group)
    join(minji, call)
    join(seojun, call)
    minji.rest.delete(f"{ROOT}/conversations/{study_group.pk}/participants/{seojun.id}")
    assert state_of(look(minji, call), seojun) == "removed"
    assert peers_of(look(minji, call), seojun) == []
    assert seojun.rest.get(f"{ROOT}/calls/{call['id']}").status_code == 404
    assert do(seojun, call, "answer", status=404)["code"] == "not_found"


async def test_who_archives_the_conversation_ends_its_call(
    minji: Person, seojun: Person, study_group: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(minji), await lines.of(seojun)
    call = await sync_to_async(start)(minji, study_group)
    await sync_to_async(join)(minji, call)
    deleted = sync_to_async(minji.rest.delete)
    assert (await deleted(f"{ROOT}/conversations/{study_group.pk}")).status_code == 204
    for line in (desk, phone):
        await line.hears("conversation.removed", conversation_id=str(study_group.pk))
        [ended] = [frame for frame in line.frames if frame["type"] == "call.ended"]
        assert ended["call"]["id"] == call["id"]
    kinds = [one["kind"] for one in await sync_to_async(listed)(seojun)]
    assert not {"call_missed", "call_invitation"} & set(kinds)
