"""Comments that silence findings."""

import pytest

from promptlint.directives import Filtered, Ignore, read_directives, silence, unused
from promptlint.facts import Comment
from promptlint.finding import Finding, Severity
from promptlint.source import Place, Source

CODES = dict.fromkeys(("PRM101", "clock-before-static"), "PRM101") | {
    "PRM104": "PRM104",
    "user-data-before-static": "PRM104",
}


def read(comment: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the ignores, as code and the text they stand at, and the messages about a comment behind a statement."""
    source = Source("a.py", f"prompt = 1  {comment}\n")
    here = Place("a.py", 12, len(source.text) - 1)
    directives = read_directives(source, [Comment(comment, here, Place("a.py", 0, here.end))], CODES)
    places = [(ignore.code, source.text[ignore.place.start : ignore.place.end]) for ignore in directives.ignores]
    return places, [problem.message for problem in directives.problems]


@pytest.mark.parametrize(
    "comment",
    [
        "# promptlint: ignore clock-before-static",
        "#promptlint:ignore clock-before-static",
        "# promptlint: ignore clock-before-static (PRM104 is fine, so is user-data-before-static)",
        "# noqa: E501  # promptlint: ignore clock-before-static # type: ignore",
    ],
)
def test_a_name_is_ignored_and_the_reason_is_not_read(comment: str) -> None:
    assert read(comment) == ([("PRM101", "clock-before-static")], [])


def test_several_rules_by_code_and_name_with_or_without_commas() -> None:
    expected = [("PRM101", "PRM101"), ("PRM104", "user-data-before-static")]
    assert read("# promptlint: ignore PRM101 user-data-before-static") == (expected, [])
    assert read("# promptlint: ignore PRM101, user-data-before-static (why)") == (expected, [])


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# promptlint: ignore", "must name the rules"),
        ("# promptlint: ignore (all of it)", "must name the rules"),
        (
            "# promptlint: ignore clock-befor-static",
            "there is no rule `clock-befor-static`; the closest is `clock-before-static`",
        ),
        ("# promptlint: ignore[clock-before-static]", "the closest is `clock-before-static`"),
        ("# promptlint: ignroe clock-before-static", "`promptlint: ignroe` is no directive"),
        ("# promptlint:", "is no directive"),
    ],
)
def test_what_cannot_be_meant_is_told(comment: str, message: str) -> None:
    ignores, messages = read(comment)
    assert ignores == []
    assert len(messages) == 1
    assert message in messages[0]


def test_a_wrong_name_leaves_the_right_one_beside_it() -> None:
    ignores, messages = read("# promptlint: ignore PRM101 nonsense")
    assert ignores == [("PRM101", "PRM101")]
    assert "`nonsense`" in messages[0]


def test_treat_as_belongs_to_the_evaluation() -> None:
    assert read("# promptlint: treat as session") == ([], [])


def finding(code: str, start: int, path: str = "a.py") -> Finding:
    return Finding(code, "some-rule", "message", "", Severity.ERROR, Place(path, start, start + 5))


def test_an_ignore_covers_its_rule_in_its_statement_of_its_file() -> None:
    ignore = Ignore("PRM101", "PRM101", Place("a.py", 30, 36), Place("a.py", 10, 40))
    silenced = [finding("PRM101", 10), finding("PRM101", 39)]
    others = (finding("PRM101", 9), finding("PRM101", 40), finding("PRM104", 20), finding("PRM101", 20, "b.py"))
    assert silence([*silenced, *others], [ignore]) == Filtered(others, 2, ())


def test_an_ignore_that_covers_nothing_is_unused() -> None:
    used, vain = (Ignore(code, code, Place("a.py", 30, 36), Place("a.py", 0, 40)) for code in ("PRM101", "PRM104"))
    assert silence([finding("PRM101", 3)], [used, vain]) == Filtered((), 1, (vain,))
    assert unused(vain).code == "PRM901"
    assert "`PRM104` has nothing to silence here" in unused(vain).message
