"""Profiles: which cache model a model name has, what users override, and what a broken data file says."""

from __future__ import annotations

import pytest

from promptlint.datafile import DataError
from promptlint.profile import Match
from promptlint.providers import load, profile_for
from promptlint.settings import ModelSetting, Unusable

# model, family, minimum, share of the price of a cached token
MODELS = """
gpt-4o                                          classic          1024  0.5
GPT-4o-mini-2024-07-18                          classic          1024  0.5
gpt-4o-2024-08-06                               classic          1024  0.5
gpt-4o-2024-05-13                               none             -     -
gpt-4o-search-preview                           classic          1024  0.5
gpt-4o-audio-preview-2024-12-17                 none             -     -
gpt-4o-realtime-preview                         realtime         1024  0.5
gpt-4o-mini-realtime-preview-2024-12-17         realtime         1024  0.5
gpt-realtime-2.1-mini                           realtime         1024  0.1
gpt-realtime                                    realtime         1024  0.1
gpt-4                                           none             -     -
gpt-4-turbo-2024-04-09                          none             -     -
gpt-3.5-turbo                                   none             -     -
o1-pro-2025-03-19                               none             -     -
gpt-5-pro                                       none             -     -
gpt-5.4-pro                                     none             -     -
azure/gpt-5.4-pro                               azure            1024  0.1
gpt-5.5-pro                                     openai-interval  2048  -
computer-use-preview                            none             -     -
openai/gpt-4.1                                  classic          1024  0.25
gpt-4.1-nano                                    classic          1024  0.25
ft:gpt-4o-mini:acme::7p4lURel                   classic          1024  0.5
o1-preview                                      classic          1024  0.5
o1-mini-2024-09-12                              classic          1024  0.5
o1                                              classic          1024  0.5
o3                                              classic          1024  0.25
o3-mini                                         classic          1024  0.5
o4-mini-deep-research                           classic          1024  0.25
gpt-5                                           classic          1024  0.1
gpt-5-nano-2025-08-07                           classic          1024  0.1
gpt-5.1-codex-max                               classic          1024  0.1
gpt-5.3-chat-latest                             classic          1024  0.1
gpt-5.4-mini                                    classic          1024  0.1
azure/eu/gpt-5.4                                azure            1024  0.1
azure/gpt-5.6-sol                               azure-boundary   1024  0.1
gpt-5.5-2026-04-23                              openai-interval  2048  0.1
gpt-5.6                                         openai-boundary  1024  0.1
gpt-5.6-luna                                    openai-boundary  1024  0.1
gpt-6-astra                                     openai-6         1024  0.1
gpt-6.1-terra                                   openai-6         1024  0.05
gpt-6.2-sol                                     openai-6         1024  0.05
openai.gpt-6-sol                                bedrock-gpt      1024  0.1
claude-sonnet-4-5                               anthropic        1024  0.1
anthropic/claude-opus-4.5                       anthropic        4096  0.1
us.anthropic.claude-haiku-4-5-20251001-v1:0     bedrock-claude   4096  0.1
claude-opus-5-20260301                          anthropic        512   0.1
claude-opus-5-5                                 anthropic        512   0.05
claude-sonnet-5                                 anthropic        1024  0.1
claude-sonnet-5.5                               anthropic        512   0.05
claude-haiku-5-5                                anthropic        512   0.1
claude-fable-5-20260301                         anthropic        512   0.1
claude-fable-5-1                                anthropic        512   0.025
claude-mythos-5.1                               anthropic        512   0.025
claude-mythos-preview                           anthropic        2048  0.1
anthropic.claude-mythos-preview                 bedrock-claude   4096  0.1
claude-opus-4-7                                 anthropic        2048  0.1
global.anthropic.claude-opus-4-7                bedrock-claude   4096  0.1
vertex_ai/claude-opus-4-8@default               vertex-claude    1024  0.1
claude-3-5-haiku-20241022                       anthropic        2048  0.1
claude-opus-4-1-20250805                        anthropic        1024  0.1
amazon.nova-pro-v1:0                            bedrock-nova     1024  0.25
gemini-2.5-flash                                gemini           2048  0.1
models/gemini-2.5-pro                           gemini           2048  0.1
gemini/gemini-3.8-flash                         gemini           4096  0.1
vertex_ai/gemini-3.1-pro-preview                vertex           6144  0.1
vertex_ai/gemini-2.5-pro                        vertex           2048  0.1
gemini-2.5-flash-native-audio-latest            none             -     -
gemini-3.1-flash-lite                           gemini           4096  0.1
gemini-4-argon                                  gemini           4096  0.05
gemini-2.0-flash                                gemini-explicit  1024  0.25
deepseek-v4-flash                               deepseek         64    0.02
deepseek-v4-pro                                 deepseek         64    0.0333
xai/grok-4.7                                    xai              1024  0.25
grok-4.20-reasoning                             xai              1024  0.16
groq/openai/gpt-oss-120b                        groq             1024  0.5
mistral-large-latest                            mistral          64    0.1
codestral-2508                                  mistral          64    0.1
moonshot/kimi-k2.5                              kimi             256   0.1667
kimi-k3                                         kimi-k3          256   0.1
dashscope/qwen3.8-max                           qwen             1024  0.125
zai/glm-4.7                                     zai              1024  0.1833
fireworks_ai/deepseek-v4-flash                  fireworks        1024  0.5
together_ai/moonshotai/Kimi-K3                  together         1024  0.2
cerebras/llama-3.3-70b                          cerebras         128   -
minimax/MiniMax-M2.1                            minimax          512   0.1
MiniMax-M3                                      minimax          512   0.2
hosted_vllm/my-model                            vllm             16    0
ollama/llama3.1                                 ollama           1     0
"""


@pytest.mark.parametrize("line", MODELS.strip().splitlines())
def test_the_family_minimum_and_read_price_of_a_model(line: str) -> None:
    model, family, minimum, read = line.split()
    found = load().known(model)
    assert found is not None
    assert found.id == family
    assert found.caches == (minimum != "-")
    if found.caches:
        assert found.minimum == int(minimum)
    assert found.price.read == (None if read == "-" else float(read))


@pytest.mark.parametrize("model", ["my-gpt-4o", "llama-3.1-70b", "o3d", "claude", ""])
def test_a_model_that_nobody_knows_is_assumed_to_be_of_its_sink_or_the_default(model: str) -> None:
    assert load().known(model) is None
    for sink, family in (("boundary", "boundary"), ("anthropic", "anthropic"), ("gemini", "gemini"), (None, "classic")):
        found = profile_for((model,), sink)[0]
        assert (found.id, found.assumed) == (family, True)


@pytest.mark.parametrize(
    ("model", "family"),
    [("claude-9", "anthropic"), ("gpt-7-nano", "openai-6"), ("gpt-oss-20b", "harmony"), ("gemini-5-x", "gemini")],
)
def test_the_head_of_a_name_says_a_family_that_is_assumed(model: str, family: str) -> None:
    found = load().known(model)
    assert found is not None
    assert (found.id, found.assumed) == (family, True)
    assert not profile_for(("claude-opus-5",), None)[0].assumed


def test_groq_caches_some_models_only() -> None:
    found, _ = profile_for(("groq/llama-3.3-70b-versatile",), None)
    assert (found.caches, found.assumed) == (False, True)


def test_the_price_of_a_model_that_nobody_knows_is_not_known() -> None:
    found, _ = profile_for(("my-deployment",), "openai")
    assert (found.id, found.price.read, found.price.input) == ("classic", None, None)


def test_the_name_says_the_platform_else_the_sink() -> None:
    def family(model: str, sink: str | None) -> str:
        return profile_for((model,), sink)[0].id

    assert family("claude-opus-5", "bedrock") == "bedrock-claude"
    assert family("anthropic.claude-opus-5", "anthropic") == "bedrock-claude"
    assert family("claude-opus-5", "openai") == "anthropic"
    assert family("gemini-2.5-pro", "vertex") == "vertex"
    assert family("gpt-oss-120b", "groq") == "groq"
    assert family("MiniMax-M2", "anthropic") == "minimax-explicit"


def test_of_several_models_the_one_that_serves_without_marks_and_has_the_highest_minimum() -> None:
    assert profile_for(("claude-opus-4-5", "gpt-4o"), None)[1] == "gpt-4o"
    assert profile_for(("claude-opus-5", "claude-opus-4-5", "claude-sonnet-5"), None)[1] == "claude-opus-4-5"
    assert profile_for(("nobody", "claude-opus-5"), None)[1] == "claude-opus-5"


def test_no_model() -> None:
    assert profile_for((), None)[0].id == "classic"
    assert profile_for((), "anthropic")[0].id == "anthropic"
    assert profile_for((), None)[1] is None


def test_the_user_names_a_model_or_a_family() -> None:
    assert profile_for(("gpt-4o",), None, "claude-opus-5")[0].minimum == 512
    assert profile_for(("gpt-4o",), "classic", "example") == (load().profiles["example"], None)


def test_the_user_names_a_provider() -> None:
    def chosen(model: str, provider: str) -> tuple[str, bool]:
        found = profile_for((model,), "openai", provider=provider)[0]
        return found.id, found.assumed

    assert chosen("gpt-5.4", "azure") == ("azure", False)
    assert chosen("claude-opus-5", "bedrock") == ("bedrock-claude", False)
    assert chosen("gemini-2.5-pro", "gemini-explicit") == ("gemini-explicit", False)
    assert chosen("whatever", "ollama") == ("ollama", False)
    assert chosen("whatever", "anthropic") == ("anthropic", True)
    with pytest.raises(Unusable, match="no provider `bedrok`; the closest is `bedrock`"):
        chosen("gpt-4o", "bedrok")


def test_the_user_overrides_numbers_of_models() -> None:
    settings = (
        ModelSetting(("acme-*",), family="anthropic", minimum=700, read=0.2, write=1.5, input=9.0),
        ModelSetting(("gpt-4o",), step=64),
        ModelSetting(("claude-opus-5",), platform="bedrock", minimum=99),
    )

    def found(model: str, sink: str | None = None):
        return profile_for((model,), sink, settings=settings)[0]

    acme = found("ACME-large")
    assert (acme.id, acme.minimum, acme.minimums, acme.assumed) == ("anthropic", 700, (700,), False)
    assert (acme.price.input, acme.price.read, dict(acme.price.write)) == (9.0, 0.2, {"5m": 1.5, "1h": 1.5})
    assert (found("gpt-4o").step, found("gpt-4o").minimum, found("gpt-4o").price.input) == (64, 1024, 2.5)
    assert found("gpt-4o-mini").step == 128
    assert (found("claude-opus-5", "bedrock").minimum, found("claude-opus-5").minimum) == (99, 512)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (ModelSetting(("a", "b"), family="clasic"), "of `a b`: there is no family `clasic`; the closest is `classic`"),
        (ModelSetting(("a",), platform="azur"), "there is no platform `azur`; the closest is `azure`"),
    ],
)
def test_settings_that_name_what_there_is_not(setting: ModelSetting, message: str) -> None:
    with pytest.raises(Unusable) as raised:
        profile_for(("a",), None, settings=(setting,))
    assert message in str(raised.value)


def test_what_a_profile_knows_beside_its_numbers() -> None:
    profiles = load().profiles
    new = profiles["openai-boundary"]
    assert (new.match, new.boundary) == (Match.BOUNDARY, True)
    assert "initial_developer_block_end" in new.boundaries.implicit
    assert (new.boundaries.mark, new.boundaries.writes) == (("prompt_cache_breakpoint",), 4)
    assert (new.boundaries.lookback.first, new.boundaries.lookback.latest, new.boundaries.lookback.ends) == (2, 50, 20)
    assert dict(new.price.write) == {"30m": 1.25, "12h": 2.5}
    assert (new.invalidates["prompt_cache_key"], new.invalidates["tools"]) == ("all", "tools")
    assert new.reported == 1
    assert profiles["azure-boundary"].lifetime.options == ("30m",)
    claude = profiles["anthropic"]
    assert (claude.boundary, claude.boundaries.lookback.blocks, claude.boundaries.automatic) == (
        True,
        20,
        "cache_control",
    )
    assert profiles["bedrock-claude"].boundaries.automatic is None
    assert profiles["harmony"].order == ("system", "tools", "schema")
    assert profiles["classic"].order == profiles["gemini"].order == ("tools", "schema", "system")


def test_models_that_take_user_messages_only() -> None:
    assert profile_for(("o1-preview",), None)[0].refuses == {"system", "images", "tools", "schema"}
    assert "system" not in profile_for(("o1",), None)[0].refuses


def test_batches_get_the_price_of_cached_tokens_from_gpt_5_on() -> None:
    assert profile_for(("gpt-4o",), None)[0].price.batch is False
    assert profile_for(("gpt-5",), None)[0].price.batch is True


def test_a_rule_folder_of_the_user_wins(tmp_path) -> None:
    path = tmp_path / "catalog" / "providers.yaml"
    path.parent.mkdir()
    path.write_text(
        "sources: {us: {url: here, date: '2026'}}\n"
        "families: {ours: {like: classic, title: Ours, minimum: {value: 8, source: us, confidence: high}}}\n"
        "models:\n"
        "  - {match: gpt-4o, family: boundary, minimum: {value: 9, source: us, confidence: low}}\n"
        "  - {match: our-*, family: ours}\n"
    )
    assert profile_for(("gpt-4o",), None, folders=(tmp_path,))[0].minimum == 9
    assert profile_for(("gpt-4o-mini",), None, folders=(tmp_path,))[0].id == "classic"
    ours = profile_for(("our-model",), None, folders=(tmp_path,))[0]
    assert (ours.id, ours.minimum, ours.step) == ("ours", 8, 128)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("family: {}", "family: unknown key 'family' (did you mean 'families'?)"),
        ("models: [{family: '123', match: a}]", "models[0].family: unknown name '123'; known are "),
        ("models: [{family: clasic, match: a}]", "models[0].family: unknown name 'clasic' (did you mean 'classic'?)"),
        (
            "models: [{family: classic, match: a, minimum: {value: 1}}]",
            "models[0].minimum: needs a source and a confidence",
        ),
        ("models: [{family: classic, match: a, minimum: 3}]", "models[0].minimum: needs a source and a confidence"),
        (
            "models: [{family: classic, match: a, minimum: {value: 3, source: nowhere, confidence: low}}]",
            "models[0].minimum.source: unknown name 'nowhere'; known are ",
        ),
        (
            "models: [{family: classic, match: a, step: {value: 0, source: azure, confidence: low}}]",
            "models[0].step.value: must not be zero",
        ),
        (
            "families: {f: {title: F, source: azure, confidence: high, match: boundary, minimum: 5}}",
            "families.f.minimum: needs a source and a confidence of its own",
        ),
        (
            "families: {f: {like: classic, title: F, price: {reed: 1, source: azure, confidence: high}}}",
            "families.f.price.reed: unknown key 'reed' (did you mean 'read'?)",
        ),
        ("families: {f: {title: F, elsewhere: {azur: classic}}}", "unknown name 'azur' (did you mean 'azure'?)"),
        ("families: {f: {title: F, platform: opnai}}", "families.f.platform: unknown name 'opnai'"),
        (
            "families: {f: {like: classic, title: F, order: tools}}",
            "families.f.order: must be tools, schema and system in some order, or chat_template or unknown",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_key(tmp_path, text: str, problem: str) -> None:
    path = tmp_path / "catalog" / "providers.yaml"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(DataError) as raised:
        profile_for((), None, folders=(tmp_path,))
    assert str(path) in str(raised.value)
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    ("host", "model", "sink", "family", "assumed"),
    [
        ("api.openai.com", "gpt-4o", "openai", "classic", False),
        ("shop.openai.azure.com", "gpt-4o", "openai", "azure", False),
        ("{}.openai.azure.com", "gpt-5.6", "openai", "azure-boundary", False),
        ("eu-west-1.api.x.ai", "grok-4.6", "openai", "xai", False),
        ("dashscope-intl.aliyuncs.com", "qwen-plus", "openai", "qwen", False),
        ("localhost:11434", "llama3", "openai", "ollama", False),
        ("api.together.xyz", "openai/gpt-oss-20b", "openai", "together", False),
        # A provider that has Anthropic's API as well
        ("api.minimax.io", "MiniMax-M3", "anthropic", "minimax-explicit", False),
        ("api.minimax.io", "MiniMax-M3", "openai", "minimax", False),
        # Nobody knows who answers there
        ("llm.shop.example", "gpt-4o", "openai", "classic", True),
        ("", "claude-sonnet-5", "anthropic", "anthropic", True),
        (None, "gpt-4o", "openai", "classic", False),
    ],
)
def test_the_host_says_the_platform(host: str | None, model: str, sink: str, family: str, assumed: bool) -> None:
    found, _ = profile_for((model,), sink, host=host)
    assert (found.id, found.assumed) == (family, assumed)


def test_the_user_names_the_platform_of_a_host_that_nobody_knows() -> None:
    found, _ = profile_for(("gpt-4o",), "openai", provider="azure", host="llm.shop.example")
    assert (found.id, found.assumed) == ("azure", False)


def test_what_a_platform_does_with_all_models() -> None:
    known, _ = profile_for(("anthropic/claude-sonnet-4-5",), "openai", host="openrouter.ai")
    assert (known.id, known.gateway) == ("anthropic", True)
    assert known.facts["routing.manual"].value == "provider.order"
    assert not profile_for(("claude-sonnet-4-5",), "anthropic")[0].gateway
