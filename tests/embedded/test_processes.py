import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from dreamseed.embedded.processes import Child, Family, end, spawn

BASE = Path(__file__).resolve().parents[2]
STUBBORN = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
)
WITH_A_CHILD = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid, flush=True); input()"
PARENT = (
    "from dreamseed.embedded.processes import spawn; print(spawn(['sleep', '60']).pid, flush=True); input()"
)


def is_gone(pid):
    try:
        process = psutil.Process(pid)
        process.wait(5)
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return True
    except psutil.TimeoutExpired:
        return process.status() == psutil.STATUS_ZOMBIE
    return True


def test_children_end_with_a_killed_parent():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=BASE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert psutil.pid_exists(child)

    parent.kill()
    parent.communicate()

    assert is_gone(child)


def test_who_does_not_listen_is_killed():
    process = spawn([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()

    end(process, signal.SIGTERM, patience=0.2)

    process.stdout.close()
    assert process.returncode == -signal.SIGKILL


def test_grandchildren_end_too():
    process = spawn([sys.executable, "-c", WITH_A_CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdin
    grandchild = int(process.stdout.readline())

    end(process, signal.SIGKILL)

    process.stdin.close()
    process.stdout.close()
    assert is_gone(grandchild)


def test_a_childs_lines_carry_its_name():
    lines: list[str] = []
    child = Child("web", [sys.executable, "-c", "print('안녕')"], say=lines.append)

    assert child.wait() == 0
    assert lines == ["web    | 안녕"]


@pytest.mark.parametrize("code", [0, 3])
def test_the_first_death_is_told_and_the_others_stop_in_reverse(code):
    family, stopped = Family(), []

    class Watched(Child):
        def stop(self):
            stopped.append(self.name)
            super().stop()

    family.add(Watched("first", ["sleep", "60"]))
    family.add(Watched("second", ["sleep", "60"]))
    assert family.dead_within(0.01) is None
    family.add(Watched("third", [sys.executable, "-c", f"raise SystemExit({code})"]))

    dead = family.first_death()
    family.stop()

    assert (dead.name, dead.process.returncode) == ("third", code)
    assert stopped == ["third", "second", "first"]
