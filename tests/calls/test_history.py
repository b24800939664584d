"""The page of a conversation's calls."""

from messenger.models import Conversation
from tests.calls.steps import do, start
from tests.calls.test_pages import count_queries, past_call
from tests.people import Person


def address(conversation: Conversation) -> str:
    return f"/conversations/{conversation.pk}/calls"


def test_everybody_of_a_conversation_sees_its_ended_calls(
    teacher: Person, minji: Person, algebra: Conversation, pair: Conversation
) -> None:
    first = past_call(teacher, minji, algebra)
    unanswered = do(teacher, start(teacher, algebra), "end")
    past_call(teacher, minji, pair)
    start(teacher, algebra)
    page = minji.browser.get(address(algebra))
    assert [one["call"]["id"] for one in page.context["past"]] == [unanswered["id"], first["id"]]
    assert algebra.title in page.content.decode()


def test_the_register_is_a_click_away_for_the_teacher_alone(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = past_call(teacher, minji, algebra)
    register = f"/calls/{call['id']}/attendance"
    assert register in teacher.browser.get(address(algebra)).content.decode()
    assert register not in minji.browser.get(address(algebra)).content.decode()


def test_strangers_find_no_history(stranger: Person, algebra: Conversation) -> None:
    assert stranger.browser.get(address(algebra)).status_code == 404


def test_many_calls_cost_no_more_queries_than_one(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    past_call(teacher, minji, algebra)
    teacher.browser.get(address(algebra))
    one = count_queries(lambda: teacher.browser.get(address(algebra)))
    for _more in range(3):
        past_call(teacher, minji, algebra)
    assert count_queries(lambda: teacher.browser.get(address(algebra))) == one
