"""The literal reader agrees with Python about every string expression, on every Python."""

from __future__ import annotations

import ast
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptlint.frontends.python.literal import read_literal
from tests.literal_truth import read, verify

ROOT = Path(__file__).parent.parent
QUOTES = ["'", '"', "'''", '"""']
NEWLINES = ["\n", "\r\n", "\r"]
WORDS = ["a", "b1", " ", "é", "日本", "😀", "#", ":", "!", "=", "%s", ".", "N"]
ESCAPES = [
    r"\n",
    r"\t",
    r"\\",
    r"\'",
    r"\"",
    r"\a",
    r"\v",
    r"\x41",
    r"\xff",
    r"\101",
    r"\0",
    r"\377",
    r"\7",
    r"\d",
    r"\8",
]
WIDE_ESCAPES = [r"\u00e9", r"\U0001F600", r"\N{BULLET}", r"\N{latin small letter e with acute}", r"\ud800", r"\777"]
RAW_PAIRS = [r"\n", r"\d", r"\\", r"\'", r"\"", r"\N", r"\é", r"\x"]
BLANKS = [" ", "\n", "\r\n   ", "  # it's a comment\n", ' # "\r\n', " \\\n  ", "\t", "\n\x0c ", "\n\n"]
EXPRESSIONS = [
    "x",
    "x.y",
    "f(a, b=1)",
    " {1: 2}[1] ",
    "(lambda a: a)(1)",
    "x if y else z",
    "x != y",
    "a <= b == c",
    "not x",
]
EXPRESSIONS += [
    "a[1:2]",
    "(y := 3)",
    "[i for i in y if i>=1]",
    "x, y",
    "*a, b",
    "(x)",
    "é + 日本",
    "a@b",
    "1if x else 2",
]
QUOTED = [
    "d[{q}k{q}]",
    "{q}é#:!}}{q} + x",
    "f{q}{{x}} y{q}",
    "f{q}a{{x!r:>{{w}}}}{{{{{q}",
    "b{q}{{{q}",
    "1if{q}a{q}else 2",
    "R{q}:{q}",
]
MODERN = [
    "'\\n'.join(x)",
    'd["k"] + "it\'s"',
    'f"{f"{x}"}"',
    "f'''{\"\"\"a'\"b\"\"\"}'''",
    "x # it's }\n",
    "# {\n x",
    "f'\\N{BULLET}{x:{y}}'",
]
MISREAD = re.compile(r"#|!=|\\")
"""What in `{expression=}` some releases of 3.12 and 3.13 misread: they cut at the first two, and decode escapes."""
SPECS = ["", ">10", "%H:%M", "{w}", "{w}.{p!r}", "\\n", "{w:>3}x", "é{w}"]


@st.composite
def fields(draw: st.DrawFn, quote: str, modern: bool) -> str:
    """A replacement field that may stand between these quotes."""
    others = [other for other in QUOTES[:2] if other[0] != quote[0]]
    written = [text.format(q=other) for text in QUOTED for other in others]
    expression = draw(st.sampled_from(EXPRESSIONS + written + (MODERN if modern else [])))
    breaks = NEWLINES if len(quote) == 3 or modern else []
    blank = st.sampled_from(["", "", " ", "  ", *breaks])
    expression = draw(blank) + expression + draw(blank)
    expression = " " + expression if expression.startswith("{") else expression
    debug = draw(st.sampled_from(["", "", "=", " =", "= "])) if not MISREAD.search(expression) else ""
    conversion = draw(st.sampled_from(["", "", "!r", "!s"]))
    spec = draw(st.sampled_from(["", "", *(f":{spec}" for spec in SPECS)]))
    return "{" + expression + debug + conversion + spec + "}"


@st.composite
def pieces(draw: st.DrawFn, octets: bool, modern: bool) -> str:
    """One literal with a prefix and quotes."""
    prefix = draw(
        st.sampled_from(["b", "B", "rb", "Rb", "bR"] if octets else ["", "u", "U", "r", "R", "f", "F", "fr", "Rf", "f"])
    )
    quote = draw(st.sampled_from(QUOTES))
    raw, formatted = "r" in prefix.lower(), "f" in prefix.lower()
    choices = [word for word in WORDS if not octets or word.isascii()] + [q for q in "'\"" if q != quote[0]]
    choices += ["{{", "}}"] if formatted else ["{", "}", "{{", "{x}"]
    choices += RAW_PAIRS[: -2 if octets else None] if raw else ESCAPES + (["\\N"] if octets else WIDE_ESCAPES)
    choices += [f"\\{newline}" for newline in NEWLINES] + ([] if formatted else ["\\{", "\\}"])
    choices += [*NEWLINES, f"{quote[0]}a", f"{quote[0] * 2}a"] if len(quote) == 3 else []
    parts = st.sampled_from(choices)
    if formatted:
        parts = st.one_of(parts, fields(quote, modern).filter(lambda text: not (raw and ":\\" in text)))
    return prefix + quote + "".join(draw(st.lists(parts, max_size=8))) + quote


class Program(NamedTuple):
    """A program whose last statement assigns the string expression at that span."""

    text: str
    start: int
    end: int


@st.composite
def programs(draw: st.DrawFn, modern: bool = False) -> Program:
    octets = draw(st.booleans()) and draw(st.booleans())
    literals = draw(st.lists(pieces(octets, modern), min_size=1, max_size=4))
    head = draw(st.sampled_from(["", "é = '😀'\r\n", "\x0c\n", "if 1: pass\r", "é = 1; "])) + "x = ("
    text = head + "".join(literal + draw(st.sampled_from(BLANKS)) for literal in literals[:-1]) + literals[-1]
    return Program(text + draw(st.sampled_from(BLANKS)) + ")\n", len(head), len(text))


@given(programs())
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_python_reads_the_same_text_and_fields(program: Program) -> None:
    literal = verify(program.text)
    assert literal.place == program[1:]
    spans = [literal.span(at, 1) for at in range(len(literal.text))]
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    if spans:
        assert literal.span(0, len(spans)) == (spans[0].start, spans[-1].end)


@given(pieces(octets=False, modern=False) | pieces(octets=True, modern=False))
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_span_decoded_again_is_its_text(piece: str) -> None:
    literal = read_literal(piece, 0, len(piece))
    opening = piece[: piece.index(piece[-1])]
    raw, quote = (
        "r" in opening.lower(),
        '"""' if piece.endswith('"""') else "'''" if piece.endswith("'''") else piece[-1],
    )
    for at, char in enumerate(literal.text):
        written = piece[slice(*literal.span(at, 1))]
        decoded = _decoded(f"{opening}{quote}{written}{quote}") if len(written) > 1 and not raw else written
        assert decoded.replace("\r\n", "\n").replace("\r", "\n") in (char, char * 2)
        assert "\\" not in written or char == "\\" or len(written) > 1


def _decoded(literal: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = eval(compile(literal, "x.py", "eval"))
    return value if isinstance(value, str) else value.decode("latin-1")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_python_gives_the_same_map(version: str) -> None:
    python = _interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    cases = [[program.text, repr(read_literal(*program))] for program in _sample(modern=version != "3.11")]
    run = subprocess.run(
        [python, "-m", "tests.literal_truth"],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
        input=json.dumps(cases),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr


def _interpreter(version: str) -> str | None:
    """Return the path of an interpreter of that version, if there is one on the path or among pyenv's."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = sorted(str(path) for path in root.glob(f"versions/{version}.*/bin/python"))
    return found[-1] if found else shutil.which(f"python{version}")


def _sample(modern: bool) -> list[Program]:
    found: list[Program] = []

    @given(programs(modern))
    @settings(max_examples=250, database=None, derandomize=True, suppress_health_check=list(HealthCheck), deadline=None)
    def collect(program: Program) -> None:
        found.append(program)

    collect()
    return found


@pytest.mark.parametrize(
    ("literal", "text", "found"),
    [
        ('"abc"', "abc", {"b": "b"}),
        (r'"a\nb"', "a\nb", {"\n": r"\n", "b": "b", "a\nb": r"a\nb"}),
        (r'"\N{BULLET}x"', "•x", {"•": r"\N{BULLET}"}),
        ('"a\\\nb"', "ab", {"ab": "a\\\nb", "b": "b"}),
        ('"""a\r\nb"""', "a\nb", {"\n": "\r\n", "b": "b"}),
        ('"a" # no "c"\n "b"', "ab", {"ab": 'a" # no "c"\n "b'}),
        (r'r"\n" "\n"', "\\n\n", {"\\n": r"\n", "\n": r"\n"}),
        ('f"{{{x}}}"', "{}", {"{": "{{", "}": "}}"}),
        ('f"{x = }!"', "x = !", {"x = ": "x = ", "!": "!"}),
        (r'"\ud83d\ude00"', "\ud83d\ude00", {"\ude00": r"\ude00"}),
        ('""', "", {}),
    ],
)
def test_text_is_found_where_it_was_written(literal: str, text: str, found: dict[str, str]) -> None:
    program = f"\r\nx = ( # é\n {literal} )"
    result = verify(program)
    assert result.text == text
    for part, written in found.items():
        assert program[slice(*result.span(text.index(part), len(part)))] == written


def test_a_field_knows_its_parts() -> None:
    program = "x = (f'a' f'''b{ y[\"k\"] = !r:>{w}.{p!s}}c''')"
    literal = verify(program)
    assert literal.text == 'ab y["k"] = c'
    (field,) = literal.fields
    assert field.at == literal.text.index("c")
    assert _written(program, field.whole, field.expression, field.equals, field.conversion) == [
        '{ y["k"] = !r:>{w}.{p!s}}',
        'y["k"]',
        "=",
        "!r",
    ]
    assert field.spec is not None
    assert (field.spec.text, program[slice(*field.spec.place)]) == (">.", ">{w}.{p!s}")
    assert [inner.at for inner in field.spec.fields] == [1, 2]
    assert _written(program, *(inner.expression for inner in field.spec.fields)) == ["w", "p"]


def test_colons_equals_and_bangs_in_brackets_and_strings_end_nothing() -> None:
    program = "x = f'{d[1:2]}{(a := 1)}{a!=b}{f(k=1)}{\"}:!=\"}{ {1: 2}}{x:=5}'"
    literal = verify(program)
    assert _written(program, *(field.expression for field in literal.fields)) == [
        "d[1:2]",
        "(a := 1)",
        "a!=b",
        "f(k=1)",
        '"}:!="',
        "{1: 2}",
        "x",
    ]
    assert [field.spec and field.spec.text for field in literal.fields] == [None] * 6 + ["=5"]


def test_nested_quotes_comments_and_backslashes_of_newer_pythons_are_read_on_every_python() -> None:
    program = 'f"a{d["k"]}b{f"{x:{"\\n"}}"!r}c{y # it\'s }\n = }d"'
    literal = read_literal(program, 0, len(program))
    assert literal.text == "abcy \n = d"
    assert _written(program, *(field.expression for field in literal.fields)) == ['d["k"]', 'f"{x:{"\\n"}}"', "y"]


def test_no_text_is_a_point_between_two_code_points() -> None:
    program = r"x = 'a\tb' 'c'"
    literal = read(program)
    assert [program[literal.span(at, 0).start :] for at in range(5)] == [r"a\tb' 'c'", r"\tb' 'c'", "b' 'c'", "c'", "'"]


@pytest.mark.parametrize("text", ["x", "'a' + 'b'", "'a", "f'{x'", "f'{x!r", "f'{(x'", "f'{x)}'", '"""a"'])
def test_what_is_no_literal_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_literal(text, 0, len(text))


@given(st.text(alphabet="frbu'\"\\{}()[]:=!# \nxN0a", max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_a_value_error(text: str) -> None:
    try:
        literal = read_literal(text, 0, len(text))
    except ValueError:
        return
    assert literal.place == (0, len(text))


@pytest.mark.parametrize(
    ("body", "decoded"),
    [
        ("a" * 3_000_000, "a" * 3_000_000),
        (r"\n" * 300_000, "\n" * 300_000),
        ("{{" * 300_000, "{" * 300_000),
        ("{x}" * 20_000, ""),
        ("'a" * 300_000, "'a" * 300_000),
        ("\r\n" * 300_000, "\n" * 300_000),
    ],
    ids=["plain", "escapes", "braces", "fields", "quotes", "newlines"],
)
def test_long_literals_are_read(body: str, decoded: str) -> None:
    text = f'f"""{body}"""'
    assert read_literal(text, 0, len(text)).text == decoded


def test_many_open_brackets_are_refused() -> None:
    text = f'f"""{{{"(" * 200_000}"""'
    with pytest.raises(ValueError, match="the text ends"):
        read_literal(text, 0, len(text))


def test_deeply_nested_literals_take_no_recursion() -> None:
    depth = 5_000
    text = "f'{" * depth + "x" + "}'" * depth
    (field,) = read_literal(text, 0, len(text)).fields
    assert field.expression == (3, len(text) - 2)


def _written(program: str, *spans: tuple[int, int] | None) -> list[str | None]:
    return [span and program[slice(*span)] for span in spans]


def test_python_itself_agrees_about_a_literal_with_everything() -> None:
    program = 'x = (u"é\\\n\\N{BULLET}" rf"\\d{x!r:>{w}}" # "no"\n "" f"""{{\r\n{y=}""")'
    assert verify(program).text == ast.literal_eval('"é•" "\\\\d" "" "{\\ny="')
