"""Environments: how the templates of a program are read, and what all of them know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from promptlint.frontends.jinja.parse import EXTENSIONS, Settings
from promptlint.frontends.jinja.shared import shared_changes
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.containers import NOWHERE
from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.mappings import keyword_entries
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.routine import Routine
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Attribute, Element, Entry, Made, Map, Op, Run, Seq, Value
from promptlint.source import Place

_MARKS = {
    "block_start_string": "{%",
    "block_end_string": "%}",
    "variable_start_string": "{{",
    "variable_end_string": "}}",
    "comment_start_string": "{#",
    "comment_end_string": "#}",
}
_LEXED = (
    *_MARKS,
    "line_statement_prefix",
    "line_comment_prefix",
    "trim_blocks",
    "lstrip_blocks",
    "newline_sequence",
    "keep_trailing_newline",
)
_ORDER = (*_LEXED, "extensions", "optimized", "undefined", "finalize", "autoescape")
ENVIRONMENT = (*_ORDER, "loader", "cache_size", "auto_reload", "bytecode_cache", "enable_async")
"""The parameters of an environment, in order."""
TEMPLATE = ("source", *_ORDER, "enable_async")
"""The parameters of `Template`, in order."""
_TABLES = ("globals", "filters", "tests", "policies")
ENVIRONMENTS = tuple(
    f"jinja2.{name}"
    for name in (
        "Environment",
        "environment.Environment",
        "sandbox.SandboxedEnvironment",
        "sandbox.ImmutableSandboxedEnvironment",
        "nativetypes.NativeEnvironment",
    )
)
TEMPLATES = ("jinja2.Template", "jinja2.environment.Template", "jinja2.nativetypes.NativeTemplate")
MAKERS = (*TEMPLATES, *ENVIRONMENTS)
"""What makes templates and environments."""
_SILENT = ("Undefined", "StrictUndefined", "ChainableUndefined")
"""The classes whose instances are written as nothing, or not at all."""


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment, as far as a rendering asks for it."""

    settings: Settings
    made: Value
    """The value that the program holds."""
    loader: Value
    autoescape: Value
    finalize: Value
    globals: Run
    filters: Run
    tests: Run
    policies: Run
    native: bool
    silent: bool
    """Whether what is not defined is written as nothing."""

    @property
    def marks(self) -> tuple[str, ...]:
        """The texts that open a field, a statement or a comment."""
        known = {**_MARKS, **dict(self.settings)}
        found = (known.get(name) for name in (*_MARKS, "line_statement_prefix", "line_comment_prefix"))
        return tuple(mark for mark in found if isinstance(mark, str) and mark)


def options(state: State, arguments: Arguments, names: tuple[str, ...], place: Place) -> dict[str, Value] | None:
    """Return the arguments of a call by the names of its parameters; None where one is not known."""
    if len(arguments.positional) > len(names) or not all(isinstance(m, Element) for m in arguments.positional):
        return None
    entries = keyword_entries(state, arguments, place)
    if not all(isinstance(entry, Entry) and plain(entry.key) is not None for entry in entries):
        return None
    given = {name: m.value for name, m in zip(names, arguments.positional, strict=False) if isinstance(m, Element)}
    return given | {str(plain(entry.key)): entry.value for entry in entries if isinstance(entry, Entry)}


def made_environment(maker: str) -> Routine:
    """Return what a class of environments makes: its options, and tables of what templates know, which can change."""

    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        given = options(state, arguments, ENVIRONMENT, place)
        if given is None:
            return None
        tables = {name: state.allocate(Map(())) for name in _TABLES}
        extensions = state.content(given.get("extensions", Seq(())))
        given["extensions"] = state.allocate(extensions) if isinstance(extensions, Seq) else extensions
        return Made(maker, Arguments((), tuple({**given, **tables}.items())), place)

    return routine


def overlay(state: State, made: Made, arguments: Arguments, place: Place) -> Value | None:
    """Return an environment with some options of its own; it shares the tables of the first."""
    given = options(state, arguments, ENVIRONMENT, place)
    known = options(state, made.arguments, ENVIRONMENT, place)
    if given is None or known is None:
        return None
    if "extensions" in given:
        both = [state.content(options.get("extensions", Seq(()))) for options in (known, given)]
        given["extensions"] = Seq(tuple(item for seq in both if isinstance(seq, Seq) for item in seq.items))
    return Made(made.name, Arguments((), tuple({**known, **given}.items())), place)


def read_environment(frame: Frame, state: State, made: Made) -> Environment | None:
    """Return the environment that a value is; None where it is not known how it reads templates."""
    names = TEMPLATE if made.name in TEMPLATES else ENVIRONMENT
    given = options(state, made.arguments, names, made.place)
    if given is None:
        return None
    given |= {name: state.memory[at] for name in ENVIRONMENT if (at := Attribute(made, name)) in state.memory}
    shared = shared_changes(frame, made)
    given |= shared.options
    settings = _settings(state, given)
    if settings is None:
        return None
    undefined = given.get("undefined", External("jinja2.Undefined"))
    return Environment(
        settings,
        made,
        given.get("loader", NONE),
        given.get("autoescape", Const(False)),
        given.get("finalize", NONE),
        (*_table(state, given, "globals"), *shared.rest),
        (*_table(state, given, "filters"), *shared.rest),
        (*_table(state, given, "tests"), *shared.rest),
        (*_table(state, given, "policies"), *shared.rest),
        native="Native" in made.name,
        silent=isinstance(undefined, External) and undefined.name.rpartition(".")[2] in _SILENT,
    )


def _table(state: State, given: dict[str, Value], name: str) -> Run:
    content = state.content(given.get(name, NONE))
    return content.entries if isinstance(content, Map) else ()


def _settings(state: State, given: dict[str, Value]) -> Settings | None:
    """Return the settings that change how a template is read; None where one is not known."""
    extensions = _extensions(state, given.get("extensions", Seq(())))
    match given.get("statements"):
        case Const(tuple(statements)):
            own: dict[str, object] = {"statements": statements}
        case _:
            own = {}
    try:
        known: dict[str, Any] = {n: to_python(freeze(given[n], state.memory)) for n in _LEXED if n in given}
    except NotKnown:
        return None
    if extensions is None or not all(value is None or isinstance(value, str | bool | int) for value in known.values()):
        return None
    return tuple(sorted({**known, **own, "extensions": extensions}.items()))


def _extensions(state: State, value: Value) -> tuple[str, ...] | None:
    """Return the extensions of a list; None where one is not Jinja's own."""
    content = state.content(value)
    if not isinstance(content, Seq):
        return None
    found: list[str] = []
    for item in content.items:
        extension = item.value if isinstance(item, Element) else NONE
        name = extension.name if isinstance(extension, External) else plain(extension) or ""
        head, _, last = name.rpartition(".")
        if head != "jinja2.ext" or last not in EXTENSIONS:
            return None
        found.append(EXTENSIONS[last])
    return tuple(dict.fromkeys(found))


def globals_of(state: State, value: Value, place: Place) -> Run:
    """Return the entries of the `globals` that a template is given; none where it is given none."""
    content = state.content(value)
    match content:
        case Const(None):
            return ()
        case Map(entries):
            return entries
    return keyword_entries(state, Arguments((), ((None, value),)), place)


def escapes(frame: Frame, state: State, environment: Environment, name: str | None, place: Place) -> bool | None:
    """Return whether a template writes the signs of markup as entities; None where that is not known."""
    match environment.autoescape:
        case Const(known):
            return bool(known)
        case Op(
            "call", (External("jinja2.select_autoescape" | "jinja2.utils.select_autoescape"), Seq(given)), keywords
        ):
            return _selected(state, Arguments(given, keywords), name)
    from promptlint.frontends.python.operators import truth

    shown = NONE if name is None else literal(name)
    called = frame.call(state, environment.autoescape, Arguments((Element(shown, place),)), place)
    return truth(state, called)


def _selected(state: State, arguments: Arguments, name: str | None) -> bool | None:
    """Return what the function says that `select_autoescape` makes."""
    names = ("enabled_extensions", "disabled_extensions", "default_for_string", "default")
    given = options(state, arguments, names, NOWHERE)
    try:
        known = {key: to_python(freeze(value, state.memory)) for key, value in (given or {}).items()}
    except NotKnown:
        return None
    if given is None:
        return None
    from jinja2 import select_autoescape

    try:
        return bool(select_autoescape(**known)(name))  # type: ignore[arg-type]
    except (TypeError, AttributeError):
        return None


ROUTINES: dict[str, Routine] = {name: made_environment(name) for name in ENVIRONMENTS}
