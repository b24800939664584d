import json
import os
import shutil
import stat

import pytest

from dreamseed.embedded.errors import CannotStart
from dreamseed.embedded.runtime import LONGEST_SOCKET, RunningNote, claim, make_folder, runtime_folder
from dreamseed.embedded.valkey import Valkey


@pytest.fixture
def folder_of(monkeypatch):
    """runtime_folder, which cleans up behind itself."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    made = []

    def make(var):
        made.append(runtime_folder(var))
        return made[-1]

    yield make
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


def test_sockets_of_a_deep_folder_have_short_paths(folder_of, tmp_path):
    var = tmp_path / ("깊은 폴더 " * 20)

    folder = folder_of(var)

    assert len(os.fsencode(folder / LONGEST_SOCKET)) <= 107
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder_of(var) == folder
    assert folder_of(tmp_path) != folder


def test_the_persons_own_runtime_folder_is_preferred_when_it_is_short(folder_of, short_folder, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short_folder))
    assert folder_of(short_folder / "var").parent == short_folder

    long = short_folder / ("x" * 90)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    assert str(folder_of(short_folder / "var")).startswith("/tmp/dreamseed-")


def test_a_folder_that_others_may_write_to_is_refused(folder_of, tmp_path):
    folder_of(tmp_path).chmod(0o777)

    with pytest.raises(CannotStart, match="belongs to somebody else"):
        folder_of(tmp_path)


def test_a_link_in_its_place_is_refused(folder_of, tmp_path):
    folder = folder_of(tmp_path)
    folder.rmdir()
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(CannotStart, match="belongs to somebody else"):
            folder_of(tmp_path)
    finally:
        folder.unlink()


def test_a_socket_whose_path_is_too_long_is_told_in_a_sentence(tmp_path):
    socket = tmp_path / ("x" * 100) / "valkey.sock"

    with pytest.raises(CannotStart, match="longer than 107 bytes"):
        Valkey(socket, tmp_path / "log").start()


def test_a_lock_has_one_holder(tmp_path):
    held = claim(tmp_path / "lock", busy="taken")
    with pytest.raises(CannotStart, match=r"^taken$"):
        claim(tmp_path / "lock", busy="taken")
    held.close()

    claim(tmp_path / "lock", busy="taken").close()


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=r"file/var cannot be made: Not a directory\."):
        make_folder(tmp_path / "file" / "var")


def test_the_note_is_for_its_owner_only(tmp_path):
    note = RunningNote(tmp_path)
    note.write({"url": "http://localhost:8001"})

    assert json.loads(note.path.read_text()) == {"url": "http://localhost:8001"}
    assert stat.S_IMODE(note.path.stat().st_mode) == 0o600
    note.remove()
    note.remove()
