"""The environment, read by typed helpers: a bad value stops the start with a sentence.

What `manage.py up` started by itself (PostgreSQL, Valkey) is found through
`var/running.json`, so that `manage.py shell` beside it sees the same data.
"""

import json
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("DREAMSEED_VAR", default=str(BASE_DIR / "var"))).resolve()


def _running() -> dict[str, Any]:
    try:
        return json.loads((VAR_DIR / "running.json").read_text())
    except (OSError, ValueError):
        return {}


RUNNING = _running()


def address(name: str, default: str = "") -> str:
    return env.str(name, default="") or RUNNING.get(name, "") or default


def flag(name: str, default: bool = False) -> bool:
    value = env.str(name, default="").strip().lower()
    if value not in {"", "1", "true", "yes", "on", "y", "ok", "0", "false", "no", "off", "n"}:
        raise ImproperlyConfigured(f"{name}={value} must be 1 or 0.")
    return value in {"1", "true", "yes", "on", "y", "ok"} if value else default


def number(name: str, default: int) -> int:
    value = env.str(name, default="") or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value} must be a whole number.")
    return int(value)


DEBUG = flag("DEBUG")
DREAMSEED_DEMO = flag("DREAMSEED_DEMO")
TLS = flag("TLS")
INSECURE_KEY = "only-for-this-machine-" + "0" * 42
SECRET_KEY = env.str("SECRET_KEY", default="") or INSECURE_KEY
JWT_SECRET = env.str("JWT_SECRET", default="") or SECRET_KEY
