"""Names as people may write them: visible characters only, so that nobody can dress up as another."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 40
_JOINERS = "\u200c\u200d"  # Persian words and composed emoji need them
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters to Unicode, nothing to the eye
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean_name(value: str) -> str:
    """The name in NFC with single spaces, without control, direction or invisible characters.

    Raises ValidationError when nothing visible remains or it is longer than 40 characters.
    """
    name = clean_line(value)
    if not any(unicodedata.category(character)[0] in "LN" for character in name):
        raise ValidationError(_("Write a name with at least one letter."), code="invalid")
    if len(name) > NAME_LENGTH:
        raise ValidationError(
            _("A name has at most %(limit)d characters."), "max_length", {"limit": NAME_LENGTH}
        )
    return name


def clean_line(value: str) -> str:
    """One line of visible text in NFC with single spaces; "" when nothing in it is seen."""
    spaced = re.sub(r"\s", " ", unicodedata.normalize("NFC", value))
    visible = "".join(character for character in spaced if _visible(character))
    line = re.sub(r" +", " ", visible).strip(" " + _JOINERS)
    return line if is_seen(line) else ""


def is_seen(value: str) -> bool:
    """Whether anything in it can be seen: a letter, a number, a sign."""
    return any(_visible(one) and unicodedata.category(one)[0] in "LNPS" for one in value)


def check_seen(value: str) -> None:
    """A validator of titles, for models, forms and REST alike."""
    if not clean_line(value):
        raise ValidationError(_("Write something that can be seen."), code="invalid")


def _visible(character: str) -> bool:
    if character in _JOINERS:
        return True
    return character not in _BLANK_LETTERS and unicodedata.category(character) not in _INVISIBLE
