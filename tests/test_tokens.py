"""Token counts: equal to tiktoken's, and bounds that no neighbour can break."""

from __future__ import annotations

import hashlib
import math
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint import tokens
from promptlint.tokens import Bounds, Exact, Range
from tests.pack_vocabulary import plain

EXACT, BOUNDS = Exact(), Bounds()

# Pieces that make pre-tokens merge: whitespace runs, digits, contractions, marks, scripts without case, surrogates.
SNIPPETS = st.sampled_from(
    (
        " |  |\n|\r\n|\t|\n \n| \n|'|'s|'LL|don|t|re|A|ABC|Ab|aB|日|日D|é|e\u0301|ſ|K|1|12|1234|!|!!\n|/|.|...|_|========="
    ).split("|")
    + "\u00a0|\u2028|\x1c|\ud83d|\ude00|😀|The| quick| brown|<".split("|")
    + ["<|endoftext|>"]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(SNIPPETS, max_size=14).map("".join))


def clean(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def encode(text: str) -> list[int]:
    return tokens.vocabulary().encode_ordinary(text)


def test_the_packed_table_is_the_one_that_tiktoken_checks_for():
    table = tokens.unpack()
    assert len(table) == tokens.SIZE
    assert max(map(len, table)) == tokens.LONGEST
    assert hashlib.sha256(plain(table)).hexdigest() == tokens.SHA256
    assert "Shantanu Jain" in tokens.PACKED.with_name("NOTICE").read_text()


def test_the_vocabulary_is_that_of_tiktoken(tmp_path, monkeypatch):
    import tiktoken

    # The name under which tiktoken looks for the table before it would download it.
    (tmp_path / "fb374d419588a4632f3f557e76b4b70aebbca790").write_bytes(plain(tokens.unpack()))
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    theirs = tiktoken.get_encoding("o200k_base")
    text = "You're the agent №5 of ACME's shop.\n\n\tAnswer in 2024-11-21, 日本語で — naïve café! \r\n  don't\n<|endoftext|>  \n"
    assert encode(text) == theirs.encode_ordinary(text)
    assert tokens.vocabulary()._pat_str == theirs._pat_str


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("hello world", 2), (" \n\n", 1), ("<|endoftext|>", 7), ("\ud83d\ude00", 1), ("\ud83d", 1), ("a" * 9, 2)],
)
def test_counts(text, count):
    assert EXACT.count(text) == Range(count, count)


def test_a_hole_beside_a_text_takes_what_could_merge_from_the_low_bound():
    text = "You are a helpful assistant. Time: "
    assert EXACT.count(text) == Range(9, 9)
    assert EXACT.count(text, before_hole=True) == Range(7, 9)
    assert EXACT.count(text, behind_hole=True) == Range(8, 11)
    assert EXACT.count("abc", behind_hole=True, before_hole=True) == Range(0, 3)
    assert EXACT.count("", behind_hole=True, before_hole=True) == Range(0, 0)


def test_bounds_need_no_vocabulary():
    assert BOUNDS.count("x" * 129) == Range(2, 129)
    assert BOUNDS.count("日" * 10, before_hole=True) == Range(0, 30)
    code = "import sys; from promptlint.tokens import Bounds; Bounds().count('x', before_hole=True); "
    run = subprocess.run([sys.executable, "-c", code + "sys.exit('tiktoken' in sys.modules)"], check=False)
    assert run.returncode == 0


def test_ranges_add_up():
    assert Range(1, 2) + Range(3, math.inf) == Range(4, math.inf)


@pytest.mark.parametrize(
    "text", [" " * 1_000_000, "\n" * 1_000_000, " \t" * 500_000 + "x", "a" * 1_000_000, "日D" * 200_000]
)
def test_no_text_is_too_long_for_the_encoder(text):
    found = EXACT.count(text)
    assert 0 < found.low == found.high <= len(text.encode())


@settings(deadline=None)
@given(TEXTS)
def test_counts_are_exact_and_within_the_bounds(text):
    count = len(encode(clean(text)))
    assert EXACT.count(text) == Range(count, count)
    bounds = BOUNDS.count(text)
    assert bounds.low <= count <= bounds.high


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_no_continuation_changes_the_settled_tokens(text, behind):
    text, behind = clean(text), clean(behind)
    settled = EXACT.count(text, before_hole=True).low
    assert encode(text + behind)[:settled] == encode(text)[:settled]


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_no_text_in_front_changes_the_tokens_from_the_first_border_on(before, text):
    before, text = clean(before), clean(text)
    settled = EXACT.count(text, behind_hole=True).low
    assert settled == 0 or encode(before + text)[-settled:] == encode(text)[-settled:]


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_bounds_hold_for_every_neighbour(before, text, behind):
    before, text, behind = clean(before), clean(text), clean(behind)
    touching = _touching(len(before.encode()), len(text.encode()), before + text + behind)
    for counter in (EXACT, BOUNDS):
        found = counter.count(text, behind_hole=True, before_hole=True)
        assert found.low <= touching.low
        assert touching.high <= found.high


@settings(deadline=None)
@given(TEXTS)
def test_what_is_dropped_before_a_hole_is_the_last_two_pre_tokens(text):
    import regex

    text = clean(text)
    pieces = regex.findall(tokens.vocabulary()._pat_str, text)
    kept = sum(len(encode(piece)) for piece in pieces[:-2])
    assert EXACT.count(text, before_hole=True).low == kept


def _touching(start: int, size: int, text: str) -> Range:
    """Return the tokens that stand wholly in a span of bytes, and those that touch it."""
    whole = touched = at = 0
    for token in encode(text):
        end = at + len(tokens.vocabulary().decode_single_token_bytes(token))
        whole += start <= at and end <= start + size
        touched += max(at, start) < min(end, start + size)
        at = end
    return Range(whole, touched)
