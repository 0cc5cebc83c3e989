"""The catalogue's models in the place of their packages: they run as they are, and record what they send."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from promptlint import intrinsics
from promptlint.catalog import load

from .constructs import MODULES
from .sdks import Sent

_FOLDER = Path(load().models[-1])
_ROLES = {"human": "user", "ai": "assistant"}
STUBBED = frozenset(name for name in MODULES if (_FOLDER / name.partition(".")[0]).is_dir())
"""The modules that programs import from models."""


@lru_cache
def stubs() -> dict[str, types.ModuleType]:
    """Return the models by module name."""
    with patch.dict(sys.modules), patch.object(sys, "path", [str(_FOLDER), *sys.path]):
        before = set(sys.modules)
        for name in sorted(STUBBED):
            importlib.import_module(name)
        return {
            name: module
            for name, module in sys.modules.items()
            if name not in before and str(module.__spec__ and module.__spec__.origin).startswith(str(_FOLDER))
        }


def sent() -> Iterator[Sent]:
    """Yield what models have sent since they were last asked."""
    requests = tuple(intrinsics.sent)
    intrinsics.sent.clear()
    for request in requests:
        yield Sent("model", {"system": _texts(request.system), "messages": _messages(request.messages)})


def _texts(system: object) -> list[dict[str, object]]:
    texts = [system] if isinstance(system, str) else system or ()
    assert isinstance(texts, list | tuple)
    return [{"text": text} for text in texts]


def _messages(messages: object) -> list[dict[str, object]]:
    if isinstance(messages, str):
        return [{"role": "user", "content": messages}]
    assert messages is None or isinstance(messages, list)
    return [_message(message) for message in messages or ()]


def _message(message: object) -> dict[str, object]:
    found = message if isinstance(message, dict) else vars(message)
    return {"role": _ROLES.get(found["role"], found["role"]), "content": found["content"]}
