"""A slice holds every statement on which what is sent may depend, and leaves out what comes after or stands apart."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from promptlint.frontends.python.accesses import Access, Accesses
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.slicing import Criterion, Slicer
from promptlint.source import Source

METHODS = {
    "fill": Access(frozenset({".parts", ".name"}), frozenset({".parts"})),
    "log": Access(frozenset({".logger"}), frozenset({".logger"})),
}
"""What two methods of the own object read and may change."""


def kept(code: str, names: str = "send") -> str:
    """Return the body of a method without the statements that do not matter for what mentions some names."""
    source = Source(
        "a.py", "def f(self, user):\n" + dedent(code).strip("\n").replace("\n", "\n    ").join(("    ", "\n"))
    )
    module = Module("a", source, lambda: ast.parse(source.text))
    (function,) = module.tree.body
    assert isinstance(function, ast.FunctionDef)
    body, _ = Slicer(module, Accesses("self", METHODS), Criterion(names=frozenset(names.split()))).slice(function.body)
    return "\n".join(map(ast.unparse, body))


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("a = 1\nb = 2\nsend(a)", "a = 1\nsend(a)"),
        ("a = b\nb = 2\nsend(a)", "a = b\nb = 2\nsend(a)"),
        ("send(a)\na = 2", "send(a)"),
        ("for x in y:\n    send(a)\n    a = 2\n    b = 2", "for x in y:\n    send(a)\n    a = 2"),
        ("a.b = 1\nc.d = 2\nsend(a.b)", "a.b = 1\nsend(a.b)"),
        ("a['x'] = 1\nc['x'] = 2\nsend(a)", "a['x'] = 1\nsend(a)"),
        ("a.append(1)\nc.append(2)\nsend(a)", "a.append(1)\nsend(a)"),
        ("b = [a]\nb[0].append(1)\nsend(a)", "b = [a]\nb[0].append(1)\nsend(a)"),
        ("a = 1\nb = 2\na += 'send'\nb += 'x'", "a = 1\na += 'send'"),
        ("b = []\nb += [a]\nb[0].append(1)\nsend(a)", "b = []\nb += [a]\nb[0].append(1)\nsend(a)"),
        ("for b in a:\n    b['x'] = 1\nfor d in c:\n    d['x'] = 1\nsend(a)", "for b in a:\n    b['x'] = 1\nsend(a)"),
        ("for i, b in enumerate(a):\n    b['x'] = i\nfor k, v in c.items():\n    v['x'] = k\nsend(a, c)",
         "for i, b in enumerate(a):\n    b['x'] = i\nfor k, v in c.items():\n    v['x'] = k\nsend(a, c)"),
        ("if (b := a[0]):\n    b.append(1)\nif (c := len(d)):\n    c.append(1)\nsend(a)",
         "if (b := a[0]):\n    b.append(1)\nsend(a)"),
        ("match a:\n    case [b]:\n        b.append(1)\n        d = 1\nsend(a)",
         "match a:\n    case [b]:\n        b.append(1)\nsend(a)"),
        ("a = b = []\nb += [1]\nsend(a)", "a = b = []\nb += [1]\nsend(a)"),
        ("x = change(a)\ny = len(b)\nsend(a)", "x = change(a)\nsend(a)"),
        ("change()\nlen(b)\nsend(a)", "change()\nsend(a)"),
        ("[b.append(1) for b in a]\n[d.append(1) for d in c]\nsend(a)", "[b.append(1) for b in a]\nsend(a)"),
        ("list(map(a.append, b))\nlist(map(len, c))\nsend(a)", "list(map(a.append, b))\nsend(a)"),
        ("with change(a) as b:\n    b.append(1)\nwith c as d:\n    d.append(1)\nsend(a)",
         "with change(a) as b:\n    b.append(1)\nsend(a)"),
        ("with change():\n    b = 1\nwith open(c):\n    d = 1\nsend(a)", "with change():\n    pass\nsend(a)"),
        ("self.fill()\nself.log()\nsend(self.parts)", "self.fill()\nsend(self.parts)"),
        ("self.name = user\nself.age = 1\nsend(self.fill())", "self.name = user\nsend(self.fill())"),
        ("self.fill = user\nself.log = 1\nsend(self.fill())", "self.fill = user\nsend(self.fill())"),
        ("self.fill()\nsend(self.parts)\nself.fill = 1", "self.fill()\nsend(self.parts)"),
        ("def g():\n    a.append(1)\ndef h():\n    b.append(1)\nx = g()\ny = h()\nsend(a)",
         "def g():\n    a.append(1)\nx = g()\nsend(a)"),
        ("import a.b\nimport c\nsend(a)", "import a.b\nsend(a)"),
        ("with a() as b, c() as d:\n    e = b\n    f = 1\nsend(e)",
         "with a() as b, c() as d:\n    e = b\nsend(e)"),
        ("try:\n    a = b()\nexcept E as e:\n    c = e\nfinally:\n    d = 1\nsend(a)",
         "try:\n    a = b()\nexcept E as e:\n    pass\nfinally:\n    pass\nsend(a)"),
        ("match a:\n    case [b]:\n        c = b\n    case _:\n        d = 1\nsend(c)",
         "match a:\n    case [b]:\n        c = b\n    case _:\n        pass\nsend(c)"),
    ],
)  # fmt: skip
def test_what_the_sent_value_is_made_of_stays(code: str, left: str) -> None:
    assert kept(code) == left


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("if user:\n    a = 1\nelse:\n    b = 2\n    return work(b)\nsend(a)",
         "if user:\n    a = 1\nelse:\n    return\nsend(a)"),
        ("if user:\n    return work(b)\nsend(a)", "send(a)"),
        ("return work(b)\nsend(a)", "return\nsend(a)"),
        ("for x in y:\n    if x.old:\n        continue\n    a.append(x)\nsend(a)",
         "for x in y:\n    if x.old:\n        continue\n    a.append(x)\nsend(a)"),
    ],
)  # fmt: skip
def test_a_way_out_stays_where_what_is_sent_is_made(code: str, left: str) -> None:
    assert kept(code) == left


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("a = send(user)\nb = parse(a)\nreturn a", "a = send(user)\nreturn a"),
        ("a = send(user)\nreturn parse(a)", "a = send(user)"),
        ("a = send(user)\nself.agent = a\nself.text = text(a)", "a = send(user)\nself.agent = a"),
        ("a = send(user)\nb = a | c\nb.run()\nrun(b)", "a = send(user)\nb = a | c\nb.run()"),
        ("a = send(user)\nagents.append(a)\nlogs.write(a)", "a = send(user)\nagents.append(a)"),
        ("a = send(user)\na(1)\nb(1)", "a = send(user)\na(1)"),
    ],
)  # fmt: skip
def test_what_was_sent_is_handed_on_as_it_is(code: str, left: str) -> None:
    assert kept(code) == left


def test_without_a_statement_of_interest_nothing_stays() -> None:
    assert kept("a = 1\nb = a") == ""
