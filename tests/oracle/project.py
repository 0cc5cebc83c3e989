"""The files of a program as far as they are written, and the sentences in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle

# No two start with the same letter, and none with the letter or digit of a varying value (see world.py):
# where two runs take different ways, their texts differ in the first letter.
SENTENCES = (
    "Answer in the language of the customer and stay polite throughout.",
    "Be brief: three sentences are enough for most replies.",
    'Cite the policy as "policy" when you decline a wish.',
    "Describe every step before you take it.",
    "Escalate complaints about damaged goods to a person.",
    "Give prices in euros, never in 100% made-up units.",
    "Handle one topic at a time; it's easier to follow.",
    "In doubt, ask one clear question back.",
    "Join the loyalty programme with {braces} kept as they are.",
    "Keep the order number in view.",
    "List open parcels first, then the delivered ones.",
    "Offer a refund of up to $50 without asking.",
    "Parcels ship within two days 📦 from the north hub.",
    "Returns are free for thirty days – no café receipts.",
    "Track a parcel before you promise a date.",
    "Use plain words and short lines.",
    "Vouchers end after one year \\ no extension.",
    "Write dates as day and month.",
)
_RESERVED = {"in": "index", "be": "brief", "list": "listing", "handle": "handling"}


@dataclass(slots=True)
class Project:
    """The program as far as it is written."""

    modules: dict[str, Module] = field(default_factory=dict)
    """By path from the folder of absolute imports."""
    texts: dict[str, str] = field(default_factory=dict)
    """The other files."""
    used: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    sentences: Iterator[str] = field(default_factory=lambda: cycle(SENTENCES))

    def module(self, path: str) -> Module:
        """Return the module in a file."""
        return self.modules.setdefault(path, Module(self, path))

    def fresh(self, stem: str) -> str:
        """Return a name that the program does not use yet; for a key, one with a first letter of its own."""
        if stem in ("key", "other"):
            word = next(self.sentences).partition(" ")[0].strip(",:").lower()
            stem = _RESERVED.get(word, word)
        self.names[stem] += 1
        return stem if self.names[stem] == 1 else f"{stem}_{self.names[stem]}"

    def files(self, folder: str) -> dict[str, str]:
        """Return the texts by path; absolute imports start from a folder."""
        written = {path: module.source() for path, module in self.modules.items()} | self.texts
        return {path[1:] if path.startswith("/") else folder + path: text for path, text in written.items()}


@dataclass(slots=True)
class Module:
    """One Python file as far as it is written."""

    project: Project
    path: str
    imports: set[str] = field(default_factory=set)
    definitions: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def folder(self) -> str:
        """The path to its folder, with a slash behind it."""
        return "".join(self.path.rpartition("/")[:2])

    def beside(self, path: str) -> Module:
        """Return the module in a file of the same folder."""
        return self.project.module(self.folder + path)

    def define(self, lines: Iterable[str]) -> None:
        """Add imports and a definition, unless the same ones are there."""
        lines = list(lines)
        imports = [line for line in lines if line.startswith(("import ", "from "))]
        self.imports.update(imports)
        text = "\n".join(line for line in lines if line not in imports)
        if text and text not in self.definitions:
            self.definitions.append(text)

    def source(self) -> str:
        """Return its text."""
        head = ["\n".join(sorted(self.imports))] if self.imports else []
        return "".join(f"{part}\n" for part in "\n\n".join((*head, *self.definitions)).split("\n")).lstrip("\n")
