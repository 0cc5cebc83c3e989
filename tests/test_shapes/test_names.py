"""What the words of an identifier say about its text, and where the gate finds such names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint import datafile, shapefile
from promptlint.catalog import load
from promptlint.prompt import Role

SHAPES = load().shapes


@pytest.mark.parametrize(
    ("identifier", "role"),
    [
        ("system_prompt", Role.SYSTEM),
        ("SYSTEM_PROMPT_EN", Role.SYSTEM),
        ("buildSystemPrompt", Role.SYSTEM),
        ("system_message", Role.SYSTEM),
        ("instructions", Role.SYSTEM),
        ("_agent_instructions", Role.SYSTEM),
        ("persona", Role.SYSTEM),
        ("backstory", Role.SYSTEM),
        ("system", Role.SYSTEM),
        ("user_prompt", Role.USER),
        ("instance_template", Role.USER),
        ("prompt", Role.FRAGMENT),
        ("build_prompt_from_docs", Role.FRAGMENT),
        ("QA_PROMPT_TMPL", Role.FRAGMENT),
        ("prompt_2", Role.FRAGMENT),
        ("system_prompt_suffix", Role.FRAGMENT),
        ("template", Role.FRAGMENT),
        ("default_template", Role.FRAGMENT),
    ],
)
def test_a_name_that_says_prompt(identifier: str, role: Role) -> None:
    assert SHAPES.find(identifier) is role


@pytest.mark.parametrize(
    "identifier",
    """prompt_tokens prompt_key prompt_hash prompt_id prompts_dir template_path email_template sql_template query_template
    html_template system_info file_system operating_system input_prompt shell_prompt password_prompt negative_prompt instance_type
    install_instructions error_message user_message promptly prompted instructional _ x""".split(),
)
def test_a_name_that_says_something_else(identifier: str) -> None:
    assert SHAPES.find(identifier) is None


def places(text: str) -> list[str]:
    return [text[at:].splitlines()[0] for at in SHAPES.places(text)]


@pytest.mark.parametrize(
    "text",
    [
        "def build_prompt(x):",
        "async def system_prompt (self):",
        'SYSTEM_PROMPT = f"{x}"',
        "prompt: str = f'{x}'",
        "prompt += more()",
        "system_prompt=build(x), temperature=0",
        '"system_prompt": f"{x}"',
        'payload["prompt"] = "".join(parts)',
        "PROMPT.format(x=1)",
        'prompt = "a" + x',
        'prompt = """a\n"b" """ % x',
        'prompt = (\n  "a"\n  f"{b}")',
    ],
)
def test_a_text_that_is_made_under_such_a_name_is_a_candidate(text: str) -> None:
    assert len(places(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "prompt = None",
        "run(prompt=prompt, x=1)",
        "self.system_prompt = system_prompt\n",
        'prompt = "Plain."\n',
        'SYSTEM_PROMPT = """You are\n"kind".\n"""\n',
        "if prompt == f(x): pass",
        "print(prompt)",
        "prompt.strip()",
        "# the prompt is fine",
        "self.build_prompt(x)",
        "prompt_tokens = f(x)",
        "system_info = f(x)",
    ],
)
def test_what_is_plain_or_passed_on_is_none(text: str) -> None:
    assert places(text) == []


@given(st.text(alphabet="prompt_ =\"'f(\n:.", max_size=60))
def test_places_are_starts_of_identifiers_in_order(text: str) -> None:
    found = list(SHAPES.places(text))
    assert found == sorted(set(found))
    assert all(at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_") for at in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("shapes: [{tails: [prompt]}]", "shapes[0]: the key 'role' is missing"),
        ("shapes: [{role: tools}]", "shapes[0].role: a name says system, user, fragment, not tools"),
        ("harmles: a b", "unknown key 'harmles' (did you mean 'harmless'?)"),
    ],
)
def test_errors_name_file_and_key(text: str, message: str) -> None:
    path = Path("mine/catalog/shapes.yaml")
    with pytest.raises(datafile.DataError) as caught:
        shapefile.read([datafile.parse(path, text)])
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)


def test_a_later_file_wins() -> None:
    files = [
        datafile.parse(Path("a"), "{shapes: [{role: fragment, tails: [a|b c]}], harmless: x}"),
        datafile.parse(Path("b"), "{shapes: [{role: system, tails: [b c]}], harmless: y}"),
    ]
    table = shapefile.read(files)
    assert (table.find("a_c"), table.find("b_c"), table.find("x_a_c"), table.find("y_a_c")) == (
        Role.FRAGMENT,
        Role.SYSTEM,
        None,
        None,
    )
