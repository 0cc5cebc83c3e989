"""What tools count: the TypeScript that models read, against both published formulas, and with values that are open."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from promptlint.hole import Scope, Volatility
from promptlint.layout import lay_out
from promptlint.layout.typescript import namespace
from promptlint.prompt import Block, Choice, Literal, Prompt, Repeat, Role, Splice, Text
from promptlint.providers import load, profile_for
from promptlint.tokens import Exact, encode
from tests.building import CLOCK, DOCS, UNKNOWN, place, text

Tool = dict[str, Any]


def size(words: str) -> int:
    return len(encode(words))


def cookbook(tools: Sequence[Tool]) -> int:
    """Return the tokens of tools for gpt-4o by the formula of OpenAI's cookbook.

    source: num_tokens_for_tools in openai-cookbook, examples/How_to_count_tokens_with_tiktoken.ipynb
    """
    func_init, prop_init, prop_key, enum_init, enum_item, func_end = 7, 3, 3, -3, 3, 12
    total = func_end
    for tool in tools:
        function = tool["function"]
        properties = function.get("parameters", {}).get("properties", {})
        total += func_init + size(f"{function['name']}:{function['description'].removesuffix('.')}")
        total += prop_init if properties else 0
        for key, value in properties.items():
            total += prop_key + size(f"{key}:{value['type']}:{value['description'].removesuffix('.')}")
            total += enum_init if "enum" in value else 0
            total += sum(enum_item + size(item) for item in value.get("enum", ()))
    return total


def litellm(tools: Sequence[Tool]) -> int:
    """Return the tokens of tools as litellm counts them.

    source: _count_tool_definitions and _format_function_definitions in litellm 1.109.1 litellm_core_utils/token_counter.py
    """
    lines = ["namespace functions {", ""]
    for tool in tools:
        function = tool["function"]
        parameters = function.get("parameters", {})
        lines.append(f"// {function['description']}")
        if parameters.get("properties"):
            lines += [f"type {function['name']} = (_: {{", _object(parameters, 0), "}) => any;", ""]
        else:
            lines += [f"type {function['name']} = () => any;", ""]
    return size("\n".join([*lines, "} // namespace functions"])) + 9


def _object(schema: Mapping[str, Any], indent: int) -> str:
    lines = []
    for key, value in schema["properties"].items():
        lines += [f"// {value['description']}"] if "description" in value else []
        lines.append(f"{key}{'' if key in schema.get('required', ()) else '?'}: {_type(value, indent)},")
    return "\n".join(" " * indent + line for line in lines)


def _type(schema: Mapping[str, Any], indent: int) -> str:
    match schema.get("type"):
        case "string" | "integer" | "number" if "enum" in schema:
            return " | ".join(f'"{item}"' for item in schema["enum"])
        case "array":
            return f"{_type(schema['items'], indent)}[]"
        case "object":
            return f"{{\n{_object(schema, indent + 2)}\n}}"
        case "integer":
            return "number"
        case "string" | "number" | "boolean" as name:
            return str(name)
    return "any"


def tool(name: str, description: str, *required: str, **properties: Mapping[str, Any]) -> Tool:
    parameters = {"type": "object", "properties": properties, "required": list(required)}
    function = {"name": name, "description": description, **({"parameters": parameters} if properties else {})}
    return {"type": "function", "function": function}


def of(kind: str, description: str, **more: object) -> Mapping[str, Any]:
    return {"type": kind, "description": description, **more}


NUMBER = of("string", "The number of the order, as it stands on the invoice")
FLAT = {
    "the cookbook's": [
        tool(
            "get_current_weather",
            "Get the current weather in a given location",
            "location",
            location=of("string", "The city and state, e.g. San Francisco, CA"),
            unit=of("string", "The unit of temperature to return", enum=["celsius", "fahrenheit"]),
        )
    ],
    "one parameter": [
        tool("search", "Search the web for pages about a topic.", "query", query=of("string", "What to search for."))
    ],
    "none": [tool("ping", "Check whether the server of the shop answers, and how long that takes in milliseconds.")],
    "numbers": [
        tool(
            "add",
            "Add two numbers and return the sum of both.",
            "a",
            "b",
            a=of("number", "The first number to add"),
            b=of("number", "The second number to add"),
        )
    ],
    "optional": [
        tool(
            "list_orders",
            "List the orders of a customer, newest first.",
            customer=of("string", "The id of the customer"),
            limit=of("integer", "How many orders to return at most"),
            open_only=of("boolean", "Whether to leave out the orders that have been delivered"),
        )
    ],
    "two tools": [
        tool("get_stock", "Return how many pieces of a product are in stock.", "id", id=of("string", "The product")),
        tool(
            "get_price",
            "Return the price of a product in euros.",
            "id",
            id=of("string", "The product"),
            coupon=of("string", "A coupon that the customer has"),
        ),
    ],
    "five tools": [
        tool(f"{verb}_order", f"{verb.title()} an order that the customer has made before.", "order", order=NUMBER)
        for verb in ("open", "close", "merge", "split", "send")
    ],
    "a long enum": [
        tool(
            "set_state",
            "Set the state of an order to another one.",
            "order",
            "state",
            order=NUMBER,
            state=of("string", "The new state of the order", enum=["new", "paid", "packed", "sent", "returned"]),
        )
    ],
    "long descriptions": [
        tool(
            "refund",
            "Refund an order. Only call this once the customer has confirmed the amount, the agent has checked that the "
            "goods came back, and no earlier refund of the same order exists. It is paid to the account of the order.",
            "order",
            "amount",
            order=NUMBER,
            amount=of("number", "The amount in euros with two decimals, at most that of the order itself"),
        )
    ],
    "a list of strings": [
        tool(
            "send_mail",
            "Send a mail to some customers of the shop.",
            "to",
            "subject",
            "body",
            to=of("array", "The addresses of the customers", items={"type": "string"}),
            subject=of("string", "The subject of the mail"),
            body=of("string", "The text of the mail, in plain text"),
        )
    ],
    "a default": [
        tool(
            "find_products",
            "Find products of the shop whose description holds all of some words.",
            "words",
            words=of("string", "The words to look for, with spaces between them"),
            page=of("integer", "The number of the page of results to return", default=1),
        )
    ],
    "many parameters": [
        tool(
            "book_table",
            "Book a table in a restaurant for the customer.",
            "place",
            "time",
            place=of("string", "Where the restaurant is"),
            time=of("string", "When the table is needed, in ISO 8601"),
            seats=of("integer", "How many people come"),
            outside=of("boolean", "Whether the table should be outside"),
            note=of("string", "What else the restaurant should know"),
        )
    ],
    "other scripts": [
        tool(
            "suche",
            "Sucht in den Aufträgen. 注文を検索します。",
            "wort",
            wort=of("string", "Das gesuchte Wort — 検索語"),
        )
    ],
}
ADDRESS = {
    "type": "object",
    "description": "Where the customer lives",
    "properties": {"street": of("string", "The street and the number of the house"), "city": of("string", "The city")},
    "required": ["street"],
}
NESTED = {
    "an object": [
        tool("create_user", "Create a user of the shop with an address.", "order", order=NUMBER, address=ADDRESS)
    ],
    "a list of objects": [
        tool("move", "Move the customers to other addresses.", to={"type": "array", "items": ADDRESS}, reason=NUMBER)
    ],
}


def counted(tools: Text, model: str) -> int:
    """Return the tokens that are counted for tools."""
    profile, _ = profile_for((model,), None)
    block = Block(Role.TOOLS, tools, place())
    return lay_out(Prompt("answer", place(), (block,)), profile, Exact()).tokens


def known(tools: Sequence[Tool], **style: Any) -> Text:
    return (Literal(json.dumps(tools, **style)),)


@pytest.mark.parametrize("shape", FLAT)
@pytest.mark.parametrize("model", ["gpt-4o", "gpt-5.6-sol", "gpt-oss-120b"])
def test_the_count_is_within_15_percent_of_both_published_formulas(shape: str, model: str) -> None:
    tools = FLAT[shape]
    count = counted(known(tools), model)
    assert count == pytest.approx(cookbook(tools), rel=0.15)
    assert count == pytest.approx(litellm(tools), rel=0.15)


@pytest.mark.parametrize("shape", NESTED)
def test_nested_objects_count_as_in_litellm(shape: str) -> None:
    """The formula of the cookbook counts no parameters inside of others."""
    tools = NESTED[shape]
    assert counted(known(tools), "gpt-4o") == pytest.approx(litellm(tools), rel=0.15)


def test_json_would_count_far_more() -> None:
    """The formulas are what rules JSON out."""
    tools = FLAT["the cookbook's"]
    assert size(json.dumps(tools)) > 1.4 * max(cookbook(tools), litellm(tools))
    assert counted(known(tools), "claude-sonnet-5") == pytest.approx(1.3 * size(json.dumps(tools)), abs=1)


def test_both_formulas_are_quoted_in_the_data() -> None:
    facts = load().profiles["classic"].facts
    told = {facts["tools.form"].source, facts["overhead.message"].source}
    assert [
        name
        for source in told
        for name in ("num_tokens_for_tools", "_format_function_definitions")
        if name in source.note
    ]
    assert {source.id for source in told} == {"litellm-counting", "openai-counting"}


SHOWN = """# Tools

## functions

namespace functions {

// Gets the weather.
// Twice a day.
type get_weather = (_: // all of it
{
// Place
//
// The "city"
location: string,
// unit
format?: "celsius" | "fahrenheit", // default: celsius
n?: {
    a?: number, // default: 3
    b?: {
        c: boolean,
        }[],
    },
u?: any, // default: null
v?: string | null,
w?: any,
x?: string | null, // default: "q"
}) => any;

// Does nothing.
type nop = () => any;

} // namespace functions"""


@pytest.mark.parametrize("style", [{}, {"indent": 2}, {"ensure_ascii": False, "separators": (",", ":")}])
def test_the_text_is_that_of_the_models_whose_weights_are_open(style: Mapping[str, Any]) -> None:
    """The expected text is what openai-harmony 0.0.8 renders."""
    inner = {"type": "object", "properties": {"c": {"type": "boolean"}}, "required": ["c"]}
    properties = {
        "location": {"type": "string", "title": "Place", "description": 'The "city"'},
        "format": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius", "description": "unit"},
        "n": {
            "type": "object",
            "properties": {"a": {"type": "integer", "default": 3}, "b": {"type": "array", "items": inner}},
        },
        "u": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "v": {"type": ["string", "null"]},
        "w": {"$ref": "#/x"},
        "x": {"type": "string", "nullable": True, "default": "q"},
    }
    parameters = {"type": "object", "description": "all of it", "properties": properties, "required": ["location"]}
    function = {"name": "get_weather", "description": "Gets the weather.\nTwice a day.", "parameters": parameters}
    flat = [{"type": "function", **function}, {"type": "function", "name": "nop", "description": "Does nothing."}]
    chat = [{"type": "function", "function": function}, tool("nop", "Does nothing.")]
    assert shown(known(flat, **style)) == shown(known(chat, **style)) == SHOWN


def shown(tools: Text) -> str:
    """Return tools as models read them, holes in brackets."""
    return "".join(map(_part, namespace(tools)))


def _part(part: object) -> str:
    match part:
        case Literal(text=words):
            return words
        case Splice(hole=hole):
            return f"⟨{hole.label}⟩"
        case Choice(arms=arms):
            return "⟨" + "|".join("".join(map(_part, arm)) for arm in arms) + "⟩"
        case Repeat(body=body):
            return "⟨" + "".join(map(_part, body)) + "⟩*"
    raise AssertionError(part)


HEAD = "# Tools\n\n## functions\n\nnamespace functions {\n\n"
END = "} // namespace functions"
LOOK = '{"type": "function", "name": "look", "description": "Look it up."}'
LOOKED = "// Look it up.\ntype look = () => any;\n\n"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # In a description, in a name, in the place of either and of the parameters
        (
            ('[{"name": "look", "description": "Look. It is ', CLOCK, '.\\nBe \\"kind\\"."}]'),
            '// Look. It is ⟨datetime.now()⟩.\n// Be "kind".\ntype look = () => any;\n\n',
        ),
        (('[{"name": "look_', UNKNOWN, '", "description": ', DOCS, "}]"), "// ⟨docs⟩\ntype look_⟨extra⟩ = () => any;\n\n"),
        (('[{"name": "look", "parameters": ', UNKNOWN, "}]"), "type look = (_: ⟨extra⟩) => any;\n\n"),
        (
            ('[{"name": "look", "parameters": {"type": "object", "properties": {"a": {"type": "string", "enum": ', DOCS, "}}}}]"),
            "type look = (_: {\na?: ⟨docs⟩,\n}) => any;\n\n",
        ),
        # One or more tools
        ((f"[{LOOK}, ", UNKNOWN, "]"), f"{LOOKED}⟨extra⟩\n\n"),
        # What is open and has no place in TypeScript stays where it is sent, with the tool around it
        ((f'[{LOOK}, {{"name": "a", "strict": ', UNKNOWN, "}]"), LOOKED + '{"name": "a", "strict": ⟨extra⟩}\n\n'),
        ((f'[{LOOK}, {{"name": "a", ', UNKNOWN, "}]"), LOOKED + '{"name": "a", ⟨extra⟩}\n\n'),
        # A tool that is no function
        ((f'[{LOOK}, {{"type": "web_search"}}]',), LOOKED + '{"type": "web_search"}\n\n'),
    ],
)  # fmt: skip
def test_what_is_open_keeps_its_place(parts: tuple[Any, ...], expected: str) -> None:
    assert shown(text(*parts)) == HEAD + expected + END


@pytest.mark.parametrize(
    "parts", [(UNKNOWN,), ("[", UNKNOWN), ("{", UNKNOWN, "}"), ('["', UNKNOWN, '"]'), ("no JSON",), ("[" * 5000 + "]" * 5000,)]
)  # fmt: skip
def test_what_is_no_list_of_tools_stays_as_it_is(parts: tuple[Any, ...]) -> None:
    tools = text(*parts)
    assert namespace(tools) == tools


def test_choices_between_tools_and_within_them_stay_choices() -> None:
    maybe = Choice((text(f", {LOOK}"), ()), None, place())
    assert shown(text(f"[{LOOK}", maybe, "]")) == f"{HEAD}{LOOKED}⟨{LOOKED}|⟩{END}"
    words = Choice((text("one"), text("\\n")), CLOCK, place())
    assert shown(text('[{"name": "', words, '"}]')) == f"{HEAD}type ⟨one|\n⟩ = () => any;\n\n{END}"
    either = Choice((text('"one"'), text("null")), None, place())
    assert (
        shown(text('[{"name": "a", "description": ', either, "}]")) == f"{HEAD}// ⟨one|⟩\ntype a = () => any;\n\n{END}"
    )
    each = Repeat(text('{"name": "', UNKNOWN, '"}, '), DOCS, place())
    assert shown(text("[", each, LOOK, "]")) == f"{HEAD}⟨type ⟨extra⟩ = () => any;\n\n⟩*{LOOKED}{END}"


def test_a_value_in_a_description_breaks_where_it_stands() -> None:
    """The description stands ahead of the name, and what has no place in TypeScript does not count."""
    tools = text('[{"name": "look", "strict": true, "description": "Look. It is ', CLOCK, '."}, ', f"{LOOK}]")
    block = Block(Role.TOOLS, tools, place())
    layout = lay_out(Prompt("answer", place(), (block,)), load().profiles["classic"], Exact())
    (found,) = layout.breaks
    assert found.place == tools[1].place  # type: ignore[union-attr]
    assert found.rate is Volatility.REQUEST
    assert layout.prefix[Scope.EVERYONE].low == size(f"{HEAD}// Look. It")
