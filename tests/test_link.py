"""The prompts of a file, however its roots are found."""

from __future__ import annotations

import ast
import itertools
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from promptlint import catalog, gate, link
from promptlint.facts import Facts
from promptlint.files import File, Files
from promptlint.frontends.formats.recognise import Recognised
from promptlint.frontends.python.modules import Modules
from promptlint.prompt import Role
from promptlint.source import Source
from promptlint.walk import text_holes
from tests.test_python_frontend.reading import shown

PROGRAM = """
from openai import OpenAI
from datetime import datetime
client = OpenAI()

def header(depth):
    return f"Now {datetime.now()}. " + (footer(depth - 1) if depth else "")

def footer(depth):
    return "Be kind. " + header(depth)

class Bot:
    def __init__(self, name):
        self.name = name
    def ask(self, q, lead=""):
        return send([{"role": "system", "content": lead + header(2)}, {"role": "user", "content": q}], tone="calm")

def send(messages, **settings):
    return client.chat.completions.create(model="gpt-4o", messages=messages, **settings)

def both(q):
    Bot("a").ask(q, lead="Lead. ")
    return send([{"role": "system", "content": footer(1)}, {"role": "user", "content": q}])
"""


@dataclass
class Shuffled:
    """A project whose facts name the candidates in another order."""

    files: Files
    order: tuple[int, ...]

    @property
    def catalog(self) -> catalog.Catalog:
        return self.files.catalog

    @property
    def paths(self) -> tuple[str, ...]:
        return self.files.paths

    @property
    def modules(self) -> Modules:
        return self.files.modules

    def tree(self, path: str) -> ast.Module | None:
        return self.files.tree(path)

    def document(self, path: str) -> Recognised | None:
        return self.files.document(path)

    def is_document(self, path: str) -> bool:
        return self.files.is_document(path)

    def is_imported(self, path: str) -> bool:
        return self.files.is_imported(path)

    def relatives(self, paths: Iterable[str]) -> tuple[str, ...]:
        return self.files.relatives(paths)

    @property
    def set_outside(self) -> frozenset[str]:
        return self.files.set_outside

    def is_silent(self, path: str) -> bool:
        return self.files.is_silent(path)

    def users(self, path: str, name: str) -> tuple[str, ...]:
        return self.files.users(path, name)

    def source(self, path: str) -> Source | None:
        return self.files.source(path)

    def entries(self, path: str) -> tuple[str, ...]:
        return self.files.entries(path)

    def facts(self, path: str) -> Facts | None:
        facts = self.files.facts(path)
        return facts and replace(facts, candidates=tuple(facts.candidates[n] for n in self.order))


@pytest.fixture(scope="module")
def files() -> Files:
    world = catalog.load()
    files = Files(world, gate.compile_gate(world), {"app.py": PROGRAM.encode()})
    assert isinstance(files.read("app.py", named=True), File)
    return files


def test_the_prompts_do_not_depend_on_the_order_in_which_roots_are_found(files: Files) -> None:
    facts = files.facts("app.py")
    assert facts is not None
    orders = itertools.islice(itertools.permutations(range(len(facts.candidates))), 0, None, 97)
    found = {
        tuple(
            sorted(shown(prompt) for prompt in link.prompts(link.program(Shuffled(files, order)), ("app.py",)).prompts)
        )
        for order in itertools.islice(orders, 20)
    }
    assert len(found) == 1
    assert len(next(iter(found))) == 2


def test_prompts_and_facts_can_be_pickled(files: Files) -> None:
    linked = link.prompts(link.program(files), ("app.py",))
    assert pickle.loads(pickle.dumps(linked)) == linked
    assert pickle.loads(pickle.dumps(files.facts("app.py"))) == files.facts("app.py")


SENDS = """
from datetime import datetime
from pathlib import Path
from openai import OpenAI
def ask(q):
    text = Path(__file__).with_name("system.md").read_text().format(now=datetime.now())
    OpenAI().responses.create(model="gpt-4o", instructions=text, input=q)
"""


def test_a_template_is_a_part_of_a_prompt_and_not_gone_through_as_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from promptlint.frontends.python import facts

    app, template = tmp_path / "app.py", tmp_path / "system.md"
    app.write_text(SENDS)
    template.write_text("Now {now}: `client.chat.completions.create(messages=[])` sends a prompt.")
    read, own = list[str](), facts.read_facts
    monkeypatch.setattr(facts, "read_facts", lambda source, *rest: read.append(source.path) or own(source, *rest))
    world = catalog.load()
    project = Files(world, gate.compile_gate(world), root=str(tmp_path), listed=lambda: [str(app)])
    (prompt,) = link.touching(project, frozenset((str(app),))).prompts
    (hole,) = (hole for block in prompt.blocks for hole in text_holes(block.text) if block.role is Role.SYSTEM)
    assert hole.place == (str(template), 4, 9)
    assert read == [str(app)]
