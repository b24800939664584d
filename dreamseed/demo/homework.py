# ruff: noqa: E501
"""What the demo's teacher has set: work that is due, late, graded and still a draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from accounts.models import User
from assignments import actions, refreshing
from assignments.models import Assignment, Submission, SubmissionVersion
from dreamseed.demo.clock import Clock
from dreamseed.demo.people import MATHS, SCIENCE, School
from notifications.models import Delivery, Notification

RUBRIC = [
    {
        "title": "풀이 과정",
        "description": "식을 세우고 차례대로 풀었는지 봅니다.",
        "points": Decimal(6),
        "levels": [
            {"title": "시작만 함", "points": Decimal(2)},
            {"title": "대체로 맞음", "points": Decimal(4)},
            {"title": "빠짐없이 씀", "points": Decimal(6)},
        ],
    },
    {"title": "답", "description": "", "points": Decimal(4), "levels": []},
]


class Done(NamedTuple):
    """`points`: for the two criteria; None: to be graded."""

    who: str
    text: str
    hours_before: float
    points: tuple[int, int] | None = None
    feedback: str = ""


class Work(NamedTuple):
    classroom: str
    title: str
    instructions: str
    due_in: timedelta
    type: str = "homework"
    rubric: Sequence[Mapping[str, Any]] = ()
    done: Sequence[Done] = ()
    is_draft: bool = False
    is_released: bool = False


WORKS = (
    Work(
        MATHS,
        "이차함수 그래프 그리기",
        "교과서 **85쪽 1번부터 8번**까지 풀어 오세요.\n\n- 꼭짓점과 축을 꼭 적습니다.\n- 그래프는 모눈종이에 그려 사진으로 올려도 됩니다.",
        timedelta(days=-1),
        rubric=RUBRIC,
        is_released=True,
        done=(
            Done("민지", "꼭짓점은 (2, -3), 축은 x = 2 입니다.", 20, (6, 4), "풀이가 **아주 깔끔해요**. 8번도 정확합니다."),
            Done("서준", "y = (x - 2)² - 3 이므로 꼭짓점은 (2, -3)", 31, (6, 3), "부호만 한 번 더 확인해 보세요."),
            Done("하은", "5번까지 풀었습니다.", 12, (4, 2), "6번부터는 다음 시간에 같이 풀어 봐요."),
            Done("도윤", "a = -2, 축은 x = 1", -3, (4, 4), "늦었지만 잘 풀었어요."),
            Done("지우", "a = 2 가 나왔어요.", 5, (2, 1), "부호를 다시 살펴보세요."),
        ),
    ),
    Work(
        MATHS,
        "최댓값과 최솟값",
        "연습 문제 파일의 **3번과 4번**을 풀고, 왜 그런지 한 문장씩 적어 주세요.",
        timedelta(hours=20),
        rubric=RUBRIC,
        done=(
            Done("서준", "x = 1 에서 최댓값 5를 가집니다. 위로 볼록하기 때문입니다.", 40),
            Done("하은", "최솟값은 -3 입니다. 꼭짓점이 가장 아래에 있으니까요.", 26),
        ),
    ),
    Work(
        SCIENCE,
        "실험 보고서: 물의 끓는점",
        "### 보고서에 쓸 것\n1. 실험 순서\n2. 온도 변화 표\n3. 알게 된 점",
        timedelta(days=4),
        type="homework",
        done=(Done("예준", "표는 사진으로 찍어서 다시 올릴게요.", 90),),
    ),
    Work(SCIENCE, "단원 확인 퀴즈", "상태 변화 다섯 가지를 예와 함께 적어 보세요.", timedelta(days=6), type="quiz"),
    Work(MATHS, "중간 점검 시험", "범위: 이차함수의 그래프와 활용", timedelta(days=12), type="test", is_draft=True),
)  # fmt: skip


def set_homework(school: School, clock: Clock) -> None:
    """Played through the actions with time left, then moved to where it belongs."""
    teacher = school.people["서연"]
    for work in WORKS:
        _set(teacher, school, work, clock.now)
    refreshing.refresh()


def _set(teacher: User, school: School, work: Work, now: datetime) -> None:
    assignment = actions.create_assignment(
        user=teacher,
        class_id=school.classes[work.classroom].pk,
        title=work.title,
        instructions=work.instructions,
        assignment_type=work.type,
        total_points=Decimal(10),
        due_date=now + max(work.due_in, timedelta(days=1)),
        rubric=list(work.rubric),
    )
    if work.is_draft:
        Assignment.objects.filter(pk=assignment.pk).update(due_date=now + work.due_in)
        return
    actions.publish_assignment(user=teacher, assignment_id=assignment.pk)
    for done in work.done:
        _hand_in(teacher, school.people[done.who], assignment, done, now + work.due_in)
    if work.is_released:
        actions.release_grades(user=teacher, assignment_id=assignment.pk)
    _move(assignment, work, now)


def _hand_in(teacher: User, student: User, assignment: Assignment, done: Done, due: datetime) -> None:
    version = actions.submit(user=student, assignment_id=assignment.pk, text=done.text)
    submission = version.submission
    if done.points is not None:
        criteria = assignment.criteria.all()
        marks = [
            {"criterion": one.pk, "points": Decimal(points)}
            for one, points in zip(criteria, done.points, strict=True)
        ]
        actions.grade_submission(
            user=teacher, submission_id=submission.pk, version=submission.version, feedback=done.feedback,
            rubric_scores=marks,
        )  # fmt: skip
    when, late = due - timedelta(hours=done.hours_before), done.hours_before < 0
    for rows in (
        Submission.objects.filter(pk=submission.pk),
        SubmissionVersion.objects.filter(pk=version.pk),
    ):
        rows.update(submitted_at=when, is_late=late)


def _move(assignment: Assignment, work: Work, now: datetime) -> None:
    """What is long over has been read; only what is new rings the bell."""
    due, out = now + work.due_in, now + min(work.due_in, timedelta()) - timedelta(days=4)
    Assignment.objects.filter(pk=assignment.pk).update(due_date=due, published_at=out, created_at=out)
    told = Notification.objects.filter(subject=f"assignment:{assignment.pk}")
    told.update(created_at=out, updated_at=out)
    Delivery.objects.filter(notification__in=told).delete()  # nobody gets e-mails about the past
    told.exclude(kind="assignment_graded").update(read_at=out)
