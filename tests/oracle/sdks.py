"""Stand-ins for the SDKs: they send nothing, and report what they were asked to send."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from copy import deepcopy
from typing import Any, NamedTuple


class Sent(NamedTuple):
    """A captured request: the kind of call that sent it, and its body."""

    call: str
    body: dict[str, Any]


def sdks(send: Callable[[Sent], None]) -> dict[str, types.ModuleType]:
    """Return the modules by name; their requests go to `send`."""

    def sync(call: str, *positional: str) -> Callable[..., Any]:
        def create(*values: object, **body: object) -> Any:
            send(Sent(call, deepcopy(dict(zip(positional, values, strict=False)) | body)))
            return _Reply()

        return create

    def asynchronous(call: str, *positional: str) -> Callable[..., Any]:
        async def create(*values: object, **body: object) -> Any:
            return sync(call, *positional)(*values, **body)

        return create

    def post(url: str, *, data: str = "null", json: dict[str, Any] | None = None, **options: object) -> Any:
        return sync("anthropic" if "anthropic" in url else "chat")(**json or _body(data))

    chat = ("chat", "model", "messages")
    return {
        "openai": _module(
            "openai",
            OpenAI=_client(sync),
            AzureOpenAI=_client(sync),
            AsyncOpenAI=_client(asynchronous),
            AsyncAzureOpenAI=_client(asynchronous),
        ),
        "anthropic": _module("anthropic", Anthropic=_client(sync), AsyncAnthropic=_client(asynchronous)),
        "litellm": _module("litellm", completion=sync(*chat), acompletion=asynchronous(*chat)),
        "requests": _module("requests", post=post),
        "pydantic": _module("pydantic", BaseModel=_Model),
    }


def _body(data: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(data)
    return body


def _module(name: str, **members: object) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(members)
    return module


def _client(call: Callable[..., Any]) -> type:
    class Client:
        chat = types.SimpleNamespace(completions=types.SimpleNamespace(create=call("chat")))
        responses = types.SimpleNamespace(create=call("responses"))
        messages = types.SimpleNamespace(create=call("anthropic"))

        async def __aenter__(self) -> Client:
            return self

        async def __aexit__(self, *error: object) -> None:
            return None

    return Client


class _Reply:
    """What a call returns: anything that a program asks of it is another one."""

    def __getattr__(self, name: str) -> _Reply:
        return self

    def __getitem__(self, index: object) -> _Reply:
        return self

    def __call__(self, *values: object) -> _Reply:
        return self


class _Model:
    """A stand-in for `pydantic.BaseModel`: fields are keyword arguments, and print as compact JSON."""

    def __init__(self, **fields: object) -> None:
        self.__dict__.update({name: getattr(type(self), name, None) for name in type(self).__annotations__} | fields)

    def model_dump(self) -> dict[str, object]:
        return dict(vars(self))

    def model_dump_json(self, indent: int | None = None) -> str:
        separators = (",", ":" if indent is None else ": ")
        return json.dumps(vars(self), indent=indent, separators=separators, ensure_ascii=False)
