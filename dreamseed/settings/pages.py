"""Templates, static files, what pages may load, and the admin's look."""

from csp.constants import NONE, SELF
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from dreamseed.settings.environment import BASE_DIR, DEBUG, VAR_DIR

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

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
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
