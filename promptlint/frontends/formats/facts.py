"""Facts about a document: what it is, and what keeps it or a part of it from being read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from promptlint.facts import Comment, Facts, Problem
from promptlint.format import Format, FormatTable
from promptlint.frontends.comments import READERS, syntaxes_in
from promptlint.frontends.document import Broken, Excessive, Scalar, repeated_keys, walk
from promptlint.frontends.formats.recognise import Recognised, recognise
from promptlint.frontends.keys import is_rendered_first
from promptlint.problems import REPEATED, TOO_LARGE, UNPARSABLE
from promptlint.source import Place, Source

_CONSTRUCTING = re.compile(r"(!!python/[^\s,\[\]{}]++|!<tag:yaml\.org,2002:python/[^\s>]++>)\s*+\Z")
"""A tag in front of a value (PyYAML 6.0.3, constructor.py)."""
_LONGEST_TAG = 200


def read_file(table: FormatTable, formats: tuple[Format, ...], source: Source) -> tuple[Facts, Recognised | None]:
    """Return the facts about a source that may be a document of some formats, and what it is.

    A file that is too large to tell is only spoken of where its name says that it is one, broken JSON where it has the
    keys of somebody's format: JSON with comments, or one value a line, is broken for nobody but us.
    """
    try:
        found = recognise(table, formats, source)
    except Broken as error:
        sure = table.is_sure(source.path) if isinstance(error, Excessive) else _is_broken(table, formats, source)
        return Facts(source.path, problem=_problem(source, error) if sure else None), None
    comments = tuple(sorted(_comments(table, source, found), key=lambda comment: comment.place))
    unread = (*_repeated(source, found), *_constructing(source, found))
    return Facts(source.path, comments=comments, unread=unread), found


def _is_broken(table: FormatTable, formats: tuple[Format, ...], source: Source) -> bool:
    """Return whether a file that cannot be read is one that somebody meant to be read as it is."""
    meant = any(kind.sink is not None or table.reader(kind, source.path) != "json" for kind in formats)
    return meant and not is_rendered_first(source.text)


def _comments(table: FormatTable, source: Source, found: Recognised | None) -> Iterator[Comment]:
    """Yield the comments that speak to promptlint, in the syntax that the end of a file's name tells and in its texts."""
    own = next((syntax for end, syntax in table.comments.items() if source.path.lower().endswith(end)), None)
    if own is not None:
        yield from READERS[own](source, None)
    if found is None:
        return
    syntaxes = [syntax for syntax in syntaxes_in(_language(found.format)) if syntax != own]
    for _, node in chain.from_iterable(map(walk, found.documents)):
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.span:
            for syntax in syntaxes:
                yield from READERS[syntax](source, node.span)


def _language(kind: Format) -> str:
    """Return the language of all templates of a format; empty where each may have another one."""
    return "" if kind.syntax_key else kind.syntax


def _repeated(source: Source, found: Recognised | None) -> Iterator[Problem]:
    """Yield the keys of a prompt file whose values are lost; none of a format that sends nothing."""
    for document in found.documents if found and found.format.requests else ():
        for lost, later in repeated_keys(document):
            row = source.position(later.span.start).row if later.span else 0
            place = Place(source.path, *(lost.span or (0, 0)))
            yield Problem(
                REPEATED, f"the key `{lost.value}` stands again in row {row}: this value is never read", place
            )


def _constructing(source: Source, found: Recognised | None) -> Iterator[Problem]:
    """Yield the values of a prompt file that would be objects of Python: PyYAML's `safe_load` refuses the file for them."""
    for _, node in chain.from_iterable(map(walk, found.documents)) if found else ():
        if isinstance(node, Scalar) and node.value is ... and node.span:
            tag = _CONSTRUCTING.search(source.text, max(node.span.start - _LONGEST_TAG, 0), node.span.start)
            if tag is not None:
                said = f"the tag `{tag[1]}` would construct an object: this value is not read"
                yield Problem(UNPARSABLE, said, Place(source.path, *tag.span(1)))


def _problem(source: Source, error: Broken) -> Problem:
    code = TOO_LARGE if isinstance(error, Excessive) else UNPARSABLE
    return Problem(code, f"this file cannot be read: {error}", Place(source.path, error.offset, error.offset))
