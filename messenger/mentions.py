"""Who is named in a message: `@` and the name of somebody who is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

LONGEST = 50
"""Signs `@` of a message that are looked at."""


EVERYBODY = ("all", "everyone", "모두", "전체")
"""What stands for all who are there."""


def means_all(content: str) -> bool:
    """Everybody is called: `@all`, `@모두`… Who may call them is decided where it is stored."""
    if "@" not in content:
        return False
    lower = content.lower()
    return any(_stands(word, lower, at) for at in _signs(lower) for word in EVERYBODY)


def mentioned(content: str, names: Mapping[int, str]) -> set[int]:
    """Ids of those named. In `@이서준아` a particle follows at once, in `@Anna` no letter may follow `@Ann`.

    Of two names that fit the longer one is meant; two people of one name are both.
    """
    if "@" not in content:
        return set()
    by_length = sorted(set(names.values()), key=len, reverse=True)
    found = {
        name
        for at in _signs(content)
        if (name := next((one for one in by_length if _stands(one, content, at)), None))
    }
    return {user_id for user_id, name in names.items() if name in found}


def _signs(content: str) -> Iterator[int]:
    """Where a name may begin; the `@` inside an e-mail address is none."""
    at = content.find("@")
    for _count in range(LONGEST):
        if at < 0:
            return
        if at == 0 or not content[at - 1].isalnum():
            yield at + 1
        at = content.find("@", at + 1)


def _stands(name: str, content: str, at: int) -> bool:
    if not content.startswith(name, at):
        return False
    after = content[at + len(name) : at + len(name) + 1]
    return not (after.isascii() and (after.isalnum() or after == "_"))
