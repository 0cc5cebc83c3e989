"""Filters and tests whose operands are all known: Jinja itself says what they return."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from promptlint.frontends.python.atoms import Const, External
from promptlint.frontends.python.convert import LARGEST, compute, is_sane
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.routine import Routine, values_of
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Element, Op, Seq, Value
from promptlint.source import Place

if TYPE_CHECKING:
    from jinja2 import Environment, Template

FILTERS = tuple(
    "abs attr batch capitalize center count d default dictsort e escape filesizeformat first float forceescape "
    "groupby indent int items join last length list lower map max min pprint reject rejectattr replace reverse round "
    "safe select selectattr slice sort string striptags sum title tojson trim truncate unique upper urlencode urlize "
    "wordcount wordwrap xmlattr".split()
)
"""Jinja's filters, but for `random`, and `format`, which is an operator."""
TESTS = tuple(
    "boolean divisibleby eq equalto even false float ge greaterthan gt in integer iterable le lessthan lower lt mapping "
    "ne none number odd sameas sequence string true upper == != < <= > >= filter test".split()
)


_SIZED = ("batch", "slice", "center", "indent")
_WIDEST = 10_000
"""The largest number that such a filter may take as a size."""
_MULTIPLIED = ("replace", "indent", "join")


@lru_cache(maxsize=1)
def _plain() -> tuple[Environment, Template]:
    from jinja2 import Environment

    environment = Environment()
    return environment, environment.from_string("")


def _applied(kind: str, name: str, names: tuple[str, ...], *operands: Any) -> object:
    """Return what a filter or test of Jinja returns; the last operands are those that are passed by name."""
    from jinja2.exceptions import TemplateError

    environment, template = _plain()
    positional = operands[: len(operands) - len(names)]
    keywords = dict(zip(names, operands[len(positional) :], strict=True))
    call = environment.call_filter if kind == "filters" else environment.call_test
    try:
        result = call(name, positional[0], positional[1:], keywords, template.new_context({}))
    except TemplateError as error:
        raise ValueError from error
    return list(result) if isinstance(result, Iterator) else result


def computed(state: State, kind: str, name: str, subject: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return what a filter or test returns (`kind` is "filters" or "tests"); None where an operand is not known."""
    values = values_of(arguments)
    known = name in (FILTERS if kind == "filters" else TESTS)
    if values is None or not known or any(key is None for key, _ in arguments.keywords):
        return None
    given = (subject, *values, *(value for _, value in arguments.keywords))
    operands = tuple(freeze(value, state.memory) for value in given)
    if not _is_small(name, operands) or any(map(_has_set, operands)):
        return None
    names = tuple(str(key) for key, _ in arguments.keywords)
    return compute(lambda *given: _applied(kind, name, names, *given), operands, place)


def _is_small(name: str, operands: tuple[Value, ...]) -> bool:
    """Return whether a filter makes no text or list that is longer than any prompt."""
    if name in _SIZED and any(
        isinstance(v, Const) and isinstance(v.value, int) and v.value > _WIDEST for v in operands
    ):
        return False
    lengths = [len(plain(operand) or "") for operand in operands]
    return is_sane(*operands[1:]) and (name not in _MULTIPLIED or lengths[0] * max(lengths[1:], default=1) <= LARGEST)


def _has_set(value: Value) -> bool:
    """Return whether something in a value comes in no fixed order."""
    found: list[bool] = []

    def visit(part: Value) -> Value:
        if isinstance(part, Seq) and part.form == "set":
            found.append(True)
        return part if found else rewrite(part, visit)

    visit(value)
    return bool(found)


def later(state: State, kind: str, name: str, subject: Value, arguments: Arguments, place: Place) -> Value:
    """Return a filter or test that waits until its operands are known."""
    values = (subject, *(getattr(member, "value", subject) for member in arguments.positional))
    positional = tuple(Element(freeze(value, state.memory), place) for value in values)
    keywords = tuple((key, freeze(value, state.memory)) for key, value in arguments.keywords)
    return Op("call", (External(f"jinja2.{kind}.{name}"), Seq(positional, "tuple")), keywords, place)


def _routine(kind: str, name: str) -> Routine:
    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        match arguments.positional:
            case (Element(subject), *rest):
                return computed(state, kind, name, subject, Arguments(tuple(rest), arguments.keywords), place)
        return None

    return routine


ROUTINES: dict[str, Routine] = {
    f"jinja2.{kind}.{name}": _routine(kind, name)
    for kind, names in (("filters", FILTERS), ("tests", TESTS))
    for name in names
}
"""Filters and tests that waited for their operands."""
