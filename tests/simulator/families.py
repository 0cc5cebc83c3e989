"""The families of providers.md, each as a function that opens an empty cache with the family's numbers."""

from collections.abc import Callable, Mapping
from math import inf
from typing import NamedTuple

from tests.simulator.boundary import MODE, BoundaryCache
from tests.simulator.breakpoints import AUTOMATIC, BreakpointCache
from tests.simulator.either import Either
from tests.simulator.prefix import PrefixCache, SlotCache, Spoils, UnitCache
from tests.simulator.request import SYSTEM_FIRST, TOOLS_FIRST, Answer, Cache, Order, Request, Role

MINUTE, HOUR = 60.0, 3600.0

OPENAI_SPOILS: Spoils = {
    "model": "all",
    "service_tier": "all",
    "reasoning.effort": "all",
    "text.verbosity": "all",
    "parallel_tool_calls": "tools",
    "text.format": "schema",
    "context_management": "messages",
    "image.detail": "messages",
}
"""§1.3, the segments from §13's example. `tool_choice`, `metadata` and sampling change nothing."""

CLAUDE_SPOILS: Spoils = {
    "model": "all",
    "web_search": "system",
    "citations": "system",
    "speed": "system",
    "tool_choice": "messages",
    "images": "messages",
    "thinking": "messages",
    "output_config.effort": "messages",
}
"""§4, what invalidates what; for the model-specific rows the part that is lost on every model."""


def _steps(minimum: int, step: int) -> Callable[[int], int]:
    return lambda common: common // step * step if common >= minimum else 0


def _blocks(
    minimum: int, step: int, life: float = inf, order: Order = TOOLS_FIRST, spoils: Spoils | None = None
) -> PrefixCache:
    return PrefixCache(_steps(minimum, step), lambda _: life, order, spoils or {"model": "all"})


def _retention(default: str) -> Callable[[Request], float]:
    lives = {"in_memory": 5 * MINUTE, "24h": 30 * MINUTE}
    return lambda request: lives[request.settings.get("prompt_cache_retention", default)]


def openai_block(minimum: int = 1024, retention: str = "24h") -> PrefixCache:
    """§1.1, §1.7 classic: from 1,024 on (⚠C1) in steps of 128; lives at least 5 minutes idle in memory, 30 minutes with 24h."""
    return PrefixCache(_steps(minimum, 128), _retention(retention), TOOLS_FIRST, OPENAI_SPOILS)


def openai_55(hidden: int = 0, minimum: int = 2048) -> PrefixCache:
    """§1.7 gpt-5.5: every 2,048 tokens from the start of `hidden` unknown tokens, which are not reported; ⚠C1, ⚠C22."""

    def served(common: int) -> int:
        visible = (common + hidden) // 2048 * 2048 - hidden
        return max(0, visible) // 128 * 128 if visible >= minimum else 0

    return PrefixCache(served, _retention("24h"), TOOLS_FIRST, OPENAI_SPOILS)


def openai_boundary(stores_developer_end: bool = False, minimum: int = 1024) -> BoundaryCache:
    """§1.1, §1.2; a changed `prompt_cache_key` is a miss (⚠C2), `12h` is allowed (⚠C3)."""
    return BoundaryCache(
        lives={"30m": 30 * MINUTE, "12h": 12 * HOUR},
        spoils={**OPENAI_SPOILS, "prompt_cache_key": "all"},
        minimum=minimum,
        stores_developer_end=stores_developer_end,
    )


def openai_realtime() -> PrefixCache:
    """§3: "observed granularity of 64"; instructions and tools at the beginning. No minimum, no lifetime is given."""
    return _blocks(64, 64)


def azure_block(retention: str = "in_memory") -> PrefixCache:
    """§2: as classic, in memory by default (⚠C4); breakpoints and their options are refused."""
    return PrefixCache(_steps(1024, 128), _retention(retention), TOOLS_FIRST, OPENAI_SPOILS, marks_rejected=True)


def azure_boundary(stores_developer_end: bool = False) -> BoundaryCache:
    """§2: GPT-5.6 on Standard; `30m` only, the latest 50 breakpoints, none of the first."""
    cache = openai_boundary(stores_developer_end)
    cache.lives, cache.first_explicit = {"30m": 30 * MINUTE}, 0
    return cache


def bedrock_gpt(stores_developer_end: bool = False) -> BoundaryCache:
    """§6 Bedrock, GPT-5.6: as OpenAI; 30 minutes only."""
    cache = openai_boundary(stores_developer_end)
    cache.lives = {"30m": 30 * MINUTE}
    return cache


def anthropic(minimum: int = 1024) -> BreakpointCache:
    """§4; the minimum is the model's (512 to 4,096, ⚠C10)."""
    return BreakpointCache(minimum, {"5m": 5 * MINUTE, "1h": HOUR}, CLAUDE_SPOILS)


def bedrock_claude(minimum: int = 1024) -> BreakpointCache:
    """§6 Bedrock: cumulative minimum of its own table, 20 blocks of lookback; nothing about runs; no top-level option (§4)."""
    lives = {"5m": 5 * MINUTE, "1h": HOUR}
    return BreakpointCache(minimum, lives, CLAUDE_SPOILS, runs_count_once=False, automatic=False)


def gemini(minimum: int = 4096, increment: int = 1, order: Order = TOOLS_FIRST) -> PrefixCache:
    """§5 implicit: 2,048, 4,096 or 6,144 (⚠C13); increment, order and lifetime are not documented."""
    return _blocks(minimum, increment, order=order)


def deepseek(interval: int | None = None, life: float = HOUR) -> UnitCache:
    """§6: "hours to days, best effort"."""
    return UnitCache(life, interval)


def xai() -> PrefixCache:
    """§6: 128-token blocks measured; no minimum stated, so one block. Any server may forget at any time."""
    return _blocks(128, 128)


def groq(minimum: int = 1024, step: int = 1, order: Order = TOOLS_FIRST) -> PrefixCache:
    """§6: 128 to 1,024 by model, ⚠C19; 2 hours; no unit and no order stated."""
    return _blocks(minimum, step, 2 * HOUR, order)


def mistral() -> PrefixCache:
    """§6: 64-token blocks; lifetime undocumented."""
    return _blocks(64, 64)


def kimi_k2(life: float = 5 * MINUTE) -> PrefixCache:
    """§6: prefix, 256-token alignment measured."""
    return _blocks(256, 256, life)


def kimi_k3(minimum: int = 256, stores_developer_end: bool = False) -> BoundaryCache:
    """§6: "breakpoint-like options" under OpenAI's name, so OpenAI's rules (§1.2); 5 minutes or 1 hour."""
    lives = {"5m": 5 * MINUTE, "1h": HOUR}
    return BoundaryCache(lives, {"model": "all"}, minimum, stores_developer_end=stores_developer_end)


def qwen_explicit(life: float = 5 * MINUTE) -> BreakpointCache:
    """§6: 1,024, four markers, 20 blocks of lookback; created after the response. No automatic marker, nothing about runs."""
    return BreakpointCache(1024, {"5m": life}, {"model": "all"}, runs_count_once=False, automatic=False)


def qwen_implicit(minimum: int = 1024, step: int = 1, life: float = 5 * MINUTE) -> PrefixCache:
    """§6: prefix of at least 1,024 (256 in older copies, ⚠C15); no unit stated."""
    return _blocks(minimum, step, life)


def zai(minimum: int = 0, step: int = 1) -> PrefixCache:
    """§6: implicit prefix; no number is documented."""
    return _blocks(minimum, step)


def fireworks(minimum: int = 0, step: int = 1, order: Order = TOOLS_FIRST) -> PrefixCache:
    """§6: exact prefix, tools among it, apart by `prompt_cache_isolation_key`; no number is documented."""
    return _blocks(minimum, step, order=order, spoils={"model": "all", "prompt_cache_isolation_key": "all"})


def together(minimum: int = 0, step: int = 1, order: Order = TOOLS_FIRST) -> PrefixCache:
    """§6: exact prefix of the rendered chat template, with `reasoning_effort` and `chat_template_kwargs` in it."""
    spoils: Spoils = {"model": "all", "reasoning_effort": "all", "chat_template_kwargs": "all"}
    return _blocks(minimum, step, order=order, spoils=spoils)


def cerebras(step: int = 128) -> PrefixCache:
    """§6: 128-token blocks (⚠C20), at least 5 minutes."""
    return _blocks(step, step, 5 * MINUTE)


def minimax_passive(minimum: int = 512, step: int = 1) -> PrefixCache:
    """§6, §0.5: prefix of at least 512, system before tools; no unit, no lifetime."""
    return _blocks(minimum, step, order=SYSTEM_FIRST)


def minimax_explicit(minimum: int = 512) -> BreakpointCache:
    """§6: the Anthropic API with 20 blocks of lookback and 5 minutes; the only minimum given is the passive one."""
    return BreakpointCache(minimum, {"5m": 5 * MINUTE}, {"model": "all"}, runs_count_once=False, automatic=False)


def openrouter(target: Cache | None = None) -> Cache:
    """§6 gateways: whatever the target does; routes are kept, so one server is all there is."""
    return target or openai_block()


def vllm(order: Order = SYSTEM_FIRST) -> PrefixCache:
    """§7: full blocks of 16, apart by `cache_salt` and adapter."""
    return _blocks(16, 16, order=order, spoils={"model": "all", "cache_salt": "all", "lora": "all"})


def sglang(page: int = 1, order: Order = SYSTEM_FIRST) -> PrefixCache:
    """§7: a radix tree of tokens, or of pages."""
    return _blocks(page, page, order=order)


def trt_llm(partial: bool = True, order: Order = SYSTEM_FIRST) -> PrefixCache:
    """§7: blocks of 32; with partial reuse, the agreeing part of the first differing block too."""
    return _blocks(1, 1, order=order) if partial else _blocks(32, 32, order=order)


def slot(slots: int = 1, order: Order = SYSTEM_FIRST) -> SlotCache:
    """§7 llama.cpp and Ollama: longest common prefix with a slot, unit 1."""
    return SlotCache(slots, order=order)


def qwen() -> Either:
    """§6: explicit and implicit caching exclude each other."""
    return Either(qwen_explicit(), qwen_implicit())


class Usage(NamedTuple):
    """The usage fields of one answer, as the provider counts them."""

    input: int
    read: int
    written: int


class Family(NamedTuple):
    """How to open an empty cache of a family, and what random requests need to know to come near its edges.

    `life` is the longest that anything lives unused, in seconds; `marks` are the lifetimes of explicit breakpoints, which stand on
    blocks of `marked` roles; `settings` are the request settings worth trying.
    """

    open: Callable[..., Cache]
    minimum: int
    step: int = 1
    life: float = inf
    marks: tuple[str, ...] = ()
    most_marks: int = 0
    marked: frozenset[Role] = frozenset()
    settings: tuple[Mapping[str, str], ...] = ({}, {"model": "other"})
    input_is_total: bool = True

    def usage(self, answer: Answer) -> Usage:
        """§1.6 against §4: input counts all tokens, or only those that were neither read nor written."""
        total = sum(answer)
        return Usage(total if self.input_is_total else answer.uncached, answer.read, answer.written)


_CONTENT: frozenset[Role] = frozenset({"system", "user", "tool"})
_ANYWHERE: frozenset[Role] = _CONTENT | {"tools", "assistant"}
_PLAIN: tuple[Mapping[str, str], ...] = (
    {},
    {"reasoning.effort": "high"},
    {"text.format": "b"},
    {"tool_choice": "none"},
)
_MODES: tuple[Mapping[str, str], ...] = ({}, {MODE: "explicit"}, {"prompt_cache_key": "b"}, {"tool_choice": "none"})
_CLAUDE: tuple[Mapping[str, str], ...] = ({}, {"tool_choice": "any"}, {"citations": "on"}, {"images": "yes"})
_AUTOMATIC: tuple[Mapping[str, str], ...] = ({AUTOMATIC: "5m"}, {AUTOMATIC: "1h"})

FAMILIES: Mapping[str, Family] = {
    "openai-block": Family(openai_block, 1024, 128, 30 * MINUTE, settings=_PLAIN),
    "openai-5.5": Family(openai_55, 2048, 2048, 30 * MINUTE, settings=_PLAIN),
    "openai-boundary": Family(openai_boundary, 1024, 1, 30 * MINUTE, ("30m",), 6, _CONTENT, _MODES),
    "openai-realtime": Family(openai_realtime, 64, 64),
    "azure-block": Family(azure_block, 1024, 128, 5 * MINUTE, settings=_PLAIN),
    "azure-boundary": Family(azure_boundary, 1024, 1, 30 * MINUTE, ("30m",), 6, _CONTENT, _MODES),
    "bedrock-gpt": Family(bedrock_gpt, 1024, 1, 30 * MINUTE, ("30m",), 6, _CONTENT, _MODES),
    "anthropic": Family(anthropic, 1024, 1, HOUR, ("1h", "5m"), 4, _ANYWHERE, _CLAUDE + _AUTOMATIC, False),
    "bedrock-claude": Family(bedrock_claude, 1024, 1, HOUR, ("1h", "5m"), 4, _ANYWHERE, _CLAUDE, False),
    "gemini-implicit": Family(gemini, 4096),
    "deepseek": Family(deepseek, 1, 1, HOUR, settings=({}, {"user_id": "b"})),
    "xai": Family(xai, 128, 128),
    "groq": Family(groq, 1024, 1, 2 * HOUR),
    "mistral": Family(mistral, 64, 64),
    "kimi-k2": Family(kimi_k2, 256, 256, 5 * MINUTE),
    "kimi-k3": Family(kimi_k3, 256, 1, HOUR, ("5m",), 6, _CONTENT, ({}, {MODE: "explicit"})),
    "qwen-explicit": Family(qwen_explicit, 1024, 1, 5 * MINUTE, ("5m",), 4, _ANYWHERE),
    "qwen-implicit": Family(qwen_implicit, 1024, 1, 5 * MINUTE),
    "qwen": Family(qwen, 1024, 1, 5 * MINUTE, ("5m",), 4, _ANYWHERE),
    "zai": Family(zai, 1),
    "fireworks": Family(fireworks, 1, settings=({}, {"prompt_cache_isolation_key": "b"})),
    "together": Family(together, 1, settings=({}, {"reasoning_effort": "high"})),
    "cerebras": Family(cerebras, 128, 128, 5 * MINUTE),
    "minimax-passive": Family(minimax_passive, 512),
    "minimax-explicit": Family(minimax_explicit, 512, 1, 5 * MINUTE, ("5m",), 4, _ANYWHERE, input_is_total=False),
    "openrouter": Family(openrouter, 1024, 128, 30 * MINUTE),
    "vllm": Family(vllm, 16, 16, settings=({}, {"cache_salt": "b"})),
    "sglang": Family(sglang, 1),
    "trt-llm": Family(trt_llm, 1),
    "llama.cpp": Family(slot, 1),
    "ollama": Family(slot, 1),
}
