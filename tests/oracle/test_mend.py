"""All fixes applied, programs send the same text as before, and their requests have no less in common."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from jinja2 import TemplateError

from tests.test_jinja.templates import VALUES, Templates, templates

from .constructs import SENDS
from .mend import MODELS, SELDOM, Fate, Mended, lengthened, mended
from .programs import Program, many, program, programs
from .run import apart
from .writer import Node

EXAMPLES = os.environ.get("PROMPTLINT_ORACLE_EXAMPLES")
oracle = settings(many, max_examples=int(EXAMPLES or 40), derandomize=not EXAMPLES)
SELDOM_SHARE = 0.05
"""The share of programs in which a fix may do what it should not, for what promptlint cannot know. It only goes down."""
RENDERS = """from jinja2 import Environment, FileSystemLoader
from openai import OpenAI

KNOWN = {known}
client = OpenAI()

def handle(req, blob, gadget):
    template = Environment(loader=FileSystemLoader("templates"), {options}).get_template("main.j2")
    system = template.render(word=req.user.name, text=req.question, **KNOWN)
    return client.chat.completions.create(model="gpt-4o", messages=[{{"role": "system", "content": system}}])
"""


@pytest.mark.parametrize("model", MODELS)
def test_a_fixed_program_sends_the_same_text_and_shares_no_less(model: str) -> None:
    fates: Counter[Fate] = Counter()

    @oracle
    @given(programs())
    def holds(program: Program) -> None:
        fates[judged(lengthened(program.files), model).fate] += 1

    holds()
    print(f"\n{model}: {dict(fates)}")
    assert sum(fates[fate] for fate in SELDOM) / fates.total() <= SELDOM_SHARE


@pytest.mark.parametrize("make", SENDS)
def test_a_value_ahead_of_static_text_is_moved_however_it_is_sent(make: str) -> None:
    system = Node("f-string", 1, (Node("clock", 1), Node()))
    for index in range(len(SENDS[make])) if EXAMPLES else (0,):
        files = program(Node(make, index, (system, Node(), Node("question")))).files
        assert judged(lengthened(files), "the longest prefix").fate is Fate.FIXED


@settings(oracle, max_examples=int(EXAMPLES or 20))
@given(templates())
def test_a_fixed_template_renders_the_same_text_and_shares_no_less(made: Templates) -> None:
    known = {name: value for name, value in VALUES.items() if name not in ("word", "text")}
    options = ", ".join(f"{name}=True" for name in made.options)
    texts = {f"templates/{name}": text for name, text in made.files.items() if name != "main"}
    texts["templates/main.j2"] = (
        f"You help {{{{ word }}}}.\n{made.files['main']}\nTrack a parcel before you promise a date.\n"
    )
    files = lengthened({"program.py": RENDERS.format(known=known, options=options)} | texts)
    assume(_renders(files))
    judged(files, "the longest prefix")


def _renders(files: dict[str, str]) -> bool:
    try:
        return bool(apart(files))
    except (TemplateError, TypeError):
        return False


def judged(files: dict[str, str], model: str) -> Mended:
    """Return what becomes of a program; fail where fixes do what they may not."""
    found = mended(files, model)
    if not found.fate.allowed:
        pytest.fail("\n".join((found.story, *files.values())), pytrace=False)
    return found
