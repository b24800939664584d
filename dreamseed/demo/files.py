"""What was sent in the demo school, drawn here: a blackboard, an exercise sheet, colours of an indicator."""

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

Canvas = ImageDraw.ImageDraw

CHALK, BOARD = (238, 240, 230), (38, 74, 60)
INDICATOR = [
    (196, 48, 78),
    (214, 110, 140),
    (150, 92, 160),
    (92, 84, 170),
    (60, 120, 170),
    (70, 150, 120),
    (190, 190, 80),
]


def content_of(name: str) -> bytes:
    """The bytes of a file of the story."""
    picture = Image.new("RGB", (1280, 860), BOARD)
    DRAWN[name](ImageDraw.Draw(picture))
    kept = BytesIO()
    picture.save(kept, "PDF" if name.endswith(".pdf") else "JPEG", quality=82)
    return kept.getvalue()


def _blackboard(draw: Canvas) -> None:
    draw.rectangle((0, 0, 1279, 859), outline=(120, 86, 52), width=22)
    draw.line((360, 90, 360, 780), CHALK, 4)
    draw.line((90, 560, 720, 560), CHALK, 4)
    # y = (x - 2)² - 3, a unit is 70 px
    curve = [(360 + 70 * x / 20, 560 - 70 * ((x / 20 - 2) ** 2 - 3)) for x in range(-14, 95)]
    draw.line(curve, (250, 214, 120), 6, joint="curve")
    draw.ellipse((491, 761, 509, 779), fill=(250, 160, 130))
    for y, text in ((130, "y = x^2 - 4x + 1"), (230, "  = (x - 2)^2 - 3"), (370, "x = 2"), (450, "(2, -3)")):
        _formula(draw, (800, y), text, CHALK, 52)


def _exercises(draw: Canvas) -> None:
    draw.rectangle((0, 0, 1280, 860), fill=(255, 255, 255))
    lines = ["1.  y = x^2 - 6x + 5", "2.  y = -2(x - 1)^2 + 8", "3.  y = 4x^2 + 2x", "4.  y = 3x^2 - 12"]
    for at, text in enumerate(lines):
        _formula(draw, (110, 90 + 190 * at), text, (30, 30, 30), 44)
        draw.line((110, 220 + 190 * at, 1170, 220 + 190 * at), (205, 205, 205), 2)


def _indicator(draw: Canvas) -> None:
    draw.rectangle((0, 0, 1280, 860), fill=(244, 243, 238))
    for at, colour in enumerate(INDICATOR):
        left = 90 + at * 160
        draw.rounded_rectangle((left, 180, left + 110, 660), 50, fill=(228, 228, 224))
        draw.rounded_rectangle((left + 8, 320, left + 102, 652), 44, fill=colour)
        draw.text((left + 34, 690), f"{2 * at + 1}", (70, 70, 70), ImageFont.load_default(40))


def _formula(
    draw: Canvas, at: tuple[float, float], text: str, colour: tuple[int, int, int], size: int
) -> None:
    """The font that comes with Pillow has no powers: `^2` is a small 2, raised."""
    x, y = at
    for part in re.split(r"(\^\d)", text):
        raised = part.startswith("^")
        font = ImageFont.load_default(size * 0.6 if raised else size)
        draw.text((x, y - (size * 0.15 if raised else 0)), part.lstrip("^"), colour, font)
        x += draw.textlength(part.lstrip("^"), font)


DRAWN: dict[str, Callable[[Canvas], None]] = {
    "판서.jpg": _blackboard,
    "이차함수 연습 문제.pdf": _exercises,
    "지시약 색.jpg": _indicator,
}
