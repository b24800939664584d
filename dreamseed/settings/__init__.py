"""Settings, a file for each part; .env.example lists every variable of the environment."""

import os
import socket

from dreamseed.settings.data import *
from dreamseed.settings.environment import *
from dreamseed.settings.environment import BASE_DIR, env
from dreamseed.settings.files import *
from dreamseed.settings.notices import *
from dreamseed.settings.pages import *
from dreamseed.settings.people import *
from dreamseed.settings.rest import *
from dreamseed.settings.schedule import *

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
    "files",
    "notifications",
    "messenger",
    "calls",
    "assignments",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.PrivateMiddleware",
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

# --- Calls (RTCIceServer, W3C WebRTC 1.0 section 4.2.4)
MEDIA_CAPACITY = env.int("MEDIA_CAPACITY", default=600)  # streams a forwarding server takes on
STUN_SERVER_URL = env.str("STUN_SERVER_URL", default="")
TURN_SERVER_URL = env.str("TURN_SERVER_URL", default="")
TURN_USERNAME = env.str("TURN_USERNAME", default="")
TURN_PASSWORD = env.str("TURN_PASSWORD", default="")

# --- Language and time
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["dreamseed.formats"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

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
        "aioice": {"level": "WARNING"},  # below it every candidate stands in the log, with people's addresses
        "aiortc": {"level": "WARNING"},
    },
}
