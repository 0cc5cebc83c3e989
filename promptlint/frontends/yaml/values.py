"""The values of YAML scalars: text, numbers and dates; nothing else is ever made."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

CORE = "tag:yaml.org,2002:"
MERGE = object()
"""The value of the key `<<`."""

_TEXTS = (f"{CORE}str", f"{CORE}value")
_KNOWN = {CORE + name for name in ("null", "bool", "int", "float", "binary", "timestamp")}
_LONGEST = 1_000
"""How many code points a number may have: one in base 60 takes a time that grows with their square."""


def value_of(event: yaml.ScalarEvent) -> object:
    """Return the value of a scalar as `safe_load` reads it, an ellipsis for one that it refuses."""
    import yaml

    tag: str | None = event.tag
    if tag is None or tag == "!":
        tag = _resolver().resolve(yaml.ScalarNode, event.value, event.implicit)
    if tag in _TEXTS:
        return event.value
    if tag == f"{CORE}merge" and event.tag is None:
        return MERGE
    return _made(tag, event.value) if tag in _KNOWN and len(event.value) <= _LONGEST else ...


def _made(tag: str, value: str) -> object:
    import yaml

    constructor = _constructor()
    try:
        return constructor.yaml_constructors[tag](constructor, yaml.ScalarNode(tag, value))
    except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return ...


@cache
def _resolver() -> Any:
    import yaml

    return yaml.resolver.Resolver()


@cache
def _constructor() -> Any:
    import yaml

    return yaml.constructor.SafeConstructor()
