"""Items without a fixed order are known by their cause until something sorts them."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import hole, system


def order(expression: str, setup: str = "") -> tuple[str, str] | None:
    """Return cause and volatility of the order of the only hole in an expression over `xs`, `data` and `pool`."""
    lines = "".join(f"    {line}\n" for line in setup.splitlines())
    found = hole(
        "import asyncio, glob, json, os, random\nfrom concurrent.futures import as_completed\nfrom pathlib import Path\n"
        f"class Tool:\n    pass\ndef f(xs, data, pool):\n{lines}    send('Be kind. ' + str({expression}))\n"
    )
    return (found.order.cause, found.order.volatility.name.lower()) if found.order else None


@pytest.mark.parametrize(
    "expression",
    [
        "set(xs)",
        "', '.join(set(xs))",
        "list({x for x in xs})",
        "', '.join(x.upper() for x in frozenset(xs))",
        "', '.join(set(xs) | {'a', 'b'})",
        "', '.join(set(xs) - {'a'})",
        "list(set(xs))[:5]",
        "json.dumps(list(set(xs)))",
        "', '.join({'a', 'b', xs})",
    ],
)
def test_a_set(expression: str) -> None:
    assert order(expression) == ("set", "process")


@pytest.mark.parametrize(
    "expression",
    [
        "sorted(set(xs))",
        "', '.join(sorted({x for x in xs}))",
        "len(set(xs))",
        "max(set(xs))",
        "', '.join(dict.fromkeys(xs))",
        "list(xs)",
        "xs",
        "', '.join(sorted(set(xs), key=len, reverse=True))",
    ],
)
def test_sorted_counted_or_never_a_set(expression: str) -> None:
    assert order(expression) is None


def test_a_set_of_known_texts_is_not_written_in_a_known_order() -> None:
    text = system('send("Be kind: " + ", ".join({"a", "b", "c"}) + ".")')
    assert "order=set/process" in text
    assert "a, b, c" not in text
    assert system('send("Be kind: " + ", ".join(sorted({"c", "a", "b"})) + ".")') == "Be kind: a, b, c."
    assert system('send("Be kind: " + ", ".join({"a"}) + ".")') == "Be kind: a."


def test_a_set_kept_in_a_constant_or_attribute() -> None:
    assert "order=set/process" in system('TAGS = {"a", "b"}\ndef f():\n    send("Be kind: " + ", ".join(TAGS))')
    assert "order=set/process" in system("""
        class Bot:
            def __init__(self):
                self.tags = set()
            def add(self, tag):
                self.tags.add(tag)
            def run(self):
                send("Be kind: " + ", ".join(self.tags))
        """)


def test_a_test_for_membership_does_not_order_anything() -> None:
    assert system('TAGS = {"a", "b"}\ndef f(x):\n    send("Be kind." + ("!" if x in TAGS else ""))') == "Be kind.[!|]"


def test_a_loop_over_a_set() -> None:
    text = system('def f(xs):\n    text = "A"\n    for x in set(xs):\n        text += f"- {x}\\n"\n    send(text)')
    assert "order=set/process" in text
    text = system(
        'def f(xs):\n    text = "A"\n    for x in sorted(set(xs)):\n        text += f"- {x}\\n"\n    send(text)'
    )
    assert "order=" not in text


@pytest.mark.parametrize(
    "expression",
    [
        "os.listdir('.')",
        "', '.join(os.listdir('docs'))",
        "'\\n'.join(p.name for p in Path('docs').iterdir())",
        "'\\n'.join(p.name for p in Path('docs').glob('*.md'))",
        "'\\n'.join(str(p) for p in data.rglob('*.md'))",
        "'\\n'.join(glob.glob('*.md'))",
        "[e.name for e in os.scandir('.')]",
        "[name for name in os.listdir('.') if name.endswith('.md')]",
    ],
)
def test_a_listing(expression: str) -> None:
    assert order(expression) == ("listing", "process")


@pytest.mark.parametrize(
    "expression",
    [
        "sorted(os.listdir('.'))",
        "'\\n'.join(p.name for p in sorted(Path('docs').iterdir()))",
        "len(os.listdir('.'))",
        "sorted(p.name for p in Path('docs').glob('*.md'))",
    ],
)
def test_a_sorted_listing(expression: str) -> None:
    assert order(expression) is None


def test_a_listing_that_is_sorted_in_place() -> None:
    assert order("names", "names = os.listdir('.')\nnames.sort()") is None
    assert order("names", "names = os.listdir('.')\nnames.reverse()") == ("listing", "process")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("json.dumps(data)", ("mapping", "request")),
        ("json.dumps(data, indent=2)", ("mapping", "request")),
        ("json.dumps(data['facts'])", ("mapping", "request")),
        ("json.dumps(data.load())", ("mapping", "request")),
        ("json.dumps(data, sort_keys=True)", None),
        ("json.dumps(data.model_dump())", None),
        ("json.dumps(data.model_json_schema())", None),
        ("json.dumps({'a': data.text})", None),
        ("json.dumps([x for x in ['a', data.text]])", None),
    ],
)
def test_json_of_a_mapping_of_unknown_making(expression: str, expected: tuple[str, str] | None) -> None:
    assert order(expression) == expected


def test_json_of_a_known_mapping_is_text() -> None:
    assert (
        system('import json\nD = {"b": 1}\nD["a"] = 2\ndef f():\n    send("J: " + json.dumps(D))')
        == 'J: {"b": 1, "a": 2}'
    )


@pytest.mark.parametrize(
    ("expression", "setup"),
    [
        ("random.sample(xs, 3)", ""),
        ("random.choices(xs, k=3)", ""),
        ("'\\n'.join(random.sample(xs, 3))", ""),
        ("items", "items = list(xs)\nrandom.shuffle(items)"),
        ("xs", "random.shuffle(xs)"),
        ("'\\n'.join(x.text for x in items[:3])", "items = list(xs)\nrandom.shuffle(items)"),
        ("[x for x in xs]", "random.shuffle(xs)"),
    ],
)
def test_sampled_or_shuffled_items(expression: str, setup: str) -> None:
    assert order(expression, setup) == ("sample", "request")


def test_shuffled_known_items() -> None:
    text = system("""
        import random
        SHOTS = ["Q: 1\\nA: 2\\n", "Q: 3\\nA: 4\\n"]
        def f():
            shots = SHOTS[:]
            random.shuffle(shots)
            send("Be kind.\\n" + "".join(shots) + "End")
        """)
    assert "order=sample/request" in text
    assert text.startswith("Be kind.⏎")
    assert text.endswith("End")


def test_shuffled_and_sorted_again() -> None:
    assert order("sorted(random.sample(xs, len(xs)))") is None
    assert order("items", "items = list(xs)\nrandom.shuffle(items)\nitems.sort()") is None


def test_a_seed_of_its_own_fixes_the_order() -> None:
    assert order("random.Random(7).sample(xs, 3)") is None


def test_results_in_the_order_in_which_they_are_ready() -> None:
    assert order("'\\n'.join(r.result() for r in as_completed(pool))") == ("completion", "request")
    assert order("'\\n'.join(pool.map(str, xs))") is None
    assert order("'\\n'.join(pool.imap_unordered(str, xs))") == ("completion", "request")


def test_the_default_repr_of_an_object() -> None:
    assert order("Tool()") == ("repr", "process")
    assert order("object()") == ("repr", "process")


def test_an_object_with_a_text_of_its_own() -> None:
    assert (
        system("""
        class Tool:
            def __repr__(self):
                return "tool"
        send(f"Use {Tool()} {[Tool()]}")
        """)
        == "Use tool [tool]"
    )
    assert "order=" not in system("""
        from dataclasses import dataclass
        @dataclass
        class Tool:
            name: str
        send(f"Use {Tool('a')}")
        """)


def test_a_function_written_as_text_shows_its_address() -> None:
    assert order("[Tool]") is None
    assert order("f") == ("repr", "process")
    assert order("Tool().__class__.__name__ + data") is None


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("for x in xs:\n    send('Use ' + x.text)", "Use <unknown x.text>"),
        ("data = dict(xs)\nfor x in data:\n    send('Use ' + load(data[x]))", "Use <unknown load(data[x])>"),
        ("for x in xs:\n    send('Use ' + xs[0])",
         "Use <random request random.shuffle(xs) order=sample/request>"),
    ],
)  # fmt: skip
def test_what_is_sent_alone_has_no_order(sent: str, expected: str) -> None:
    body = "\n".join(f"    {line}" for line in f"random.shuffle(xs)\n{sent}".splitlines())
    assert system(f"import random\ndef f(xs):\n{body}") == expected
