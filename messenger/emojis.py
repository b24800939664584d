"""What an emoji is: Unicode's table (UTS #51), with skin tones and joined sequences."""

from functools import cache

from django.utils.translation import gettext_lazy as _

from dreamseed.realtime.errors import Invalid

SELECTOR = "\ufe0f"
LONGEST = 40
"""Characters: the longest sequence of the table has ten."""


def check_emoji(text: str) -> str:
    """One emoji as Unicode qualifies it fully, so that two spellings of one are the same; Invalid else."""
    found = _table().get(text.replace(SELECTOR, "")) if len(text) <= LONGEST else None
    if found is None:
        raise Invalid(fields={"emoji": [_("This is not one emoji.")]})
    return found


@cache
def _table() -> dict[str, str]:
    from emoji import EMOJI_DATA, STATUS  # some megabytes, of which the processes without reactions need none

    whole = STATUS["fully_qualified"]
    return {text.replace(SELECTOR, ""): text for text, data in EMOJI_DATA.items() if data["status"] == whole}
