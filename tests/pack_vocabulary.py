"""Pack `o200k_base.tiktoken`, as tiktoken downloads it, into promptlint/data: `python -m tests.pack_vocabulary FILE`."""

from __future__ import annotations

import base64
import hashlib
import lzma
import sys
from pathlib import Path

from promptlint.tokens import PACKED, SHA256, SIZE


def plain(tokens: list[bytes]) -> bytes:
    """Return the table in tiktoken's own format: a line of token in base64 and rank for each token."""
    return b"".join(b"%s %d\n" % (base64.b64encode(token), rank) for rank, token in enumerate(tokens))


def pack(table: bytes) -> bytes:
    """Return the packed table: the length of each token by rank, one byte each, then all tokens, compressed.

    Raises ValueError where the table is not the one that tiktoken checks for.
    """
    if hashlib.sha256(table).hexdigest() != SHA256:
        raise ValueError("not the o200k_base table")
    tokens = [base64.b64decode(line.split()[0]) for line in table.splitlines()]
    assert len(tokens) == SIZE
    assert plain(tokens) == table
    return lzma.compress(bytes(map(len, tokens)) + b"".join(tokens), preset=9 | lzma.PRESET_EXTREME)


if __name__ == "__main__":
    PACKED.write_bytes(pack(Path(sys.argv[1]).read_bytes()))
