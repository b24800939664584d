"""The one way to say no, for REST, socket and pages alike (docs/protocol.md, "Errors")."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An action or a door refused; `as_dict` is what the client is told."""

    status = 400
    code = "refused"
    detail: Any = _("This is not possible.")

    def __init__(
        self, detail: Any = None, *, code: str | None = None, status: int | None = None, **extra: Any
    ):
        super().__init__(code or self.code)
        self.code = code or self.code
        self.status = status or self.status
        self.detail = detail or self.detail
        self.extra = extra

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "detail": str(self.detail), **self.extra}


class Invalid(Refused):
    """A field is wrong: `Invalid(fields={"title": ["…"]})`."""

    status, code = 400, "invalid"
    detail = _("Please check what you entered.")

    def __init__(self, detail: Any = None, *, fields: dict[str, list[Any]] | None = None, **extra: Any):
        if fields is not None:
            extra["fields"] = {name: [str(text) for text in texts] for name, texts in fields.items()}
        super().__init__(detail, **extra)


class NotSignedIn(Refused):
    """No or a bad token. `ended`: the session was revoked or the person deactivated (close code 4003)."""

    status, code = 401, "not_signed_in"
    detail = _("Please sign in again.")

    def __init__(self, detail: Any = None, *, ended: bool = False, **extra: Any):
        super().__init__(detail, **extra)
        self.ended = ended


class Forbidden(Refused):
    status, code = 403, "forbidden"
    detail = _("You may not do this here.")


class NotFound(Refused):
    """Not there, or not yours: a stranger cannot tell which."""

    status, code = 404, "not_found"
    detail = _("This does not exist, or is not shared with you.")


class Conflict(Refused):
    """`Conflict("call_running", "…", call_id=…)`: carries what it conflicts with."""

    status = 409

    def __init__(self, code: str, detail: Any, **extra: Any):
        super().__init__(detail, code=code, **extra)


class TooLarge(Refused):
    status, code = 413, "too_large"
    detail = _("This is too large.")


class RateLimited(Refused):
    """`retry_after`: seconds until the same thing is taken again."""

    status, code = 429, "rate_limited"
    detail = _("That was too much at once. Please wait a moment.")

    def __init__(self, retry_after: float, detail: Any = None):
        super().__init__(detail, retry_after=max(0.1, round(retry_after, 1)))
