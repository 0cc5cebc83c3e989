"""TypeScript: tools as functions in a namespace, each with the type of its parameters, as models read them.

source: openai-harmony 0.0.8, src/encoding.rs (template_tools_section, json_schema_to_typescript); read 2026-11-22
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from promptlint.layout.tree import Fields, Items, Node, Open, Plain, Unreadable, Words, known, read
from promptlint.prompt import Choice, Literal, Part, Repeat, Text
from promptlint.walk import parts

_Out: TypeAlias = Iterator[str | Part]

_TYPES = {**{name: name for name in ("string", "number", "boolean", "object", "array", "null")}, "integer": "number"}


def namespace(text: Text) -> Text:
    """Return a JSON list of tools in TypeScript: as it is where open values hide its structure."""
    try:
        match read(text):
            case (Items(nodes),):
                head = "# Tools\n\n## functions\n\nnamespace functions {\n\n"
                return _text((head, *_tools(nodes), "} // namespace functions"))
    except (Unreadable, RecursionError):
        pass
    return text


def _text(out: Iterable[str | Part]) -> Text:
    """Return parts as one text; tokens are counted over what is literal side by side."""
    whole = (Literal(part) if isinstance(part, str) else part for part in out)
    groups = groupby(whole, lambda part: isinstance(part, Literal))
    return tuple(part for literal, group in groups for part in (_joined(group) if literal else group))


def _joined(parts: Iterable[Part]) -> Text:
    return (Literal("".join(part.text for part in parts if isinstance(part, Literal))),)


def _tools(nodes: tuple[Node, ...]) -> _Out:
    for node in nodes:
        match node:
            case Fields(source=source):
                yield from _typed(node, source)
                yield "\n\n"
            case Open(Choice(arms=arms) as part):
                yield replace(part, arms=tuple(map(_arm, arms)))
            case Open(Repeat(body=body) as part):
                yield replace(part, body=_arm(body))
            case Open(part):
                yield part
                yield "\n\n"
            case _:
                raise Unreadable


def _arm(text: Text) -> Text:
    """Return some of the tools in TypeScript, as they are where they cannot be read."""
    try:
        return _text(_tools(read(text)))
    except Unreadable:
        return text


def _typed(tool: Fields, source: Text) -> Text:
    """Return one tool in TypeScript: as it is where not all that is open in it has a place there."""
    try:
        text = _text(_function(tool))
    except Unreadable:
        return source
    return text if _size(text) == _size(source) else source


def _size(text: Text) -> int:
    """Return how many parts of a text are open."""
    return sum(not isinstance(part, Literal) for part in parts(text))


def _function(tool: Fields) -> _Out:
    inner = tool.get("function")
    function = inner if isinstance(inner, Fields) else tool
    name, parameters = function.get("name"), function.get("parameters")
    if name is None or (known(tool.get("type")) or "function") != "function":
        raise Unreadable
    yield from _comment(function.get("description"), "", "\n// ")
    yield from ("type ", *_words(name))
    if parameters in (None, Plain("null")):
        yield " = () => any;"
    else:
        yield from (" = (_: ", *_type(parameters, ""), ") => any;")


def _words(node: Node | None) -> Text:
    """Return what is written without quotes."""
    match node:
        case Words(text):
            return text
        case Open(Choice(arms=arms) as part):
            return (replace(part, arms=tuple(tuple(_plain(arm)) for arm in arms)),)
        case Open(part):
            return (part,)
        case Plain(text):
            return (Literal(text),)
    raise Unreadable


def _plain(arm: Text) -> Iterator[Part]:
    for node in read(arm):
        yield from () if node == Plain("null") else _words(node)


def _comment(node: Node | None, indent: str, line: str = "\n") -> _Out:
    """Yield a comment; `line` is how its lines go on."""
    if node in (None, Plain("null"), Words(())):
        return
    yield f"{indent}// "
    yield from (_lined(part, line) for part in _words(node))
    yield "\n"


def _lined(part: Part, line: str) -> Part:
    if isinstance(part, Literal) and "\n" in part.text and line != "\n":
        return Literal(part.text.replace("\n", line))
    return part


def _type(schema: Node | None, indent: str) -> _Out:
    match schema:
        case Open(part):
            yield part
        case Fields() if isinstance(variants := schema.get("oneOf"), Items):
            for variant in variants.nodes:
                yield from (f"\n{indent} | ", *_nullable(variant, f"{indent}   "), *_remarks(variant))
        case Fields():
            yield from _of_kind(schema, indent)
        case _:
            yield "any"


def _of_kind(schema: Fields, indent: str) -> _Out:
    kind = schema.get("type")
    match known(kind):
        case "object":
            yield from (
                *_comment(schema.get("description"), indent),
                "{\n",
                *_properties(schema, indent),
                f"{indent}}}",
            )
        case "string" if isinstance(choices := schema.get("enum"), Items | Open):
            yield from _choices(choices)
        case "array" if items := schema.get("items"):
            yield from (*_type(items, indent), "[]")
        case "array":
            yield "Array<any>"
        case None if isinstance(kind, Items):
            yield " | ".join(_TYPES.get(known(each) or "", "any") for each in kind.nodes)
        case name:
            yield _TYPES.get(name or "", "any")


def _choices(node: Items | Open) -> _Out:
    if isinstance(node, Open):
        yield node.part
        return
    for number, each in enumerate(node.nodes):
        quote = '"' if isinstance(each, Words) else ""
        yield from (" | " if number else "", quote, *_words(each), quote)


def _properties(schema: Fields, indent: str) -> _Out:
    properties, required = schema.get("properties"), schema.get("required")
    if isinstance(properties, Open):
        yield from (properties.part, "\n")
    names = {known(node) for node in required.nodes} if isinstance(required, Items) else set()
    for key, value in properties.entries if isinstance(properties, Fields) else ():
        yield from _above(value, indent)
        optional = "" if known(key) in names else "?"
        yield from (indent, *key.text, f"{optional}: ", *_nullable(value, f"{indent}    "), ",")
        yield from (*_remarks(value, described=False), "\n")


def _above(value: Node, indent: str) -> _Out:
    """Yield what stands above a property: its title, its description and examples."""
    if isinstance(value, Fields):
        if title := value.get("title"):
            yield from (*_comment(title, indent), f"{indent}//\n")
        yield from _comment(value.get("description"), indent)
        if isinstance(examples := value.get("examples"), Items) and examples.nodes:
            yield f"{indent}// Examples:\n"
            for each in examples.nodes:
                yield from (f'{indent}// - "', *_words(each), '"\n')


def _nullable(value: Node, indent: str) -> _Out:
    yield from _type(value, indent)
    if isinstance(value, Fields) and value.get("nullable") == Plain("true"):
        yield " | null"


def _remarks(value: Node, *, described: bool = True) -> _Out:
    """Yield what stands behind a type: the description of a variant, and the default."""
    if isinstance(value, Fields):
        if described and (words := value.get("description")):
            yield from (" // ", *_words(words))
        if default := value.get("default"):
            yield from (" // default: ", *_default(default, quoted="enum" not in map(_name, value.entries)))


def _name(entry: tuple[Words, Node]) -> str | None:
    return known(entry[0])


def _default(node: Node, *, quoted: bool) -> Text:
    if isinstance(node, Items | Fields):
        return node.source
    quote = (Literal('"'),) if quoted and isinstance(node, Words) else ()
    return (*quote, *_words(node), *quote)
