"""Facts about a document: what it is, and what keeps it or a part of it from being read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from promptlint.facts import Comment, Facts, Problem
from promptlint.format import Format, FormatTable
from promptlint.frontends.comments import READERS, syntaxes_in
from promptlint.frontends.document import Broken, Excessive, Scalar, repeated_keys, walk
from promptlint.frontends.formats.recognise import Recognised, recognise
from promptlint.frontends.keys import is_rendered_first
from promptlint.frontends.yaml.values import CORE
from promptlint.problems import REPEATED, TOO_LARGE, UNPARSABLE
from promptlint.source import Place, Source

_CONSTRUCTING = f"{CORE}python/"
"""What the tags begin with for which PyYAML constructs objects (6.0.3, constructor.py)."""


def read_file(table: FormatTable, formats: tuple[Format, ...], source: Source) -> tuple[Facts, Recognised | None]:
    """Return the facts about a source that may be a document of some formats, and what it is.

    A file that is too large to tell is only spoken of where its name says that it is one, a broken one of a lenient
    reader where it has the keys of somebody's format.
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
    sending = (kind for kind in formats if kind.requests)
    meant = any(kind.sink or table.reader(kind, source.path) not in table.lenient for kind in sending)
    return meant and not is_rendered_first(source.text)


def _comments(table: FormatTable, source: Source, found: Recognised | None) -> Iterator[Comment]:
    """Yield the comments that speak to promptlint, in the syntax that the end of a file's name tells and in its texts."""
    own = next((syntax for end, syntax in table.comments.items() if source.path.lower().endswith(end)), None)
    if own is not None:
        yield from READERS[own](source, None)
    if found is None:
        return
    syntaxes = [syntax for syntax in syntaxes_in(_languages(found.format)) if syntax != own]
    for _, node in chain.from_iterable(map(walk, found.documents)):
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.span:
            for syntax in syntaxes:
                yield from READERS[syntax](source, node.span)


def _languages(kind: Format) -> tuple[str, ...]:
    """Return the languages of all templates of a format; none where each may have any."""
    return () if kind.syntax_key else kind.languages


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
        if isinstance(node, Scalar) and node.tag and node.tag.name.startswith(_CONSTRUCTING):
            span = node.tag.span
            said = f"the tag `{source.text[span.start : span.end]}` would construct an object: this value is not read"
            yield Problem(UNPARSABLE, said, Place(source.path, *span))


def _problem(source: Source, error: Broken) -> Problem:
    code = TOO_LARGE if isinstance(error, Excessive) else UNPARSABLE
    return Problem(code, f"this file cannot be read: {error}", Place(source.path, error.offset, error.offset))
