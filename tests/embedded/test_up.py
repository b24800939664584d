"""`manage.py up` as a person meets it, each test a start of its own in the same folder."""

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

BASE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def var():
    folder = Path(tempfile.mkdtemp(prefix="dreamseed-up-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Up:
    """A running `manage.py up` and what it printed until now."""

    def __init__(self, var, port, **env):
        ours = {
            "DREAMSEED_VAR": str(var),
            "PORT": str(port),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "SECRET_KEY": "",
        }
        names = ("DATABASE_OWNER_URL", "DATABASE_WRITER_URL")
        self.env = {**{k: v for k, v in os.environ.items() if k not in names}, **ours, **env}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"], cwd=BASE, env=self.env, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.lines: list[str] = []

    def until(self, text):
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if text in line:
                return line
        raise AssertionError("".join(self.lines))

    def rest(self):
        self.lines += self.process.communicate(timeout=40)[0].splitlines(keepends=True)
        return "".join(self.lines)

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def up(var, port):
    started = []

    def start(**env):
        started.append(Up(env.pop("var", var), env.pop("port", port), **env))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.terminate()
            one.rest()


def all_gone(processes):
    _, alive = psutil.wait_procs(processes, timeout=10)
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def ready(port):
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        return json.load(answer) == {"status": "ok", "valkey": True}
    return False


def test_it_serves_and_ends_in_order(up, var, port):
    one = up()
    one.until("Ctrl-C stops it.")
    note = json.loads((var / "running.json").read_text())
    assert ready(port)
    assert note["url"] == f"http://localhost:{port}"
    assert note["pid"] == one.process.pid
    family = one.family()

    one.process.send_signal(signal.SIGINT)
    said = one.rest()

    assert one.process.returncode == 0, said
    assert said.endswith("Everything is stopped.\n")
    assert all_gone(family)
    assert not (var / "running.json").exists()
    assert "database system is shut down" in (var / "logs" / "postgres.log").read_text()


def test_a_kill_leaves_nothing_and_the_next_start_works(up, var):
    one = up()
    one.until("Ctrl-C stops it.")
    family = one.family()
    assert len(family) > 5  # PostgreSQL with its own, Valkey, web, worker, beat

    one.process.kill()
    one.rest()
    assert all_gone(family)

    up().until("Ctrl-C stops it.")


def test_a_second_one_is_refused_and_the_first_goes_on(up, port):
    first = up()
    first.until("Ctrl-C stops it.")

    second = up(PORT="1")
    said = second.rest()

    assert said.startswith("✗ Dreamseed already runs with the data in ")
    assert said.count("\n") == 1
    assert second.process.returncode == 1
    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()


def test_what_is_killed_starts_again_and_the_school_goes_on(up, port):
    one = up()
    one.until("Ctrl-C stops it.")
    for name, mark in (("web", "daphne"), ("worker", "celery"), ("media", " media"), ("Valkey", "valkey")):
        killed = next(process for process in one.family() if mark in " ".join(process.cmdline()))
        killed.kill()
        one.until(f"{name} has ended (exit code -9) and starts again.")
    while not ready(port):
        assert one.process.poll() is None, one.rest()
        time.sleep(0.1)


def test_without_its_database_everything_ends(up, var):
    one = up()
    one.until("Ctrl-C stops it.")
    family = one.family()
    postgres = min((one for one in family if "postgres" in one.name()), key=lambda one: one.create_time())

    postgres.kill()
    said = one.rest()

    assert f"✗ PostgreSQL has ended by itself (exit code -9), see {var / 'logs' / 'postgres.log'}.\n" in said
    assert one.process.returncode == 1
    assert all_gone(family)


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"PORT": "x"}, "✗ PORT=x must be a number from 1 to 65535.\n"),
        ({"PG_BINDIR": "/nowhere"}, "✗ PostgreSQL was not found: install"),
        ({"DATABASE_URL": "mysql://db/school"}, "✗ DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://app@127.0.0.1:9/school"}, "✗ The database does not answer: "),
    ],
)
def test_what_is_wrong_is_told_without_a_traceback(up, tmp_path, port, env, sentence):
    one = up(var=tmp_path, **env)
    said = one.rest()

    assert one.process.returncode == 1
    assert sentence in said
    assert "Traceback" not in said


def test_with_tls_it_serves_https_to_the_network(up, var, port):
    one = up(TLS="1", ASGI_SERVER="uvicorn")
    one.until("Ctrl-C stops it.")

    trust = ssl.create_default_context(cafile=var / "tls" / "ca.pem")
    with urllib.request.urlopen(f"https://localhost:{port}/healthz", context=trust) as answer:
        assert answer.status == 200
    assert f"Dreamseed is at https://localhost:{port}\n" in one.lines
