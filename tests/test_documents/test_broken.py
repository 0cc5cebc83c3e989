"""What is wrong with a document that cannot be read: why, and where in the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.frontends.document import Broken, Excessive, Node, Scalar, Table, repeated_keys, walk
from promptlint.frontends.json.document import read_json
from promptlint.frontends.toml.document import read_toml
from promptlint.frontends.yaml.document import read_yaml
from promptlint.source import Source, decode
from tests.test_documents.data import cut, data, scalars

_READERS: dict[str, Callable[[str], object]] = {"yaml": read_yaml, "json": read_json, "toml": read_toml}


def broken(syntax: str, text: str) -> tuple[str, int, int]:
    """Return what a reader says of a text, with row and column."""
    with pytest.raises(Broken) as caught:
        _READERS[syntax](text)
    return str(caught.value), *Source("x", text).position(caught.value.offset)


@pytest.mark.parametrize(
    ("text", "message", "row", "column"),
    [
        ("é: 1\nb: [x, y\nc: d\n", "while parsing a flow sequence from line 2 on", 3, 2),
        ("system: 😀 {{ x }}: now\r\nuser: a: b\r\n", "mapping values are not allowed", 1, 18),
        ("a:\r\n\tb: c\r\n", "indented with spaces, never with tabs", 2, 1),
        ("a: b\nc: @x\n", "begins with `@` needs quotes", 2, 4),
        ("é: *b\n", "the alias `*b` has no anchor `&b` before it", 1, 4),
        ("a: |\n  é\n  \x07b\n", "the character U+0007 may not stand in it", 3, 3),
        ('a: "x\n', "unexpected end of stream", 2, 1),
        ("<<: 1\n", "`<<` takes a mapping or a list of mappings", 1, 1),
        ("a: !x!y z\n", "undefined tag handle", 1, 4),
        ("image: {{ .Values.image }}:{{ .Values.tag }}\n", "did not find expected key", 1, 27),
    ],
)
def test_yaml_that_is_broken(text: str, message: str, row: int, column: int) -> None:
    said, *position = broken("yaml", text)
    assert message in said
    assert position == [row, column]


@pytest.mark.parametrize(
    ("text", "message", "row", "column"),
    [
        ('{\n  "é": 1,\n}', "a key in double quotes is missing here", 3, 1),
        ('{"a": 1\n "b": 2}', "`,` or `}` is missing here", 2, 2),
        ('{"a" 1}', "`:` is missing here", 1, 6),
        ("[1, 2", "`,` or `]` is missing here", 1, 6),
        ('["a\nb"]', "must not hold this; write line ends as `\\n`", 1, 4),
        ('["😀\\q"]', "a backslash stands only before", 1, 4),
        ('["abc]', "the string that begins here does not end", 1, 2),
        ("// no\n{}", "a value is missing here", 1, 1),
        ("{} {}", "the text goes on behind its end", 1, 4),
        ("", "a value is missing here", 1, 1),
        ("[{'a': 1}]", "a key in double quotes or `}` is missing here", 1, 3),
        (f"[{'1' * 5000}]", "Exceeds the limit", 1, 2),
    ],
)
def test_json_that_is_broken(text: str, message: str, row: int, column: int) -> None:
    said, *position = broken("json", text)
    assert message in said
    assert position == [row, column]


@pytest.mark.parametrize(
    ("text", "message", "row", "column"),
    [
        ("a = 1\r\nb = [1,\r\n  é, 2]\r\n", "Invalid value", 3, 3),
        ('a = "é', "Unterminated string", 1, 7),
        ("a = 1\na = 2\n", "Cannot overwrite a value", 2, 6),
    ],
)
def test_toml_that_is_broken(text: str, message: str, row: int, column: int) -> None:
    said, *position = broken("toml", text)
    assert message in said
    assert position == [row, column]


_NOISE = st.lists(
    st.sampled_from([*'{}[],:"\\ \n', '"a"', "1", "-0.5e3", "01", "true", "NaN", "nul", '"\\u12"', "\t"]), max_size=9
)


@given(_NOISE.map("".join))
def test_json_is_read_and_refused_as_python_does(text: str) -> None:
    try:
        expected = repr(json.loads(text))
    except json.JSONDecodeError as error:
        expected = (
            "" if "trailing comma" in error.msg else f"refused at {error.pos}"
        )  # newer Pythons point at the comma
    try:
        found = repr(data(read_json(text)))
    except Broken as error:
        found = f"refused at {error.offset}"
    assert found == expected or (not expected and found.startswith("refused"))


def test_a_byte_order_mark_moves_nothing() -> None:
    data_ = b"\xef\xbb\xbfsystem: a\nuser: b: c\n"
    assert broken("yaml", decode(data_, python=False))[1:] == (2, 8)
    text = "\ufeffk: 'x'\n"
    (document,) = read_yaml(text)
    assert [cut(text, scalar) for scalar in scalars(document)] == ["k", "'x'"]


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['exit 1']",
        "!!python/name:os.system x",
        "!Secret x",
        "!env {a: &x b}",
        "!!set {a, b}",
        "!!int x",
        "2024-02-31",
        "!!map [a]",
    ],
)
def test_what_a_program_of_its_own_would_make_is_not_known(text: str) -> None:
    for source in (f"k: {text}\nj: 1\n", f"- {text}\n- *x\n" if "&x" in text else f"- {text}\n"):
        (document,) = read_yaml(source)
        found = [step.node for step in walk(document) if isinstance(step.node, Scalar)]
        assert found[0].value is ...
        assert cut(source, found[0]) in text


def test_what_yaml_itself_knows_has_its_value() -> None:
    (document,) = read_yaml("[1, 0x1F, 1:30, 2024-02-29, ~, yes, !!str 1, =, 1.5, !!binary aGk=, '<<', {<<: {a: 1}}]")
    assert data(document) == [1, 31, 90, date(2024, 2, 29), None, True, "1", "=", 1.5, b"hi", "<<", {"a": 1}]


def _again(text: str, document: Node) -> list[tuple[str, tuple[int, int], str, tuple[int, int]]]:
    source = Source("x", text)
    return [
        (cut(text, first), source.position(first.span.start), cut(text, second), source.position(second.span.start))
        for first, second in repeated_keys(document)
        if first.span and second.span
    ]


def test_equal_keys_are_told_with_both_places_and_the_last_one_counts() -> None:
    text = "é: 1\nb:\n  c: &t {d: 1, 'd': 2}\nf: *t\n'é': 3\né: 4\n"
    (document,) = read_yaml(text)
    assert _again(text, document) == [
        ("é", (1, 1), "'é'", (5, 1)),
        ("'é'", (5, 1), "é", (6, 1)),
        ("d", (3, 10), "'d'", (3, 16)),
    ]
    assert data(document) == {"é": 4, "b": {"c": {"d": 2}}, "f": {"d": 2}}
    text = '{"a": 1,\n "b": [{"x": 1, "\\u0078": 2}], "a": 3}'
    assert _again(text, read_json(text)) == [('"a"', (1, 2), '"a"', (2, 32)), ('"x"', (2, 9), '"\\u0078"', (2, 17))]


def test_keys_that_are_merged_or_cannot_be_told_are_not_repeated() -> None:
    (document,) = read_yaml("a: &a {x: 1, y: 1}\nb: {<<: *a, x: 2, [1]: 1, [1]: 2, !env z: 1, !env z: 2}\n")
    assert list(repeated_keys(document)) == []
    assert isinstance(document, Table)
    assert [(key.value, data(value)) for key, value in document.pairs[1][1].pairs] == [  # type: ignore[union-attr]
        ("x", 2),
        ("y", 1),
        (..., 1),
        (..., 2),
        (..., 1),
        (..., 2),
    ]


def test_merge_keys_as_the_library_reads_them() -> None:
    import yaml

    text = "a: &a {x: 1, z: 1}\nb: &b {x: 2, y: 2}\nc: {y: 9, <<: [*a, *b], z: 3}\nd: {<<: *b, <<: *a}\n"
    assert data(read_yaml(text)[0]) == yaml.safe_load(text)
    assert list(data(read_yaml(text)[0])["c"]) == list(yaml.safe_load(text)["c"])  # type: ignore[index]


def test_collections_stand_where_they_were_written() -> None:
    text = "a: &x\n  - b: [1,\n     2] # c\n    d: |\n      e\n\n  - *y\n".replace("*y", "{ f : g }")
    (document,) = read_yaml(text)
    spans = {step.path: text[slice(*step.node.span)] for step in walk(document) if step.node.span}
    assert spans[("a", 0, "b")] == "[1,\n     2]"
    assert spans[("a", 0)] == text[text.index("b:") : text.index("  - {")]
    assert spans[("a", 1)] == "{ f : g }"
    assert spans[("a",)] == text[text.index("b:") : -1]
    text = '{"a": [1, {"b": "c"}]}'
    spans = {step.path: text[slice(*step.node.span)] for step in walk(read_json(text)) if step.node.span}
    assert spans == {(): text, ("a",): '[1, {"b": "c"}]', ("a", 0): "1", ("a", 1): '{"b": "c"}', ("a", 1, "b"): '"c"'}


def test_a_node_that_aliases_share_is_visited_once() -> None:
    (document,) = read_yaml("a: &x {k: [1]}\nb: [*x, *x]\n")
    assert [step.path for step in walk(document)] == [(), ("a",), ("a", "k"), ("a", "k", 0), ("b",)]
    (document,) = read_yaml("&x [a, *x]")
    assert data(document) == ["a", ...]


def _bomb(link: str) -> str:
    return "a0: &a0 {k: x}\n" + "".join(f"a{n}: &a{n} {link.format(n - 1)}\n" for n in range(1, 100))


def test_what_aliases_name_is_shared_and_bombs_of_them_are_refused() -> None:
    lists = _bomb("[*a{0}, *a{0}, *a{0}]")
    (document,) = read_yaml(lists[: lists.index("a13:")])
    assert len(list(walk(document))) == 15
    with pytest.raises(Broken, match=r"the alias `\*a14` stands for more than 10,000,000 values") as caught:
        read_yaml(lists)
    assert caught.value.offset == lists.index("*a14")
    (document,) = read_yaml(_bomb("{{<<: [*a{0}, *a{0}]}}"))
    assert isinstance(document, Table)
    assert {len(value.pairs) for _, value in document.pairs if isinstance(value, Table)} == {1}


def test_depth_counts_through_aliases() -> None:
    half = "[" * 150 + "{}" + "]" * 150
    assert isinstance(read_yaml(f"a: &a {half.format('x')}\nb: *a\n")[0], Table)
    with pytest.raises(Excessive, match="nested more than 200 levels deep") as caught:
        read_yaml(f"a: &a {half.format('x')}\nb: {half.format('*a')}\n")
    assert caught.value.offset == len(f"a: &a {half}\nb: ") + 149


@pytest.mark.parametrize(
    ("syntax", "opening", "deepest"), [("yaml", "[", 200), ("json", "[", 200), ("json", '{"a":', 200)]
)
def test_a_document_may_be_200_levels_deep(syntax: str, opening: str, deepest: int) -> None:
    closing = "]" if opening == "[" else "}"
    _READERS[syntax](f"{opening * deepest}1{closing * deepest}")
    said, row, column = broken(syntax, f"{opening * (deepest + 1)}1{closing * (deepest + 1)}")
    assert said == "this is nested more than 200 levels deep"
    assert (row, column) == (1, len(opening) * deepest + 1)


_LARGE = 500_000
_NASTY = {
    "yaml": [
        "[" * _LARGE,
        "- " * _LARGE,
        "? " * _LARGE,
        "{a: " * _LARGE,
        "[" + "a," * _LARGE + "]",
        "a: &a\n"
        + "".join(f" k{n}: 1\n" for n in range(40_000))
        + "".join(f"b{n}: {{<<: *a}}\n" for n in range(20_000)),
        "a: " + "1:" * _LARGE + "1",
        "a: " + "9" * _LARGE,
        "".join(f"%TAG !a{n}! x\n" for n in range(_LARGE // 20)) + "--- x",
        "a: !" + "&" * _LARGE + " |2\n   x\n",
        "a:\n" + "# c\n" * (_LARGE // 4) + " |2\n   x\n",
        "a: |+\n" + "\n" * _LARGE,
        'a: "' + "\\n x" * (_LARGE // 4) + '"',
        "a: '" + "x\n\n  " * (_LARGE // 5) + "'",
        'a: "' + "x " * _LARGE,
    ],
    "json": [
        "[" * _LARGE,
        '{"a":' * _LARGE,
        "[" + "1," * _LARGE + "1]",
        '["' + "\\n x" * (_LARGE // 4) + '"]',
        "1" * _LARGE,
    ],
    "toml": [
        "a=" + "[" * _LARGE,
        "a=" + "{a=" * _LARGE,
        "a=[" + "1," * _LARGE + "]",
        "a." * _LARGE + "b=1",
        "".join(f"[a{n}]\n" for n in range(_LARGE // 8)),
        'a="' + "\\n x" * (_LARGE // 4) + '"',
    ],
}
_TOLD = """
import json, re, sys
from promptlint.frontends.document import Broken
from promptlint.frontends.written import READERS
from tests.test_documents.data import scalars
from tests.test_documents.test_broken import _READERS
syntax = sys.argv[1]
for text in json.load(sys.stdin):
    try:
        read = _READERS[syntax](text)
    except Broken:
        continue
    for scalar in (scalar for node in (read if isinstance(read, tuple) and syntax == "yaml" else [read]) for scalar in scalars(node)):
        if isinstance(scalar.value, str) and scalar.span:
            try:
                READERS[syntax](text, *scalar.span)
            except ValueError:
                pass
print(re.search(r'VmHWM:\\s*(\\d+) kB', open('/proc/self/status').read())[1])
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="only Linux tells the most memory of a process")
@pytest.mark.parametrize("syntax", _NASTY)
def test_nasty_texts_take_neither_long_nor_much(syntax: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _TOLD, syntax],
        input=json.dumps(_NASTY[syntax]),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert int(told.stdout) < 300_000
