"""Under which other names a file passes on what a name stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.facts import DefinitionKind, Facts
from promptlint.frontends.python.mentions import read_mentions

_BASE = re.compile(r"\b[^\W\d]\w*+\Z")
_LONGEST = 100
"""How many code points an imported name may have."""


def aliases(facts: Facts, name: str) -> Iterator[str]:
    """Yield the names under which a file imports a name."""
    return (found.name for found in facts.imports if found.target.rpartition(".")[2] == name)


def brings(facts: Facts, text: str, name: str) -> bool:
    """Return whether an import of a file may bring what another module binds to a name: itself, or through that module."""
    if any(found.name == "*" or found.target.rpartition(".")[2] == name for found in facts.imports):
        return True
    imported = {found.name for found in facts.imports}
    bases = (
        _BASE.search(text, max(match.start() - _LONGEST, 0), match.start())
        for match in re.finditer(rf"\.{name}\b", text)
    )
    return any(base is not None and base[0] in imported for base in bases)


def carriers(facts: Facts, text: str, names: set[str]) -> Iterator[str]:
    """Yield the names of a file's own that may stand for something that is made with one of some names.

    They are variables of a module or class body whose statements mention one, and functions around a function that
    mentions one.
    """
    functions = {found.qualname: found for found in facts.definitions if found.kind is DefinitionKind.FUNCTION}
    for found in functions.values():
        around = functions.get(found.qualname.rpartition(".")[0])
        if around is not None and not names.isdisjoint(found.mentions):
            yield around.name
    if names.isdisjoint(facts.mentions) and all(names.isdisjoint(found.mentions) for found in facts.definitions):
        return
    for found in facts.definitions:
        if found.kind is DefinitionKind.VARIABLE:
            (mentioned,) = read_mentions(text[found.place.start : found.place.end], ())
            if not names.isdisjoint(mentioned):
                yield found.name
