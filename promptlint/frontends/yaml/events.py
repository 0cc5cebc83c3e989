"""The events of a YAML text, by the real library: no value is made, and nothing recurs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptlint.frontends.document import DEEPEST, Broken, Excessive, Span

if TYPE_CHECKING:
    import yaml

_BOM = "\ufeff"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What the library refuses; whatever else it says of such a character is counted in bytes."""
_DIRECTIVE = re.compile("^%TAG", re.MULTILINE)
_MOST_DIRECTIVES = 100
"""How many short forms of tags a text may define: the library compares each one with all others."""
_HINTS = {
    "\t": "; YAML is indented with spaces, never with tabs",
    "@": "; a value that begins with `@` needs quotes",
    "`": "; a value that begins with a backtick needs quotes",
    "%": "; a value that begins with `%` needs quotes",
}


def read_events(text: str) -> Iterator[tuple[yaml.Event, Span]]:
    """Yield the events of a YAML text, each with its place, properties included.

    Raises Broken for a text that is no YAML, Excessive for one that is nested too deep.
    """
    import yaml

    for number, directive in enumerate(_DIRECTIVE.finditer(text), 1):
        if number > _MOST_DIRECTIVES:
            raise Excessive(f"this file defines more than {_MOST_DIRECTIVES} short forms of tags", directive.start())
    bare = text.removeprefix(_BOM)
    skipped, depth = len(text) - len(bare), 0
    try:
        for event, start, end in _events(bare):
            span = Span(start + skipped, end + skipped)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise too_deep(span.start)
            yield event, span
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        raise _unprintable(text) from error
    except yaml.MarkedYAMLError as error:
        raise _broken(error, text, skipped) from error


def too_deep(offset: int) -> Excessive:
    """Return what is wrong with a text that is nested too deep."""
    return Excessive(f"this is nested more than {DEEPEST} levels deep", offset)


def _events(text: str) -> Iterator[tuple[yaml.Event, int, int]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            yield event, event.start_mark.index, event.end_mark.index
    finally:
        loader.dispose()


def _unprintable(text: str) -> Broken:
    found = _UNPRINTABLE.search(text)
    offset = found.start() if found else 0
    code = f"U+{ord(text[offset]):04X}"
    return Broken(f"this is no YAML: the character {code} may not stand in it; write it as an escape", offset)


def _broken(error: yaml.MarkedYAMLError, text: str, skipped: int) -> Broken:
    """Return what is wrong with a text as the library says it, and what to do where that is plain."""
    mark = error.problem_mark or error.context_mark
    offset = mark.index + skipped if mark else 0
    since = f" ({error.context} from line {error.context_mark.line + 1} on)" if error.context_mark else ""
    hint = _HINTS.get(text[offset : offset + 1], "") if "start any token" in str(error.problem) else ""
    return Broken(f"this is no YAML: {error.problem or error.context}{since}{hint}", offset)
