"""Requests: the calls that send prompts, and how messages are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from promptlint.prompt import Role


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter of a sink and what it holds."""

    name: str
    """A keyword, or a dotted path into one: `config.tools`; `*` is every item of a list: `requests.*.params`."""
    role: Role | Literal["messages", "prompts"]
    """`prompts` is a text that is a whole request, or a list of such texts."""


@dataclass(frozen=True, slots=True)
class Sink:
    """A call that sends a prompt. Slots stand in the order in which the provider renders them."""

    name: str
    """What people call it."""
    calls: tuple[str, ...]
    """Exact qualified names, or `*.` and the last names of a dotted path."""
    slots: tuple[Slot, ...]
    packages: tuple[str, ...] = ()
    """Packages (`google.genai`) whose objects send. An object of another known package does not; an unknown one may."""
    requires: tuple[str, ...] = ()
    """The keywords (or `**`) that a call on an unknown object must pass; the keys that the body of raw HTTP must have."""
    positions: Mapping[str, int] = field(default_factory=dict, hash=False)
    """The positional arguments by the names of their parameters."""
    model: str = "model"
    """The keyword that holds the model's name."""
    settings: tuple[str, ...] = ()
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The settings that keywords hold as mappings: what goes into the body without a keyword of its own, and headers."""
    client: tuple[str, ...] = ()
    """The keywords with which the object was made whose method is called: settings, or keys of `inside`."""
    takes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The only values of a setting that the call takes, whatever the model does."""
    marks: tuple[str, ...] = ()
    """The keywords that set a cache breakpoint behind the last block."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """How a text that a mark of some key ends is written as an item of a list, and one without; `{}` is the text."""
    address: tuple[str, ...] = ()
    """The keywords of the call or of the object that say where requests go, instead of to `profile`."""
    profile: str | None = None
    """The platform that the call means, or the family of models that nobody knows."""
    platforms: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What takes the place of `profile`, by the class of the object whose method is called."""
    batch: bool = False
    """Whether it is one request of many that are answered later, at another price."""
    url: tuple[str, ...] = ()
    """Raw HTTP: one of the first two arguments or `url=` must contain one of these texts."""
    mapping: Mapping[str, str] = field(default_factory=dict, hash=False)
    """A mapping that is a request wherever it goes: the keys that it has, each with text that its value contains."""
    payload: str | None = None
    """The keyword that holds slots, settings, marks and model as one mapping."""
    payload_text: tuple[str, ...] = ()
    """The keywords that may hold the same mapping as JSON text."""
    conversation: bool = False
    """Whether every prompt of this sink has history behind it."""
    session: bool = False
    """Whether what it sends stays with every request of a session, until the same object sends it again."""
    changes: str | None = None
    """What the call does to a conversation, by its name among what a cache may not outlive."""
    gate: bool = True
    """Whether a file that mentions the call is looked into; not for what only models of packages call."""
    source: str = ""
    """The package, version and date in which the shape was read."""
    example: str = ""
    """A program that calls the sink; what is reported on a line stands in a comment at its end."""

    def fits(self, path: str) -> bool:
        """Return whether a qualified name or dotted path is one of the calls."""
        return any(_fits(call, path) for call in self.calls)

    def is_vague(self, path: str) -> bool:
        """Return whether only calls fit that are known by their last name alone: `*.converse`."""
        return not any(_fits(call, path) for call in self.calls if not _is_short(call))

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """The calls that are known by their last name alone."""
        return tuple(call for call in self.calls if _is_short(call))

    def of(self, maker: str | None) -> Sink:
        """Return the sink as a method of what was made by a function or class of another package."""
        platform = self.platforms.get(maker or "")
        return replace(self, profile=platform, address=()) if platform else self

    def makes(self, qualified: str) -> bool:
        """Return whether an object made by this function or class of another package sends."""
        return not self.packages or any(f"{qualified}.".startswith(f"{package}.") for package in self.packages)


def _fits(call: str, path: str) -> bool:
    return path.endswith(call[1:]) if call.startswith("*.") else path == call


def _is_short(call: str) -> bool:
    return call.startswith("*.") and call.count(".") == 1


@dataclass(frozen=True, slots=True)
class Maker:
    """A call of another package that makes a message or a part of one."""

    role: str | None
    """The role that the message has whatever it is given; a key of the roles."""
    positional: tuple[str, ...]
    """The keys that its positional arguments stand for; `*content` are all from there on, as a list."""


@dataclass(frozen=True, slots=True)
class MessageShape:
    """How a message is written as a mapping or an object."""

    role_keys: tuple[str, ...]
    content_keys: tuple[str, ...]
    inner_keys: tuple[str, ...]
    """The keys that hold the content of a message too, where it is known to be one: in a slot of a sink."""
    roles: Mapping[str, Role]
    name_keys: tuple[str, ...]
    """The keys that hold the name of the one who speaks."""
    type_keys: tuple[str, ...]
    text_keys: tuple[str, ...]
    detail_keys: tuple[str, ...]
    """The keys of the detail in which an image is read."""
    mark_keys: tuple[str, ...]
    """The keys that set a cache breakpoint behind a block."""
    mark_parts: tuple[str, ...]
    """The keys of a part, tool or block that is nothing but a cache breakpoint behind the one before."""
    lifetime_keys: tuple[str, ...]
    """The keys of a breakpoint that say how long the prefix shall stay."""
    deferred_keys: tuple[str, ...]
    """The keys of a tool that is loaded only when the model searches for it."""
    makers: Mapping[str, Maker] = field(default_factory=dict)
    """The calls that make messages and parts, by qualified name."""
    inserted: frozenset[str] = frozenset()
    """The calls of templates in whose place messages stand: those that they are given, if any."""
