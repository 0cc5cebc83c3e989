"""Files of the project that a program reads: their text as it stands, every character with its place."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.forks import each
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.paths import is_beside, path_of
from promptlint.frontends.python.plain import EMPTY, literal, plain
from promptlint.frontends.python.routine import Routine, argument
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Attribute, Element, Literal, Op, Run, Seq, Text, Value
from promptlint.prompt import Site
from promptlint.source import Place

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_UNICODE = ("utf-8", "utf-8-sig", "ascii")


def text_of_file(frame: Frame, path: str, syntax: str = "text") -> Text | None:
    """Return the text of a file, None for one that the project does not know.

    Every line end is read as one newline, with the syntax `raw` as it stands.
    """
    source = frame.world.source(path)
    if source is None:
        return None
    text = source.text if syntax == "raw" else source.text.replace("\r\n", "\n").replace("\r", "\n")
    return Text((Literal(text, Site(Place(path, 0, len(source.text)), 0, syntax)),)) if text else EMPTY


class Opened(NamedTuple):
    """What opening a file says of how it will be read."""

    path: Value
    place: Place
    """The call that opens it."""
    mode: Value = NONE
    encoding: Value = NONE
    newline: Value = NONE

    @property
    def is_read(self) -> bool:
        """Whether it is opened only to be read."""
        mode = "r" if self.mode == NONE else plain(self.mode)
        return mode is not None and "r" in mode and "+" not in mode

    @property
    def syntax(self) -> str:
        """How its text stands in the file: bytes and given line ends are kept as they are."""
        return "raw" if "b" in (plain(self.mode) or "") or self.newline != NONE else "text"


def opened(value: Value) -> Opened | None:
    """Return what opening a file says, where a value is an open file."""
    match value:
        case Op("call", (External("builtins.open" | "io.open"), Seq(given)), keywords, place):
            arguments = Arguments(given, keywords)
            return Opened(argument(arguments, 0, "file"), place, *_options(arguments, 1))
        case Op("call", (External("codecs.open"), Seq(given)), keywords, place):
            arguments = Arguments(given, keywords)
            path, mode = argument(arguments, 0, "filename"), argument(arguments, 1, "mode")
            return Opened(path, place, mode, argument(arguments, 2, "encoding"), literal(""))
        case Op("call", (External("importlib.resources.open_text"), Seq(given)), keywords, place):
            return Opened(_resource(given, place), place, NONE, argument(Arguments(given, keywords), 2, "encoding"))
        case Op("call", (Attribute(base, "open"), Seq(given)), keywords, place):
            return Opened(base, place, *_options(Arguments(given, keywords), 0))
    return None


def reads_beside(value: Op) -> bool:
    """Return whether a call opens or reads a file whose path starts from that of a module's own file."""
    match value.operands:
        case (Attribute(base, "read" | "readline" | "readlines" | "read_text" | "read_bytes"), *_):
            return is_beside(base)
    return (file := opened(value)) is not None and is_beside(file.path)


def _options(arguments: Arguments, start: int) -> tuple[Value, Value, Value]:
    """Return mode, encoding and newline of arguments, of which those from number `start` on are those of `open`."""
    return (
        argument(arguments, start, "mode"),
        argument(arguments, start + 2, "encoding"),
        argument(arguments, start + 4, "newline"),
    )


def _resource(given: Run, place: Place) -> Value:
    """Return the path of a resource, given the package and the name in it."""
    return Op("call", (External("importlib.resources.path"), Seq(given[:2], "tuple")), (), place)


def read(frame: Frame, state: State, value: Value) -> Value | None:
    """Return the whole text of what a value is: a text itself, or an open file of the project; None for anything else."""
    content = state.content(value)
    if isinstance(content, Text):
        return content
    file = opened(content)
    return _text(frame, state, file) if file is not None else None


def _text(frame: Frame, state: State, file: Opened) -> Value | None:
    if not file.is_read:
        return None

    def text(path: Value) -> Value | None:
        name = path_of(frame, state, path, file.place.path)
        found = text_of_file(frame, name, file.syntax) if name is not None else None
        return found if found is None or _is_known(file.encoding, found) else None

    return each(freeze(file.path, state.memory), text, file.place)


def _is_known(encoding: Value, text: Text) -> bool:
    """Return whether a text that was read as UTF-8 is the same in an encoding."""
    if encoding == NONE or (plain(text) or "").isascii():
        return True
    try:
        return codecs.lookup(plain(encoding) or "").name in _UNICODE
    except LookupError:
        return False


def read_method(
    frame: Frame, state: State, receiver: Value, name: str, arguments: Arguments, place: Place
) -> Value | None:
    """Return what a method of a path or an open file returns, if it only reads a file of the project."""
    match name:
        case "read" if not arguments.positional:
            return read(frame, state, receiver)
        case "readlines" if not arguments.positional and (lines := lines_of_file(frame, state, receiver, place)):
            return state.allocate(Seq(lines))
        case "read_text":
            encoding, newline = argument(arguments, 0, "encoding"), argument(arguments, 2, "newline")
            return _text(frame, state, Opened(receiver, place, NONE, encoding, newline))
        case "read_bytes":
            return _text(frame, state, Opened(receiver, place, literal("rb")))
        case "exists" | "is_file":
            return Const(True) if _text(frame, state, Opened(receiver, place)) is not None else None
    return None


def lines_of_file(frame: Frame, state: State, value: Value, place: Place) -> Run | None:
    """Return the lines of an open file with their ends; None for any other value."""
    text = read(frame, state, value) if isinstance(value, Op) else None
    match text:
        case Text((Literal() as whole,)):
            return tuple(Element(Text((line,)), place) for line in _lines(whole))
        case Text(()):
            return ()
    return None


def _lines(whole: Literal) -> list[Literal]:
    return [cut(whole, *line.span()) for line in _LINE.finditer(whole.text)]


def _whole_resource(mode: str) -> Routine:
    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        encoding = argument(arguments, 2, "encoding")
        return _text(frame, state, Opened(_resource(arguments.positional, place), place, literal(mode), encoding))

    return routine


def _exists(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return read_method(frame, state, argument(arguments, 0, "path"), "exists", Arguments(), place)


ROUTINES: dict[str, Routine] = {
    "importlib.resources.read_text": _whole_resource("r"),
    "importlib.resources.read_binary": _whole_resource("rb"),
    "pkgutil.get_data": _whole_resource("rb"),
    "os.path.exists": _exists,
    "os.path.isfile": _exists,
}
