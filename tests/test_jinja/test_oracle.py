"""What the frontend makes of a template is what Jinja makes of it; what it does not know it leaves open, never wrong."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError

from promptlint.walk import text_holes
from tests.test_jinja.matching import allows
from tests.test_jinja.reading import rendering, truth
from tests.test_jinja.templates import VALUES, Templates, templates

QUIET = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def real_text(made: Templates) -> str | None:
    try:
        return truth(made.files, VALUES, **made.options)
    except (TemplateError, TypeError):
        return None


@QUIET
@given(templates())
def test_a_template_of_which_all_is_known_is_the_text_that_jinja_makes(made: Templates) -> None:
    real = real_text(made)
    assume(real is not None)
    reading = rendering(made.files, VALUES, **made.options)
    assert reading.known == real, reading.system


@QUIET
@given(templates(), st.sets(st.sampled_from(sorted(VALUES)), min_size=1, max_size=4))
def test_the_text_that_jinja_makes_is_one_that_the_frontend_allows(made: Templates, unknown: set[str]) -> None:
    real = real_text(made)
    assume(real is not None and real.strip())
    reading = rendering(made.files, VALUES, tuple(sorted(unknown)), **made.options)
    assert allows(reading.text, real), (reading.system, real)
    for hole in reading.holes:
        assert hole.path.startswith("templates/"), hole
        assert hole.code.startswith(("{{", "{%")), hole
        assert hole.code.endswith(("}}", "%}")), hole
    for text, written in reading.written():
        assert text == written


def test_the_matcher_tells_a_wrong_text_from_a_right_one() -> None:
    reading = rendering({"main": "A {{ word }} B{% if flag %}C{% endif %}"}, VALUES, ("word", "flag"))
    for right in ("A x BC", "A  B"):
        assert allows(reading.text, right)
    for wrong in ("A x BD", "A xB", "B"):
        assert not allows(reading.text, wrong)
    assert len(text_holes(reading.text)) == 1
