"""The file of the catalogue that says which names say prompt: YAML that becomes a ShapeTable."""

from __future__ import annotations

from collections.abc import Iterable

from promptlint.datafile import Node
from promptlint.names import expand
from promptlint.prompt import Role
from promptlint.shapes import ShapeTable

_ROLES = (Role.SYSTEM, Role.USER, Role.FRAGMENT)
_PHRASES = ("tails", "wholes")
_WORDS = ("harmless", "endings", "pieces", "clauses", "verbs", "vague", "commands", "markup", "unforeseen")


def read(files: Iterable[Node]) -> ShapeTable:
    """Return what the files say together, the later ones overriding the earlier; raises DataError naming file and key."""
    phrases: dict[str, dict[str, Role]] = {key: {} for key in _PHRASES}
    words: dict[str, set[str]] = {key: set() for key in _WORDS}
    for node in files:
        fields = node.mapping(("shapes", *_WORDS))
        for key in fields.keys() & words.keys():
            words[key].update(fields[key].words())
        for group in fields["shapes"].items() if "shapes" in fields else ():
            _group(group, phrases)
    tails, wholes = (phrases[key] for key in _PHRASES)
    return ShapeTable(tails, wholes, *(frozenset(words[key]) for key in _WORDS))


def _group(node: Node, phrases: dict[str, dict[str, Role]]) -> None:
    fields = node.mapping(("role", *_PHRASES), required=("role",))
    role = fields["role"].one_of(Role)
    if role not in _ROLES:
        fields["role"].fail(f"a name says {', '.join(_ROLES)}, not {role}")
    for key, table in phrases.items():
        for phrase in fields[key].items() if key in fields else ():
            table.update((one, role) for one in expand(phrase.text()))
