"""Templates that are filled by themselves: no program says in which environment."""

from __future__ import annotations

import re

from promptlint.frontends.jinja.environment import ENVIRONMENTS, TEMPLATES
from promptlint.frontends.jinja.loaders import Given
from promptlint.frontends.jinja.parse import EXTENSIONS, Refusal, read
from promptlint.frontends.jinja.render import call_jinja
from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.placeholders.pieces import Pieces
from promptlint.frontends.python.atoms import Const, External
from promptlint.frontends.python.containers import NOWHERE
from promptlint.frontends.python.formatting import placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Element, Literal, Made, Map, Seq, Text, Value
from promptlint.source import Place

Options = tuple[tuple[str, Value], ...]
"""Arguments of an environment."""

_NAMES = tuple(EXTENSIONS[name] for name in ("do", "loopcontrols", "i18n"))
_OWN = Seq(tuple(Element(External(name), NOWHERE) for name in _NAMES))

_OTHERS = re.compile(r"Encountered unknown tag '(?!end|else\b|elif\b)")
"""What Jinja says of a tag that an extension of a program may bring."""


def own(frame: Frame) -> Options:
    """Return Jinja's own extensions and the statements that the catalogue knows: some program may render a template with them."""
    return ("extensions", _OWN), ("statements", Const(frame.world.catalog.documents.statements))


def fill(
    frame: Frame,
    state: State,
    template: Text,
    values: Map,
    place: Place,
    load: Load,
    options: Options,
) -> Value | None:
    """Return a template rendered; None where it cannot be followed. Raises BrokenTemplate for one that Jinja refuses."""
    loader = () if load is unloaded else (("loader", Const(Given(load))),)
    environment = Made(ENVIRONMENTS[0], Arguments((), (*loader, *options)), place)
    made = Made(TEMPLATES[0], Arguments((), (("environment", environment), ("source", template))), place)
    text = call_jinja(frame, state, made, "render", Arguments((), ((None, values),)), place)
    if text is None and all(isinstance(part, Literal) for part in template.parts):
        _refuse(frame, Pieces(template.parts, placeholders(frame, place), place))
    return text


def _refuse(frame: Frame, pieces: Pieces) -> None:
    """Raise BrokenTemplate for a template that Jinja refuses."""
    found = read(pieces.source, (("extensions", _NAMES), ("statements", frame.world.catalog.documents.statements)))
    if isinstance(found, Refusal) and not _OTHERS.match(found.message):
        raise BrokenTemplate(found.message, found.at, pieces.placed(found.at, found.at + 1))
