"""The documents of REST and socket. OpenAPI is made once a process and language, since it takes a second."""

from threading import Lock
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from dreamseed.realtime import asyncapi

# drf-spectacular resolves its extensions while it makes its first document: a second one at once fails
_making = Lock()
_made: dict[str | None, Any] = {}


REFUSAL = {
    "type": "object",
    "description": "Why not: the same everywhere, by `code`. Some codes say more, in fields of their own.",
    "properties": {
        "code": {"type": "string", "example": "invalid"},
        "detail": {"type": "string", "description": "A sentence for people, in their language."},
        "fields": {
            "type": "object",
            "description": "With `invalid`: what is wrong, by field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "retry_after": {"type": "number", "description": "With `rate_limited`: seconds to wait."},
    },
    "required": ["code", "detail"],
    "additionalProperties": True,
}
REFUSED = {
    "description": "Refused; nothing has changed.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
}


def tell_of_refusals(result: dict[str, Any], **_making: Any) -> dict[str, Any]:
    """For drf-spectacular: every operation may be refused in the one error shape."""
    result["components"].setdefault("schemas", {})["Refusal"] = REFUSAL
    for methods in result["paths"].values():
        for operation in methods.values():
            operation["responses"].setdefault("4XX", REFUSED)
    return result


class KeptSchema(SchemaGenerator):
    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        """It is public: the same for everybody who asks."""
        language = get_language()
        with _making:
            if language not in _made:
                _made[language] = super().get_schema(request=None, public=True)
        return _made[language]


@require_safe
def socket_document(request: HttpRequest) -> JsonResponse:
    """The AsyncAPI document of the socket. Public, as the other is."""
    return JsonResponse(asyncapi.document(reverse("schema")))
