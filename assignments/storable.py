"""What came in as JSON of any shape, before the database refuses it."""

from __future__ import annotations

import json
import re
from typing import Any

HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: JSON can write it, UTF-8 cannot."""


def is_storable(value: Any) -> bool:
    """Neither NUL, which jsonb and text refuse, nor half a sign anywhere in it."""
    text = json.dumps(value, ensure_ascii=False)
    return "\\u0000" not in text.replace("\\\\", "") and HALF.search(text) is None
