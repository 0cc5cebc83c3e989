"""Every character of a string in a YAML, JSON or TOML file leads back to the characters that wrote it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from promptlint.frontends.decoded import Decoded
from promptlint.frontends.document import Node, Scalar, Table
from promptlint.frontends.json.document import read_json
from promptlint.frontends.json.strings import read_string as read_json_string
from promptlint.frontends.toml.document import read_toml
from promptlint.frontends.toml.strings import read_string as read_toml_string
from promptlint.frontends.written import READERS
from promptlint.frontends.yaml.document import read_yaml
from promptlint.frontends.yaml.scalars import read_scalar

_ALPHABET = "ab{}%$ \n\t'\"\\#:-|>&*!,[]?é中😀\x85\u2028\x07\x1b"
_TEXTS = st.text(st.sampled_from(_ALPHABET), max_size=12)
_STYLES = ("", "'", '"', "|", ">")
Reader = Callable[[str, int, int], Decoded]


def _strings(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar(str()):
            yield node
        case Table(pairs):
            for _, value in pairs:
                yield from _strings(value)
        case _:
            for item in getattr(node, "items", ()):
                yield from _strings(item)


def _check(source: str, node: Node, reader: Reader, *, found: int = 1) -> None:
    """Check every string of a document against what its characters stand for where they were written."""
    strings = list(_strings(node))
    assert len(strings) == found
    for scalar in strings:
        assert scalar.span is not None
        decoded = reader(source, *scalar.span)
        assert decoded.text == scalar.value
        _check_pieces(source, decoded, scalar.span.start, scalar.span.end)


def _check_pieces(source: str, decoded: Decoded, start: int, end: int) -> None:
    spans = [decoded.span(at, 1) for at in range(len(decoded.text))]
    assert all(start <= a < b <= end for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for character, (a, b) in zip(decoded.text, spans, strict=True):
        written = source[a:b]
        assert written == character or _stands_for(written, character), (written, character)
    if decoded.text:
        assert decoded.span(0, len(decoded.text)) == (spans[0][0], spans[-1][1])


def _stands_for(written: str, character: str) -> bool:
    """Return whether an escape, a doubled quote or a line end stands for a character."""
    if written[0] in "\\":
        return _unescaped(written) == character
    return (written == "''" and character == "'") or (character in "\n " and not written.strip())


def _unescaped(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return str(yaml.safe_load(f'"{written}"'))


@given(text=_TEXTS, style=st.sampled_from(_STYLES), width=st.sampled_from((4, 1_000)), crlf=st.booleans())
@example(text=" a\n\nb\n b\nc\n\n", style=">", width=4, crlf=False)
@example(text="\n a\n", style="|", width=4, crlf=True)
@example(text="a b c d\n\ne", style='"', width=4, crlf=False)
def test_every_style_in_which_yaml_writes_a_string(text: str, style: str, width: int, crlf: bool) -> None:
    document = {"first": [{"text": text}], "last": 1}
    source = yaml.dump(document, default_style=style, width=width, allow_unicode=True, sort_keys=False)
    source = source.replace("\n", "\r\n") if crlf else source
    first = read_yaml(source)[0]
    assert isinstance(first, Table)
    value = yaml.safe_load(source)["first"][0]["text"]
    (scalar,) = (scalar for scalar in _strings(first) if scalar.value == value)
    _check(source, Scalar(value, scalar.span), read_scalar)


@given(st.text(st.sampled_from("ab \n\t#'\"\\:"), max_size=16), st.sampled_from("|>"), st.sampled_from(("", "-", "+")))
def test_block_scalars_as_people_write_them(body: str, style: str, chomping: str) -> None:
    lines = "".join(f"    {line}\n" if line.strip() else f"{line}\n" for line in body.split("\n"))
    for source in (f"a:\n  b: {style}{chomping}\n{lines}c: d\n", f"- - {style}{chomping} # note\n{lines}- e\n"):
        try:
            node = read_yaml(source)[0]
        except ValueError:
            assume(False)
        _check(source, node, read_scalar, found=2)


@pytest.mark.parametrize(
    "head", ["k: |2", "- k: |2", "- - |2", "- &a |2", "? |2", "k:\n  |2", "--- |2", "k: !!str &b |2-"]
)
def test_an_indentation_that_is_given_counts_from_the_key_or_mark_above(head: str) -> None:
    column = {"- k: |2": 2, "- - |2": 2}.get(head, 0)
    source = f"{head}\n{' ' * column}   {{x}}\n{' ' * column}  y\n"
    scalar = next(scalar for scalar in _keys_and_values(read_yaml(source)[0]) if "{x}" in str(scalar.value))
    assert scalar.span is not None
    decoded = read_scalar(source, *scalar.span)
    assert decoded.text == scalar.value
    start, end = decoded.span(decoded.text.index("{x}"), 3)
    assert source[start:end] == "{x}"


def _keys_and_values(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Table(pairs):
            for key, value in pairs:
                yield key
                yield from _keys_and_values(value)
        case _:
            for item in node.items:
                yield from _keys_and_values(item)


@given(st.text(max_size=12) | _TEXTS, st.booleans())
def test_every_json_string(text: str, ascii_only: bool) -> None:
    source = json.dumps({"a": [text], "b": 1}, ensure_ascii=ascii_only, indent=1)
    _check(source, read_json(source), read_json_string)


def test_a_json_surrogate_alone_is_one_character() -> None:
    source = r'{"a": "\ud83d\u0041\ud83d\ude00"}'
    (scalar,) = _strings(read_json(source))
    assert scalar.span is not None
    decoded = read_json_string(source, *scalar.span)
    assert [source[slice(*decoded.span(at, 1))] for at in range(3)] == [r"\ud83d", r"\u0041", r"\ud83d\ude00"]
    assert decoded.text == scalar.value == "\ud83dA😀"


_TOML = (
    st.text(st.sampled_from("ab{}# é😀[]=,\t"), max_size=8).map(lambda text: (f"'{text}'", text))
    | st.text(st.sampled_from("ab'\"\n#é😀[]"), max_size=8).map(lambda text: (_three("'''", text), text))
    | _TEXTS.map(lambda text: (json.dumps(text).replace("\\u001b", "\\u001B"), text))
    | st.text(st.sampled_from("ab'\"\n\\#é"), max_size=8).map(lambda text: (_three('"""', text), text))
)


def _three(quotes: str, text: str) -> str:
    escaped = text.replace("\\", "\\\\") if quotes == '"""' else text
    return f"{quotes}\n{escaped}{quotes}"


@given(_TOML, _TOML, st.booleans())
def test_every_toml_string(first: tuple[str, str], second: tuple[str, str], crlf: bool) -> None:
    source = f'# "no"\n["a.b"]\n"k[" = {first[0]} # "no"\nlist = [1, [{second[0]}], {{ "x" = "y" }}]\n'
    source = source.replace("\n", "\r\n") if crlf else source
    assume(_is_toml(source))
    _check(source, read_toml(source), read_toml_string, found=3)


def _is_toml(source: str) -> bool:
    try:
        return bool(tomllib.loads(source))
    except (tomllib.TOMLDecodeError, UnicodeEncodeError):
        return False


def test_a_toml_line_end_that_is_escaped_leaves_nothing() -> None:
    source = 'a = """\\\n  Hello \\\n\n   {name}"""\n'
    (scalar,) = _strings(read_toml(source))
    assert scalar.span is not None
    decoded = read_toml_string(source, *scalar.span)
    assert decoded.text == scalar.value == "Hello {name}"
    assert source[slice(*decoded.span(6, 6))] == "{name}"


@given(st.text(st.sampled_from("ab\r\n"), max_size=12))
def test_a_file_that_is_read_as_it_stands(text: str) -> None:
    decoded = text.replace("\r\n", "\n").replace("\r", "\n")
    written = READERS["text"](text, 0, len(text))
    pieces = [text[slice(*written.span(at, 1))] for at in range(len(decoded))]
    assert "".join(pieces) == text
    assert [piece.replace("\r\n", "\n").replace("\r", "\n") for piece in pieces] == list(decoded)


_SIGNS = 'a: - [ ] { } , | > |2- & &x *x ! !!int !!bool !!timestamp !!binary <<: ? # \' " """ \\ = . 1 é --- ... {x}'
_BLANKS = ("\n", "\n  ", "\r\n", " ", "\t", "\0", "\u2028")
_NOISE = st.lists(st.sampled_from((*_SIGNS.split(), *_BLANKS)), max_size=14).map("".join)


@given(_NOISE)
@example("&a:a:")
def test_any_text_is_read_or_refused(text: str) -> None:
    readers: tuple[tuple[Callable[[str], tuple[Node, ...]], Reader], ...] = (
        (read_yaml, read_scalar),
        (lambda text: (read_json(text),), read_json_string),
        (lambda text: (read_toml(text),), read_toml_string),
    )
    for read, reader in readers:
        try:
            nodes = read(text)
        except ValueError:
            continue
        for scalar in (scalar for node in nodes for scalar in _keys_and_values(node)):
            if isinstance(scalar.value, str) and scalar.value and scalar.span is not None:
                assert 0 <= scalar.span.start < scalar.span.end <= len(text)
                _decode(reader, text, *scalar.span)


def _decode(reader: Reader, text: str, start: int, end: int) -> None:
    try:
        decoded = reader(text, start, end)
    except ValueError:
        return
    spans = [decoded.span(at, 1) for at in range(len(decoded.text))]
    assert all(start <= a <= b <= end for a, b in spans)


@pytest.mark.parametrize("depth", [200, 100_000])
def test_documents_that_are_nested_deeply(depth: int) -> None:
    for read, text in ((read_yaml, "["), (read_json, "["), (read_toml, "a = [")):
        with pytest.raises(ValueError):  # noqa: PT011
            read(text + "[" * depth + "]" * (depth + 1))
