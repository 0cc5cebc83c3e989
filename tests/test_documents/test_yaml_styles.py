"""Every way to write a scalar in YAML: what it says, and where each stretch of it stands."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import yaml
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from promptlint.frontends.document import Span
from promptlint.frontends.yaml.document import read_yaml
from promptlint.frontends.yaml.scalars import read_scalar
from tests.test_documents.data import data, scalars

_WORDS = ("a", "bc", "é", "😀", "x{y}", "$z", "#n", "it's", "\u2028", "\x85")
_ESCAPES = (*(f"\\{letter}" for letter in '0abtnvfre"/\\N_LP '), "\\x41", "\\u00e9", "\\U0001F600")
_BETWEEN = (" ", "  ", "\t", " \t")


@st.composite
def _flow(draw: st.DrawFn, indent: int) -> str:
    """Draw a plain or a quoted scalar over some lines."""
    quote = draw(st.sampled_from(("", "'", '"')))
    margin = " " * indent
    folds = ("\n" + margin, " \n" + margin + "\t", "\n\n" + margin, f"\n \n\n{margin} ")
    own = {"": (), "'": ("''", '"', "\\", ": ", " # "), '"': (*_ESCAPES, *(f"\\{fold}" for fold in folds), "'", ": ")}
    pieces = st.sampled_from(_WORDS) | st.sampled_from((*_BETWEEN, *folds, *own[quote]))
    text = "".join(draw(st.lists(pieces, max_size=8)))
    if not quote:
        return "a" + re.sub(r"[ \t](?=#)", "", text).strip()
    return f"{quote}{text.replace(chr(39), chr(39) * 2) if quote == chr(39) else text}{quote}"


@st.composite
def _block(draw: st.DrawFn, indent: int) -> str:
    """Draw a literal or a folded scalar with what its header may say."""
    line = st.lists(st.sampled_from((*_WORDS[:8], " ", "\t")), max_size=4).map("".join)
    lines = draw(st.lists(line | st.just(""), min_size=1, max_size=6))
    more = draw(st.integers(1, 3))
    digit = str(more) if draw(st.booleans()) else ""
    chomping = draw(st.sampled_from(("", "-", "+")))
    signs = draw(st.permutations((digit, chomping)))
    comment = draw(st.sampled_from(("", " # {{ note }}", "\t#")))
    margin = " " * (indent + more)
    body = "\n".join(margin + text if text or draw(st.booleans()) else text for text in lines)
    return f"{draw(st.sampled_from('|>'))}{''.join(signs)}{comment}\n{body}"


@st.composite
def _entry(draw: st.DrawFn) -> str:
    """Draw something that holds a scalar, behind an anchor, a tag or neither."""
    properties = draw(st.sampled_from(("", "", "&a1 ", "!!str ", "&a-2 !!str ", "!!str # why\n      ")))
    note = draw(st.sampled_from(("", " # 'note'")))
    shape = draw(
        st.sampled_from(("k: @0", "- @0", "- - @2", "- k: @2", "k:\n  - @2", "k:\n  j: @2", "k:\n   @0", "? @0"))
    )
    indent = int(shape[-1])
    flow = draw(_flow(indent + 1))
    if draw(st.booleans()):
        return f"{shape[:-2]}{properties}{draw(_block(indent))}"
    if draw(st.booleans()):
        return f"{shape[:-2]}[ {properties}{flow} , {{? {draw(_flow(indent + 1))} : 1, b: c}}]{note}"
    return f"{shape[:-2]}{properties}{flow}{note}"


@st.composite
def _documents(draw: st.DrawFn) -> str:
    entries = draw(st.lists(_entry(), min_size=1, max_size=3))
    text = draw(st.sampled_from(("\n---\n", "\n...\n# note\n---\n"))).join(entries)
    head, end = draw(st.sampled_from(("", "# note\n", "---\n", "%YAML 1.1\n---\n"))), draw(st.sampled_from(("", "\n")))
    text = f"{head}{text}{end}"
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@settings(max_examples=150)
@given(text=_documents())
def test_a_scalar_in_any_style_says_what_the_library_reads_and_stands_where_it_was_written(
    loader: str, text: str
) -> None:
    try:
        expected = list(yaml.load_all(text, getattr(yaml, loader)))
    except yaml.YAMLError:
        event("refused")
        assume(False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "CSafeLoader", getattr(yaml, loader))
        documents = read_yaml(text)
    assert [data(document) for document in documents] == expected
    for scalar in (scalar for document in documents for scalar in scalars(document)):
        if isinstance(scalar.value, str):
            _check(text, scalar.value, scalar.span)


def _check(text: str, value: str, span: Span | None) -> None:
    assert span is not None
    decoded = read_scalar(text, *span)
    assert decoded.text == value
    spans = [decoded.span(at, 1) for at in range(len(value))]
    assert all(span.start <= start < end <= span.end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for start, end in _stretches(value):
        first, last = decoded.span(start, end - start)
        read = _READ.get(text[span.start], _read_plain)
        assert read(text[first:last]) == read_again(value[start:end], text[span.start])


def _stretches(value: str) -> list[tuple[int, int]]:
    """Return the stretches that begin and end with a character that no folding of lines makes."""
    solid = [at for at, character in enumerate(value) if not character.isspace()]
    return [(start, end + 1) for start in solid for end in solid if start <= end]


def read_again(value: str, first: str) -> str:
    """Return a stretch without what its neighbours alone can tell: indentation, and which line ends are folded."""
    return _READ[first](value) if first in "|>" else value


_READ = {
    "|": lambda written: re.sub("(?:\r\n|\n) *", "\n", written),
    ">": lambda written: re.sub(r"[ \t\r\n]+", " ", written),
    '"': lambda written: str(yaml.safe_load(f'"{written}"')),
    "'": lambda written: str(yaml.safe_load(f"'{written}'")),
}


def _read_plain(written: str) -> str:
    escaped = written.replace("\\", "\\\\").replace('"', '\\"')
    return _READ['"'](escaped)
