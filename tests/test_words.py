"""Korean comes first: everything the program says is there in Korean."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import DjangoTranslation

BASE = Path(__file__).resolve().parent.parent
APPS = ["accounts", "assignments", "calls", "dreamseed", "files", "messenger", "notifications"]
NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
STRING = r"""(?:u?'((?:[^'\\]|\\.)*)'|u?"((?:[^"\\]|\\.)*)")"""


def _in_python() -> Iterator[str]:
    for path in (path for app in APPS for path in BASE.glob(f"{app}/**/*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _in_templates() -> Iterator[str]:
    for place in ("templates", *(f"{app}/templates" for app in APPS)):
        for path in (path for path in BASE.glob(f"{place}/**/*") if path.suffix in (".html", ".txt")):
            yield from _called(r"\b(?:n?gettext|_)", templatize(path.read_text()))


def _in_scripts() -> Iterator[str]:
    for path in BASE.glob("static/js/**/*.js"):
        yield from _called(r"(?<![\w.])(?:ngettext|_)", path.read_text())


def _called(name: str, text: str) -> Iterator[str]:
    for single, double in re.findall(rf"{name}\(\s*{STRING}", text):
        yield re.sub(r"\\(['\"\\])", r"\1", single or double)


@pytest.mark.parametrize(
    ("domain", "said"),
    [("django", _in_python), ("django", _in_templates), ("djangojs", _in_scripts)],
    ids=["python", "templates", "scripts"],
)
def test_everything_that_is_said_is_there_in_korean(domain, said):
    catalog = DjangoTranslation("ko", domain=domain)._catalog  # type: ignore[attr-defined]  # of gettext, untyped
    words = set(said())

    assert len(words) > 100
    assert sorted(one for one in words if one not in catalog and (one, 0) not in catalog) == []
