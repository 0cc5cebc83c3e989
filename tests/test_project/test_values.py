"""Values of one module in another: constants, classes, instances, enums, configurations, what a module builds."""

from __future__ import annotations

import pytest

from tests.test_project.reading import holes, system


def sent(call: str, other: str, *, name: str = "user_name") -> str:
    """Return what a function with one parameter sends, made with names of another module, which reads a clock."""
    return system(
        f"--- app.py\nfrom other import *\nimport other\ndef ask({name}): send({call})\n"
        f"--- other.py\nfrom datetime import datetime\n{other}\n"
    )


@pytest.mark.parametrize(
    ("call", "other", "expected"),
    [
        ("A + other.B", "A = 'a'\nB = A + 'b'", "aab"),
        ("B", "A, B = 'a', 'b'", "b"),
        ("B", "if (B := 'b'): pass", "b"),
        ("X", "X = ''\nfor each in ('a', 'b'):\n    X += each", "ab"),
        ("X", "import os\nif os.environ.get('A'):\n    X = 'a'\nelse:\n    X = 'b'", "[a|b]"),
        ("TEXTS['x'] + LIST[1] + TUPLE[0]", "TEXTS = {'x': 'a'}\nLIST = ['0', '1']\nTUPLE = ('t',)", "a1t"),
        ("X.format(name=user_name)", "X = 'Hi {name}, be kind.'", "Hi <user? user>, be kind."),
        ("X % user_name", "X = 'Hi %s, be kind.'", "Hi <user? user>, be kind."),
        ("greet(user_name)", "greet = lambda name: f'Hi {name}.'", "Hi <user? user>."),
        ("Bot.TEXT", "class Bot:\n    TEXT = 'Hello.'", "Hello."),
        ("P.Inner.T + P.Inner().g()", "class P:\n    class Inner:\n        T = 't'\n        def g(self): return 'g'", "tg"),
        ("bot.text()", "class Bot:\n    def __init__(self, name): self.name = name\n    def text(self): return f'I am {self.name}.'\nbot = Bot('Ann')", "I am Ann."),
        ("Tone.WARM.value + f'{Tone.COLD}'", "from enum import StrEnum\nclass Tone(StrEnum):\n    WARM = 'warm'\n    COLD = 'cold'", "warmcold"),
        ("Tone('warm').name", "from enum import Enum\nclass Tone(Enum):\n    WARM = 'warm'", "WARM"),
        ("s.title + s[1]", "from typing import NamedTuple\nclass Section(NamedTuple):\n    title: str\n    body: str\ns = Section('t', 'b')", "tb"),
        ("space.title", "from types import SimpleNamespace\nspace = SimpleNamespace(title='t')", "t"),
        ("config.name + config.tone", "from dataclasses import dataclass\n@dataclass\nclass Config:\n    name: str\n    tone: str = 'warm'\nconfig = Config('Bob', tone='cold')", "Bobcold"),
        ("Config(user_name).name + Config('').tone", "from dataclasses import dataclass\n@dataclass\nclass Config:\n    name: str\n    tone: str = 'warm'", "<user? user>warm"),
        ("settings.text", "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    text: str = 'Be kind.'\nsettings = Settings()", "Be kind."),
        ("settings().text", "from functools import lru_cache\nclass Settings:\n    text: str = 'Be kind.'\n@lru_cache\ndef settings(): return Settings()", "Be kind."),
    ],
)  # fmt: skip
def test_values(call: str, other: str, expected: str) -> None:
    assert sent(call, other) == expected


@pytest.mark.parametrize(
    ("call", "other", "expected"),
    [
        ("X", "X = f'{datetime.now()}.'", "<clock process>."),
        ("x()", "def x(): return f'{datetime.now()}.'", "<clock request>."),
        ("x()", "def x(now=datetime.now()): return f'{now}.'", "<clock process>."),
        ("x()", "import functools\n@functools.cache\ndef x(): return f'{datetime.now()}.'", "<clock process>."),
        ("Bot().now", "class Bot:\n    now = f'{datetime.now()}.'", "<clock process>."),
        ("Bot().now", "class Bot:\n    @property\n    def now(self): return f'{datetime.now()}.'", "<clock request>."),
        ("bot.now", "class Bot:\n    def __init__(self): self.now = f'{datetime.now()}.'\nbot = Bot()", "<clock process>."),
        ("Bot().now", "class Bot:\n    def __init__(self): self.now = f'{datetime.now()}.'", "<clock request>."),
    ],
)  # fmt: skip
def test_how_often_a_value_of_a_module_changes(call: str, other: str, expected: str) -> None:
    assert sent(call, other) == expected


@pytest.mark.parametrize(
    ("call", "other", "expected"),
    [
        ("X", "Y = 'y'", "<unknown process>"),
        ("other.X", "def x():\n    X = 'x'", "<unknown process>"),
        ("other.X", "X = 'x'\ndef change(text):\n    global X\n    X = text", "[x|<unknown process>]"),
        ("'-'.join(other.X)", "X = ['x']\ndef add(text): X.append(text)", "x{-<unknown process>}*"),
        ("other.X", "X = 'x'\ndef change(text):\n    X = text", "x"),
        ("'-'.join(other.X)", "X = ['x']\ndef add(text): return [*X, text]", "x"),
    ],
)
def test_what_is_not_known_of_a_module(call: str, other: str, expected: str) -> None:
    assert sent(call, other).replace("<unknown>", "<unknown process>") == expected


def test_a_class_inherits_across_modules() -> None:
    project = """
    --- app.py
    from bots import Judge
    def ask(): send(Judge("n").text())
    --- base.py
    from dataclasses import dataclass
    @dataclass
    class Bot:
        name: str
        tone: str = "warm"
        role = "bot"
        def text(self): return f"{self.name}, {self.tone} {self.title}."
        @property
        def title(self): return "the " + self.role
    --- bots.py
    import base
    from dataclasses import dataclass
    @dataclass
    class Judge(base.Bot):
        tone: str = "calm"
        role = "judge"
    class Clerk(base.Bot):
        role = "clerk"
    """
    assert system(project) == "n, calm the judge."
    assert system(project.replace('Judge("n")', 'Clerk("n")').replace("import Judge", "import Clerk")) == (
        "n, warm the clerk."
    )


def test_a_value_keeps_its_place() -> None:
    project = """
    --- app.py
    from middle import LEAD
    def ask(): send(f"{LEAD} Be kind.")
    --- middle.py
    from other import lead as LEAD
    --- other.py
    import time
    lead = "It is " + str(time.time()) + "."
    """
    assert holes(project) == [("other.py", 3, 19, "str(time.time())")]
