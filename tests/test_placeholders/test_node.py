"""The same against the engines of Node, which stand in the folder that PROMPTLINT_NODE_MODULES names."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.test_placeholders import templates
from tests.test_placeholders.engines import on_node
from tests.test_placeholders.reading import fill
from tests.test_placeholders.templates import NAMES, VALUES
from tests.test_placeholders.test_oracle import check, requests

pytestmark = pytest.mark.index
MANY = settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
LANGUAGES = {"mustache": templates.mustache(), "handlebars": templates.handlebars()}


@pytest.mark.parametrize("language", LANGUAGES)
@MANY
@given(st.data())
def test_what_is_known_is_the_text_that_the_engine_makes(language: str, data: st.DataObject) -> None:
    made: list[Mapping[str, str]] = data.draw(st.lists(LANGUAGES[language], min_size=25, max_size=25))
    for each, texts in zip(made, on_node(language, [(each, [VALUES]) for each in made]), strict=True):
        if not isinstance(texts, str):
            assert fill(language, each, VALUES).known == texts[0], each


@pytest.mark.parametrize("language", LANGUAGES)
@MANY
@given(st.data())
def test_the_texts_that_the_engine_makes_are_allowed(language: str, data: st.DataObject) -> None:
    made = data.draw(st.lists(st.tuples(LANGUAGES[language], NAMES), min_size=25, max_size=25))
    real = on_node(language, [(each, requests(unknown)) for each, unknown in made])
    for (each, unknown), texts in zip(made, real, strict=True):
        if not isinstance(texts, str):
            known = {name: value for name, value in VALUES.items() if name not in unknown}
            check(fill(language, each, known, tuple(sorted(unknown))), texts)
