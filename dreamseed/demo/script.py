# ruff: noqa: E501
"""What was said and taught in the demo school over the last days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dreamseed.demo.people import MATHS, SCIENCE


class Said(NamedTuple):
    """`when` as Clock.at reads it. `thread` and `reply` name the `key` of an earlier line, `files` those of demo/files.py."""

    who: str
    when: str
    text: str
    key: str = ""
    thread: str = ""
    reply: str = ""
    files: Sequence[str] = ()


class Held(NamedTuple):
    """A call that took place; `minutes` 0: nobody answered. `late`, `early`: {who: by how many minutes}."""

    who: str
    when: str
    minutes: int
    call_type: str = "video"
    absent: Sequence[str] = ()
    late: Mapping[str, int] = {}
    early: Mapping[str, int] = {}


@dataclass(frozen=True)
class Story:
    """One conversation: of a class (`classroom` and type), or made by its first person."""

    type: str
    lines: Sequence[Said | Held]
    classroom: str = ""
    title: str = ""
    people: Sequence[str] = ()
    unread: dict[str, int] = field(default_factory=dict)


MATHS_CLASS = Story(
    "group",
    classroom=MATHS,
    unread={"서연": 2, "하은": 3, "예준": 6},
    lines=[
        Said("서연", "5 16:02", "안녕하세요, 수학 10반 여러분! 이번 주부터 이차함수 단원에 들어갑니다. 교과서 82쪽까지 미리 읽어 오세요."),
        Said("민지", "5 16:11", "네, 선생님! 따로 준비할 게 있을까요?"),
        Said("서연", "5 16:13", "모눈종이 두 장이면 충분해요. 없으면 교실에 있는 걸 써도 됩니다."),
        Said("서준", "5 16:20", "그래프 그려 주는 프로그램을 써도 되나요?"),
        Said("서연", "5 16:24", "첫 시간에는 손으로 그려 보고, 두 번째 시간부터 같이 써 볼게요. 😊"),
        Held("서연", "4 10:00", 42, late={"도윤": 9}),
        Said("서연", "4 11:05", "오늘 수업 잘 들어 줘서 고마워요. 숙제는 교과서 85쪽 **1번부터 8번**까지입니다. 다음 시간 전까지 풀어 오세요.", "숙제"),
        Said("하은", "4 17:40", "5번에서 꼭짓점을 왜 (2, -3)으로 잡는지 잘 모르겠어요.", "5번"),
        Said("서준", "4 17:52", "x² - 4x + 1을 완전제곱식으로 바꾸면 (x - 2)² - 3이 되니까 꼭짓점이 (2, -3)이야.", thread="5번"),
        Said("하은", "4 17:55", "아, 이해했어. 고마워!", thread="5번"),
        Said("서연", "4 18:10", "서준이 설명이 아주 정확해요. 👏", thread="5번"),
        Said("도윤", "2 15:31", "선생님, 8번은 a의 값만 구하면 되나요?", reply="숙제"),
        Said("서연", "2 15:40", "a의 값과 축의 방정식까지 함께 써 주세요."),
        Held("서연", "2 10:00", 47, absent=["예준"], late={"지우": 6}, early={"하은": 12}),
        Said("예준", "2 16:20", "오늘 수업에 못 들어가서 죄송해요. 감기가 심해서 집에 있었어요."),
        Said("서연", "2 16:26", "몸이 먼저예요. 푹 쉬고, 판서는 오늘 안에 정리해서 올려 둘게요."),
        Said("지우", "2 16:30", "내 필기도 보내 줄게. 얼른 나아!"),
        Said("서연", "2 18:04", "약속한 판서예요. 연습 문제도 함께 올려 둘게요.", files=["판서.jpg", "이차함수 연습 문제.pdf"]),
        Said("서연", "1 16:45", "다음 수업도 여기에서 화상으로 합니다. 5분 전에 들어와서 카메라와 마이크를 확인해 주세요."),
        Said("지우", "1 16:49", "네, 알겠습니다!"),
        Said("예준", "1 17:03", "저 이제 괜찮아져서 다음 시간에는 들어갈 수 있어요."),
        Said("도윤", "64", "8번 답이 a = -2 맞나요?"),
        Said("민지", "58", "나도 -2 나왔어! 축은 x = 1이고."),
        Said("지우", "33", "나는 2가 나왔는데… 부호를 다시 확인해 볼게."),
    ],
)  # fmt: skip

MATHS_BOARD = Story(
    "announcement",
    classroom=MATHS,
    unread={"서준": 1, "도윤": 1, "예준": 2},
    lines=[
        Said("서연", "4 08:30", "**수행평가 안내**\n\n범위: 이차함수, 교과서 80–101쪽\n준비물: 필기구와 모눈종이\n\n서술형 세 문제이며 풀이 과정도 점수에 들어갑니다."),
        Said("서연", "2 08:20", "상담을 원하는 학생은 이번 주 안에 저에게 메시지로 시간을 알려 주세요."),
        Said("서연", "140", "다음 시간 자료를 미리 보고 오면 좋습니다. 특히 *그래프의 평행이동* 부분을 눈여겨보세요."),
    ],
)  # fmt: skip

SCIENCE_CLASS = Story(
    "group",
    classroom=SCIENCE,
    unread={"민지": 1, "지우": 4},
    lines=[
        Said("서연", "5 09:10", "과학 10반 여러분, 이번 주 실험 주제는 ‘산과 염기’입니다. 집에서 볼 수 있는 예를 하나씩 찾아서 여기에 적어 볼까요?"),
        Said("하은", "5 12:31", "식초요! pH가 3쯤 된대요."),
        Said("지우", "5 12:35", "비누는 염기성이에요. 그래서 미끌미끌하다고 들었어요."),
        Said("도윤", "5 12:41", "우리 집 귤은 산성… 맛으로 확인했습니다 🍊"),
        Said("서연", "5 13:02", "셋 다 좋은 예예요. 단, 실험실에서는 맛으로 확인하면 안 됩니다. 😄"),
        Held("서연", "3 13:00", 38),
        Said("서연", "3 13:50", "오늘 함께 본 자주색 양배추 지시약 결과를 조별로 표로 정리해 주세요. 조장은 민지, 서준입니다."),
        Said("민지", "3 18:22", "1조 표는 제가 내일까지 정리할게요."),
        Said("서준", "3 18:40", "2조도 하고 있어요. 베이킹소다 색이 사진마다 조금 달라요."),
        Said("서연", "3 19:05", "조명 때문일 수 있어요. 흰 종이 위에서 다시 찍어 보세요."),
        Said("하은", "1 15:20", "흰 종이 위에서 찍으니까 훨씬 잘 보여요!", files=["지시약 색.jpg"]),
        Said("서준", "1 15:34", "2조 표도 다 됐어요. 확인 부탁드려요."),
        Said("서연", "88", "두 조 모두 아주 잘했어요. 다음 시간에 각 조가 5분씩 발표합니다."),
    ],
)  # fmt: skip

SCIENCE_BOARD = Story(
    "announcement",
    classroom=SCIENCE,
    lines=[
        Said("서연", "3 08:40", "**실험실 안전 수칙**\n\n1. 보안경과 장갑을 꼭 씁니다.\n2. 시약은 맛보거나 직접 냄새 맡지 않습니다.\n3. 남은 용액은 정해진 통에 버립니다."),
        Said("서연", "1 08:35", "다음 실험은 본관 2층 과학실에서 합니다. 실험복을 챙겨 오세요."),
    ],
)  # fmt: skip

PRESENTATION = Story(
    "group",
    title="과학 발표 준비",
    people=["민지", "하은", "도윤"],
    unread={"도윤": 2},
    lines=[
        Said("민지", "3 20:10", "얘들아, 발표 자료 나눠서 만들자. 나는 표랑 결론 할게!"),
        Said("하은", "3 20:14", "그럼 나는 실험 과정! 사진은 내가 다 갖고 있어."),
        Said("도윤", "3 20:21", "나는 처음 소개랑 발표할게. 떨리지만…"),
        Said("민지", "3 20:22", "도윤이 목소리 좋잖아 ㅎㅎ 잘할 거야"),
        Held("민지", "2 20:00", 17, "audio"),
        Said("하은", "2 20:19", "방금 정한 순서대로 고쳐 놓을게."),
        Said("민지", "47", "슬라이드 마지막 장 바꿨어. 한번 봐 줘!"),
        Said("하은", "41", "봤어, 색이 훨씬 보기 좋다 👍"),
    ],
)  # fmt: skip

TEACHER_AND_MINJI = Story(
    "direct",
    people=["민지", "서연"],
    unread={"서연": 1},
    lines=[
        Said("민지", "4 16:30", "선생님, 혹시 이번 주에 상담할 수 있을까요? 진로 때문에 여쭤볼 게 있어요."),
        Said("서연", "4 16:42", "그럼요, 민지. 모레 방과 후 4시 괜찮아요?"),
        Said("민지", "4 16:44", "네, 좋아요! 감사합니다."),
        Held("서연", "2 16:00", 23),
        Said("서연", "2 16:27", "오늘 이야기한 책 제목은 ‘수학이 필요한 순간’이에요. 도서관에 있습니다."),
        Said("민지", "2 17:10", "벌써 빌렸어요! 다 읽고 말씀드릴게요. 😊"),
        Said("민지", "21", "선생님, 3장까지 읽었는데 정말 재미있어요."),
    ],
)  # fmt: skip

TEACHER_AND_YEJUN = Story(
    "direct",
    people=["서연", "예준"],
    unread={"예준": 1},
    lines=[
        Held("서연", "2 15:50", 0, "audio"),
        Said("서연", "2 15:52", "예준아, 몸은 좀 어때요? 수업에 안 보여서 연락했어요."),
        Said("예준", "2 16:18", "전화 못 받아서 죄송해요, 자고 있었어요. 열은 내렸어요."),
        Said("서연", "2 16:24", "다행이에요. 오늘 판서와 숙제를 보내 둘 테니 나아지면 천천히 보세요."),
        Said("예준", "1 10:12", "감사합니다, 선생님!"),
        Said("서연", "95", "7번이 어려우면 내일 쉬는 시간에 같이 봐요."),
    ],
)  # fmt: skip

MINJI_AND_HAEUN = Story(
    "direct",
    people=["하은", "민지"],
    unread={"민지": 1},
    lines=[
        Said("하은", "1 12:40", "민지야, 점심 먹고 도서관 갈래?"),
        Said("민지", "1 12:41", "좋아! 나 반납할 책도 있어."),
        Said("하은", "1 21:03", "오늘 고마웠어. 덕분에 숙제 다 끝냈다 ㅎㅎ"),
        Said("민지", "1 21:05", "나도 재밌었어. 내일 봐!"),
        Said("하은", "16", "발표 끝나면 떡볶이 먹으러 가자 🌶️"),
    ],
)  # fmt: skip

OFFICE_AND_TEACHER = Story(
    "direct",
    people=["행정", "서연"],
    unread={"서연": 1},
    lines=[
        Said("행정", "3 11:00", "김 선생님, 다음 달 시간표 초안을 올려 두었습니다. 확인 부탁드립니다."),
        Said("서연", "3 12:15", "네, 확인했습니다. 과학 실험이 있는 날은 두 시간을 이어서 쓰고 싶습니다."),
        Said("행정", "240", "말씀하신 대로 두 시간을 이어 두었습니다. 바뀐 시간표를 봐 주세요."),
    ],
)  # fmt: skip

STORIES = (
    MATHS_CLASS,
    MATHS_BOARD,
    SCIENCE_CLASS,
    SCIENCE_BOARD,
    PRESENTATION,
    TEACHER_AND_MINJI,
    TEACHER_AND_YEJUN,
    MINJI_AND_HAEUN,
    OFFICE_AND_TEACHER,
)
