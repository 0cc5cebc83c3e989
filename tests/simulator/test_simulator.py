"""The published examples, each with one beside it that must miss."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.simulator import FAMILIES, Answer, Block, Cache, Rejected, Request, text
from tests.simulator.families import (
    anthropic,
    azure_block,
    azure_boundary,
    bedrock_claude,
    deepseek,
    fireworks,
    gemini,
    kimi_k2,
    minimax_explicit,
    minimax_passive,
    mistral,
    openai_55,
    openai_block,
    openai_boundary,
    qwen,
    sglang,
    slot,
    together,
    trt_llm,
    vllm,
)
from tests.simulator.request import SYSTEM_FIRST, Role

EXPLICIT = {"prompt_cache_options.mode": "explicit"}


def tools(tokens: int, name: int = 1, marked: str = "") -> Block:
    return Block("tools", text(name, tokens), marked)


def system(tokens: int, name: int = 2, marked: str = "") -> Block:
    return Block("system", text(name, tokens), marked)


def user(tokens: int, name: int = 3, marked: str = "", message: int | None = None) -> Block:
    return Block("user", text(name, tokens), marked, message)


def said(role: Role, tokens: int, name: int = 4) -> Block:
    return Block(role, text(name, tokens))


def sent(cache: Cache, *requests: Sequence[Block] | Request) -> list[Answer]:
    """The answers to requests that are sent one second after another."""
    return [
        cache.answer(request if isinstance(request, Request) else Request(tuple(request), at=float(second)))
        for second, request in enumerate(requests)
    ]


def second(cache: Cache, *requests: Sequence[Block] | Request) -> Answer:
    """The last answer."""
    return sent(cache, *requests)[-1]


def after(common: int, total: int = 1566) -> tuple[list[Block], list[Block]]:
    """Two prompts of one user message that agree on so many tokens."""
    shared = text(1, common)
    return [Block("user", shared + text(2, total - common))], [Block("user", shared + text(3, total - common))]


def test_a_first_request_reads_nothing_from_any_cache() -> None:
    for name, family in FAMILIES.items():
        cache = family.open()
        assert cache.answer(Request((system(5000), user(5000)))).read == 0, name


@pytest.mark.parametrize(
    ("common", "cached"),
    [(1023, 0), (1024, 1024), (1407, 1280), (1408, 1408), (1472, 1408), (1535, 1408), (1536, 1536)],
)
def test_o1_preview_reported_1408_of_1566(common: int, cached: int) -> None:
    assert second(openai_block(), *after(common)) == (cached, 0, 1566 - cached)


def test_the_same_1566_tokens_again_are_1536_cached() -> None:
    assert second(openai_block(), [user(1566)], [user(1566)]) == (1536, 0, 30)
    assert second(openai_block(), [user(1566)], [said("assistant", 1566, 3)]) == (0, 0, 1566)


@pytest.mark.parametrize(
    ("hidden", "common", "cached"),
    [(0, 2047, 0), (0, 2048, 2048), (0, 4095, 2048), (500, 3595, 0), (500, 3596, 3584), (100, 4095, 3968)],
)
def test_gpt_55_counts_from_its_hidden_tokens(hidden: int, common: int, cached: int) -> None:
    assert second(openai_55(hidden), *after(common, 5000)).read == cached


def test_gpt_55_with_the_smaller_minimum() -> None:
    assert second(openai_55(500, minimum=1024), *after(3595, 5000)).read == 1536
    assert second(openai_55(1100, minimum=1024), *after(2995, 5000)).read == 0


def test_the_guides_example_for_gpt_56() -> None:
    first = [tools(2000), system(8000), user(2000)]
    assert sent(openai_boundary(), first, [*first, user(3000, 4)]) == [(0, 12000, 0), (12000, 3000, 0)]
    assert second(openai_boundary(), first, [tools(2000, 9), *first[1:], user(3000, 4)]) == (0, 15000, 0)


def test_content_behind_content_in_one_message_cannot_reuse_it() -> None:
    first, behind = user(2000, 1, message=1), user(500, 2, message=1)
    assert second(openai_boundary(), [first], [first, behind]) == (0, 2500, 0)
    assert second(openai_boundary(), [first], [first, user(500, 2, message=2)]) == (2000, 500, 0)
    assert second(openai_block(), [first], [first, behind]) == (1920, 0, 580)


def test_explicit_mode_without_a_marker_caches_nothing() -> None:
    plain, marked = (system(4000), user(2000)), (system(4000, marked="30m"), user(2000))
    assert second(openai_boundary(), Request(plain, EXPLICIT), Request(plain, EXPLICIT, 1)) == (0, 0, 6000)
    assert second(openai_boundary(), Request(marked, EXPLICIT), Request(marked, EXPLICIT, 1)) == (4000, 0, 2000)


def test_a_switch_from_implicit_to_explicit_misses() -> None:
    plain, marked = (system(4000), user(2000)), (system(4000, marked="30m"), user(2000))
    assert second(openai_boundary(), Request(plain), Request(marked, EXPLICIT, 1)) == (0, 4000, 2000)
    assert second(openai_boundary(), Request(marked), Request(marked, EXPLICIT, 1)) == (4000, 0, 2000)


@pytest.mark.parametrize(("stores_developer_end", "read", "written"), [(True, 6002, 1479), (False, 0, 7481)])
def test_a_shared_developer_group_and_another_tail(stores_developer_end: bool, read: int, written: int) -> None:
    calls = [system(6002), user(1493, 3)], [system(6002), user(1479, 4)]
    assert sent(openai_boundary(stores_developer_end), *calls) == [(0, 7495, 0), (read, written, 0)]


def test_a_marker_on_the_developer_text_is_certain() -> None:
    calls = [system(6002, marked="30m"), user(1493, 3)], [system(6002, marked="30m"), user(1479, 4)]
    assert second(openai_boundary(stores_developer_end=False), *calls) == (6002, 1479, 0)


def test_a_varying_developer_message_in_the_group_spoils_the_static_one() -> None:
    def call(static: Block, varying: int) -> list[Block]:
        return [static, system(30, varying), user(500, 5)]

    plain, marked = system(3000), system(3000, marked="30m")
    assert second(openai_boundary(True), call(plain, 7), call(plain, 8)) == (0, 3530, 0)
    assert second(openai_boundary(True), call(marked, 7), call(marked, 8)) == (3000, 530, 0)


def test_developer_messages_behind_the_first_turn_and_answers_are_no_boundaries() -> None:
    roles: tuple[Role, ...] = ("system", "assistant")
    for role in roles:
        first = [user(2000), said(role, 1000)]
        assert second(openai_boundary(), first, first) == (2000, 0, 1000)
    asked = [user(2000), said("tool", 100, 4), said("tool", 100, 5)]
    assert second(openai_boundary(), asked, [*asked, user(50, 6)]) == (2200, 50, 0)
    assert second(openai_boundary(), asked[:2], asked) == (0, 2200, 0)


def test_twenty_earlier_endings_are_looked_up() -> None:
    first = [user(1024, 1)]
    assert second(openai_boundary(), first, first + [user(1, n) for n in range(10, 30)]).read == 1024
    assert second(openai_boundary(), first, first + [user(1, n) for n in range(10, 31)]).read == 0


def test_the_developer_group_is_looked_up_from_any_distance() -> None:
    behind = [user(1, n) for n in range(10, 60)]
    assert second(openai_boundary(True), [system(2000), user(9)], [system(2000), *behind]) == (2000, 50, 0)
    assert second(openai_boundary(True), [user(2000), user(9)], [user(2000), *behind]) == (0, 2050, 0)


def test_the_first_two_and_the_latest_fifty_markers_are_looked_up() -> None:
    def marks(number: int) -> list[Block]:
        return [user(1024, n, "30m") for n in range(number)]

    def calls(first: int, then: int) -> list[Request]:
        return [Request(tuple(marks(first)), EXPLICIT), Request(tuple(marks(then)), EXPLICIT, 1)]

    assert [second(openai_boundary(), *calls(3, then)).read for then in (52, 53)] == [3 * 1024, 2 * 1024]
    assert second(openai_boundary(), *calls(7, 57)).read == 0


def test_four_writes_of_which_the_implicit_one_is_one() -> None:
    marked = [user(1100, n, "30m") for n in range(1, 6)]
    for mode, kept in (({}, 3), (EXPLICIT, 4)):
        behind = [] if mode else [user(500, 9)]
        for keep in range(1, 6):
            cache = openai_boundary()
            cache.answer(Request((*marked, *behind), mode))
            again = cache.answer(Request((*marked[:keep], user(60, 50)), EXPLICIT, 1))
            assert again.read == (keep * 1100 if keep > 5 - kept else 0)


def test_a_marker_on_the_implicit_breakpoint_is_one_write_with_it() -> None:
    marked = [user(1100, n, "30m") for n in range(1, 5)]
    for behind, read in (([], 1100), ([user(500, 9)], 0)):
        assert second(openai_boundary(), [*marked, *behind], Request((marked[0],), EXPLICIT, 1)).read == read


def test_a_boundary_below_1024_tokens_is_not_written() -> None:
    assert second(openai_boundary(), [user(1023)], [user(1023)]) == (0, 0, 1023)
    assert second(openai_boundary(), [user(1024)], [user(1024)]) == (1024, 0, 0)


def test_what_changes_the_prefix_at_openai() -> None:
    blocks = (tools(2000), Block("schema", text(5, 1000)), system(4000), user(1000))

    def read(cache: Cache, name: str) -> int:
        return second(cache, Request(blocks, {name: "a"}), Request(blocks, {name: "b"}, 1)).read

    assert [read(openai_block(), name) for name in ("model", "reasoning.effort", "parallel_tool_calls")] == [0, 0, 0]
    assert read(openai_block(), "text.format") == 1920
    assert [read(openai_block(), name) for name in ("tool_choice", "metadata", "prompt_cache_key")] == [7936] * 3
    assert [read(openai_boundary(), name) for name in ("tool_choice", "prompt_cache_key")] == [8000, 0]


def test_markers_where_the_model_or_the_place_forbids_them() -> None:
    with pytest.raises(Rejected):
        azure_block().answer(Request((system(2000, marked="30m"),)))
    with pytest.raises(Rejected):
        azure_block().answer(Request((system(2000),), EXPLICIT))
    with pytest.raises(Rejected):
        openai_boundary().answer(Request((tools(2000, marked="30m"),)))
    with pytest.raises(Rejected):
        azure_boundary().answer(Request((system(2000),), {"prompt_cache_options.ttl": "12h"}))
    assert azure_block().answer(Request((system(2000),))) == (0, 0, 2000)
    assert openai_boundary().answer(Request((user(2000),), {"prompt_cache_options.ttl": "12h"})) == (0, 2000, 0)


def test_a_claude_breakpoint_on_a_varying_block_is_never_read() -> None:
    static, clock = system(3000), [system(30, name, "5m") for name in (7, 8)]
    assert [second(anthropic(), [static, clock[0]], [static, clock[1]])] == [(0, 3030, 0)]
    static, clock = system(3000, marked="5m"), [system(30, name) for name in (7, 8)]
    assert second(anthropic(), [static, clock[0]], [static, clock[1]]) == (3000, 0, 30)


def test_automatic_caching_falls_into_the_same_trap() -> None:
    def call(name: int, at: float, system_text: Block) -> Request:
        return Request((system_text, user(500, name)), {"cache_control": "5m"}, at)

    assert second(anthropic(), call(7, 0, system(3000)), call(8, 1, system(3000))) == (0, 3500, 0)
    marked = system(3000, marked="5m")
    assert second(anthropic(), call(7, 0, marked), call(8, 1, marked)) == (3000, 500, 0)


def test_automatic_caching_follows_a_conversation() -> None:
    first = (system(3000), user(500))
    longer = (*first, said("assistant", 200), user(100, 6))
    auto = {"cache_control": "5m"}
    assert second(anthropic(), Request(first, auto), Request(longer, auto, 1)) == (3500, 300, 0)
    assert second(anthropic(), Request(first), Request(longer, at=1)) == (0, 0, 3800)


@pytest.mark.parametrize(("behind", "read"), [(19, 2000), (20, 0)])
def test_claude_walks_back_twenty_positions(behind: int, read: int) -> None:
    start = user(2000, 1, "5m", message=0)
    longer = [user(2000, 1), *(user(1, n) for n in range(10, 9 + behind)), user(1, 90, "5m")]
    assert second(anthropic(), [start], longer) == (read, 2000 + behind - read, 0)


def test_a_run_of_tool_results_is_one_position_at_claude_only() -> None:
    results = [said("tool", 1, n) for n in range(10, 50)]
    first, longer = [user(2000, 1, "5m")], [user(2000, 1), *results, user(1, 90, "5m")]
    assert second(anthropic(), first, longer) == (2000, 41, 0)
    assert second(bedrock_claude(), first, longer) == (0, 2041, 0)


@pytest.mark.parametrize("minimum", [512, 1024, 2048, 4096])
def test_the_minimum_of_a_claude_model_is_cumulative(minimum: int) -> None:
    long = [tools(500), system(minimum - 500, marked="5m"), user(9)]
    assert second(anthropic(minimum), long, long) == (minimum, 0, 9)
    short = (
        [tools(500), system(minimum - 501, marked="5m"), user(9)]
        if minimum > 512
        else [system(511, marked="5m"), user(9)]
    )
    assert sent(anthropic(minimum), short, short)[1] == (0, 0, sum(len(block.tokens) for block in short))


def test_what_invalidates_what_at_claude() -> None:
    blocks = (tools(2000, marked="5m"), system(2000, marked="5m"), user(2000, marked="5m"))

    def read(name: str) -> int:
        return second(anthropic(), Request(blocks), Request(blocks, {name: "b"}, 1)).read

    assert [read(name) for name in ("model", "citations", "tool_choice", "metadata")] == [0, 2000, 4000, 6000]
    changed = [tools(2000, 9, "5m"), *blocks[1:]]
    assert second(anthropic(), blocks, changed) == (0, 6000, 0)


def test_claude_refuses_too_many_and_disordered_breakpoints() -> None:
    five = tuple(user(1000, n, "5m") for n in range(5))
    with pytest.raises(Rejected):
        anthropic().answer(Request(five))
    with pytest.raises(Rejected):
        anthropic().answer(Request(five[:4], {"cache_control": "5m"}))
    with pytest.raises(Rejected):
        anthropic().answer(Request((system(2000, marked="5m"), user(2000, marked="1h"))))
    with pytest.raises(Rejected):
        anthropic().answer(Request((system(2000), user(2000, marked="1h")), {"cache_control": "5m"}))
    with pytest.raises(Rejected):
        bedrock_claude().answer(Request((system(2000),), {"cache_control": "5m"}))
    assert anthropic().answer(Request(five[:4])) == (0, 4000, 0)
    assert anthropic().answer(Request((system(2000, marked="1h"), user(2000, marked="5m")))) == (0, 4000, 0)
    assert anthropic().answer(Request((system(2000, marked="5m"),), {"cache_control": "5m"})) == (0, 2000, 0)


def test_requests_of_one_moment_do_not_see_each_other_at_claude() -> None:
    blocks = (system(2000, marked="5m"), user(10))
    cache = anthropic()
    at = [cache.answer(Request(blocks, at=moment)).read for moment in (0, 0, 1, 1)]
    assert at == [0, 0, 2000, 2000]


def test_deepseek_finds_the_common_part_for_the_third() -> None:
    calls = [[system(900), user(300, name)] for name in (4, 5, 6)]
    assert sent(deepseek(), *calls) == [(0, 0, 1200), (0, 0, 1200), (900, 0, 300)]


def test_deepseek_reads_to_the_end_of_the_input_and_of_the_output() -> None:
    first = Request((user(300),), output=text(8, 50))
    behind = [user(300), Block("assistant", text(8, 50)), user(10, 9)]
    assert second(deepseek(), first, behind).read == 350
    assert second(deepseek(), first, [user(300), Block("assistant", text(9, 50))]).read == 300
    assert second(deepseek(), first, [user(299)]).read == 0


def test_deepseek_stores_intervals_where_they_are_known() -> None:
    assert second(deepseek(interval=64), [user(300)], [user(200)]).read == 192
    assert second(deepseek(interval=64), [user(300)], [user(63)]).read == 0


def test_mistral_reads_blocks_of_64() -> None:
    assert [second(mistral(), *after(common)).read for common in (63, 64, 127, 128)] == [0, 64, 64, 128]


def test_vllm_reads_full_blocks_only() -> None:
    assert [second(vllm(), *after(common)).read for common in (15, 16, 31, 32)] == [0, 16, 16, 32]


@pytest.mark.parametrize(
    ("family", "common", "cached"),
    [
        ("openai-realtime", 63, 0),
        ("openai-realtime", 119, 64),
        ("azure-block", 1023, 0),
        ("azure-block", 1300, 1280),
        ("gemini-implicit", 4095, 0),
        ("gemini-implicit", 4097, 4097),
        ("xai", 127, 0),
        ("xai", 300, 256),
        ("groq", 1023, 0),
        ("groq", 1025, 1025),
        ("kimi-k2", 255, 0),
        ("kimi-k2", 600, 512),
        ("qwen-implicit", 1023, 0),
        ("qwen-implicit", 1024, 1024),
        ("zai", 7, 7),
        ("cerebras", 127, 0),
        ("cerebras", 300, 256),
    ],
)
def test_minimum_and_step(family: str, common: int, cached: int) -> None:
    assert second(FAMILIES[family].open(), *after(common, 5000)) == (cached, 0, 5000 - cached)


def test_sglang_and_tensorrt_read_to_the_token() -> None:
    assert [second(sglang(), *after(common)).read for common in (0, 1, 31)] == [0, 1, 31]
    assert [second(trt_llm(partial), *after(63)).read for partial in (True, False)] == [63, 32]


def test_minimax_reads_the_system_text_before_the_tools() -> None:
    calls = [[tools(800, name), system(600), user(10)] for name in (7, 8)]
    assert second(minimax_passive(), *calls) == (600, 0, 810)
    marked = [[tools(800, name), system(600, marked="5m"), user(10)] for name in (7, 8)]
    assert second(minimax_explicit(), *marked) == (0, 1400, 10)
    assert second(minimax_passive(), *[[tools(800), system(600, name), user(10)] for name in (7, 8)]).read == 0
    assert second(minimax_passive(), *[[system(511), user(10, name)] for name in (7, 8)]).read == 0


def test_gemini_with_another_order_and_step() -> None:
    calls = [[tools(800, name), system(5000)] for name in (7, 8)]
    assert second(gemini(order=SYSTEM_FIRST, increment=1024), *calls).read == 4096
    assert second(gemini(), *calls).read == 0


def test_qwen_keeps_explicit_and_implicit_apart() -> None:
    plain, marked = [system(2000)], [system(2000, marked="5m")]
    assert sent(qwen(), plain, marked, plain, marked) == [(0, 0, 2000), (0, 2000, 0), (2000, 0, 0), (2000, 0, 0)]


def test_a_slot_forgets_what_it_held() -> None:
    one, other = [system(500, 1), user(100, 3)], [system(500, 2), user(100, 3)]
    assert [answer.read for answer in sent(slot(), one, one, other, one)] == [0, 600, 0, 0]
    assert [answer.read for answer in sent(slot(2), one, one, other, one)] == [0, 600, 0, 600]


def test_the_slot_with_most_in_common_is_taken() -> None:
    calls = [[user(500, 1)], [user(500, 2)], [user(500, 2), user(9, 3)], [user(500, 1)]]
    assert [answer.read for answer in sent(slot(2), *calls)] == [0, 0, 500, 500]


def test_a_slot_with_too_little_in_common_is_left_alone() -> None:
    far = [user(50, 1), user(951, 2)]
    assert [answer.read for answer in sent(slot(2), [user(50, 1)], far, [user(50, 1)])] == [0, 0, 50]


def test_settings_that_keep_caches_apart() -> None:
    def read(cache: Cache, name: str) -> int:
        return second(cache, Request((user(2048),), {name: "a"}), Request((user(2048),), {name: "b"}, 1)).read

    assert [read(vllm(), "cache_salt"), read(together(), "reasoning_effort"), read(deepseek(), "user_id")] == [0, 0, 0]
    assert [read(fireworks(), "prompt_cache_isolation_key"), read(fireworks(), "user")] == [0, 2048]


def test_use_prolongs_a_life() -> None:
    cache = anthropic()
    blocks = (system(2000, marked="5m"), user(10))
    assert [cache.answer(Request(blocks, at=at)).read for at in (0, 299, 598, 898)] == [0, 2000, 2000, 0]
    hour = (system(2000, marked="1h"), user(10))
    assert [cache.answer(Request(hour, at=at)).read for at in (2000, 5599, 9199)] == [0, 2000, 0]


def test_who_reads_further_uses_what_stands_before() -> None:
    def reads(cache: Cache, static: Block, settings: dict[str, str]) -> list[int]:
        turns = (system(2000), user(100), said("assistant", 50), user(60, 5, static.marked))
        longer = Request(turns, settings, 1)
        calls = Request((static,), settings), longer, replace(longer, at=250), Request((static,), settings, 500)
        return [cache.answer(call).read for call in calls]

    assert reads(anthropic(), system(2000, marked="5m"), {}) == [0, 2000, 2210, 2000]
    cache = openai_boundary()
    cache.lives = {"30m": 300}
    assert reads(cache, system(2000), {}) == [0, 2000, 2210, 2000]
    assert reads(kimi_k2(), system(2000), {}) == [0, 1792, 2048, 1792]


def test_a_retention_is_asked_for() -> None:
    for settings, reads in (({}, 1920), ({"prompt_cache_retention": "in_memory"}, 0)):
        cache = openai_block()
        cache.answer(Request((user(2000),), settings))
        assert cache.answer(Request((user(2000),), settings, 600)).read == reads
    assert second(azure_block(), [user(2000)], Request((user(2000),), at=600)).read == 0


def test_gpt_56_keeps_a_boundary_for_30_minutes_or_12_hours_after_its_last_use() -> None:
    for settings, life in (({}, 1800), ({"prompt_cache_options.ttl": "12h"}, 43200)):
        cache = openai_boundary()
        times = (0, life - 1, 2 * life - 2, 3 * life - 2)
        assert [cache.answer(Request((user(2000),), settings, at)).read for at in times] == [0, 2000, 2000, 0]


def test_usage_is_reported_in_each_familys_convention() -> None:
    answer = Answer(read=3000, written=500, uncached=20)
    assert FAMILIES["openai-boundary"].usage(answer) == (3520, 3000, 500)
    assert FAMILIES["anthropic"].usage(answer) == (20, 3000, 500)
