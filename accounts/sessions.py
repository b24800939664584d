"""Page sessions in PostgreSQL, as settings.SESSION_ENGINE."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """A cookie that cannot be one of our keys never reaches the database, which refuses a NUL loudly."""

    def _validate_session_key(self, key: str | None) -> bool:
        usual: bool = super()._validate_session_key(key)  # type: ignore[misc]  # not in django-stubs
        return usual and key is not None and key.isascii() and key.isalnum()
