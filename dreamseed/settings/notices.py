"""E-mail and push: what the environment names is used, the rest is left out."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from dreamseed.settings.environment import DREAMSEED_DEMO, RUNNING, VAR_DIR, env, flag, number

SITE_URL = (env.str("SITE_URL", default="") or RUNNING.get("url", "") or "http://localhost:8001").rstrip("/")
"""How people reach the site, for links in e-mails and pushes."""
if urlsplit(SITE_URL).scheme not in ("http", "https"):
    raise ImproperlyConfigured(f"SITE_URL={SITE_URL} must begin with https:// or http://.")

# --- E-mail: a provider of django-anymail, else SMTP, else files (demo) or the worker's console
EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", default="")
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_PASSWORD", default="")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = flag("EMAIL_TLS", default=EMAIL_PORT == 587)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="") or f"Dreamseed <noreply@{urlsplit(SITE_URL).hostname}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_DOMAIN = urlsplit(SITE_URL).hostname or "localhost"
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): value for name, value in env.ENVIRON.items() if name.startswith("ANYMAIL_")
}
if EMAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
elif EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif DREAMSEED_DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# --- Push
FCM_API_KEY = env.str("FCM_API_KEY", default="")  # a service account's JSON, or the path of its file
FCM_URL = env.str("FCM_URL", default="https://fcm.googleapis.com")
APNS_KEY = env.str("APNS_KEY", default="")  # the .p8 file's text or path
APNS_KEY_ID = env.str("APNS_KEY_ID", default="")
APNS_TEAM_ID = env.str("APNS_TEAM_ID", default="")
APNS_TOPIC = env.str("APNS_TOPIC", default="")  # the app's bundle id
APNS_URL = env.str("APNS_URL", default="https://api.push.apple.com")
APNS_CA = env.str("APNS_CA", default="")  # certificates to trust instead of the public ones, for tests
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")
VAPID_KEY_FILE = VAR_DIR / "vapid_key"
WEB_PUSH_CA = env.str("WEB_PUSH_CA", default="")
VAPID_CONTACT = env.str("VAPID_CONTACT", default="") or f"mailto:noreply@{EMAIL_DOMAIN}"
WEB_PUSH_HOSTS = env.list(
    "WEB_PUSH_HOSTS",
    default=["fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com"],
)
"""Push services that browsers may name, with their subdomains: we speak to no other address for anybody."""
