"""Programs read into prompts, and prompts written on one line per block.

    system: Hello <user? user req.user.name>, [Be brief.|Take your time.]⏎{- <unknown tool.name>⏎}*
    rest: <history? request history append>

A hole is `<kind volatility label>`: `?` where only its name or shape says the kind, `??` for a guess, no volatility where
that is unknown, then the growth, then `order=cause/volatility`. `[a|b]` is a choice (`[<…> ? a|b]` where a varying value
picks; a choice that is a whole arm of another is written as more arms of it), `{…}*` a repeat (followed by what it runs
over where that is known), `⏎` a newline, `(marked)` a cache mark and `(maybe)` a block that is not always sent.

In the programs of `system`, `hole` and `rate` there is a `client`, and `send(x)` stands for a request with the instructions x.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from functools import cache

from promptlint import catalog, gate, link
from promptlint.files import File, Files
from promptlint.hole import Confidence, Growth, Hole, Kind, Volatility
from promptlint.link import Linked
from promptlint.prompt import Block, Choice, Literal, Prompt, Repeat, Role, Splice, Text
from promptlint.source import Place, Source
from promptlint.walk import text_holes

_CLIENT = "from openai import OpenAI\nclient = OpenAI()\n"
_SEND = 'client.responses.create(model="gpt-4o", input="Hi", instructions='
_SURE = {Confidence.HIGH: "", Confidence.MEDIUM: "?", Confidence.LOW: "??"}


@cache
def _gate() -> gate.Gate:
    return gate.compile_gate(catalog.load(()))


def read(program: str, path: str = "app.py", beside: Mapping[str, str] | None = None) -> tuple[Linked, Source]:
    """Return what is sent by a program, which may be indented as a whole, with files beside it, and its source."""
    given = {name: text.encode() for name, text in (beside or {}).items()}
    files = Files(catalog.load(()), _gate(), {**given, path: textwrap.dedent(program).encode()})
    file = files.read(path, named=True)
    assert isinstance(file, File), file
    return link.prompts(link.program(files), (path,)), file.source


def prompts(program: str, beside: Mapping[str, str] | None = None) -> tuple[Prompt, ...]:
    """Return the prompts of a program with files beside it."""
    return read(program, beside=beside)[0].prompts


def show(program: str) -> str:
    """Return every prompt of a program, blank lines between them."""
    return "\n\n".join(shown(prompt) for prompt in prompts(program))


def one(program: str) -> Prompt:
    """Return the only prompt of a program."""
    (prompt,) = prompts(program)
    return prompt


def sent(program: str) -> str:
    """Return a program whose `send(x)` are written out."""
    return _CLIENT + textwrap.dedent(program).replace("send(", _SEND)


def system(program: str) -> str:
    """Return the system text of the only prompt of a program."""
    (block,) = (block for block in one(sent(program)).blocks if block.role is Role.SYSTEM)
    return text(block.text)


def bare(program: str) -> str:
    """Return the same text, its holes without labels."""
    (block,) = (block for block in one(sent(program)).blocks if block.role is Role.SYSTEM)
    return text(block.text, labels=False)


def systems(program: str) -> list[str]:
    """Return the system texts of all prompts of a program."""
    return [text(b.text) for prompt in prompts(sent(program)) for b in prompt.blocks if b.role is Role.SYSTEM]


def hole(program: str) -> Hole:
    """Return the only hole in the system text of such a program."""
    prompt = one(sent(program))
    (splice,) = (s for block in prompt.blocks if block.role is Role.SYSTEM for s in text_holes(block.text))
    return splice.hole


def rate(program: str) -> tuple[Kind, Volatility, int | None]:
    """Return kind, volatility and period of that hole."""
    found = hole(program)
    return found.kind, found.volatility, found.period


def at(source: Source, place: Place) -> tuple[int, int, str]:
    """Return row and column of a place, and the code that stands there."""
    row, column = source.position(place.start)
    return row, column, source.text[place.start : place.end]


def splices(program: str) -> list[tuple[int, int, str]]:
    """Return where the holes of a program's only prompt enter its text."""
    linked, source = read(program)
    (prompt,) = linked.prompts
    return [at(source, splice.place) for block in prompt.blocks for splice in text_holes(block.text)]


def shown(prompt: Prompt) -> str:
    """Return a prompt, one line per block."""
    return "\n".join(_block(block) for block in prompt.blocks)


def _block(block: Block) -> str:
    notes = (" (marked)" if block.marked else "") + ("" if block.certain else " (maybe)")
    return f"{block.role}{notes}: {text(block.text)}"


def text(run: Text, *, labels: bool = True) -> str:
    """Return a text in the notation of this module."""
    return "".join(_part(part, labels) for part in run)


def _part(part: Literal | Splice | Choice | Repeat, labels: bool) -> str:
    match part:
        case Literal(written):
            return written.replace("\n", "⏎")
        case Splice(found):
            return _hole(found, labels)
        case Choice(arms, condition):
            test = f"{_hole(condition, labels)} ? " if condition else ""
            return "[" + test + "|".join(_arms(arms, labels)) + "]"
        case Repeat(body, over):
            plain = over.kind is Kind.UNKNOWN and over.order is None
            return "{" + text(body, labels=labels) + "}*" + ("" if plain else _hole(over, labels))


def _arms(arms: tuple[Text, ...], labels: bool) -> Iterator[str]:
    for arm in arms:
        match arm:
            case (Choice(inner, None),):
                yield from _arms(inner, labels)
            case _:
                yield text(arm, labels=labels)


def _hole(found: Hole, labels: bool) -> str:
    words = [found.kind + ("" if found.kind is Kind.UNKNOWN else _SURE[found.confidence])]
    words += [] if found.volatility is Volatility.UNKNOWN else [found.volatility.name.lower()]
    words += [found.label] if labels else []
    words += [] if found.growth is Growth.FIXED else [found.growth]
    words += [f"order={found.order.cause}/{found.order.volatility.name.lower()}"] if found.order else []
    return "<" + " ".join(words) + ">"
