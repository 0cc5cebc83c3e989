"""Calls across modules, both ways: what helpers return, and what wrappers send for their callers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_project.reading import At, findings, spoken, systems, write

ASK = """
--- llm.py
from openai import OpenAI
client = OpenAI()
def ask(system, question="Hi", **settings):
    messages = [{"role": "system", "content": system}, {"role": "user", "content": question}]
    return client.chat.completions.create(model="gpt-4o", messages=messages, **settings)
"""
BOT = """
--- llm.py
from openai import OpenAI
client = OpenAI()
class LLM:
    def __init__(self, system=None, model="gpt-4o"):
        self.system, self.model = system, model
    def chat(self, system=None, user="Hi"):
        return self._send([{"role": "system", "content": system or self.system}, {"role": "user", "content": user}])
    def _send(self, messages):
        return client.chat.completions.create(model=self.model, messages=messages)
"""
DECORATORS = """
--- decorators.py
import functools
from datetime import datetime
def retry(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        for _ in range(3):
            try:
                return function(*args, **kwargs)
            except ValueError:
                pass
    return inner
def times(count):
    def around(function):
        def inner(*args, **kwargs): return function(*args, **kwargs)
        return inner
    return around
def lead(function):
    def inner(text): return function("Lead. " + text)
    return inner
"""
NOW = "Now <clock request>."
CLOCK = 'f"Now {datetime.now()}."'


def sent(app: str, more: str = ASK) -> list[str]:
    """Return what an application sends through wrappers; `NOW` in it is a text with a clock."""
    start = "--- app.py\nfrom datetime import datetime\nfrom functools import partial\nfrom llm import *\nimport llm\n"
    return systems(start + app.replace("NOW", CLOCK) + "\n" + more.lstrip("\n"))


@pytest.mark.parametrize(
    "app",
    [
        "def go(): ask(NOW)",
        "def go(): ask(system=NOW)",
        "def go(): ask(question='q', system=NOW)",
        "def go(): llm.ask(NOW, temperature=0)",
        "def go():\n    given = {'system': NOW}\n    ask(**given)",
        "def go():\n    given = (NOW, 'q')\n    ask(*given)",
        "def two(text): return ask(text)\ndef go(): two(NOW)",
        "def three(**given): return ask(**given)\ndef two(*args, **given): return three(*args, **given)\ndef go(): two(system=NOW)",
        "def two(text, depth):\n    if depth: return two(text, depth - 1)\n    return ask(text)\ndef go(): two(NOW, 2)",
        "def run(function, text): return function(text)\ndef go(): run(ask, NOW)",
        "def go(): partial(ask, question='q')(NOW)",
        "def go():\n    ready = partial(ask, NOW)\n    ready()",
        "calm = partial(ask, question='q')\ndef go(): calm(NOW)",
        "TABLE = {'ask': ask}\ndef go(): TABLE['ask'](NOW)",
        "def make(text):\n    def inner(): return ask(text)\n    return inner\ndef go(): make(NOW)()",
        "from decorators import retry\n@retry\ndef two(text): return ask(text)\ndef go(): two(NOW)",
        "from decorators import times\n@times(3)\ndef two(text): return ask(text)\ndef go(): two(text=NOW)",
        "class Tool:\n    @staticmethod\n    def go(text): return ask(text)\ndef go(): Tool.go(NOW)",
        "class Tool:\n    def __call__(self, text): return ask(text)\ntool = Tool()\ndef go(): tool(NOW)",
        "import asyncio\nasync def two(text): return ask(text)\nasync def go(): await asyncio.gather(two(NOW))",
        "if __name__ == '__main__':\n    ask(NOW)",
    ],
)  # fmt: skip
def test_a_parameter_that_reaches_a_request_makes_a_function_a_wrapper(app: str) -> None:
    assert sent(app, ASK + DECORATORS) == [NOW]
    assert sent(app.replace("NOW", "'Now.'"), ASK + DECORATORS) == ["Now."]


def test_a_decorator_may_add_text() -> None:
    app = "from decorators import lead\n@lead\ndef two(text): return ask(text)\ndef go(): two(NOW)"
    assert sent(app, ASK + DECORATORS) == [f"Lead. {NOW}"]
    assert sent(app.replace("@lead\n", ""), ASK + DECORATORS) == [NOW]


@pytest.mark.parametrize(
    "app",
    [
        "def go(): LLM().chat(NOW)",
        "def go(): LLM(NOW).chat()",
        "def go(): LLM(system=NOW).chat(user='u')",
        "def go(): LLM.chat(LLM(), NOW)",
        "def go():\n    bot = LLM()\n    bot.system = NOW\n    bot.chat()",
        "def go(bot: LLM): bot.chat(NOW)",
        "def go(bot: 'LLM | None'): bot.chat(NOW)",
        "bot = LLM()\ndef go(): bot.chat(NOW)",
        "def go(): partial(LLM().chat, user='u')(NOW)",
        "class Bot:\n    def __init__(self): self.llm = LLM()\n    def go(self): self.llm.chat(NOW)",
        "class Bot:\n    llm: LLM\n    def go(self): self.llm.chat(NOW)",
        "class Bot:\n    def __init__(self, llm: LLM): self.llm = llm\n    def go(self): self.llm.chat(NOW)",
        "class Bot(LLM):\n    def go(self): self.chat(NOW)",
        "class Bot(LLM):\n    def chat(self, text): return super().chat(text)\ndef go(): Bot().chat(NOW)",
        "class Bot(LLM):\n    @classmethod\n    def make(cls): return cls(NOW)\ndef go(): Bot.make().chat()",
    ],
)  # fmt: skip
def test_methods_are_wrappers_too(app: str) -> None:
    assert NOW in sent(app, BOT)
    assert not any("clock" in text for text in sent(app.replace("NOW", "'Now.'"), BOT))


def test_an_abstract_method_means_its_overrides() -> None:
    base = "--- base.py\nfrom abc import ABC, abstractmethod\nfrom llm import ask\nclass Agent(ABC):\n    @abstractmethod\n    def text(self): ...\n    def run(self): return ask('I am. ' + self.text())\n"  # fmt: skip
    one = "from base import Agent\nclass One(Agent):\n    def text(self): return NOW\n"
    two = "--- two.py\nfrom base import Agent\nclass Two(Agent):\n    def text(self): return 'Two.'\nclass Other:\n    def text(self): return 'Other.'\n"  # fmt: skip
    assert sent(one, ASK + base + two) == [f"I am. {NOW}", "I am. Two."]


def test_a_wrapper_that_others_pass_on_under_another_name() -> None:
    more = ASK + "--- pkg/__init__.py\nfrom llm import ask as send_it\n--- use.py\nfrom pkg import send_it as s\ndef go(): s('Be kind.')\n"  # fmt: skip
    assert sent("x = 1", more) == ["Be kind."]


def test_a_parameter_is_what_its_callers_pass() -> None:
    two = "def two(tone): ask(f'Be {tone}.')\n"
    assert sent(two + "def go(): two('kind')\ndef stop(): two('calm')") == ["Be calm.", "Be kind."]
    assert sent(two + "def go(user_name): two(user_name)\ndef stop(): two('calm')") == ["Be <user? user>.", "Be calm."]
    assert sent(two + "def go(): two(unknown_thing())") == ["Be <unknown>."]
    assert sent(two) == ["Be <unknown>."]
    assert sent(two.replace("tone", "user_name")) == ["Be <user? user>."]


def test_helpers_return_texts_of_their_arguments() -> None:
    helper = "--- helper.py\ndef hello(name, *, tone='calm'): return f'Hi {name}, be {tone}. '\n"
    app = "from helper import hello\ndef go(user_name): ask(hello(user_name) + hello('Bob', tone='kind'))"
    assert sent(app, ASK + helper) == ["Hi <user? user>, be calm. Hi Bob, be kind. "]


def test_a_method_of_another_class_with_the_same_name_is_no_wrapper() -> None:
    other = "class Other:\n    def chat(self, text): return text\ndef go(): Other().chat(NOW)"
    assert not any("clock" in text for text in sent(other, BOT))


FIVE = """
--- app.py
from service import Service
def main(user_name):
    Service().answer(user_name)
--- service.py
import datetime as dt
from prompts import build
from llm import LLM
class Service:
    def __init__(self):
        self.llm = LLM()
    def answer(self, name):
        now = dt.datetime.now()
        return self.llm.chat(build(name, now))
--- prompts.py
RULES = RULES_TEXT
HEAD = "Hello {name}. It is {now}."
def build(name, now):
    return HEAD.format(name=name, now=now) + RULES
--- llm.py
from openai import OpenAI
class LLM:
    def chat(self, system):
        messages = [{"role": "system", "content": system}]
        return OpenAI().chat.completions.create(model="gpt-4o", messages=messages)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_a_finding_stands_at_the_splice_and_its_labels_are_the_way_of_the_value(folder: Path) -> None:
    write(folder, FIVE)
    assert list(spoken(findings(folder))) == [
        "warning user-data-before-static prompts.py:3:15 {name}",
        "  app.py:3:1 `user_name` is a parameter of `main()`",
        "  llm.py:6:16 sent here",
        "  service.py:10:16 sent through `chat()`, called here",
        "  app.py:4:5 sent through `answer()`, called here",
        "error clock-before-static prompts.py:3:29 {now}",
        "  service.py:9:15 `dt.datetime.now()` is evaluated here",
        "  llm.py:6:16 sent here",
        "  service.py:10:16 sent through `chat()`, called here",
        "  app.py:4:5 sent through `answer()`, called here",
    ]
    write(folder, FIVE.replace("now = dt.datetime.now()", "now = 'noon'").replace("main(user_name)", "main(tone)"))
    (folder / "app.py").write_text((folder / "app.py").read_text().replace("answer(user_name)", "answer('Bob')"))
    assert findings(folder) == []


def test_every_file_on_the_way_shows_the_finding_and_a_file_beside_it_does_not(folder: Path) -> None:
    write(folder, FIVE + "--- beside.py\nfrom prompts import build\ndef unused(): return build\n")
    whole = findings(folder)
    assert len(whole) == 2
    for path in ("app.py", "service.py", "prompts.py"):
        assert findings(folder, path) == [told for told in whole if path in {told.at.path, *(at.path for _, at in told.labels)}], path  # fmt: skip
    assert findings(folder, "beside.py") == []


MANY = """
--- prompts.py
def head(name): return f"Hello {name}. " + RULES_TEXT
--- llm.py
def ask(text): send(text)
""" + "".join(
    f"--- use{number}.py\nfrom llm import ask\nfrom prompts import head\ndef go{number}({name}): ask(head({name}))\n"
    for number, name in enumerate(("user_name", "question", "session_id", "tone"))
)


def test_many_callers_of_one_template_give_one_finding_with_their_values_as_labels(folder: Path) -> None:
    write(folder, MANY)
    assert list(spoken(findings(folder))) == [
        "warning user-data-before-static prompts.py:2:33 name",
        "  use0.py:4:1 `user_name` is a parameter of `go0()`",
        "  llm.py:2:16 sent here",
        "  use0.py:4:21 sent through `ask()`, called here",
        "  use1.py:4:1 `question` is a parameter of `go1()`",
        "  use2.py:4:1 `session_id` is a parameter of `go2()`",
        "  prompts.py:2:33 sent from 2 other places too",
    ]
    whole = findings(folder)
    assert [findings(folder, f"use{number}.py") for number in range(4)] == [whole, whole, whole, []]


def test_the_same_value_from_many_callers_gives_one_finding(folder: Path) -> None:
    write(folder, MANY.replace("question", "user_name").replace("session_id", "user_name").replace("tone", "user_name"))
    (told,) = findings(folder)
    assert told.at == At("prompts.py", 2, 33, "name")
    assert ("sent from 3 other places too", At("prompts.py", 2, 33, "name")) in told.labels
    assert findings(folder, "prompts.py") == findings(folder, "use0.py") == [told]
