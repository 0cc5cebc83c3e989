"""What the stub packages of the catalogue call: the linter knows these names, and a run records them.

A stub that is run in the place of its package leaves what it sends in `sent`, so a program can be run and compared with
what the linter says of it.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Sent(NamedTuple):
    """One request: what each slot was given, None for one that was not."""

    tools: object = None
    schema: object = None
    system: object = None
    messages: object = None
    model: object = None
    conversation: bool = False
    """Whether the messages of a conversation follow."""


sent: list[Sent] = []
"""The requests of this process, in order."""


class Answer(str):
    """What the model said, whatever that is: every attribute, item and call of it is an answer too."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Answer:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Answer:
        return self

    def __call__(self, *_: object, **__: object) -> Answer:
        return self


def send(
    tools: object = None, schema: object = None, system: object = None, messages: object = None, model: object = None
) -> Any:
    """Send one request: `system` is a text or several, `messages` a list of mappings with role and content, or a text."""
    sent.append(Sent(tools, schema, system, messages, model))
    return Answer("answer")


def converse(
    tools: object = None, schema: object = None, system: object = None, messages: object = None, model: object = None
) -> Any:
    """Send a request behind which a conversation follows."""
    sent.append(Sent(tools, schema, system, messages, model, conversation=True))
    return Answer("answer")


def offer(
    tools: object = None, schema: object = None, system: object = None, messages: object = None, model: object = None
) -> None:
    """Say what an object will send once something runs it, with placeholders that the run fills; a run of this sends nothing.

    The linter takes it for a request where no call in sight sends the same template filled.
    """


def later(function: Callable[..., object]) -> bool:
    """Say that the package will call a function for every request; return whether the linter called it here: never in a run."""
    return False


def decorated(owner: object, decorator: Callable[..., object]) -> list[Callable[..., Any]]:
    """Return the methods of an object that a decorator stands on in its class, in order.

    In a run those whose attribute `decorator` is the decorator: it has to put itself there.
    """
    named = vars(type(owner)).items()
    return [getattr(owner, name) for name, each in named if getattr(each, "decorator", None) is decorator]


def front_matter(text: str) -> dict[str, Any]:
    """Return the settings at the head of a text, and the text behind them under `body`."""
    import yaml

    from promptlint.frontends.frontmatter.split import split

    parts = split(text)
    settings = yaml.safe_load(text[parts.settings.start : parts.settings.end]) if parts.settings else None
    return {**(settings or {}), "body": text[parts.body.start : parts.body.end]}


def spoken(text: str, roles: Sequence[str], first: str) -> list[dict[str, str]]:
    """Return the messages of a text in which lines name roles, `# user:`; what stands before the first has the role `first`."""
    from promptlint.frontends.document import Span
    from promptlint.frontends.frontmatter.roles import role_lines

    begun, start = first, 0
    found: list[dict[str, str]] = []
    for role, line in (*role_lines(text, Span(0, len(text)), roles), ("", Span(len(text), len(text)))):
        if content := text[start : line.start].strip():
            found.append({"role": begun, "content": content})
        begun, start = role, line.end
    return found


def fill(text: str, syntax: str, values: Mapping[str, object]) -> str:
    """Return a template with its placeholders filled in; one that `values` lacks stays as it is written.

    `syntax` is "f-string", "jinja2", "mustache", "handlebars", "dollar", "percent", "semantic-kernel" or "braces" (`{name}`
    is a placeholder, every other brace is text); raises KeyError for another one.
    """
    return _FILLERS[syntax](text, values)


class _Partial(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return _Unfilled(key)


class _Unfilled(str):
    def __format__(self, spec: str) -> str:
        return "{" + str(self) + (f":{spec}" if spec else "") + "}"


def _format(text: str, values: Mapping[str, object]) -> str:
    return string.Formatter().vformat(text, (), _Partial(values))


def _jinja(text: str, values: Mapping[str, object]) -> str:
    import jinja2

    return jinja2.Environment(undefined=jinja2.DebugUndefined).from_string(text).render(values)


def _dollar(text: str, values: Mapping[str, object]) -> str:
    return string.Template(text).safe_substitute(values)


def _percent(text: str, values: Mapping[str, object]) -> str:
    return re.sub(r"%(%|\((\w+)\)([-+ #0-9.]*[a-zA-Z]))", lambda found: _converted(found, values), text)


def _converted(found: re.Match[str], values: Mapping[str, object]) -> str:
    if found[1] == "%":
        return "%"
    return f"%{found[3]}" % values[found[2]] if found[2] in values else found[0]


def _braces(text: str, values: Mapping[str, object]) -> str:
    return re.sub(
        r"\{([A-Za-z_][\w:.-]*)\??\}", lambda found: str(values[found[1]]) if found[1] in values else found[0], text
    )


def _semantic_kernel(text: str, values: Mapping[str, object]) -> str:
    return re.sub(
        r"\{\{\s*\$(\w+)\s*\}\}", lambda found: str(values[found[1]]) if found[1] in values else found[0], text
    )


_TAG = re.compile(r"\{\{\{\s*([\w.]+)\s*\}\}\}|\{\{\s*([#^/&!]?)\s*(.*?)\s*\}\}", re.DOTALL)
_SECTION = re.compile(r"\{\{\s*([#^])\s*([\w.]+)\s*\}\}\n?(.*?)\{\{\s*/\s*\2\s*\}\}\n?", re.DOTALL)


def _mustache(text: str, values: Mapping[str, object]) -> str:
    whole = _SECTION.sub(lambda found: _section(found, values), text)
    return _TAG.sub(lambda found: _tag(found, values), whole)


def _section(found: re.Match[str], values: Mapping[str, object]) -> str:
    value, body = values.get(found[2]), found[3]
    if found[1] == "^":
        return "" if value else _mustache(body, values)
    items = value if isinstance(value, list) else [value] if value else []
    return "".join(
        _mustache(body, {**values, ".": item, **(item if isinstance(item, Mapping) else {})}) for item in items
    )


def _tag(found: re.Match[str], values: Mapping[str, object]) -> str:
    name = found[1] or found[3]
    if found[2] == "!":
        return ""
    head, *rest = name.split(".") if name != "." else (".",)
    if head not in values:
        return found[0]
    value = values[head]
    for step in rest:
        value = value.get(step, "") if isinstance(value, Mapping) else getattr(value, step, "")
    return str(value) if found[1] or found[2] == "&" else _escaped(str(value))


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


_FILLERS: dict[str, Callable[[str, Mapping[str, object]], str]] = {
    "f-string": _format,
    "jinja2": _jinja,
    "mustache": _mustache,
    "handlebars": _mustache,
    "semantic-kernel": _semantic_kernel,
    "dollar": _dollar,
    "percent": _percent,
    "braces": _braces,
}
