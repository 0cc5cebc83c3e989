"""`textwrap` and `inspect.cleandoc`: lines that are indented, dedented and filled, their parts kept."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from promptlint.frontends.python.atoms import NONE
from promptlint.frontends.python.convert import compute
from promptlint.frontends.python.ends import strip
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.indents import Indenter
from promptlint.frontends.python.margins import cleaned, dedented
from promptlint.frontends.python.operators import truth
from promptlint.frontends.python.parting import Parting, line_breaks
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.routine import (
    Routine,
    argument,
    call_with,
    known_options,
    text_argument,
)
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import map_literals
from promptlint.frontends.python.values import (
    Arguments,
    Each,
    Either,
    Element,
    Insert,
    Literal,
    Made,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

_HOLE = "\ue000"


def wrapped(run: Run, fill: Callable[[str], str]) -> Run:
    """Return the run after a function that moves line breaks, such as `textwrap.fill`.

    What stands on the lines before the first unknown length is exact; behind it only the words are.
    """
    first = next((n for n, part in enumerate(run) if not isinstance(part, Literal)), len(run))
    head = "".join(part.text for part in run[:first] if isinstance(part, Literal))
    if first == len(run):
        return literal(fill(head)).parts
    behind = strip(map_literals(run[first:], _one_line), None, "r")
    return literal(fill(head + _HOLE).removesuffix(_HOLE)).parts + behind


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return (" " if text[:1].isspace() else "") + words + (" " if words and text[-1:].isspace() else "")


def _lines(run: Run, place: Place) -> Seq:
    """Return the lines of a filled text; what stands on the line of the first hole and behind it is one item."""
    lines: list[Run] = [()]
    for number, part in enumerate(run):
        if not isinstance(part, Literal):
            lines[-1] += run[number:]
            break
        first, *rest = part.text.split("\n")
        lines[-1] += literal(first).parts
        lines.extend(literal(line).parts for line in rest)
    return Seq(tuple(Element(Text(line), place) for line in lines if line))


def _dedent(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text = text_argument(state, arguments, 0, "text")
    run = dedented(text.parts, place) if text else None
    return None if run is None else Text(run)


def _cleandoc(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text = text_argument(state, arguments, 0, "doc")
    if text is None or any(isinstance(part, Either | Each) for part in text.parts):
        return None
    run = cleaned(text.parts, place)
    return None if run is None else Text(run)


def _indent(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text, prefix = text_argument(state, arguments, 0, "text"), text_argument(state, arguments, 1, "prefix")
    if text is None or prefix is None:
        return None
    predicate = argument(arguments, 2, "predicate")
    if predicate == NONE:
        return Text(Indenter(prefix.parts, place).of(text.parts))

    def wanted(line: Value) -> Value:
        return call_with(frame, state, predicate, (Element(line, place),), place)

    if truth(state, wanted(_ANY_LINE)):
        return Text(Indenter(prefix.parts, place, lambda line: True).of(text.parts))
    lines = Parting(line_breaks, place, lambda rest: rest, keeps=True).of(text.parts)
    run = replaced(lines, lambda line: _indented(state, line, prefix.parts, wanted, place))
    return None if any(isinstance(part, Spread) for part in run) else Text(run)


_ANY_LINE = Text((Insert(Op("unknown", (), (), Place("", 0, 0)), Place("", 0, 0)),))


def _indented(state: State, line: Member, prefix: Run, wanted: Callable[[Value], Value], place: Place) -> Run:
    """Return a line with a prefix, where it is wanted."""
    if not isinstance(line, Element) or not isinstance(line.value, Text):
        return (line,)
    known = truth(state, wanted(line.value))
    lead = (Either(None, (prefix, ()), place),) if known is None else prefix if known else ()
    return (*lead, *line.value.parts)


def _filler(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text, options = text_argument(state, arguments, 0, "text"), known_options(state, _behind_text(arguments), 0)
    if text is None or options is None:
        return None
    sizes, keywords = options
    return _tried(lambda: Text(wrapped(text.parts, lambda whole: textwrap.fill(whole, *sizes, **keywords))))  # type: ignore[arg-type]


def _wrap(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text = _filler(frame, state, arguments, place)
    return _lines(text.parts, place) if isinstance(text, Text) else None


def _shorten(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text, options = text_argument(state, arguments, 0, "text"), known_options(state, _behind_text(arguments), 0)
    if text is None or options is None:
        return None
    sizes, keywords = options
    return compute(lambda whole: textwrap.shorten(whole, *sizes, **keywords), (text,), place)  # type: ignore[arg-type]


def _behind_text(arguments: Arguments) -> Arguments:
    keywords = tuple(pair for pair in arguments.keywords if pair[0] != "text")
    return Arguments(arguments.positional[1:], keywords)


def _tried(make: Callable[[], Text]) -> Text | None:
    """Return a text; None where the options make no sense."""
    try:
        return make()
    except (TypeError, ValueError):
        return None


def call_wrapper(frame: Frame, state: State, made: Made, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return what a method of a `textwrap.TextWrapper` returns."""
    given = Arguments((*arguments.positional, *made.arguments.positional), arguments.keywords + made.arguments.keywords)
    return {"fill": _filler, "wrap": _wrap}[name](frame, state, given, place) if name in ("fill", "wrap") else None


ROUTINES: dict[str, Routine] = {
    "textwrap.dedent": _dedent,
    "inspect.cleandoc": _cleandoc,
    "textwrap.indent": _indent,
    "textwrap.fill": _filler,
    "textwrap.wrap": _wrap,
    "textwrap.shorten": _shorten,
}
