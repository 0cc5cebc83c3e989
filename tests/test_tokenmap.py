"""What `promptlint layout` draws, letter by letter, and when it speaks of a break."""

import pytest
from click.testing import CliRunner

from promptlint.cli import main
from tests.test_reporters import matches_golden

pytestmark = pytest.mark.usefixtures("plain_examples")


def layout(target: str) -> str:
    result = CliRunner().invoke(main, ["layout", target], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.mark.parametrize("name", ["agent", "prompts"])
def test_golden(name: str) -> None:
    matches_golden(layout(f"examples/support_bot/{name}.py"), f"layout-{name}.txt")


def test_a_document_is_drawn_like_a_program() -> None:
    matches_golden(layout("examples/prompt_files/desk.yaml"), "layout-desk.txt")
    (template,) = layout("examples/prompt_files/prompts/answer_uncached.j2").strip().split("\n\n")
    assert "{{ question }}  examples/prompt_files/prompts/answer_uncached.j2:1:18" in template
    assert "0 tokens cached now, 1,152 at best, between any two requests" in template


def test_a_line_of_a_document_chooses_the_prompts_with_text_from_it() -> None:
    bad, good = layout("examples/prompt_files/desk.yaml").strip().split("\n\n")
    assert layout("examples/prompt_files/desk.yaml:82").strip() == bad
    assert layout("examples/prompt_files/desk.yaml:90").strip() == good


def test_a_break_that_costs_nothing_is_not_called_one() -> None:
    bad, good = layout("examples/support_bot/bot.py").strip().split("\n\n")
    assert "^ the cache breaks here, between any two requests" in bad
    assert "^ the shared prefix ends here, between any two requests" in good
    assert "the cache breaks" not in good


def test_history_is_shared_up_to_its_old_end_within_one_conversation() -> None:
    *_, good = layout("examples/support_bot/prompts.py").strip().split("\n\n")
    history = good.index("{history}")
    assert history < good.index("ends here, between different users and the conversations of one user")
    assert history < good.index("ends behind it, between the requests of one conversation")
    assert "system\n" in good[:history]


def test_tokens_that_are_estimates_are_called_so() -> None:
    note = "tokens are counted with o200k_base; the model's own are about 130% of these, give or take 30%"
    assert note in layout("examples/support_bot/agent.py")
    assert note not in layout("examples/support_bot/bot.py")
