"""Profiles: which cache model a model name has, and what a broken data file says."""

from __future__ import annotations

import pytest

from promptlint import profile
from promptlint.datafile import DataError
from promptlint.profile import profile_for


@pytest.mark.parametrize(
    ("model", "expected", "minimum"),
    [
        ("gpt-4o", "classic", 1024),
        ("GPT-4o-mini-2024-07-18", "classic", 1024),
        ("openai/gpt-4.1", "classic", 1024),
        ("azure/eu/gpt-5.4", "classic", 1024),
        ("ft:gpt-4o-mini:acme::7p4lURel", "classic", 1024),
        ("o3", "classic", 1024),
        ("claude-sonnet-4-5", "boundary", 1024),
        ("anthropic/claude-opus-4.5", "boundary", 4096),
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "boundary", 4096),
        ("claude-opus-5-20260301", "boundary", 512),
        ("claude-sonnet-5", "boundary", 1024),
        ("claude-opus-4-7", "boundary", 4096),
    ],
)
def test_the_profile_of_a_model(model, expected, minimum):
    found, name = profile_for((model,), None)
    assert (found.id, found.minimum, name) == (expected, minimum, model)


@pytest.mark.parametrize("model", ["my-gpt-4o", "llama-3.1-70b", "o3d", "claude", ""])
def test_a_model_that_nobody_knows_has_the_profile_of_its_sink_or_the_default(model):
    assert profile.load().known(model) is None
    assert profile_for((model,), "boundary")[0].id == "boundary"
    assert profile_for((model,), None)[0].id == "classic"


def test_of_several_models_the_one_that_serves_without_marks_and_has_the_highest_minimum():
    assert profile_for(("claude-opus-4-5", "gpt-4o"), None)[1] == "gpt-4o"
    assert profile_for(("claude-opus-5", "claude-opus-4-5", "claude-sonnet-5"), None)[1] == "claude-opus-4-5"
    assert profile_for(("nobody", "claude-opus-5"), None)[1] == "claude-opus-5"


def test_no_model():
    assert profile_for((), None) == (profile.load().profiles["classic"], None)
    assert profile_for((), "boundary")[0].id == "boundary"


def test_the_user_names_a_model_or_a_profile():
    assert profile_for(("gpt-4o",), None, "claude-opus-5")[0].minimum == 512
    assert profile_for(("gpt-4o",), "classic", "example") == (profile.load().profiles["example"], None)


def test_a_rule_folder_of_the_user_wins(tmp_path):
    path = tmp_path / "catalog" / "providers.yaml"
    path.parent.mkdir()
    path.write_text('models: [{profile: boundary, names: ["gpt-4o"], minimum: {value: 9, source: us}}]')
    assert profile_for(("gpt-4o",), None, folders=(tmp_path,))[0].minimum == 9
    assert profile_for(("gpt-4o-mini",), None, folders=(tmp_path,))[0].id == "classic"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("profile: {}", "profile: unknown key 'profile' (did you mean 'profiles'?)"),
        ("models: [{profile: nix, names: [a]}]", "models[0].profile: no such profile: 'nix'"),
        (
            "models: [{profile: classic, names: [a], minimum: {value: 1}}]",
            "models[0].minimum: the key 'source' is missing",
        ),
        ("models: [{profile: classic, names: [a], minimum: 3}]", "models[0].minimum: must be a mapping"),
    ],
)
def test_a_broken_file_is_named_with_its_key(tmp_path, text, problem):
    path = tmp_path / "catalog" / "providers.yaml"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(DataError) as raised:
        profile_for((), None, folders=(tmp_path,))
    assert str(raised.value) == f"{path}: {problem}"
