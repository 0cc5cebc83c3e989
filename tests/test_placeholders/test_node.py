"""The same against the engines of Node, which stand in the folder that PROMPTLINT_NODE_MODULES names."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.test_jinja.matching import allows
from tests.test_placeholders import templates
from tests.test_placeholders.engines import on_node
from tests.test_placeholders.reading import fill
from tests.test_placeholders.templates import NAMES, VALUES
from tests.test_placeholders.test_oracle import check, requests

pytestmark = pytest.mark.index
MANY = settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
KNOWN = {**VALUES, "line": "One\nTwo", "n1": "3", "config": {"tone": "kind", "deep": {"level": "two"}}}
"""Values without signs of markup, and without numbers: handlebars adds two of them that stand side by side."""


LANGUAGES = {"handlebars": templates.handlebars(), "nunjucks": templates.nunjucks(), "liquid": templates.liquid()}

_ENGINES = {"handlebars": "handlebars", "nunjucks": "nunjucks", "liquid": "liquidjs"}


@pytest.mark.parametrize("language", LANGUAGES)
@MANY
@given(st.data())
def test_what_is_known_is_the_text_that_the_engine_makes(language: str, data: st.DataObject) -> None:
    made: list[Mapping[str, str]] = data.draw(st.lists(LANGUAGES[language], min_size=25, max_size=25))
    for each, texts in zip(made, on_node(_ENGINES[language], [(each, [KNOWN]) for each in made]), strict=True):
        filled = fill(language, each, KNOWN)
        assert allows(filled.text, texts[0]), (each, filled.shown, texts)
        assert filled.known in (texts[0], None), (each, texts)
        assert filled.known is not None or language == "liquid" or "[object" in texts[0], (each, texts)


@pytest.mark.parametrize("language", LANGUAGES)
@MANY
@given(st.data())
def test_the_texts_that_the_engine_makes_are_allowed(language: str, data: st.DataObject) -> None:
    made = data.draw(st.lists(st.tuples(LANGUAGES[language], NAMES), min_size=25, max_size=25))
    real = on_node(_ENGINES[language], [(each, requests(unknown, KNOWN)) for each, unknown in made])
    for (each, unknown), texts in zip(made, real, strict=True):
        known = {name: value for name, value in KNOWN.items() if name not in unknown}
        assert isinstance(texts, list), (each, texts)
        check(fill(language, each, known, tuple(sorted(unknown))), texts)
