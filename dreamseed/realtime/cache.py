"""A cache that is never the reason for an error page."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _open(name: str, instead: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: "FailOpenCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(RedisCache, name)(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("cache is away: %s", error)
            return instead(*args, **kwargs)

    call.__name__ = name
    return call


def _default(key: str, default: Any = None, *args: Any, **kwargs: Any) -> Any:
    return default


def _nothing(*args: Any, **kwargs: Any) -> Any:
    return None


class FailOpenCache(RedisCache):
    """Valkey away: every read misses, every write is dropped, nothing raises."""

    get = _open("get", _default)
    add = _open("add", lambda *a, **k: False)
    set = _open("set", _nothing)
    touch = _open("touch", lambda *a, **k: False)
    delete = _open("delete", lambda *a, **k: False)
    has_key = _open("has_key", lambda *a, **k: False)
    incr = _open("incr", _nothing)
    get_many = _open("get_many", lambda *a, **k: {})
    set_many = _open("set_many", lambda *a, **k: [])
    delete_many = _open("delete_many", _nothing)
    clear = _open("clear", _nothing)
