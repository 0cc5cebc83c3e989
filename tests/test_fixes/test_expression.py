"""Which expression stands at a place, and what the names in it stand for."""

import ast

import pytest

from promptlint import catalog, gate
from promptlint.files import Files
from promptlint.fixes.code.expression import Module, module_of, qualified
from promptlint.source import Place

PATH = "app.py"


def module(text: str) -> tuple[Files, Module]:
    world = catalog.load(())
    files = Files(world, gate.compile_gate(world), {PATH: text.encode()})
    found = module_of(files, PATH)
    assert found
    return files, found


def place(text: str, part: str) -> Place:
    start = text.index(part)
    return Place(PATH, start, start + len(part))


@pytest.mark.parametrize(
    ("text", "part", "holding"),
    [
        ("x = a + b\n", "a", "a"),
        ("x = a + b\n", " + ", "a + b"),
        ("x = 'é', f(b)\n", "f(b)", "f(b)"),
        ("x = f'{a} {b.c}'\n", "b.c", "b.c"),
        ("x = f'{a} {b:{w}}'\n", "w", "w"),
        ("x = f'{a} and {b}'\n", "and", "f'{a} and {b}'"),
        ("x = f'{a} and {b}'\n", "{b}", "f'{a} and {b}'"),
        ('x = f"""é\n {(\n  a,)} {b}"""\n', "{b}", 'f"""é\n {(\n  a,)} {b}"""'),
        ('x = f"""é\n {f(a)} {b}"""\n', "f(a)", "f(a)"),
        ("@f(a)\ndef g(): pass\n", "a", "a"),
        ("def g(b=c): pass\n", "c", "c"),
    ],
)
def test_the_smallest_expression_that_holds_a_place(text: str, part: str, holding: str) -> None:
    _, found = module(text)
    node = found.holding(place(text, part))
    assert node
    assert found.place(node) == place(text, holding)
    assert found.at(place(text, part)) is (node if part == holding else None)


def test_nothing_holds_no_text_and_no_expression_is_a_statement() -> None:
    text = "x = 1\npass\n"
    _, found = module(text)
    assert found.holding(Place(PATH, 4, 4)) is None
    assert found.holding(place(text, "pass")) is None


def test_a_chain_of_thousands_of_terms() -> None:
    text = "x = " + " + ".join(["a"] * 5_000) + " + b\n"
    _, found = module(text)
    node = found.at(place(text, "b"))
    assert isinstance(node, ast.Name)
    assert isinstance(found.statement(node), ast.Assign)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("from datetime import datetime as d\nd.now()", "datetime.datetime.now"),
        ("import datetime\ndef f():\n    return datetime.date.today()", "datetime.date.today"),
        ("str(x)", "builtins.str"),
        ("str = repr\nstr(x)", None),
        ("from shop import *\nstr(x)", None),
        ("def f(datetime):\n    pass\nimport datetime\ndatetime.now()", None),
        ("try:\n    from a import b\nexcept ImportError:\n    from c import b\nb()", None),
        ("match y:\n    case {**str}:\n        pass\nstr(x)", None),
        ("f()()", None),
    ],
)
def test_what_a_call_is_called_outside_of_its_file(text: str, name: str | None) -> None:
    files, found = module(text)
    calls = [node for node in ast.walk(found.tree) if isinstance(node, ast.Call)]
    assert qualified(files, found, calls[0].func) == name


def test_names_are_counted_where_they_are_bound_and_read() -> None:
    text = "def f(a):\n    b = a\n    for b in a: pass\n    return b\nb = 1\nprint(b)\n"
    _, found = module(text)
    function = found.tree.body[0]
    assert (found.bindings("b", function), found.bindings("b", found.tree)) == (2, 3)
    assert found.bindings("a", function) == 1
    assert [found.place(node).start for node in found.loads("b", function)] == [text.index("return b") + 7]
    assert len(list(found.loads("b", found.tree))) == 2
