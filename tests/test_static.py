"""Static files as a visitor gets them: few, complete, and with a way back to what was written."""

import json
import re
from pathlib import Path

import pytest

from dreamseed import assets
from tests import servers
from tests.processes import collect_static

IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


@pytest.fixture(scope="module")
def root() -> Path:
    collect_static()
    return servers.folder() / "static"


@pytest.fixture(scope="module")
def names(root: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((root / "staticfiles.json").read_text())["paths"]
    return found


def imported(root: Path, name: str, seen: set[str]) -> set[str]:
    """A module's file and all that it leads to at once or later."""
    if name not in seen:
        seen.add(name)
        source = (root / name).read_text()
        for path in IMPORTED.findall(source):
            imported(
                root, str((root / name).parent.joinpath(path).resolve().relative_to(root.resolve())), seen
            )
    return seen


def test_a_page_begins_with_modules_that_are_all_there(root: Path, names: dict[str, str]) -> None:
    modules = imported(root, names["js/boot.js"], set())
    assert names["js/calls/room.js"] in modules
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in modules), "kept by browsers for ever"


def test_modules_of_one_page_come_together(names: dict[str, str]) -> None:
    assert "js/messenger/page.js" not in names
    assert len([name for name in names if name.startswith("js/") and name.endswith(".js")]) < 60


def test_the_style_of_every_page_is_one_file(root: Path, names: dict[str, str]) -> None:
    style = (root / names["css/site.css"]).read_text()
    assert "@import" not in style
    assert ".button" in style


def test_the_source_is_found_from_what_is_served(root: Path, names: dict[str, str]) -> None:
    module = (root / names["js/calls/room.js"]).read_text()
    found = re.search(r"sourceMappingURL=(\S+)", module)
    assert found
    sources = json.loads((root / "js" / "calls" / found[1]).read_text())["sources"]
    assert any(source.endswith("calls/room.js") for source in sources)


def test_set_up_is_not_done_while_the_bundler_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a copy that took `static/vendor` along and left `node_modules` out."""
    installed: list[bool] = []
    monkeypatch.setattr(assets, "install_packages", lambda: installed.append(True))
    assert assets.main() == 0
    installed.clear()
    assert assets.main() == 0
    assert not installed

    monkeypatch.setattr(assets, "MODULES", tmp_path)
    assert assets.main() == 1  # the icons are not there either
    assert installed
