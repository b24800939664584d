"""PostgreSQL, Valkey and who talks to them.

Three roles (docs/architecture.md): pages as app_web, the message batch as app_writer,
migrations as owner. One URL for all three is allowed.
"""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from dreamseed.settings.environment import address, number

DATABASE_URL = address("DATABASE_URL", "postgresql:///dreamseed")


def _database(url: str, **settings: Any) -> dict[str, Any]:
    try:
        parsed = environ.Env.db_url_config(url)
    except Exception as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not a PostgreSQL address: {error}") from error
    if parsed.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    # `?host=` is how a URL names a unix socket's folder
    parsed["HOST"] = parsed.get("OPTIONS", {}).pop("host", "") or parsed.get("HOST", "")
    parsed["OPTIONS"] = {**parsed.get("OPTIONS", {}), **settings.pop("OPTIONS", {})}
    return {**parsed, "CONN_HEALTH_CHECKS": True, "TEST": {"MIRROR": None}, **settings}


# Under ASGI a kept connection would be orphaned with its thread: the pool keeps them instead.
POOL_SIZE = number("DATABASE_POOL", 8)
DATABASES = {
    "default": _database(
        DATABASE_URL,
        CONN_MAX_AGE=0,
        CONN_HEALTH_CHECKS=False,
        OPTIONS={"pool": {"min_size": 1, "max_size": POOL_SIZE, "timeout": 10}},
    ),
    "writer": _database(
        address("DATABASE_WRITER_URL", DATABASE_URL),
        CONN_MAX_AGE=None,
        OPTIONS={"server_side_binding": True, "prepare_threshold": 1},
    ),
    "owner": _database(address("DATABASE_OWNER_URL", DATABASE_URL), CONN_MAX_AGE=0),
}

REDIS_URL = address("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {"BACKEND": "dreamseed.realtime.cache.FailOpenCache", "LOCATION": REDIS_URL},
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "max_connections": 20, "socket_timeout": None}]},
    }
}
