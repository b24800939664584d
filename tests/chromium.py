"""Which Chromium the browser tests use; `python -m tests.chromium` finds or installs one.

In this order: CHROMIUM, one on PATH, the system's package (as root with apt-get), Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-noto-color-emoji")
HOW_TO_GET_ONE = (
    "The browser tests need Chromium: install the system's package chromium (with fonts-noto-cjk), "
    "or run “playwright install chromium”, or name a program in CHROMIUM."
)


def find() -> str | None:
    """Path of a Chromium on this machine."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return on_path or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> bool:
    """Try the ways to get one; what they print goes to the terminal."""
    return (_install_package() or _install_playwrights()) and find() is not None


def _install_package() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = [
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *PACKAGES],
    ]
    return all(_run(command, env) for command in commands)


def _install_playwrights() -> bool:
    return _run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _run(command: list[str], env: dict[str, str]) -> bool:
    return subprocess.run(command, env=env, stdin=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    """Exit code 1, with a sentence, when none can be had."""
    if os.environ.get("CHROMIUM") and not find():
        print(f"CHROMIUM={os.environ['CHROMIUM']} is no program.", file=sys.stderr)
        return 1
    if find() or install():
        print(f"Chromium: {find()}")
        return 0
    print(HOW_TO_GET_ONE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
