"""Filters: those of the program by calling them, those of Jinja as far as their operands are known."""

from __future__ import annotations

from dataclasses import replace

from promptlint.frontends.jinja import computed, items
from promptlint.frontends.jinja.access import is_true
from promptlint.frontends.jinja.calling import passed
from promptlint.frontends.jinja.mapping import Filter, mapped
from promptlint.frontends.jinja.markup import SIGNS, bare, bared, is_markup, marked, settled, written
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.placeholders.signs import escaped
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.containers import find
from promptlint.frontends.python.convert import LARGEST
from promptlint.frontends.python.indents import Indenter
from promptlint.frontends.python.jsontext import json_text
from promptlint.frontends.python.mappings import keyword_entries
from promptlint.frontends.python.operators import binary, choose, logical, truth
from promptlint.frontends.python.plain import EMPTY, literal, plain
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.routine import argument
from promptlint.frontends.python.state import freeze
from promptlint.frontends.python.text import joined, map_literals, run_of, text_size
from promptlint.frontends.python.values import Arguments, Branch, Element, Entry, Map, Op, Seq, Text, Value
from promptlint.source import Place

_METHODS = {"upper": "upper", "lower": "lower", "trim": "strip", "replace": "replace"}
"""Filters that a method of a string does, also where only parts of it are known."""
_MARKUP_KEPT = ("upper", "lower", "trim", "replace", "indent", "title", "capitalize", "center", "string", "safe")
_MADE_MARKUP = ("safe", "e", "escape", "forceescape", "tojson", "xmlattr", "urlize")


def filtered(scope: Scope, name: str, value: Value, arguments: Arguments, place: Place) -> Value:
    """Return `value | name(…)`."""
    own = find(scope.page.environment.filters, literal(name), scope.state)
    if own is not None and not (isinstance(own, Op) and name in computed.FILTERS):
        given = Arguments((Element(_shown(value), place), *arguments.positional), arguments.keywords)
        return scope.frame.call(scope.state, own, passed(scope, own, given, place), place)
    if isinstance(value, Branch) and any(arm in (UNDEFINED,) or is_markup(arm) for arm in value.arms):
        first, second = (filtered(scope, name, arm, arguments, place) for arm in value.arms)
        return choose(scope.state, value.condition, first, second, place)
    if name in ("default", "d"):
        return _default(scope, value, arguments, place)
    subject, arguments = _shown(value), bared(arguments)
    if scope.escapes is not False and name in ("e", "escape", "safe") and is_markup(subject):
        return subject
    result = _result(scope, name, bare(subject), arguments, place)
    kept = name in _MADE_MARKUP or (name in _MARKUP_KEPT and is_markup(subject))
    return marked(scope, result.parts, place) if kept and isinstance(result, Text) else result


def _shown(value: Value) -> Value:
    return EMPTY if value == UNDEFINED else value


def _result(scope: Scope, name: str, subject: Value, arguments: Arguments, place: Place) -> Value:
    result: Value | None = None
    if name in _FIRST:
        result = _FIRST[name](scope, subject, arguments, place)
    elif name in _METHODS:
        result = _method(scope, name, subject, arguments, place)
    if result is None and not (name == "join" and scope.escapes is not False):
        result = computed.computed(scope.state, "filters", name, settled(scope, subject), arguments, place)
    if result is None and name in _FILTERS:
        result = _FILTERS[name](scope, subject, arguments, place)
    return computed.later(scope.state, "filters", name, subject, arguments, place) if result is None else result


def _default(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value:
    default = argument(arguments, 0, "default_value", EMPTY)
    if value == UNDEFINED:
        return default
    if truth(scope.state, argument(arguments, 1, "boolean")) is not True:
        return value
    known = is_true(scope, value, place)
    return logical(scope.state, "or", (value, default), place) if known is None else value if known else default


def _text(scope: Scope, value: Value, place: Place) -> Text:
    return Text(run_of(freeze(value, scope.state.memory), place))


def _method(scope: Scope, name: str, value: Value, arguments: Arguments, place: Place) -> Value | None:
    text = Text(written(_unescaped(scope), value, place))
    if plain(text) is not None and name == "trim" and not arguments.positional and not arguments.keywords:
        return scope.frame.call(scope.state, get_attribute(scope.frame, scope.state, text, "strip"), arguments, place)
    known = computed.computed(scope.state, "filters", name, text, arguments, place)
    if known is not None:
        return known
    method = get_attribute(scope.frame, scope.state, text, _METHODS[name])
    return scope.frame.call(scope.state, method, arguments, place)


def _unescaped(scope: Scope) -> Scope:
    return scope if scope.escapes is False else replace(scope, escapes=False)


def _same(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    return Text(written(_unescaped(scope), value, place))


def _escape(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    return Text(escaped(written(_unescaped(scope), value, place), SIGNS, place))


def _join(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    separator = scope.state.content(argument(arguments, 0, "d", EMPTY))
    attribute = argument(arguments, 1, "attribute")
    if attribute != NONE:
        named = Arguments((), (("attribute", attribute),))
        value = mapped(scope, value, named, place) or value
    if not isinstance(separator, Text):
        return None
    members = members_of(scope.frame, scope.state, value, place)
    if len(members) * text_size(separator.parts) > LARGEST:
        return computed.later(scope.state, "filters", "join", value, arguments, place)
    if all(isinstance(item, Element) for item in members):
        texts = (written(scope, item.value, place) for item in members if isinstance(item, Element))
        members = tuple(Element(Text(run), place) for run in texts)
    run = joined(written(scope, separator, place), members, place).parts
    return marked(scope, run, place)


def _format(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    entries = keyword_entries(scope.state, arguments, place)
    operand = Map(entries) if arguments.keywords else Seq(arguments.positional, "tuple")
    return binary(scope.frame, scope.state, "%", value, operand, (place, place), place)


def _tojson(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return a value as JSON, its keys sorted and the signs of markup escaped, as Jinja writes it."""
    policies = scope.page.environment.policies
    if find(policies, literal("json.dumps_function"), scope.state) not in (None, NONE):
        return None
    given = find(policies, literal("json.dumps_kwargs"), scope.state)
    own = scope.state.content(Map(()) if given is None else given)
    if not isinstance(own, Map):
        return None
    options: dict[str | None, Value] = {"sort_keys": Const(True)} if given is None else {}
    options |= {plain(entry.key): entry.value for entry in own.entries if isinstance(entry, Entry)}
    if (indent := argument(arguments, 0, "indent")) != NONE:
        options["indent"] = indent
    text = json_text(freeze(value, scope.state.memory), options, place)
    if not isinstance(text, Text):
        return None
    escapes = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})
    return Text(map_literals(text.parts, lambda part: part.translate(escapes)))


def _indent(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    width = argument(arguments, 0, "width", Const(4))
    first, blank = (truth(scope.state, argument(arguments, n, name)) for n, name in ((1, "first"), (2, "blank")))
    match width:
        case Text() as prefix:
            pass
        case Const(int(size)):
            prefix = literal(" " * min(size, 1000))
        case _:
            return None
    text = Text(written(_unescaped(scope), value, place))
    indenter = Indenter(prefix.parts, place, (lambda line: True) if blank is True else _has_characters)
    return Text((*(prefix.parts if first is True else ()), *indenter.of(text.parts, first=False)))


def _has_characters(line: str) -> bool:
    return line not in ("\n", "\r\n", "\r")


def _builtin(name: str) -> Filter:
    def rule(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
        if arguments.positional or arguments.keywords:
            return None
        return scope.frame.call(scope.state, External(name), Arguments((Element(value, place),)), place)

    return rule


def _attr(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    name = plain(argument(arguments, 0, "name"))
    return None if name is None else get_attribute(scope.frame, scope.state, value, name)


_FIRST: dict[str, Filter] = {
    "join": _join,
    "format": _format,
    "tojson": _tojson,
    "indent": _indent,
    "safe": _same,
    "string": _same,
    "e": _escape,
    "escape": _escape,
    "forceescape": _escape,
    **items.KNOWN,
    "attr": _attr,
}
"""Filters that keep what is known of their operands, and where it was written."""
_FILTERS: dict[str, Filter] = {
    "length": _builtin("builtins.len"),
    "count": _builtin("builtins.len"),
    "sum": _builtin("builtins.sum"),
    "min": _builtin("builtins.min"),
    "max": _builtin("builtins.max"),
    "abs": _builtin("builtins.abs"),
    **items.UNKNOWN,
}
"""The same for operands of which some are not known."""
