"""Named templates: filled wherever that is, filled nowhere in sight, and chosen from a mapping."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import read, show

SAYS = "Follow the rules of the house and answer in one sentence."
HEAD = "from datetime import datetime\n"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (f"QA_PROMPT = '{SAYS} {{question}} Be brief.'", f"fragment: {SAYS} <input? request {{question}}> Be brief."),
        (
            f"qa_prompt = (\n    '{SAYS} {{context}}'\n    ' Be brief.'\n)",
            f"fragment: {SAYS} <retrieval? request {{context}}> Be brief.",
        ),
        (
            f"class Config:\n    system_message: str = '{SAYS} {{chat_history}} {{style}}'",
            f"system: {SAYS} <history? request {{chat_history}} append> <unknown {{style}}>",
        ),
        (
            f"END = 'nicely'\nSYSTEM_PROMPT = f'{SAYS} {{{{question}}}} {{END}}'",
            f"system: {SAYS} <input? request {{{{question}}}}> nicely",
        ),
    ],
)
def test_a_template_that_nobody_in_sight_fills(program: str, expected: str) -> None:
    assert show(program) == expected


@pytest.mark.parametrize(
    "program",
    [
        f"GREETING = '{SAYS} {{question}}'",
        f"QA_PROMPT = '{SAYS} Nothing stands in braces.'",
        f"QA_PROMPT = '{SAYS} Answer as {{\"a\": 1}} for {{question}}'",
        f"QA_PROMPT = '{SAYS} Answer as {{{{question}}}}'",
        f"QA_PROMPT = '{SAYS} {{}} {{0}}'",
        f"QA_PROMPT = '{SAYS} {{open'",
        "QA_PROMPT = 'SELECT a FROM {table}'",
        f"QA_PROMPT = '{SAYS} {{rules}}'\ndef f(x):\n    x.show(QA_PROMPT.format(rules='Be kind.'))",
    ],
)
def test_a_text_that_is_no_open_template(program: str) -> None:
    assert show(program) == ""


def test_a_template_that_somebody_fills_is_told_once_with_its_values() -> None:
    program = f"""
        from datetime import datetime
        QA_PROMPT = '{SAYS} {{now}}'
        def f(x):
            return x.Message(1, QA_PROMPT.format(now=datetime.now()))
    """
    assert show(program) == f"fragment: {SAYS} <clock request datetime.now()>"


def test_two_templates_that_share_a_constant_are_both_told() -> None:
    program = f"""
        END = 'Say nothing else.'
        A_PROMPT = f'{SAYS} {{{{question}}}} {{END}}'
        B_PROMPT = f'Read all of the text and answer in one word. {{{{context}}}} {{END}}'
    """
    assert len(read(program)[0].prompts) == 2


CHOSEN = f"""
    PROMPTS = {{'en': '{SAYS} {{doc}}', 'de': 'Antworte. {{doc}}'}}
    def ask(client, doc, lang):
        return client.ask(system_prompt=PROMPTS[lang].format(doc=doc))
"""


def test_a_text_under_a_key_that_is_not_known_is_one_of_those_in_the_mapping() -> None:
    assert show(CHOSEN) == f"system: [{SAYS} <unknown doc>|Antworte. <unknown doc>]"


def test_a_caller_that_gives_the_key_picks_the_text() -> None:
    caller = "    def f(client, question):\n        ask(client, question, lang='en')\n"
    assert show(CHOSEN + caller) == f"system: {SAYS} <input? request question>"


@pytest.mark.parametrize(
    "mapping",
    [
        "{'en': RULES, **more}",
        "{'en': RULES, name: 'x'}",
        "{'en': RULES, 'de': 3}",
        "{str(n): RULES for n in range(9)}",
    ],
)
def test_a_mapping_of_anything_else_stays_unknown(mapping: str) -> None:
    program = f"""
        RULES = "{SAYS}"
        def ask(client, lang, more, name):
            prompts = {mapping}
            client.ask(system_prompt=RULES + prompts[lang])
    """
    assert "|" not in show(program)


def test_the_default_of_get_is_one_of_the_texts() -> None:
    program = f"""
        LEVELS = {{"low": "Be brief."}}
        def ask(client, question, level):
            client.ask(system_prompt=f"{SAYS} {{question}} " + LEVELS.get(level, "Take your time."))
    """
    assert show(program) == f"system: {SAYS} <input? request question> [Be brief.|Take your time.]"


@pytest.mark.parametrize(
    ("fill", "kind"),
    [
        ("TEXT.format(question=a.b(), style='kind')", "input? request"),
        ("TEXT.format(question=settings.b, style='kind')", "unknown"),
        ("TEXT.format(question=a.max_b, style='kind')", "unknown"),
        ("TEXT.format(question='Who?', style=a.b())", "unknown"),
    ],
)
def test_a_placeholder_tells_what_a_value_without_a_telling_name_is(fill: str, kind: str) -> None:
    program = f"""
        TEXT = '{SAYS} {{question}} {{style}}'
        def ask(client, a, settings):
            client.ask(system_prompt={fill})
    """
    shown = show(program)
    assert f"<{kind} " in shown
    assert shown.count("<") == 1


def test_a_named_text_that_a_request_hides_in_a_call_is_told_on_its_own() -> None:
    program = f"""
        from openai import OpenAI
        def ask(question, cut):
            prompt = f'{SAYS} {{question}}'
            return OpenAI().responses.create(model="gpt-4o", input=cut.shorten(prompt))
    """
    assert f"fragment: {SAYS} <input? request question>" in show(program)
