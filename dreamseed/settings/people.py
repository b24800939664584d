"""Who may come in: accounts, passwords, sessions, tokens."""

from datetime import timedelta

from django.urls import reverse_lazy

from dreamseed.settings.environment import JWT_SECRET, TLS, flag, number

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
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = reverse_lazy("login")
LOGIN_REDIRECT_URL = "/messenger"
LOGOUT_REDIRECT_URL = LOGIN_URL
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("SECURE_COOKIES", TLS)
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
BEHIND_PROXY = flag("BEHIND_PROXY")  # then X-Forwarded-* is believed
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", 0)
SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT")
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
