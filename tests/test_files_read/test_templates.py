"""A value that enters a text from a file is found at its placeholder in that file, however the text got there."""

from __future__ import annotations

import pytest

from tests.test_files_read.reading import At, read, system

_HEAD = """
    import json, re, string, textwrap, tomllib, inspect, yaml
    from datetime import datetime
    from pathlib import Path
    A = Path("a.md").read_text()

    def run():
        send(%s)
"""
_A = "---\ntitle: x\n---\n\n  Now {now}.\n  It is {{now}}, $now, %(now)s.\n"
_STR, _DICT = "str(datetime.now())", '{"now": datetime.now()}'


@pytest.mark.parametrize(
    "expression",
    [
        "A.format(now=datetime.now())",
        f"A.format(**{_DICT})",
        f"A.format_map({_DICT})",
        f'A.replace("{{now}}", {_STR}, 1)',
        'A.replace("{now}", f"{datetime.now()}")',
        "A.strip().format(now=datetime.now())",
        "A[3:].format(now=datetime.now())",
        "A[:-2].format(now=datetime.now())",
        "A[5:][3:-1].lstrip().format(now=datetime.now())",
        "textwrap.dedent(A[19:]).format(now=datetime.now())",
        "inspect.cleandoc(A).format(now=datetime.now())",
        '("Before. " + A).format(now=datetime.now())',
        '(A + "after").format(now=datetime.now())',
        'A.split("---")[2].format(now=datetime.now())',
        'A.split("---", 2)[2].strip().format(now=datetime.now())',
        'A.rsplit("---", 1)[-1].format(now=datetime.now())',
        'A.partition("---")[2].partition("---")[2].format(now=datetime.now())',
        '"\\n".join(A.splitlines()[3:]).format(now=datetime.now())',
        '"".join(line for line in A.splitlines(keepends=True) if line.strip()).format(now=datetime.now())',
        'A.removeprefix("---").format(now=datetime.now())',
        'A.replace("title", "heading of it").format(now=datetime.now())',
        'A.replace("{{now}}", "late").format(now=datetime.now())',
        '"".join(open("a.md").readlines()[3:]).format(now=datetime.now())',
    ],
)
def test_braces(expression: str) -> None:
    assert At("a.md", 5, 7, "{now}") in [
        hole._replace(code=hole.code[:5]) for hole in read(_HEAD % expression, {"a.md": _A}).holes
    ]


@pytest.mark.parametrize(
    ("expression", "column", "code"),
    [
        (f'A.replace("{{{{now}}}}", {_STR})', 9, "{{now}}"),
        ("string.Template(A).safe_substitute(now=datetime.now())", 18, "$now"),
        (f"A % {_DICT}", 24, "%(now)s"),
    ],
)
def test_other_placeholders(expression: str, column: int, code: str) -> None:
    assert read(_HEAD % expression, {"a.md": _A}).holes == [At("a.md", 6, column, code)]


_YAML = """\
# prompts
system: |
  You are kind.

  It is {now}.
folded: >-
  It is late:
  {now}.
quoted: "A\\tB {now} \\"x\\""
single: 'it''s {now}'
plain: the time
  is {now}
base: &base
  text: Hello {now}
copy:
  <<: *base
  more: [one, "{now}"]
again: *base
numbers: {1: one, null: two}
empty: ""
"""
_JSON = '{"system": "Say \\"it is\\" \\u00e9\\ud83d\\ude00 {now}\\n", "list": [{"a": "{now}"}], "n": [1, true, null]}'
_TOML = """\
title = "no"
[prompts]
"system" = \"\"\"
It is \\
   {now}.\"\"\"
literal = 'now: {now}'
[[prompts.list]]
text = "\\u00e9 {now}"
"""
_FILES = {"p.yaml": _YAML, "p.json": _JSON, "p.toml": _TOML}


def _at(expression: str) -> tuple[str, list[At]]:
    reading = read(_HEAD % f"({expression}).format(now=datetime.now())", {"a.md": _A, **_FILES})
    return reading.system, reading.holes


@pytest.mark.parametrize(
    ("key", "text", "row", "column"),
    [
        ('["system"]', "You are kind.⏎⏎It is <>.⏎", 5, 9),
        ('["folded"]', "It is late: <>.", 8, 3),
        ('["quoted"]', 'A\tB <> "x"', 9, 15),
        ('["single"]', "it's <>", 10, 16),
        ('["single"][1:]', "t's <>", 10, 16),
        ('["plain"]', "the time is <>", 12, 6),
        ('["base"]["text"]', "Hello <>", 14, 15),
        ('["copy"]["text"]', "Hello <>", 14, 15),
        ('["again"].get("text")', "Hello <>", 14, 15),
        ('["copy"]["more"][1]', "<>", 17, 16),
        ('.get("nothing") or "It is {now}"', "It is <>", 0, 0),
    ],
)
def test_yaml(key: str, text: str, row: int, column: int) -> None:
    for load in ('yaml.safe_load(open("p.yaml"))', 'yaml.load(Path("p.yaml").read_text(), Loader=yaml.SafeLoader)'):
        system_text, holes = _at(load + key)
        assert system_text == text.replace("<>", "<clock request>")
        assert holes == [At("p.yaml", row, column, "{now}")] or (row == 0 and holes[0].path == "app.py")


@pytest.mark.parametrize(
    ("expression", "text", "at"),
    [
        ('json.load(open("p.json"))["system"]', 'Say "it is" é😀 <>⏎', At("p.json", 1, 46, "{now}")),
        ('json.loads(Path("p.json").read_text())["list"][0]["a"]', "<>", At("p.json", 1, 72, "{now}")),
        (
            'json.loads(open("p.json", "rb").read())["system"].strip()',
            'Say "it is" é😀 <>',
            At("p.json", 1, 46, "{now}"),
        ),
        ('tomllib.load(open("p.toml", "rb"))["prompts"]["system"]', "It is <>.", At("p.toml", 5, 4, "{now}")),
        ('tomllib.loads(open("p.toml").read())["prompts"]["literal"]', "now: <>", At("p.toml", 6, 17, "{now}")),
        ('tomllib.load(open("p.toml", "rb"))["prompts"]["list"][0]["text"]', "é <>", At("p.toml", 8, 16, "{now}")),
    ],
)
def test_json_and_toml(expression: str, text: str, at: At) -> None:
    assert _at(expression) == (text.replace("<>", "<clock request>"), [at])


def test_values_that_are_no_text() -> None:
    program = 'import json, yaml\nd = yaml.safe_load(open("p.yaml"))\nj = json.load(open("p.json"))\n'
    assert system(program + 'send(f\'{d["numbers"][1]} {j["n"]} {d["empty"]}.\')', _FILES) == "one [1, True, None] ."


def test_every_document_of_a_stream() -> None:
    program = 'import yaml\nsend("|".join(d["a"] for d in yaml.safe_load_all(open("p.yaml"))))'
    assert system(program, {"p.yaml": "a: x\n---\na: y\n"}) == "x|y"
    assert (
        system('import yaml\nsend(yaml.safe_load(open("p.yaml"))["a"])', {"p.yaml": "a: x\n---\na: y\n"}) == "<unknown>"
    )


def test_a_yaml_head_of_a_text_file() -> None:
    reading = read(
        _HEAD % 'yaml.safe_load(A.split("---")[1])["title"].format(now=datetime.now())',
        {"a.md": _A.replace("x", "It is {now}", 1)},
    )
    assert reading.holes == [At("a.md", 2, 14, "{now}")]


def test_windows_line_ends() -> None:
    reading = read(
        _HEAD % 'yaml.safe_load(open("p.yaml"))["system"].format(now=datetime.now())',
        {"a.md": "", "p.yaml": _YAML.replace("\n", "\r\n")},
    )
    assert (reading.system, reading.holes) == ("You are kind.⏎⏎It is <clock request>.⏎", [At("p.yaml", 5, 9, "{now}")])


def test_documents_within_python_literals() -> None:
    program = """
        import json, yaml
        from datetime import datetime
        PROMPTS = yaml.safe_load('''
        system: |
          Be kind.
          It is {now}.
        ''')
        TEXTS = json.loads(r'{"a": "x\\n{now}"}')
        send(PROMPTS["system"].format(now=datetime.now()) + TEXTS["a"].format(now=datetime.now()))
    """
    reading = read(program, {})
    assert reading.system == "Be kind.⏎It is <clock request>.⏎x⏎<clock request>"
    assert [(hole.row, hole.code) for hole in reading.holes] == [(9, "{now}"), (11, "{now}")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.yaml", "system: [unclosed"),
        ("p.yaml", "system: !include other.txt"),
        ("p.yaml", "a: &a [*a]\nsystem: *b"),
        ("p.yaml", "[" * 5_000),
        (
            "p.yaml",
            "a: &a [x, x]\n"
            + "".join(
                f"{c}: &{c} [*{p}, *{p}, *{p}, *{p}]\n" for p, c in zip("abcdefghijk", "bcdefghijkl", strict=True)
            )
            + "system: *l\n",
        ),
    ],
)
def test_documents_that_cannot_be_read(name: str, content: str) -> None:
    assert system(f'import yaml\nsend(yaml.safe_load(open("{name}"))["system"])', {name: content}) == "<unknown>"


def test_a_json_document_that_is_nested_too_deep() -> None:
    assert system('import json\nsend(json.load(open("p.json"))["system"])', {"p.json": "[" * 100_000}) == "<unknown>"
