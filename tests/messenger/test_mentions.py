"""Who is named in a message."""

import pytest

from messenger.mentions import mentioned

NAMES = {1: "민지", 2: "민지수", 3: "Ann", 4: "Anna Bell", 5: "민지"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("@민지야 안녕", {1, 5}),
        ("@민지수야 안녕", {2}),
        ("(@Ann) and @Anna Bell", {3, 4}),
        ("@Anna", set()),
        ("@Ann_", set()),
        ("mail@Ann", set()),
        ("민지야", set()),
        ("@", set()),
        ("@@Ann", {3}),
        ("@" * 20_000, set()),
    ],
)
def test_names_after_the_sign(content: str, named: set[int]) -> None:
    assert mentioned(content, NAMES) == named
