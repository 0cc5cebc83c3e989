"""Settings: what `[tool.promptlint]` and the command line ask for."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")

FORMATS = ("full", "concise", "json")


class Unusable(Exception):
    """What keeps the whole run from doing its job; the message says why, for people."""


class Excluded(NamedTuple):
    """Patterns in the syntax of `.gitignore`, and the folder that they are relative to."""

    folder: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelSetting:
    """What a table of `[[tool.promptlint.models]]` says about models; None is what is known anyway."""

    match: tuple[str, ...]
    """Globs of names."""
    family: str | None = None
    platform: str | None = None
    """The only platform on which the table counts."""
    minimum: int | None = None
    """Tokens; a shorter prefix is not cached."""
    step: int | None = None
    """Tokens; a longer prefix is cached in multiples of it."""
    input: float | None = None
    """Dollars per million uncached tokens."""
    read: float | None = None
    """The price of a cached token as a share of `input`."""
    write: float | None = None
    """The price of a token that is written to the cache as a share of `input`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does with the files of one folder; the names are those of the long options and of the keys."""

    select: tuple[str, ...] = ("ALL",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[Excluded, ...] = ()
    force_exclude: bool = False
    rules: tuple[str, ...] = ()
    """Folders with rules and catalogue files of the project's own."""
    model: str | None = None
    provider: str | None = None
    models: tuple[ModelSetting, ...] = ()
    pedantic: bool = False
    show_info: bool = False
    output_format: str = "full"
    exit_zero: bool = False
    quiet: bool = False
    no_cache: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    fix_only: bool = False
    show_fixes: bool = False
    fixable: tuple[str, ...] = ("ALL",)
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()


Layer: TypeAlias = Mapping[str, Any]
"""Values for some fields of Settings, each of its field's type."""

SettingsAt: TypeAlias = Callable[[str], Settings]
"""The settings for the files of a folder, given its absolute path."""


def settings_at(options: Layer, *, config: str | None = None, isolated: bool = False) -> SettingsAt:
    """Return the function from a folder to its settings: the options laid over the table of its nearest pyproject.toml.

    `config` is a TOML file whose table counts for every folder instead; `isolated` reads no file at all.
    Raises Unusable, now or when that function is called, for a file that cannot be read or holds a wrong key or value.
    """
    if config is not None or isolated:
        given = {} if config is None else _required_layer(config)
        shared = overlay(overlay(Settings(), given), options)
        return lambda folder: shared

    @cache
    def at(folder: str) -> Settings:
        return overlay(overlay(Settings(), _nearest_layer(folder)), options)

    return at


def overlay(below: Settings, layer: Layer) -> Settings:
    """Return settings with a layer laid over them: lists add up, the rest replaces.

    A `select` starts the choice of rules afresh; an `extend_select` outweighs the same word in an `ignore` below it.
    """
    if "select" in layer:
        below = replace(below, extend_select=(), ignore=())
    extended = layer.get("extend_select", ())
    lists = {
        "extend_select": below.extend_select + extended,
        "ignore": tuple(word for word in below.ignore if word not in extended) + layer.get("ignore", ()),
        "exclude": below.exclude + layer.get("exclude", ()),
    }
    return replace(below, **{**layer, **lists})


def closest(word: str, words: Iterable[str]) -> str:
    """Return the one of the words that looks most like the given one."""
    return difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.0)[0]


def _nearest_layer(folder: str) -> Layer:
    while True:
        layer = _layer(os.path.join(folder, "pyproject.toml"))
        if layer is not None:
            return layer
        parent = os.path.dirname(folder)
        if parent == folder:
            return {}
        folder = parent


def _required_layer(config: str) -> Layer:
    path = os.path.abspath(config)
    if not os.path.isfile(path):
        raise Unusable(f"no such configuration file: {config}")
    layer = _layer(path, folder=os.getcwd())
    if layer is None:
        raise Unusable(f"{config}: there is no [tool.promptlint] table in it")
    return layer


@cache
def _layer(path: str, folder: str | None = None) -> Layer | None:
    """Return the table of a file, or None where it has none; its `exclude` is relative to `folder`, else to the file."""
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            data = file.read()
        if b"promptlint" not in data:
            return None
        table = tomllib.loads(data.decode("utf-8")).get("tool", {}).get("promptlint")
    except OSError as error:
        raise Unusable(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, AttributeError, RecursionError) as error:
        raise Unusable(f"{path} is not valid TOML: {error}") from error
    return None if table is None else _checked(table, path, folder or os.path.dirname(path))


def _checked(table: object, path: str, folder: str) -> Layer:
    if not isinstance(table, dict):
        raise Unusable(f"{path}: tool.promptlint must be a table, not {_type(table)}")
    layer = dict(_entry(key, value, path) for key, value in table.items())
    if "exclude" in layer:
        layer["exclude"] = (Excluded(folder, layer["exclude"]),)
    if "rules" in layer:
        layer["rules"] = tuple(os.path.join(folder, name) for name in layer["rules"])
    return layer


def _entry(key: str, value: object, path: str) -> tuple[str, Any]:
    try:
        return key.replace("-", "_"), _value(key, value, _KEYS, "[tool.promptlint]")
    except ValueError as error:
        raise Unusable(f"{path}: {error}") from error


def _value(key: str, value: object, known: Mapping[str, Callable[[object], T]], table: str) -> T:
    """Return the value of a key of a table; raises ValueError for an unknown key and a value of the wrong type."""
    if key not in known:
        raise ValueError(f"unknown key `{key}` in {table}; the closest is `{closest(key, known)}`")
    try:
        return known[key](value)
    except TypeError as error:
        raise ValueError(f"`{key}` in {table} must be {error}, not {_type(value)}") from error


def _type(value: object) -> str:
    return {bool: "a boolean", str: f"the string {value!r}", dict: "a table", list: "a list"}.get(
        type(value), repr(value)
    )


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    raise TypeError("a list of strings")


def _word(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("a string")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError("true or false")


def _format(value: object) -> str:
    if isinstance(value, str) and value in FORMATS:
        return value
    raise TypeError(f"one of {', '.join(FORMATS)}")


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise TypeError("a whole number above zero")


def _amount(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return value
    raise TypeError("a number of at least zero")


def _globs(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _words(value)


def _tables(value: object) -> tuple[ModelSetting, ...]:
    if isinstance(value, list) and all(isinstance(table, dict) for table in value):
        return tuple(map(_model, value))
    raise TypeError("a list of tables")


def _model(table: dict[str, object]) -> ModelSetting:
    given = {key: _value(key, value, _MODEL_KEYS, "[[tool.promptlint.models]]") for key, value in table.items()}
    if not given.get("match"):
        raise ValueError("[[tool.promptlint.models]] needs the key `match`: a glob of model names, or a list of them")
    return ModelSetting(**given)


_MODEL_KEYS: dict[str, Callable[[object], Any]] = {
    "match": _globs,
    "family": _word,
    "platform": _word,
    "minimum": _whole,
    "step": _whole,
    "input": _amount,
    "read": _amount,
    "write": _amount,
}

_KEYS: dict[str, Callable[[object], object]] = {
    "select": _words,
    "extend-select": _words,
    "ignore": _words,
    "exclude": _words,
    "force-exclude": _flag,
    "rules": _words,
    "model": _word,
    "provider": _word,
    "models": _tables,
    "pedantic": _flag,
    "show-info": _flag,
    "output-format": _format,
    "exit-zero": _flag,
    "quiet": _flag,
    "no-cache": _flag,
    "fix": _flag,
    "unsafe-fixes": _flag,
    "fix-only": _flag,
    "show-fixes": _flag,
    "fixable": _words,
    "unfixable": _words,
    "extend-safe-fixes": _words,
    "extend-unsafe-fixes": _words,
}
