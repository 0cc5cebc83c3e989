"""Hypothesis strategies for programs that build a prompt and send it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from .constructs import CONDITIONS, SENDS, TEXTS, VALUES, Constructs
from .modules import WAYS
from .writer import Node, write

many = settings(
    max_examples=2_000,
    derandomize=True,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
"""Settings for looking at programs without shrinking any: the same ones each time."""


_MAINS = ("", "program.py"), ("", "shop/program.py"), ("src/", "shop/program.py")
"""The folder of absolute imports, and where in it the program starts: a flat project, a package, the `src` layout."""
LAYOUTS = len(_MAINS)


@dataclass(frozen=True, slots=True)
class Program:
    """Files, one of which defines `handle(req, blob, gadget)` and sends one prompt when that is called."""

    files: Mapping[str, str]
    """Texts by path, the first one's the module that is called."""
    used: Counter[str]
    """The constructs in it."""

    @property
    def text(self) -> str:
        """The files for people."""
        return "\n".join(f"# {path}\n{text}" for path, text in self.files.items())

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:
        printer.text(f"\n{self.text}")


def program(send: Node, layout: int = 0) -> Program:
    """Return the program that a plan describes, in one of the layouts."""
    folder, main = _MAINS[layout]
    project = write(send, main)
    project.used["src layout"] += bool(folder)
    return Program(project.files(folder), +project.used)


def _picks(constructs: Constructs) -> tuple[tuple[str, int], ...]:
    """Return all variants; those of rare constructs stand there more than once."""
    return tuple(
        (make, index % len(variants))
        for make, variants in constructs.items()
        for index in range(max(4, len(variants)) * (3 if variants[0].loop else 1))
    )


_LITERALS = tuple(("literal", index) for index in range(len(TEXTS["literal"])))
_LEAVES = st.sampled_from(_LITERALS * 10 + _picks(VALUES))
_BRANCHES = st.sampled_from(_LITERALS * 3 + _picks(VALUES) + _picks(TEXTS))
"""Mostly static text: what stands behind the first varying value is compared less sharply."""
_ROOTS = st.sampled_from(_picks(TEXTS))
_SENDS = st.sampled_from(_picks(SENDS))
_CONDITIONS = st.integers(0, 2 * max(len(variants) for variants in CONDITIONS.values()) - 1)

_WAYS = st.sampled_from((0,) * len(WAYS) + tuple(range(1, len(WAYS) + 1)))


@st.composite
def nodes(draw: st.DrawFn, picks: st.SearchStrategy[tuple[str, int]], depth: int) -> Node:
    """Return plans for a text that is at most so many constructs deep."""
    make, index = draw(picks)
    variant = (TEXTS | VALUES)[make][index]
    inner = nodes(_BRANCHES if depth > 1 else _LEAVES, depth - 1)
    parts = tuple(draw(inner) for _ in range(variant.arity))
    condition = draw(_CONDITIONS) if "$if" in variant.text else 0
    return Node(make, index, parts, condition, draw(_WAYS) if variant.movable else 0)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Return programs: several constructs each, nested, in one of the ways to send, in one of the layouts."""
    make, index = draw(_SENDS)
    long = "$b" in SENDS[make][index].text
    system = draw(nodes(_ROOTS, 3 if long else 4))
    more = draw(nodes(_BRANCHES, 3)) if long else Node()
    question = Node("question") if draw(st.booleans()) else draw(nodes(_BRANCHES, 1))
    return program(Node(make, index, (system, more, question)), draw(st.integers(0, LAYOUTS - 1)))


def alone(make: str, layout: int = 0) -> Iterator[tuple[int, Program]]:
    """Yield programs with one variant of a construct in the middle of static text, and the variant's index."""
    for index, variant in enumerate((TEXTS | SENDS)[make]):
        for condition in range(0, 20, 3) if "$if" in variant.text else (0,):
            send = Node("openai async" if variant.loop == "async" else "openai chat")
            system = Node("f-string", 0, (Node(make, index, (Node(), Node("user"), Node("clock")), condition),))
            if make in SENDS:
                send, system = Node(make, index), Node()
            yield index, program(send._replace(parts=(system, Node(), Node("question"))), layout)
