"""Boundaries: the ends of blocks at which a cache that serves nothing else finds what an earlier request stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from promptlint.profile import Match, Profile
from promptlint.prompt import Block, Literal, Prompt, Role

_AHEAD = frozenset({Role.TOOLS, Role.SCHEMA, Role.SYSTEM})
_ASKED = frozenset({Role.USER, Role.TOOL, Role.REST})
_ABSENT = (Literal("None"),)
"""The text of a setting that is not given after all."""
_SHARED = frozenset({"initial_developer_block_end", "message_ends"})
_FOLLOWING = frozenset({"latest_user", "last_tool_result_of_group", "message_ends"})


def requested(profile: Profile, prompt: Prompt) -> Profile:
    """Return a profile as a request has it that asks for a lifetime, turns the boundaries without a mark off, or names a cache.

    What stands behind a cache made before is none, nor is anything else of a model that caches nothing but those.
    """
    boundaries = profile.boundaries
    if asked := _lifetime(profile, prompt):
        profile = replace(profile, lifetime=replace(profile.lifetime, asked=asked))
    if profile.stores and prompt.profile != profile.platform:
        return replace(profile, match=Match.NONE)
    for setting in prompt.settings:
        match setting.text:
            case (Literal(text),) if setting.name == boundaries.mode and text == boundaries.without:
                return replace(profile, boundaries=replace(boundaries, implicit=()))
            case text if setting.name in boundaries.objects and text != _ABSENT:
                return replace(profile, match=Match.NONE, assumed=False)
    return profile


def _lifetime(profile: Profile, prompt: Prompt) -> str | None:
    """Return the longest of the lifetimes that marks and settings of a prompt ask for."""
    texts = (setting.text for setting in prompt.settings if setting.name == profile.lifetime.parameter)
    asked = {part.text for text in texts if len(text) == 1 for part in text if isinstance(part, Literal)}
    asked |= {mark.lifetime for block in prompt.blocks for mark in block.marks if mark.lifetime}
    return next((option for option in reversed(profile.lifetime.options) if option in asked), None)


def first_group(blocks: Sequence[Block]) -> int | None:
    """Return the last of the system blocks with which the messages begin; None where they begin with none."""
    last = None
    for index, block in enumerate(blocks):
        if block.role not in _AHEAD:
            break
        last = index if block.role is Role.SYSTEM else last
    return last


def written(profile: Profile, blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the block behind which a request surely stores what one with the same blocks finds: its latest message.

    That may be one of an open rest of messages.
    """
    if profile.stores and blocks:
        yield len(blocks) - 1
    if not _FOLLOWING.isdisjoint(profile.boundaries.implicit):
        messages = (index for index in reversed(range(len(blocks))) if blocks[index].role in _ASKED)
        latest = next(messages, first_group(blocks))
        if latest is not None:
            yield latest


def stored(profile: Profile, blocks: Sequence[Block]) -> frozenset[int]:
    """Return the blocks behind which a request surely stores what one with the same blocks finds.

    It writes no more than some boundaries, of which the latest win; where nobody says how many, only the latest is sure.
    """
    latest = list(written(profile, blocks))
    marked = [index for index, block in enumerate(blocks) if block.marked and index not in latest]
    room = max((profile.boundaries.writes or 1) - len(latest), 0)
    return frozenset((*latest, *marked[len(marked) - min(room, len(marked)) :]))


def implied(profile: Profile, blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the blocks whose end is a boundary without a mark, each once."""
    if profile.boundary:
        yield from dict.fromkeys((*shared(profile, blocks), *written(profile, blocks)))


def shared(profile: Profile, blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the blocks behind which a request without marks likely stores what requests with another message find."""
    if profile.stores and blocks:
        yield len(blocks) - 1
    last = first_group(blocks)
    if last is not None and not _SHARED.isdisjoint(profile.boundaries.implicit):
        yield last


def follows(profile: Profile) -> bool:
    """Return whether a request without marks stores what the next one of the conversation finds."""
    return not _FOLLOWING.isdisjoint(profile.boundaries.implicit)
