"""The methods of Python's containers and templates, by what they do to them."""

from __future__ import annotations

from collections import deque

READING = frozenset({*dir(tuple), *dir(frozenset), "copy", "fromkeys", "get", "items", "keys", "maxlen", "values"})
"""Those that change nothing."""
CHANGING = frozenset(
    name for kind in (list, dict, set, deque) for name in dir(kind) if name not in READING and not name.startswith("_")
)
"""Those that change a container in place."""
KEEPING = frozenset({"add", "append", "appendleft", "extend", "extendleft", "insert", "setdefault", "update"})
"""Those after which a container holds what they were given."""
FORMATTING = frozenset({"format", "format_map", "substitute", "safe_substitute", "render"})
"""Those of templates that put values into them."""
