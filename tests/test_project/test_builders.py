"""Texts that several modules put together: lists of sections, builders, registries, generators, contexts, message lists."""

from __future__ import annotations

import pytest

from tests.test_project.reading import holes, system, systems

NOW = "Now <clock request>."


def built(app: str, sections: str, more: str = "") -> str:
    """Return what an application sends that builds a text with what another module defines."""
    return system(
        f"--- app.py\nfrom datetime import datetime\nfrom sections import *\n{app}\n"
        f"--- sections.py\nfrom datetime import datetime\n{sections}\n{more}"
    )


LISTS = """
def clock(parts): parts.append(f"Now {datetime.now()}.")
def rules(parts): parts.append("Be kind.")
def first(parts): parts.insert(0, f"Now {datetime.now()}.")
def more(): return ["a", f"Now {datetime.now()}."]
def all():
    parts = []
    rules(parts)
    clock(parts)
    return parts
def copied(parts):
    parts = list(parts)
    parts.append("lost")
"""


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("rules(parts); clock(parts)", f"Be kind.⏎{NOW}"),
        ("clock(parts); rules(parts)", f"{NOW}⏎Be kind."),
        ("rules(parts); first(parts)", f"{NOW}⏎Be kind."),
        ("parts.extend(more()); rules(parts)", f"a⏎{NOW}⏎Be kind."),
        ("parts += more(); parts += ['b']", f"a⏎{NOW}⏎b"),
        ("parts = all()", f"Be kind.⏎{NOW}"),
        ("rules(parts); copied(parts)", "Be kind."),
    ],
)
def test_lists_of_sections(steps: str, expected: str) -> None:
    assert built(f"def ask():\n    parts = []\n    {steps}\n    send('\\n'.join(parts))", LISTS) == expected


BUILDER = """
class Builder:
    def __init__(self): self.parts = []
    def add(self, text):
        self.parts.append(text)
        return self
    def section(self, title, body): return self.add(f"# {title}\\n{body}")
    def clock(self): return self.add(f"Now {datetime.now()}.")
    def build(self): return "\\n".join(self.parts)
class Report:
    def __init__(self):
        self.builder = Builder()
        self.builder.clock()
    def text(self): return self.builder.add("end").build()
"""


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        ("def ask(): send(Builder().add('a').clock().add('b').build())", f"a⏎{NOW}⏎b"),
        ("def ask():\n    b = Builder()\n    b.section('T', 'a')\n    b.section('C', datetime.now())\n    send(b.build())", "# T⏎a⏎# C⏎<clock request>"),
        ("def ask(): send(Report().text())", f"{NOW}⏎end"),
        ("def fill(b: Builder): b.clock().add('x')\ndef ask():\n    b = Builder()\n    fill(b)\n    send(b.add('end').build())", f"{NOW}⏎x⏎end"),
        ("def ask():\n    b, other = Builder(), Builder()\n    other.clock()\n    send(b.add('end').build())", "end"),
    ],
)  # fmt: skip
def test_builders(app: str, expected: str) -> None:
    assert built(app, BUILDER) == expected


def test_a_builder_is_filled_by_a_third_module() -> None:
    app = "from filling import fill\ndef ask():\n    b = Builder()\n    fill(b)\n    b.add('end')\n    send(b.build())"
    filling = "--- filling.py\nfrom sections import Builder\ndef fill(b: Builder): b.clock()\n"
    assert built(app, BUILDER, filling) == f"{NOW}⏎end"
    assert built(app, BUILDER, filling.replace("b.clock()", "b.build()")) == "end"


@pytest.mark.parametrize(
    ("app", "sections", "expected"),
    [
        ("def ask(): send('\\n'.join(s.render() for s in ALL))", "class Clock:\n    def render(self): return f'Now {datetime.now()}.'\nclass Rules:\n    def render(self): return 'Be kind.'\nALL = (Clock(), Rules())", f"{NOW}⏎Be kind."),
        ("def ask(): send('\\n'.join(f'# {s.title}\\n{s.body()}' for s in ALL))", "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Section:\n    title: str\n    body: object\ndef clock(): return f'Now {datetime.now()}.'\nALL = (Section('C', clock), Section('R', lambda: 'Be kind.'))", f"# C⏎{NOW}⏎# R⏎Be kind."),
        ("def ask(): send('\\n'.join(make() for make in ALL.values()))", "def clock(): return f'Now {datetime.now()}.'\nALL = {'clock': clock, 'rules': lambda: 'Be kind.'}", f"{NOW}⏎Be kind."),
        ("def ask(): send(ALL['rules']())", "def clock(): return f'Now {datetime.now()}.'\nALL = {'clock': clock, 'rules': lambda: 'Be kind.'}", "Be kind."),
    ],
)  # fmt: skip
def test_section_objects_in_tuples_and_registries(app: str, sections: str, expected: str) -> None:
    assert built(app, sections) == expected


GENERATORS = """
def parts(name):
    yield f"Now {datetime.now()}."
    yield from rest(name)
def rest(name):
    if name:
        yield f"Hi {name}."
    yield "Be kind."
class Prompt:
    def parts(self):
        yield self.head()
        yield "Be kind."
    def head(self): return f"Now {datetime.now()}."
    def __iter__(self): yield from rest("")
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("parts('Ann')", f"{NOW}⏎Hi Ann.⏎Be kind."),
        ("parts('')", f"{NOW}⏎Be kind."),
        ("rest(user_name)", "[Hi <user? user>.⏎|]Be kind."),
        ("Prompt().parts()", f"{NOW}⏎Be kind."),
        ("[each for each in Prompt()]", "Be kind."),
    ],
)
def test_generators(call: str, expected: str) -> None:
    assert built(f"def ask(user_name): send('\\n'.join({call}))", GENERATORS) == expected


DICT = """
def build():
    found = {"clock": f"Now {datetime.now()}."}
    found["rules"] = "Be kind."
    return found
"""


@pytest.mark.parametrize(
    ("joined", "expected"),
    [
        ("d.values()", f"{NOW}⏎Be kind.⏎M"),
        ("(f'<{k}>{v}</{k}>' for k, v in d.items())", f"<clock>{NOW}</clock>⏎<rules>Be kind.</rules>⏎<more>M</more>"),
        ("(d[k] for k in ('rules', 'clock') if k in d)", f"Be kind.⏎{NOW}"),
        ("(d[k] for k in ('rules', 'more'))", "Be kind.⏎M"),
    ],
)
def test_mappings_of_sections(joined: str, expected: str) -> None:
    app = f"def ask():\n    d = build()\n    d.update(more='M')\n    send('\\n'.join({joined}))"
    assert built(app, DICT) == expected


CONTEXT = """
from dataclasses import dataclass, field
@dataclass
class Context:
    user: str
    clock: str = ""
    notes: list = field(default_factory=list)
def render(context): return f"{context.user} at {context.clock}. " + " ".join(context.notes)
"""
FILL = """--- filling.py
from datetime import datetime
def fill(context):
    context.clock = datetime.now()
    context.notes.append("n")
"""


def test_a_context_is_filled_in_one_place_and_rendered_in_another() -> None:
    app = "from filling import fill\ndef ask():\n    c = Context('Ann')\n    fill(c)\n    send(render(c))"
    assert built(app, CONTEXT, FILL) == "Ann at <clock request>. n"
    assert built(app.replace("    fill(c)\n", ""), CONTEXT, FILL) == "Ann at . "
    assert built(app.replace("fill(c)", "fill(Context(''))"), CONTEXT, FILL) == "Ann at . "


def test_a_context_may_be_a_mapping() -> None:
    app = "from filling import fill\ndef ask():\n    c = {'user': 'Ann'}\n    fill(c)\n    send(render(c))"
    sections = "def render(context): return f\"{context['user']} at {context['clock']}.\""
    filling = "--- filling.py\nimport time\ndef fill(context): context['clock'] = time.time()\n"
    assert built(app, sections, filling) == "Ann at <clock request>."


def test_a_function_beside_a_class_sets_what_the_class_only_declares() -> None:
    sections = "class Context:\n    clock = ''\n    def render(self): return f'At {self.clock}.'\ndef fill(context): context.clock = datetime.now()"  # fmt: skip
    app = "def ask():\n    c = Context()\n    fill(c)\n    send(c.render())"
    assert built(app, sections) == "At <clock request>."
    assert built(app.replace("fill(c)", "fill"), sections) == "At ."


CHAT = """
--- app.py
from chat import Chat
def talk(question):
    chat = Chat()
    chat.add("user", question)
    chat.go()
--- chat.py
from datetime import datetime
from openai import OpenAI
class Chat:
    def __init__(self):
        self.client = OpenAI()
        self.messages = [{"role": "system", "content": self.head()}]
    def head(self): return f"Now {datetime.now()}. Be kind."
    def add(self, role, text): self.messages.append({"role": role, "content": text})
    def go(self): return self.client.chat.completions.create(model="gpt-4o", messages=self.messages)
"""


def test_messages_start_in_a_constructor_and_grow_elsewhere() -> None:
    assert system(CHAT) == "Now <clock request>. Be kind."
    assert holes(CHAT) == [("chat.py", 8, 35, "datetime.now()")]
    alone = "--- chat.py\n" + CHAT.partition("--- chat.py\n")[2]
    assert system(alone) == "Now <clock session>. Be kind."


def test_a_subclass_in_another_module_says_how_the_messages_start() -> None:
    calm = "--- calm.py\nfrom chat import Chat\nclass Calm(Chat):\n    def head(self): return 'Be calm.'\n"
    use = "--- use.py\nfrom calm import Calm\ndef talk(): Calm().go()\n"
    assert systems(CHAT + calm + use) == ["Be calm.", "Now <clock request>. Be kind."]
    assert systems(CHAT + calm.replace("head", "foot") + use) == ["Now <clock request>. Be kind."] * 2


def test_a_third_module_sets_what_a_class_only_declares() -> None:
    sections = "class Context:\n    clock = ''\n    def render(self): return f'At {self.clock}.'"
    app = "from filling import fill\ndef ask():\n    c = Context()\n    fill(c)\n    send(c.render())"
    assert built(app, sections, FILL) == "At <clock request>."
    assert built(app.replace("fill(c)", "fill"), sections, FILL) == "At ."


def test_a_builder_without_an_annotation_is_filled_by_a_third_module() -> None:
    app = "from filling import fill\ndef ask():\n    b = Builder()\n    fill(b)\n    b.add('end')\n    send(b.build())"
    assert built(app, BUILDER, "--- filling.py\ndef fill(b): b.clock()\n") == f"{NOW}⏎end"
    assert built(app, BUILDER, "--- filling.py\ndef fill(b): b.build()\n") == "end"
