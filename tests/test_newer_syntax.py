"""Files in a newer Python than the running one are read as that Python reads them, through libcst."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import sysconfig
import textwrap
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.cli import main
from promptlint.facts import Facts, Problem
from promptlint.frontends.python.facts import read_facts
from promptlint.frontends.python.newer.limits import within_limits
from promptlint.frontends.python.newer.read import read_newer
from promptlint.frontends.python.parse import parse
from promptlint.gate import Clue, Gate
from promptlint.source import Source, decode
from tests.test_python_frontend.reading import hole, splices, system

RUNNING = sys.version_info[:2]
SAMPLES = (Path(__file__).parent / "every_syntax.txt").read_text(encoding="utf-8")


def converted(text: str) -> ast.Module:
    tree = read_newer(Source("a.py", text), always=True)
    assert tree is not None
    return tree


def parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def different(text: str) -> list[tuple[str, str]]:
    """Return the statements of which the converted tree is another than that of `ast`, as pairs of dumps."""
    pairs = zip(parsed(text).body, converted(text).body, strict=True)
    dumps = ((dump(expected), dump(found)) for expected, found in pairs)
    return [(expected, found) for expected, found in dumps if expected != found]


def dump(tree: ast.AST, *, places: bool = True) -> str:
    """Return a tree, with its positions if asked, but for two faults of older Pythons inside f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and RUNNING < (
            3,
            12,
        ):  # every part has the place of the whole, or a wrong one
            for inner in inside(node):
                inner.__dict__.update(dict.fromkeys(inner._attributes, 0))
        elif isinstance(node, ast.JoinedStr) and RUNNING == (3, 12):  # specifications end in an empty constant
            node.values = [value for value in node.values if not isinstance(value, ast.Constant) or value.value]
    return ast.dump(tree, include_attributes=places)


def inside(node: ast.AST) -> Iterator[ast.AST]:
    return (inner for inner in ast.walk(node) if inner is not node)


def library() -> list[Path]:
    """Return some modules of the standard library and of promptlint, and tests of the library that are rich in syntax."""
    root = Path(sysconfig.get_path("stdlib"))
    small = sorted(path for path in root.glob("*.py") if path.stat().st_size < 30_000)
    rich = ("patma", "except_star", "named_expressions", "positional_only_arg", "slice", "unpack_ex", "type_params")
    own = sorted((Path(__file__).parents[1] / "promptlint").rglob("*.py"))
    tests = (root / "test" / f"test_{name}.py" for name in rich)
    return [*small[::3], *own[::8], *(path for path in tests if path.exists())]


@pytest.mark.parametrize("path", library(), ids=lambda path: path.stem)
def test_a_module_has_the_tree_that_ast_gives_it(path: Path) -> None:
    assert different(decode(path.read_bytes(), python=True)) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("head", ["", "# -*- coding: latin-1 -*-\n", "\x0c\n\n# é\n"])
def test_every_kind_of_node_has_the_tree_that_ast_gives_it(newline: str, head: str) -> None:
    assert different((head + SAMPLES).replace("\n", newline)) == []


def test_indentation_may_be_anything() -> None:
    assert different(SAMPLES.replace("\n    ", "\n\t")) == []
    assert different(SAMPLES.replace("\n    ", "\n  ") + "\n  \t\n#") == []
    assert different("if a:\n\tif b:\n\t        c\n\td\n") == []
    assert different("if a:\n  b\n \n #c\n\n    \n  d\n  \n # e") == []
    assert different("class A:\n    def f(self):\n        x\n  \n    # c\n   \n    y\n") == []


def test_the_samples_hold_every_kind_of_node() -> None:
    newer = {"TypeAlias", "TypeVar", "TypeVarTuple", "ParamSpec", "TemplateStr", "Interpolation"}
    bases = {
        "mod",
        "stmt",
        "expr",
        "expr_context",
        "boolop",
        "operator",
        "unaryop",
        "cmpop",
        "excepthandler",
        "pattern",
    }
    others = {"Module", "Interactive", "Expression", "FunctionType", "type_ignore", "TypeIgnore", "type_param"}
    old = {
        "Num",
        "Str",
        "Bytes",
        "NameConstant",
        "Ellipsis",
        "slice",
        "Index",
        "ExtSlice",
        "Suite",
        "AugLoad",
        "AugStore",
        "Param",
    }
    kinds = {
        name
        for name, kind in vars(ast).items()
        if isinstance(kind, type) and issubclass(kind, ast.AST) and name[0] != "_"
    }
    found = {type(node).__name__ for node in ast.walk(parsed(SAMPLES))}
    assert kinds - newer - bases - others - old - {"AST"} <= found


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_what_both_read_is_the_same_tree(data: st.DataObject) -> None:
    lines = SAMPLES.split("\n")
    start = data.draw(st.integers(0, len(lines) - 1))
    text = "\n".join(lines[start : start + data.draw(st.integers(1, 5))])
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text)))
        piece = data.draw(st.sampled_from((*"()[]{}:,.;=*'\"fbr!\\\n\t #é1@-", "", "lambda", "'''")))
        text = text[:at] + piece + text[at + data.draw(st.integers(0, 1)) :]
    try:
        parsed(text)
    except (SyntaxError, ValueError):
        return
    if read_newer(Source("a.py", text), always=True) is not None:
        assert different(text) == []


NEWER = [
    ((3, 12), "def f[T](x: T) -> T: return x", "def f(x: T) -> T: return x"),
    ((3, 12), "class A[T: (int, str), *Ts, **P](B): x: T", "class A(B): x: T"),
    ((3, 12), "async def f[T: int](): pass", "async def f(): pass"),
    ((3, 12), "type X = int; y = 1", "X = int; y = 1"),
    ((3, 12), "type X[T] = list[T]", "X = list[T]"),
    ((3, 13), "class A[T = int, *Ts = *tuple[int], **P = [int]]: pass", "class A: pass"),
    ((3, 12), "x = f'{a['b']}'", "x = f'{a[\"b\"]}'"),
    ((3, 12), "x = f'''{\na # c\n}'''", "x = f'''{a}'''"),
    ((3, 12), "x = f'é{f'{1}' 'a'} z' 'b'", "x = f'é{f\"{1}\" \"a\"} z' 'b'"),
    ((3, 12), "x = f'{f'{f'{1:>{w}}'}'}'", "x = f'''{f\"{f'{1:>{w}}'}\"}'''"),
    ((3, 14), "try: pass\nexcept A, B: pass", "try: pass\nexcept (A, B): pass"),
    ((3, 14), "try: pass\nexcept* A, B: pass", "try: pass\nexcept* (A, B): pass"),
    ((3, 15), "lazy import a.b as c", "import a.b as c"),
    ((3, 15), "lazy from ..a import b, c as d", "from ..a import b, c as d"),
]


@pytest.mark.parametrize(("since", "newer", "older"), NEWER)
def test_newer_syntax_is_read_as_its_older_spelling(since: tuple[int, int], newer: str, older: str) -> None:
    expected = newer if since <= RUNNING else older
    if (3, 12) <= RUNNING < since and "class A[" in newer:
        pytest.skip("a type parameter without its default is neither spelling")
    assert dump(converted(newer), places=False) == dump(parsed(expected), places=False)
    assert isinstance(parse(Source("a.py", newer)), ast.Module)


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("[*a for a in b if c]", "[x for a in b if c for x in a]"),
        ("{*a for a in b}", "{x for a in b for x in a}"),
        ("f((*a for a in b))", "f((x for a in b for x in a))"),
        ("{**a for a in b}", "{k: v for a in b for k, v in a.items()}"),
    ],
)
def test_unpacking_in_a_comprehension_is_a_loop_of_its_own(newer: str, older: str) -> None:
    tree = converted(newer)
    names = {"unpacked item": "x", "unpacked item key": "k", "unpacked item value": "v"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    assert ast.unparse(tree) == older


IMPORTS = "from openai import OpenAI\nfrom datetime import datetime\n"
PROMPT = """\
text = ('é' f'''Now {datetime.now()}.
At {
datetime.now()} one.''')
OpenAI().responses.create(model="m", input="Hi", instructions=text)
"""


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("type Name = str", "Name = str"),
        ("def f[T: int](x: T): ...", "def f(x): ..."),
        ("class A[T = int]: é: T", "class A: é: int"),
        ("try: pass\nexcept A, B: pass", "try: pass\nexcept (A, B): pass"),
        ("é = f'{a['é']}'", "é = f'{a[\"é\"]}'"),
        ("é = f'{a['é']}'; x = t'a{b}'", "é = f'{a[\"é\"]}'; x = 'a'"),
        ("lazy import this", "import this"),
    ],
)
def test_the_holes_of_a_file_are_where_they_are_in_its_older_spelling(newer: str, older: str) -> None:
    row = IMPORTS.count("\n") + newer.count("\n") + 2
    for before in (newer, older):
        found = splices(f"{IMPORTS}{before}\n{PROMPT}")
        assert found == [(row, 22, "datetime.now()"), (row + 2, 1, "datetime.now()")]


def test_the_text_of_newer_syntax_is_known() -> None:
    assert (
        system(r"""
        from datetime import datetime
        class Agent[T = str]:
            name = "é"
            def text(self, rules: dict[str, T]) -> str:
                return f"{self.name}{'\n'.join(["x", "y"])} {rules["a"]} {f"{datetime.now():%H:{"%M"}}"}"
        parts = [["a", "b"], ["c"]]
        send(Agent().text({"a": "b"}) + "".join([*part for part in parts]))
        """)
        == "éx⏎y b <clock minute datetime.now()>abc"
    )


def test_a_template_string_is_a_hole_and_no_text() -> None:
    assert system('send("Be brief. " + render(t"a{user}b"))') == 'Be brief. <user? user render(t"a{user}b")>'
    clock = hole('from datetime import datetime\nsend("Be brief. " + render(t"a{1}b{datetime.now()}"))')
    assert (clock.kind, clock.volatility.name) == ("clock", "REQUEST")
    assert system('send(f"{t"a"}")') == '<unknown t"a">'


def test_a_finding_has_the_line_and_the_numbers_of_the_older_spelling(tmp_path: Path) -> None:
    rules = "Answer in plain words. " * 400
    newer = f"""\
        from datetime import datetime
        from openai import OpenAI
        class Agent[T = str]:
            def text(self, facts: dict[str, T]) -> str:
                return f"Now {{datetime.now()}}. {rules}{{facts["a"]}}"
        def ask[T](agent: Agent) -> None:
            try: OpenAI().responses.create(model="gpt-4o", instructions=agent.text({{"a": "b"}}), input="Hi")
            except ValueError, KeyError: pass
        """
    older = newer.replace("[T = str]", "").replace("ask[T]", "ask").replace('facts["a"]', "facts['a']")
    older = older.replace("ValueError, KeyError", "(ValueError, KeyError)")
    reports = [checked(tmp_path / name, text) for name, text in (("newer.py", newer), ("older.py", older))]
    assert [(one["code"], one["location"]["row"], one["location"]["column"]) for one in reports[0]] == [
        ("PRM101", 5, 23)
    ]
    assert [one["message"] for one in reports[0]] == [one["message"] for one in reports[1]]
    assert "none of the 2,003 static tokens" in reports[0][0]["message"]


def checked(path: Path, text: str) -> list[dict[str, Any]]:
    """Return the findings of a file in JSON."""
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(path), "--output-format", "json"], catch_exceptions=False)
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_facts_are_those_of_the_older_spelling() -> None:
    newer = (
        "type X = str\nclass A[T]:\n    é = f'{a['b']}'\n    def f[U](self): send(g(1))\nlazy from a.b import c as d\n"
    )
    facts = facts_of(newer)
    assert facts.problem is None
    names = {d.qualname: newer[d.place.start : d.place.end].partition("\n")[0] for d in facts.definitions}
    assert names == {
        "A": "class A[T]:",
        "A.é": "é = f'{a['b']}'",
        "A.f": "def f[U](self): send(g(1))",
    } | ({} if RUNNING >= (3, 12) else {"X": "type X = str"})
    assert [(i.name, i.target) for i in facts.imports] == [("d", "a.b.c")]
    assert facts.candidates == (newer.index("send"),)


def facts_of(text: str) -> Facts:
    return read_facts(Source("a.py", text), Gate((Clue(frozenset(("send",)), r"\bsend\b"),)))


@pytest.mark.parametrize(
    "text",
    [
        "x = 0777",
        "x + 1 = 2",
        "x = f'{a!x}'",
        "x = b'a' 'b'",
        "x = t'a' 'b'",
        "x = '\\N{NO SUCH NAME}'",
        "def f(a=1, b): pass",
        "(a, b): int = 1",
        "(a, b) += 1",
        "x = f'{a b}'",
        "print 'a'",
        "[*a]: int",
    ],
)
@pytest.mark.parametrize("before", ["", "type X[T = int] = t'{T}'\n"])
def test_what_no_python_reads_is_a_problem(text: str, before: str) -> None:
    assert isinstance(parse(Source("a.py", before + text)), Problem)


def test_the_problem_is_the_one_of_the_running_python() -> None:
    problem = parse(Source("a.py", "lazy import a\nx = = 2\n"))
    assert isinstance(problem, Problem)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert (problem.code, problem.message) == ("PRM900", f"invalid syntax (read as Python {version})")
    assert problem.place.start == 5


HOSTILE = {
    "brackets": "[" * 2_000 + "]" * 2_000,
    "open brackets": "(" * 5_000,
    "fields": "x = " + "f'{" * 1_000 + "1" + "}'" * 1_000,
    "specifications": "x = f'" + "{a:" * 1_000 + "}" * 1_000 + "'",
    "type parameters": "def f" + "[T: a" * 1_000 + "]" * 1_000 + "(): pass",
    "indents": "".join(" " * depth + "if a:\n" for depth in range(99)) + " " * 99 + "x = (1)",
    "terms": "x = " + " + ".join(["a"] * 5_000),
    "signs": "x = " + "-" * 5_000 + "1",
    "calls": "x = a" + "()" * 5_000,
    "subscripts": "x = a" + "[0]" * 5_000,
    "attributes": "x = a" + ".b" * 5_000,
    "conditions": "x = " + "a if b else " * 5_000 + "c",
    "lambdas": "x = " + "lambda a, b: " * 5_000 + "1",
    "loops": "x = [a" + " for a, b in c" * 5_000 + "]",
    "branches": "if a: pass\n" + "elif b: pass\n" * 5_000,
    "strings": "x = (" + "\n'a'" * 5_000 + ")",
    "alternatives": "match a:\n case " + " | ".join(["1"] * 5_000) + ": pass",
    "many chains": ("x = a" + "[0]" * 900 + "\n") * 600,
    "many brackets": ("x = " + "[" * 90 + "]" * 90 + "\n") * 2_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_libcst_would_die_of_is_a_problem(text: str) -> None:
    assert not within_limits(text)
    assert isinstance(parse(Source("a.py", "lazy import a\n" + text + "\n")), Problem)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 95 + "]" * 95,
        "x = " + "f'{" * 45 + "1" + "}'" * 45,
        "".join(" " * depth + "if a:\n" for depth in range(95)) + " " * 95 + "pass",
        "x = " + " + ".join(["a"] * 490),
        "x = " + "not " * 990 + "1",
        "x = a" + "()" * 900,
        "if a: pass\n" + "elif b: pass\n" * 900,
        "x = [" + "a + b, " * 20_000 + "]",
        "x = {" + "'a': lambda a, b: 1,\n" * 900 + "}",
        "for a in b: c\n" * 5_000,
        "@a\n" * 2_000 + "def f(): pass",
    ],
    ids=[
        "brackets",
        "fields",
        "indents",
        "terms",
        "nots",
        "calls",
        "branches",
        "list",
        "lambdas",
        "loops",
        "decorators",
    ],
)
def test_what_is_within_the_limits_is_read(text: str) -> None:
    found = parse(Source("a.py", "lazy import a\n" + text + "\n"))
    assert isinstance(found, ast.Module) or (RUNNING == (3, 12) and len(text) < 15_000), "3.12 has a limit of its own"


@given(st.text(alphabet="abf'\"{}()[]:=+,\\#\n\r\t é 01.t", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_within_the_limits_or_not(text: str) -> None:
    assert within_limits("x = 1\n" + text) in (True, False)
    found = parse(Source("a.py", "lazy import a\n" + text))
    assert isinstance(found, ast.Module) or 0 <= found.place.start <= found.place.end <= len(text) + 14


def test_what_ast_reads_and_what_is_hostile_does_not_load_libcst() -> None:
    program = (
        "import sys\n"
        "from promptlint.frontends.python.parse import parse\n"
        "from promptlint.source import Source\n"
        "parse(Source('a.py', 'x = 1')), parse(Source('a.py', 'if a:\\nb')), parse(Source('a.py', '[' * 2_000))\n"
        "assert 'libcst' not in sys.modules\n"
        "parse(Source('a.py', 'lazy import a'))\n"
        "assert 'libcst' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])
