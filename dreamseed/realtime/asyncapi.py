"""The AsyncAPI 3 document of the socket, made from the registries it dispatches with and tells by."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from dreamseed.realtime.fields import schema_of
from dreamseed.realtime.frames import FRAMES
from dreamseed.realtime.told import ANSWERS, EVENTS, Told

Document = dict[str, Any]


@cache
def document(rest: str) -> Document:
    """`rest`: the address of the OpenAPI document, whose shapes events carry.

    Made once: the registries are full before the first request.
    """
    outs, schemas = msgspec.json.schema_components(
        [frame.schema for frame in FRAMES.values()], ref_template="#/components/schemas/{name}"
    )
    says = {f"says.{name}": _said(name, payload) for name, payload in zip(FRAMES, outs, strict=True)}
    hears = {f"hears.{name}": _heard(name, told, rest) for name, told in EVENTS.items()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Dreamseed",
            "version": "1",
            "description": "The one WebSocket of a page or an app.",
        },
        "channels": {"socket": _channel([*says, *hears])},
        "operations": {
            "says": _operation("receive", "What clients send; with a `ref` it is answered.", says),
            "hears": _operation("send", "Answers, and what happens.", hears),
        },
        "components": {"messages": {**says, **hears}, "schemas": schemas},
    }


def _channel(names: Iterable[str]) -> Document:
    return {
        "address": "/api/v1/messenger/ws/{user_id}",
        "description": "One JSON object a frame; with `?batch=1` the server may send arrays of them.",
        "parameters": {"user_id": {"description": "One's own id."}},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
    }


def _operation(action: str, summary: str, names: Iterable[str]) -> Document:
    messages = [{"$ref": f"#/channels/socket/messages/{name}"} for name in names]
    return {
        "action": action,
        "summary": summary,
        "channel": {"$ref": "#/channels/socket"},
        "messages": messages,
    }


def _said(name: str, payload: Document) -> Document:
    limit = FRAMES[name].limit
    return {"name": name, "payload": payload, **({"description": f"At most {limit}."} if limit else {})}


def _heard(name: str, told: Told, rest: str) -> Document:
    fields = {one: _addressed(schema_of(name, one), rest) for one in sorted(told.always | told.sometimes)}
    payload = {
        "type": "object",
        "properties": {"type": {"const": name}, **fields},
        "required": ["type", *sorted(told.always)],
        "additionalProperties": name in ANSWERS,
    }
    return {"name": name, "payload": payload}


def _addressed(schema: Any, rest: str) -> Any:
    """The same with the whole addresses of shapes."""
    if isinstance(schema, list):
        return [_addressed(one, rest) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: f"{rest}#/components/schemas/{part}" if name == "$ref" else _addressed(part, rest)
        for name, part in schema.items()
    }
