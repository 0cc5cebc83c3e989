"""Whatever the text, parsing returns a tree or a problem with a place."""

from __future__ import annotations

import ast
import gc
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.facts import Problem
from promptlint.frontends.python.parse import parse
from promptlint.source import Position, Source, decode


def tree(text: str) -> ast.Module:
    found = parse(Source("a.py", text))
    assert isinstance(found, ast.Module), found
    return found


def problem(text: str) -> tuple[str, Position]:
    source = Source("a.py", text)
    found = parse(source)
    assert isinstance(found, Problem)
    assert found.code == "PRM900"
    assert found.place.path == "a.py"
    assert 0 <= found.place.start <= found.place.end <= len(text)
    return found.message, source.position(found.place.start)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("x = 1\ny = = 2\n", (2, 5), "invalid syntax"),
        ("é = '日本'; x = = 2\n", (1, 15), "invalid syntax"),
        ("x = 1\r\ny = (\r\n", (2, 5), "never closed"),
        ("x = 1\ry = = 2\r", (2, 5), "invalid syntax"),
        ("\x0c\nx = = 1", (2, 5), "invalid syntax"),
        ("def f():\npass\n", (2, 1), "expected an indented block"),
        ("if x:\n        y\n    z\n", (3, 6), "unindent"),
        ("x = 'abc\ny = 1\n", (1, 5), "unterminated string"),
        ('x = """abc\n', (1, 5), "unterminated triple-quoted"),
        ("x = 1\ny = 'a\0b'\n", (2, 7), "null bytes"),
        ("x = 1\ny = '\ud800'\n", (2, 6), "lone surrogate"),
        ("x = '\\N{NO SUCH NAME}'", (1, 23), "unicode"),
        ("x = f'{a b}'", (1, 8), "invalid syntax"),
        ("(x)\nx = f'a b {a b}'", (2, 12), "invalid syntax"),
        ("x = f'''{a\n b c}'''", (1, 10), "invalid syntax"),
        ("(a b)", (1, 2), "invalid syntax"),
        ("x = 0777", (1, 5), "leading zeros"),
        ("print 'a'", (1, 1), "Missing parentheses"),
    ],
)
def test_a_syntax_error_has_its_place(text: str, position: tuple[int, int], message: str) -> None:
    found, where = problem(text)
    assert re.search(message, found)
    if sys.version_info[:2] == (3, 11):  # later versions point at other tokens now and then
        assert where == position
    assert where.row == position[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\x0c",
        "# only a comment",
        "x = '\\ud800'",
        "\x0cdef f():\r\n\tpass\r\n",
        "x = 1\ry = 2\r",
        "x = '\\d'",
    ],
)
def test_odd_but_valid_text_parses(text: str) -> None:
    assert isinstance(tree(text), ast.Module)


def test_a_cookie_and_a_byte_order_mark_were_dealt_with_by_decoding() -> None:
    latin = decode(b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", python=True)
    marked = decode(b"\xef\xbb\xbfx = '\xc3\xa9'\n", python=True)
    assert [ast.literal_eval(tree(text).body[0].value) for text in (latin, marked)] == ["é", "é"]  # type: ignore[attr-defined]


def test_the_message_names_the_python_that_read_it() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert problem("x = = 1")[0] == f"invalid syntax (read as Python {version})"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 10_000 + "]" * 10_000,
        "[" * 10_000,
        "x = " + "(" * 10_000,
        "x = " + "lambda: " * 5_000 + "1",
        "x = " + "**".join(["a"] * 5_000),
        "".join(" " * depth + "if a:\n" for depth in range(101)) + " " * 101 + "pass",
        "x = " + " + ".join(["a"] * 100_000),
        "x = " + "-" * 100_000 + "1",
    ],
    ids=["brackets", "open brackets", "open parentheses", "lambdas", "powers", "indents", "terms", "signs"],
)
def test_bottomless_nesting_is_a_problem(text: str) -> None:
    message, _ = problem(text)
    assert message


@pytest.mark.skipif(sys.version_info[:2] == (3, 12), reason="3.12 has a fixed limit of its own")
@pytest.mark.parametrize(
    "text",
    ["x = " + " + ".join(["'a'"] * 5_000), "if a: pass\n" + "elif b: pass\n" * 4_000, "x = a" + ".b" * 5_000],
    ids=["terms", "branches", "attributes"],
)
def test_long_chains_parse(text: str) -> None:
    limit = sys.getrecursionlimit()
    assert sum(1 for _ in ast.walk(tree(text))) > 8_000
    assert sys.getrecursionlimit() == limit


def test_the_depth_of_the_caller_does_not_matter() -> None:
    def deep(levels: int) -> ast.Module:
        return deep(levels - 1) if levels else tree("x = " + "[" * 150 + "]" * 150)

    assert deep(600).body


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("text", ["x = 1", "x = = 1"])
def test_the_garbage_collector_is_left_as_it_was(text: str, enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    try:
        parse(Source("a.py", text))
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


@given(st.text(alphabet="abf'\"{}()[]:=+\\#\n\r\t\x0c\0é\ud800 01,.", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_tree_or_a_problem_inside_the_text(text: str) -> None:
    found = parse(Source("a.py", text))
    assert isinstance(found, ast.Module) or 0 <= found.place.start <= found.place.end <= len(text)
