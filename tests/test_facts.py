"""Facts say what one file says about itself, and nothing that depends on anything else."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.facts import Facts
from promptlint.frontends.python.facts import read_facts
from promptlint.gate import Clue, Gate
from promptlint.source import Source

GATE = Gate((Clue(frozenset(("send",)), r"\bsend\b"),))

PROGRAM = '''\
"""Module words are no mentions."""
from __future__ import annotations
import os, json as j
import pkg.sub
import pkg.other as po
from . import near
from ..up.mod import thing as t, other
from star import *

RULES = "Never say helper()"  # nor commented()
A, (B, *C) = build(), load
D: int = 3
D += 1

@decorate(
    with_value
)
class Bot(Base):
    greeting: str = "hi"

    def reply(self, user: "Quoted") -> str:
        import lazily
        local = f"{helper(user.name)!r:>{width}} words {{braced}}"
        def inner():
            return deep(local)
        return inner()

    async def stream(self): return send(RULES)

try:
    import fast
except ImportError:
    fallback = slow()
else:
    for item in items:
        LOOP = item
match value:
    case 1:
        def matched(): ...
'''


def facts(text: str, gate: Gate = GATE) -> Facts:
    return read_facts(Source("a.py", text), gate)


def test_definitions_have_their_names_kinds_and_places() -> None:
    found = facts(PROGRAM)
    assert [(d.qualname, d.kind.value) for d in found.definitions] == [
        ("RULES", "variable"),
        ("A", "variable"),
        ("B", "variable"),
        ("C", "variable"),
        ("D", "variable"),
        ("D", "variable"),
        ("Bot", "class"),
        ("Bot.greeting", "variable"),
        ("Bot.reply", "function"),
        ("Bot.reply.inner", "function"),
        ("Bot.stream", "function"),
        ("fallback", "variable"),
        ("LOOP", "variable"),
        ("matched", "function"),
    ]
    by_name = {d.qualname: PROGRAM[d.place.start : d.place.end] for d in found.definitions}
    assert by_name["Bot"].startswith("@decorate(\n")
    assert by_name["Bot"].endswith("return send(RULES)")
    assert by_name["Bot.stream"] == "async def stream(self): return send(RULES)"
    assert by_name["RULES"] == 'RULES = "Never say helper()"'
    assert by_name["matched"] == "def matched(): ..."


def test_imports_say_what_a_name_stands_for() -> None:
    found = facts(PROGRAM)
    assert [(i.name, i.target, i.module, i.scope) for i in found.imports] == [
        ("annotations", "__future__.annotations", "__future__", ""),
        ("os", "os", "os", ""),
        ("j", "json", "json", ""),
        ("pkg", "pkg", "pkg.sub", ""),
        ("po", "pkg.other", "pkg.other", ""),
        ("near", ".near", ".", ""),
        ("t", "..up.mod.thing", "..up.mod", ""),
        ("other", "..up.mod.other", "..up.mod", ""),
        ("*", "star", "star", ""),
        ("lazily", "lazily", "lazily", "Bot.reply"),
        ("fast", "fast", "fast", ""),
    ]
    place = found.imports[5].place
    assert PROGRAM[place.start : place.end] == "from . import near"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from a import x, y as z\nimport b.c\nimport d as e", {"x": "a.x", "z": "a.y", "b": "b", "e": "d"}),
        ("if True:\n    from a import x", {"x": "a.x"}),
        ("from a import x\ndef f():\n    from b import x\n    for x in y: ...", {"x": "a.x"}),
        ("from a import x\nclass C:\n    x = 1\n    def x(self): ...", {"x": "a.x"}),
        ("from a import x\n'for x in y'  # as x, del x", {"x": "a.x"}),
        ("from a import x\nx.y = x[0] = 1\nfor x.z in x: ...\ndel x[1]", {"x": "a.x"}),
        ("from a import x\nx = 1", {}),
        ("from a import x\nx: int", {}),
        ("from a import x\nx += 1", {}),
        ("from a import x\ndef x(): ...", {}),
        ("import x.y\nimport x.z", {}),
        ("try:\n    from a import x\nexcept ImportError:\n    from b import x", {}),
        ("from a import x\ntry: ...\nexcept E as x: ...", {}),
        ("from a import x\nif y:\n    for z, (*x,) in y: ...", {}),
        ("from a import x\nwith y, z as (x, w): ...", {}),
        ("from a import x\nmatch y:\n    case [C(z=x), *_]: ...", {}),
        ("from a import x\nmatch y:\n    case {1: 2, **x} | [*x]: ...", {}),
        ("from a import x\ndel x", {}),
        ("from a import x\nclass C:\n    def f(self):\n        global x", {}),
        ("from a import x\nprint([x := 1])", {}),
        ("from a import *\ndef f():\n    from a import x", {}),
    ],
)  # fmt: skip
def test_what_the_names_stand_for_that_one_import_alone_binds(code: str, expected: dict[str, str]) -> None:
    assert facts(code).brought == expected


def test_mentions_belong_to_the_innermost_definition() -> None:
    found = facts(PROGRAM)
    mentions = {d.qualname: set(d.mentions) for d in found.definitions}
    assert {"helper", "width", "user", "name", "inner", "lazily"} <= mentions["Bot.reply"]
    assert "deep" in mentions["Bot.reply.inner"]
    assert {"decorate", "with_value", "Base", "greeting"} <= mentions["Bot"]
    assert {"send", "RULES"} <= mentions["Bot.stream"]
    assert {"build", "load", "slow", "items"} <= set(found.mentions)
    assert not {"deep", "words", "braced", "Quoted"} & mentions["Bot.reply"]
    assert not {"words", "helper", "commented", "send", "Never"} & set(found.mentions)
    assert mentions["RULES"] == set()


def test_candidates_come_from_the_gate() -> None:
    assert [PROGRAM[at : at + 4] for at in facts(PROGRAM).candidates] == ["send"]
    assert facts("x = 1").candidates == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1  # promptlint: ignore a (why)\ny = 2\n", [("ignore a (why)", "x = 1  # promptlint: ignore a (why)")]),
        ("# promptlint: ignore a\nx = 1\ny = 2\n", [("ignore a", "x = 1")]),
        ("# promptlint: ignore a\n\n# other\n\nx = (\n 1)\n", [("ignore a", "x = (\n 1)")]),
        (
            "x = (\n  1,  # promptlint: ignore a\n  2)\ny = 1\n",
            [("ignore a", "x = (\n  1,  # promptlint: ignore a\n  2)")],
        ),
        (
            "x = '''\na\n'''  # promptlint: treat as day\n",
            [("treat as day", "x = '''\na\n'''  # promptlint: treat as day")],
        ),
        ("if a:  # promptlint: ignore a\n    x = 1\n", [("ignore a", "if a:  # promptlint: ignore a")]),
        ("if a:\n    # promptlint: ignore a\n    x = 1\n    y = 2\n", [("ignore a", "x = 1")]),
        ("x = 1\n# promptlint: ignore a", [("ignore a", "")]),
        (
            "#promptlint:ignore a\n#  promptlint:  ignore b  \né = '😀'\n",
            [("ignore a", "é = '😀'"), ("ignore b", "é = '😀'")],
        ),
        ("x = 1  # noqa # promptlint: ignore a\n", [("ignore a", "x = 1  # noqa # promptlint: ignore a")]),
        ("\x0c\nx = 1  # promptlint: ignore a", [("ignore a", "x = 1  # promptlint: ignore a")]),
        ("x = '# promptlint: ignore a'\ny = 1\n", []),
        ("# about promptlint: it is a linter\nx = 1\n", []),
        ("x = 1\n", []),
    ],
)
def test_a_comment_governs_its_logical_line_or_the_next(text: str, found: list[tuple[str, str]], newline: str) -> None:
    text = text.replace("\n", newline)
    comments = facts(text).comments
    assert [(c.text, text[c.governs.start : c.governs.end].rstrip()) for c in comments] == [
        (said, governed.replace("\n", newline)) for said, governed in found
    ]
    assert all(text[c.place.start] == "#" and c.text in text[c.place.start : c.place.end] for c in comments)


def test_a_file_that_cannot_be_parsed_still_has_candidates_and_comments() -> None:
    text = "send(1)  # promptlint: ignore a\nx = = 2\n"
    found = facts(text)
    assert found.problem is not None
    assert found.problem.place.start == text.index("= 2")
    assert (found.candidates, [c.text for c in found.comments]) == ((0,), ["ignore a"])
    assert (found.definitions, found.imports, found.mentions) == ((), (), ())


@pytest.mark.parametrize(
    "text", ["x = (  # promptlint: ignore a\n", "'''# promptlint: ignore a", "  # promptlint: x\n 1\n0$"]
)
def test_half_typed_code_has_comments_or_none_but_never_an_error(text: str) -> None:
    assert facts(text).problem is not None


def test_facts_survive_pickling_and_hashing() -> None:
    found = facts(PROGRAM + "x = 1  # promptlint: ignore a\n")
    assert pickle.loads(pickle.dumps(found)) == found
    assert isinstance(hash(found), int)


def test_facts_depend_on_the_text_alone() -> None:
    before = facts(PROGRAM)
    facts("def other(): send(1)")
    assert facts(PROGRAM) == before
    assert pickle.dumps(facts(PROGRAM)) == pickle.dumps(before)


def test_a_parser_that_remembers_is_asked_once() -> None:
    from promptlint.frontends.python.parse import parse

    asked: list[str] = []

    def remember(source: Source) -> object:
        asked.append(source.path)
        return parse(source)

    assert read_facts(Source("b.py", "x = 1"), GATE, remember).path == "b.py"  # type: ignore[arg-type]
    assert asked == ["b.py"]


def test_deep_and_long_files_are_read() -> None:
    depth = 90
    nested = "".join(" " * level + f"def f{level}(a=g{level}()):\n" for level in range(depth)) + " " * depth + "pass\n"
    chain = "if a: pass\n" + "elif b: h()\n" * 2_000
    found = facts(nested + chain)
    assert found.definitions[-1].qualname.endswith(".f88.f89")
    assert found.definitions[7].mentions == ("a", "def", "f7", "g7")
    assert facts("def f():\n    return g(1)  # it's\n" * 30_000).definitions[-1].qualname.endswith("f")


@given(st.text(alphabet="abf'\"{}():=+\\#\n\r\t é 01,.@", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_has_facts(text: str) -> None:
    found = facts(text + "  # promptlint: ignore a\n")
    assert all(0 <= c.place.start <= c.place.end for c in found.comments)
