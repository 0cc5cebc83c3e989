"""What every scan of a folder for prompts does at least: read each file, search its bytes, parse what passes.

`python reference.py FOLDER` does it once; `run.py` measures it.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from contextlib import suppress
from pathlib import Path

PATTERN = re.compile(rb"prompt|messages")


def scan(folder: Path) -> None:
    """Read each Python file below a folder, and parse those that speak of prompts or messages."""
    for path in folder.rglob("*.py"):
        data = path.read_bytes()
        if PATTERN.search(data):
            parse(data)


def parse(data: bytes) -> None:
    """Parse a file; one that is not Python ends here."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        ast.parse(data)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    scan(Path(sys.argv[1]))
