"""Settings, read from the environment; .env.example lists every variable.

What `manage.py up` started by itself (PostgreSQL, Valkey) is found through
`var/running.json`, so that `manage.py shell` beside it sees the same data.
"""

import json
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("DREAMSEED_VAR", default=str(BASE_DIR / "var"))).resolve()


def _running() -> dict[str, Any]:
    try:
        return json.loads((VAR_DIR / "running.json").read_text())
    except (OSError, ValueError):
        return {}


RUNNING = _running()


def _address(name: str, default: str = "") -> str:
    return env.str(name, default="") or RUNNING.get(name, "") or default


def _flag(name: str, default: bool = False) -> bool:
    value = env.str(name, default="").strip().lower()
    if value not in {"", "1", "true", "yes", "on", "y", "ok", "0", "false", "no", "off", "n"}:
        raise ImproperlyConfigured(f"{name}={value} must be 1 or 0.")
    return value in {"1", "true", "yes", "on", "y", "ok"} if value else default


def _number(name: str, default: int) -> int:
    value = env.str(name, default="") or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value} must be a whole number.")
    return int(value)


DEBUG = _flag("DEBUG")
DREAMSEED_DEMO = _flag("DREAMSEED_DEMO")
TLS = _flag("TLS")
INSECURE_KEY = "only-for-this-machine-" + "0" * 42
SECRET_KEY = env.str("SECRET_KEY", default="") or INSECURE_KEY
JWT_SECRET = env.str("JWT_SECRET", default="") or SECRET_KEY
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"

INSTALLED_APPS = [
    "dreamseed",
    "daphne",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "channels",
    "corsheaders",
    "csp",
    "rest_framework",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "accounts",
    "messenger",
    "calls",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "dreamseed.urls"
APPEND_SLASH = False
ASGI_APPLICATION = "dreamseed.asgi.application"
WSGI_APPLICATION = "dreamseed.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dreamseed.panels.page",
            ],
        },
    },
]

# --- Data. Three roles (docs/architecture.md): pages as app_web, the message batch as app_writer,
# migrations as owner. One URL for all three is allowed.
DATABASE_URL = _address("DATABASE_URL", "postgresql:///dreamseed")


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
POOL_SIZE = _number("DATABASE_POOL", 8)
DATABASES = {
    "default": _database(
        DATABASE_URL,
        CONN_MAX_AGE=0,
        CONN_HEALTH_CHECKS=False,
        OPTIONS={"pool": {"min_size": 1, "max_size": POOL_SIZE, "timeout": 10}},
    ),
    "writer": _database(
        _address("DATABASE_WRITER_URL", DATABASE_URL),
        CONN_MAX_AGE=None,
        OPTIONS={"server_side_binding": True, "prepare_threshold": 1},
    ),
    "owner": _database(_address("DATABASE_OWNER_URL", DATABASE_URL), CONN_MAX_AGE=0),
}

REDIS_URL = _address("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {"BACKEND": "dreamseed.realtime.cache.FailOpenCache", "LOCATION": REDIS_URL},
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "max_connections": 20, "socket_timeout": None}]},
    }
}


def _broker(url: str) -> str:
    """Celery's spelling of the same Valkey, on the database beside the one in use."""
    if url.startswith("unix://"):
        path = url.removeprefix("unix://").partition("?")[0]
        return f"redis+socket://{path}?virtual_host={_database_number(url) + 1}"
    return url


def _database_number(url: str) -> int:
    number = url.partition("db=")[2].partition("&")[0]
    return int(number) if number.isdigit() else 0


CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or _broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "accounts-forget-expired": {"task": "accounts.tasks.forget_expired", "schedule": timedelta(days=1)},
    "calls-sweep": {"task": "calls.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "calls-statistics": {"task": "calls.tasks.refresh_statistics", "schedule": timedelta(minutes=5)},
}

# --- People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("login")
LOGIN_REDIRECT_URL = "/messenger"
LOGOUT_REDIRECT_URL = LOGIN_URL
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("SECURE_COOKIES", TLS)
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
BEHIND_PROXY = _flag("BEHIND_PROXY")  # then X-Forwarded-* is believed
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = _number("SECURE_HSTS_SECONDS", 0)
SECURE_SSL_REDIRECT = _flag("SECURE_SSL_REDIRECT")
X_FRAME_OPTIONS = "DENY"
RATELIMIT_FAIL_OPEN = True
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.W001", "django_ratelimit.E003"]  # our cache fails open on purpose

SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": JWT_SECRET,
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": False,
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.JWTAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["dreamseed.realtime.rest.Body"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "dreamseed.realtime.rest.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "dreamseed.realtime.rest.answer_refusal",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DATETIME_FORMAT": "%Y-%m-%dT%H:%M:%S.%fZ",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dreamseed",
    "DESCRIPTION": "Messenger, live lessons, assignments and notifications of a school.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/(?:v1/)?",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "PersonRole": "accounts.models.User.Role",
        "ParticipantRole": "messenger.models.Participant.Role",
        "CallType": "calls.models.Call.Type",
        "CallStatus": "calls.models.Call.Status",
        "AttendanceStatus": "calls.models.AttendanceCorrection.Status",
    },
}

# --- Calls (RTCIceServer, W3C WebRTC 1.0 section 4.2.4)
MEDIA_CAPACITY = env.int("MEDIA_CAPACITY", default=400)  # streams a forwarding server takes on
STUN_SERVER_URL = env.str("STUN_SERVER_URL", default="")
TURN_SERVER_URL = env.str("TURN_SERVER_URL", default="")
TURN_USERNAME = env.str("TURN_USERNAME", default="")
TURN_PASSWORD = env.str("TURN_PASSWORD", default="")

# --- Language and time
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# --- Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "dreamseed.static.ModuleStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- What pages may load: nothing from outside, nothing inline. The admin (unfold) and the API's
# pages are excluded and keep their own header.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin", "/docs"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
PERMISSIONS_POLICY = "camera=(self), microphone=(self), display-capture=(self)"

UNFOLD = {
    "SITE_TITLE": "Dreamseed",
    "SITE_HEADER": "Dreamseed",
    "SITE_SUBHEADER": _("School administration"),
    "SITE_URL": "/messenger",
    "SHOW_HISTORY": True,
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("icons/seed.svg")},
    ],
    "COLORS": {
        "primary": {
            "50": "#eef8f3", "100": "#e2f1ea", "200": "#bfe3d2", "300": "#8fceb3", "400": "#57c79d",
            "500": "#2e9e6b", "600": "#17694f", "700": "#135742", "800": "#104636", "900": "#0d392c",
            "950": "#062019",
        }
    },
}  # fmt: skip

SITE_NAME = "Dreamseed"
PROCESS_NAME = f"{socket.gethostname()}:{os.getpid()}"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "daphne": {"level": "WARNING"},
        "django.channels.server": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
    },
}
