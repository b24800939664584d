"""Imports go only downward; pyproject.toml says what that means."""

import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).with_name("lint-imports")


def test_imports_go_only_downward() -> None:
    done = subprocess.run([PROGRAM, "--no-cache"], cwd=BASE, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
