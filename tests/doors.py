"""Which doors the program has, as its API document names them: a table of doors that forgets one fails."""

import re
from functools import cache

from drf_spectacular.generators import SchemaGenerator

METHODS = {"get", "post", "put", "patch", "delete"}
MESSENGER = "/api/v1/messenger/"
OF_CALLS = re.compile(r"calls\b|lessons\b|ice-servers")
Doors = set[tuple[str, str]]


@cache
def _documented() -> Doors:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {
        (method, path.removeprefix(MESSENGER))
        for path, methods in paths.items()
        if path.startswith(MESSENGER)
        for method in methods.keys() & METHODS
    }


def of_messenger() -> Doors:
    """{("get", "messages/*")}, files among them."""
    return {(method, bare(path)) for method, path in _documented() if not OF_CALLS.search(path)}


def of_calls() -> Doors:
    return {(method, bare(path)) for method, path in _documented() if OF_CALLS.search(path)}


def bare(path: str) -> str:
    """An address of a table or of the document without what it names."""
    return re.sub(r"\{\w+\}|👍", "*", path.partition("?")[0])
