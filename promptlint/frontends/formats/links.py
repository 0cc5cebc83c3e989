"""Links: texts of a document that name another file, which is read in their place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from promptlint.facts import Problem
from promptlint.frontends.document import Node
from promptlint.frontends.formats.patterns import is_pattern, matching
from promptlint.frontends.formats.shaped import is_conversation
from promptlint.frontends.json.document import read_json
from promptlint.frontends.python.convert import NotKnown, stretch
from promptlint.frontends.python.ends import strip
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.loading import LONGEST, Document
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.values import Function, Text, Value
from promptlint.frontends.yaml.document import read_yaml
from promptlint.problems import MISSING
from promptlint.source import Place

NAMED = "the file is named here"
"""What the place of a path says in the way of a text."""

_BLANK = re.compile(r"\s")
_PLAIN = re.compile(r"[\w.-][\w./-]*")
"""A relative path in which nothing is a wildcard, a variable or the name of a host."""


def linked(frame: Frame, text: str, mark: str, functions: str = "") -> tuple[str, ...]:
    """Return the paths of the files of the project that a text names, in order; those in a folder that it names.

    A file is named from the document, or from a folder in which the program runs that reads it. Behind the last of the
    signs of `functions` a function in it is named.

    A text with blanks in it that does not begin with the mark is no pattern.
    """
    named = text.removeprefix(mark).strip() if mark else text.strip()
    if not named or "\n" in named or "\0" in named:
        return ()
    folder = os.path.dirname(frame.definition.module)
    folders = frame.world.folders(frame.definition.module)
    names = (named, named.rpartition(functions)[0]) if functions else (named,)
    tried = (os.path.normpath(os.path.join(each, name)) for name in names if name for each in folders)
    found = next((path for path in tried if frame.world.source(path) is not None), None)
    if found is not None:
        return (found,)
    sure = bool(mark) and text.startswith(mark)
    return matching(frame.world, folder, named) if sure or (is_pattern(named) and _BLANK.search(named) is None) else ()


def is_missing(frame: Frame, name: str) -> bool:
    """Return whether a text is the name of a file of the project, with an end as prompts have one, that is not there.

    What waits for a value, stands outside of the project, or is there and cannot be read is none.
    """
    world, own = frame.world, frame.definition.module
    if _PLAIN.fullmatch(name) is None or not world.catalog.documents.is_document(name):
        return False
    paths = [os.path.normpath(os.path.join(folder, name)) for folder in world.folders(own)]
    if not any(paths[0].startswith(os.path.join(folder, "")) for folder in world.folders(own)):
        return False
    return all(os.path.basename(path) not in world.entries(os.path.dirname(path)) for path in paths)


def missing(name: str, place: Place) -> Problem:
    """Return what to say of a file, or a pattern, that is named at a place and not there."""
    what = "no file fits" if is_pattern(name) else "there is no file"
    return Problem(MISSING, f"{what} `{name.strip()}` beside this one", place)


def function_in(frame: Frame, path: str, name: str) -> Function | None:
    """Return the function of a program by its name; None where it has none."""
    found = frame.world.global_value(path, name.strip()) if name.strip().isidentifier() else None
    return found if isinstance(found, Function) else None


def returned(frame: Frame, function: Function) -> Value | None:
    """Return what a function returns, whoever calls it."""
    summary = frame.world.summary(function.definition, None)
    return None if summary is None else summary.returned


def split_at(text: Text, line: str) -> Iterator[Text]:
    """Yield the pieces of the text of a file between lines of nothing but some words, without the blanks around them.

    The pieces are its lines where there are no words.
    """
    known = plain(text) or ""
    lines = re.finditer(rf"^[ \t]*{re.escape(line)}[ \t]*$" if line else "\n", known, re.MULTILINE)
    at = 0
    for start, end in (*(found.span() for found in lines), (len(known), len(known))):
        piece = strip(stretch(text.parts, at, start), None, "lr")
        at = end
        if piece:
            yield Text(piece)


def conversation(frame: Frame, text: Text, place: Place) -> Value:
    """Return the list of messages that a text writes down in JSON or YAML; the text itself where it is none."""
    known = plain(text)
    if known is None or len(known) > LONGEST:
        return text
    for syntax, nodes in _readings(known):
        if any(is_conversation(frame.world.catalog.messages, node) for node in nodes):
            try:
                return Document(frame, text, syntax, place).value(nodes[0])
            except NotKnown:
                return text
    return text


def _readings(text: str) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """Yield what a text says that looks like a list of messages."""
    start = text.lstrip()
    try:
        if start.startswith("["):
            yield "json", (read_json(text),)
        elif start.startswith("- "):
            yield "yaml", read_yaml(text)
    except ValueError:
        return
