"""The tests' own servers."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

BASE = Path(__file__).resolve().parents[2]
WAITING = """
import time

def test_waiting(capsys):
    with capsys.disabled():
        print("waiting", flush=True)
    time.sleep(60)
"""


@pytest.mark.timeout(60)
def test_a_killed_test_run_leaves_no_server(tmp_path):
    (tmp_path / "test_waiting.py").write_text(WAITING)
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-qs", "-c", BASE / "pyproject.toml", tmp_path / "test_waiting.py"],
        cwd=BASE, env=env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout
    assert any("waiting" in line for line in run.stdout)
    family = psutil.Process(run.pid).children(recursive=True)
    assert len(family) > 2

    run.kill()
    run.communicate()

    _, alive = psutil.wait_procs(family, timeout=10)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
