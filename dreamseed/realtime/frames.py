"""The registry of frames: name, schema, limit, handler. It dispatches and documents the socket."""

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Union

import msgspec
from django.utils.translation import gettext as _

from dreamseed.realtime.errors import Invalid, Refused

if TYPE_CHECKING:
    from dreamseed.realtime.socket import Socket


class Incoming(msgspec.Struct, tag_field="type", forbid_unknown_fields=True, kw_only=True):
    """Base of every client's frame. `ref` (up to 64 characters) comes back in its ack or error."""

    ref: msgspec.UnsetType | str = msgspec.UNSET


Handler = Callable[["Socket", Any], "Awaitable[dict[str, Any] | None]"]


class Frame(NamedTuple):
    """`limit`: `20/10s` a person and process. A handler's dict is the ack; a Future acks when done."""

    schema: type[Incoming]
    handler: Handler
    limit: str | None = None


FRAMES: dict[str, Frame] = {}


def register(frames: Mapping[str, Frame]) -> None:
    """Add an app's frames; two apps never share a name."""
    for name, frame in frames.items():
        assert name not in FRAMES, name
        assert frame.schema.__struct_config__.tag == name, name
        FRAMES[name] = frame
    _decoder.cache_clear()


class BadFrame(Exception):
    """What to answer to a frame that could not be read, and under which ref."""

    def __init__(self, refusal: Refused, ref: str | None):
        super().__init__(refusal.code)
        self.refusal, self.ref = refusal, ref


MAX_BYTES = 64 * 1024
MAX_REF = 64


def decode(data: str | bytes) -> Incoming:
    """One frame from JSON text; BadFrame says which field is wrong."""
    try:
        frame = _decoder().decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise _explain(data, error) from None
    if frame.ref is not msgspec.UNSET and len(frame.ref) > MAX_REF:
        raise BadFrame(Invalid(fields={"ref": [_("At most 64 characters.")]}), None)
    return frame


@cache
def _decoder() -> "msgspec.json.Decoder[Incoming]":
    schemas = tuple(frame.schema for frame in FRAMES.values())
    return msgspec.json.Decoder(Union[schemas])  # noqa: UP007  a union made at run time


class _Head(msgspec.Struct):
    ref: Any = None


_heads = msgspec.json.Decoder(_Head)


def ref_of(data: str | bytes) -> str | None:
    """The ref of a frame nobody reads otherwise, when it has one that may be answered under."""
    try:
        return _usable(_heads.decode(data).ref)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _usable(ref: Any) -> str | None:
    """Half a surrogate pair can be read by some, and sent by nobody."""
    if not isinstance(ref, str) or len(ref) > MAX_REF or ref.encode(errors="ignore").decode() != ref:
        return None
    return ref


def _explain(data: str | bytes, error: Exception) -> BadFrame:
    try:
        frame = json.loads(
            data if isinstance(data, str) else data.decode()
        )  # msgspec stops at half a surrogate pair, and with it at the ref
    except (ValueError, RecursionError):
        return BadFrame(Refused(_("This is not JSON."), code="malformed"), None)
    if not isinstance(frame, dict):
        return BadFrame(Refused(_("A frame is a JSON object."), code="malformed"), None)
    ref, type = _usable(frame.get("ref")), frame.get("type")
    if not isinstance(type, str) or type not in FRAMES:
        return BadFrame(Refused(_("There is no frame of this type."), code="unknown_type"), ref)
    broken = next((name for name, value in frame.items() if _is_broken(value)), None)
    if broken is not None:
        return BadFrame(Invalid(fields={broken: [_("This text has half a character in it.")]}), ref)
    return BadFrame(Invalid(fields=_field_of(str(error))), ref)


def _is_broken(value: Any) -> bool:
    """Whether half a surrogate pair is anywhere in it."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _field_of(text: str) -> dict[str, list[Any]]:
    """msgspec says "Expected `str`, got `int` - at `$.content`" or "Object missing required field `x`"."""
    message, _at, path = text.partition(" - at `$")
    if path:
        return {path.rstrip("`").lstrip(".").split(".")[0].split("[")[0] or "frame": [message]}
    name = message.split("`")[1] if "field `" in message else "frame"
    return {name: [message]}
