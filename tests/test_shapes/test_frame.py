"""What a prompt costs of which only a name tells that it is one: never an error, and what may stand behind it."""

from __future__ import annotations

import pytest

from promptlint.catalog import load as catalogue
from promptlint.checks import judge
from promptlint.finding import Finding
from promptlint.hole import Confidence
from promptlint.layout import lay_out
from promptlint.providers import load
from promptlint.rulepage import load_pages
from promptlint.tokens import Exact
from tests.test_python_frontend.reading import read

RULES = [page.rule for page in load_pages(()) if page.rule and page.code != "PRM111"]
HEAD = 'from datetime import datetime\nimport secrets\nRULES = "Follow every rule of the house with great care.\\n" * 200\n'


def findings(program: str) -> list[tuple[str, str, str]]:
    """Return code, severity and place of what is found, by place."""
    linked, source = read(HEAD + program)
    found: list[Finding] = [
        finding
        for prompt in linked.prompts
        for finding in judge(lay_out(prompt, load().profiles["classic"], Exact()), RULES)
    ]
    assert all(one.confidence is not Confidence.HIGH for one in found)
    found.sort(key=lambda one: one.place)
    return [(one.code, str(one.severity), source.text[one.place.start : one.place.end]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{datetime.now()} {RULES}", [("PRM101", "warning", "datetime.now()")]),
        ("{RULES} {datetime.now()}", [("PRM120", "warning", "datetime.now()")]),
        ("{RULES} {secrets.token_hex(8)}", [("PRM120", "warning", "secrets.token_hex(8)")]),
        ("{RULES} {datetime.now().date()}", []),
        ("{RULES} {question}", []),
        ("{RULES} {user.name}", []),
        ("You are kind, and you answer in one sentence. {datetime.now()}", []),
    ],
)
def test_a_conversation_may_stand_behind_a_system_text(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert findings(f"def system_prompt(user, question):\n    return f'{text}'") == expected


def test_none_stands_behind_one_that_an_object_keeps() -> None:
    assert findings("class A:\n    def __init__(self):\n        self.system_prompt = f'{RULES} {datetime.now()}'") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{datetime.now()} {RULES}", [("PRM101", "warning", "datetime.now()")]),
        ("{RULES} {datetime.now()}", []),
        ("Today is {datetime.now()}, and this is what you know: {memories}", []),
    ],
)
def test_in_a_fragment_only_its_own_static_text_counts(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert findings(f"def build_prompt(memories):\n    return f'{text}'") == expected


def test_a_random_delimiter_that_a_comment_explains() -> None:
    body = "    mark = secrets.token_hex(8)\n    return f'{mark} {RULES} {mark}'\n"
    assert [code for code, _, _ in findings(f"def build_prompt(x):\n{body}")] == ["PRM103"]
    explained = "    # Nobody can guess it, so no page can inject instructions.\n"
    assert findings(f"def build_prompt(x):\n{explained}{body}") == []
    other = "    # Makes every request another one.\n"
    assert [code for code, _, _ in findings(f"def build_prompt(x):\n{other}{body}")] == ["PRM103"]


def test_the_words_of_such_comments_are_data() -> None:
    assert {"injection", "untrusted", "delimiter"} <= catalogue().shapes.unforeseen
