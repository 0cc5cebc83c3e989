"""Templates that are filled by themselves: no program says in which environment."""

from __future__ import annotations

from promptlint.frontends.jinja.environment import ENVIRONMENTS, TEMPLATES
from promptlint.frontends.jinja.loaders import Given
from promptlint.frontends.jinja.parse import Refusal, read
from promptlint.frontends.jinja.render import call_jinja
from promptlint.frontends.placeholders.broken import Broken
from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.placeholders.pieces import Pieces
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.formatting import placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Literal, Made, Map, Text, Value
from promptlint.source import Place

Options = tuple[tuple[str, Value], ...]
"""Arguments of an environment."""


def fill(
    frame: Frame,
    state: State,
    template: Text,
    values: Map,
    place: Place,
    load: Load = unloaded,
    options: Options = (),
) -> Value | None:
    """Return a template rendered; None where it cannot be followed. Raises Broken for one that Jinja refuses."""
    loader = () if load is unloaded else (("loader", Const(Given(load))),)
    environment = Made(ENVIRONMENTS[0], Arguments((), (*loader, *options)), place)
    made = Made(TEMPLATES[0], Arguments((), (("environment", environment), ("source", template))), place)
    text = call_jinja(frame, state, made, "render", Arguments((), ((None, values),)), place)
    if text is None and all(isinstance(part, Literal) for part in template.parts):
        _refuse(Pieces(template.parts, placeholders(frame, place), place))
    return text


def _refuse(pieces: Pieces) -> None:
    """Raise Broken for a template that Jinja refuses."""
    found = read(pieces.source, (("extensions", ()),))
    if isinstance(found, Refusal):
        raise Broken(found.message, found.at, pieces.placed(found.at, found.at + 1))
