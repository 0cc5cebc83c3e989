"""A hole is called what the program calls it, and its kind is what the catalogue or, failing that, its name says."""

from __future__ import annotations

import pytest

from promptlint.hole import Confidence, Kind
from tests.test_python_frontend.reading import at, hole, one, read, sent, splices, system


def named(expression: str, setup: str = "") -> str:
    """Return the only hole of an expression over parameters that are called `x`, `req`, `blob` and `self`."""
    lines = "".join(f"    {line}\n" for line in setup.splitlines())
    return system(f"import vendor\ndef f(x, req, blob, self):\n{lines}    send(f'''a {{{expression}}} b''')\n")[2:-2]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("x", "<unknown x>"),
        ("blob.a.b", "<unknown blob.a.b>"),
        ("self.style", "<unknown self.style>"),
        ("blob['k']", "<unknown blob['k']>"),
        ("blob['k'].c[0]", "<unknown blob['k'].c[0]>"),
        ("blob.get('k')", "<unknown blob.get('k')>"),
        ("blob.get('k', 'd')", "<unknown blob.get('k', 'd')>"),
        ("blob.build(1)", "<unknown blob.build(1)>"),
        ("blob.build(1).text", "<unknown blob.build(1).text>"),
        ("vendor.make(x)", "<unknown vendor.make(x)>"),
        ("x + 1", "<unknown x + 1>"),
        ("len(x)", "<unknown len(x)>"),
        ("str(x)", "<unknown x>"),
        ("x!r", "<unknown x>"),
        ("x.strip()", "<unknown x.strip()>"),
    ],
)
def test_an_unknown_value_is_called_what_the_program_calls_it(expression: str, expected: str) -> None:
    assert named(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("blob.user_name", "<user? user blob.user_name>"),
        ("blob['user']['name']", "<user? user blob['user']['name']>"),
        ("blob['user_name']", "<user? user blob['user_name']>"),
        ("blob.get('session_id')", "<session? session blob.get('session_id')>"),
        ("blob.user.get_name()", "<user? user blob.user.get_name()>"),
        ("req.question", "<input? request req.question>"),
        ("self.request_id", "<session? request self.request_id>"),
        ("vendor.get_context(x)", "<retrieval? request vendor.get_context(x)>"),
        ("blob.chat_history", "<history? request blob.chat_history append>"),
        ("blob.chat_history[-10:]", "<history? request blob.chat_history[-10:] window>"),
        ("len(blob.chat_history)", "<history? request len(blob.chat_history)>"),
        ("blob.tool_descriptions", "<tools? process blob.tool_descriptions>"),
        ("blob.cwd", "<environment? process blob.cwd>"),
        ("blob.current_time", "<clock? request blob.current_time>"),
        ("blob.today", "<date? day blob.today>"),
        ("self.step_count", "<counter? request self.step_count>"),
        ("self.user_profile.strip() or 'none'", "[<user? user self.user_profile.strip()>|none]"),
    ],
)
def test_a_name_says_the_kind(expression: str, expected: str) -> None:
    assert named(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "self.max_history",
        "blob.user_prompt_template",
        "blob.session_factory",
        "blob.question_format",
        "blob.config.language",
        "vendor.user_guidelines(x)",
        "blob.model_name",
    ],
)
def test_a_look_alike_says_nothing(expression: str) -> None:
    assert named(expression).startswith("<unknown ")


def test_a_variable_names_what_its_value_does_not() -> None:
    assert named("docs", "docs = vendor.fetch(x)") == "<retrieval? request vendor.fetch(x)>"
    assert named("out", "out = vendor.fetch(x)") == "<unknown vendor.fetch(x)>"


def test_a_variable_of_unpacked_values_is_called_by_its_own_name() -> None:
    assert named("question", "question, n = vendor.parse(x)") == "<input? request question>"
    assert named("n", "question, n = vendor.parse(x)") == "<unknown n>"


def test_a_known_source_is_surer_than_the_name_of_its_variable() -> None:
    found = hole('import uuid\ndef f():\n    user_name = uuid.uuid4()\n    send(f"a {user_name}")')
    assert (found.kind, found.confidence, found.label) == (Kind.RANDOM, Confidence.HIGH, "uuid.uuid4()")


def test_a_variable_of_known_text_is_no_hole_whatever_its_name() -> None:
    assert (
        system('def f():\n    user_name = "Bob"\n    today = "Monday"\n    send(f"{user_name} {today}")')
        == "Bob Monday"
    )


def test_the_name_of_a_loop_variable_says_the_kind() -> None:
    assert "<retrieval? request " in system('def f(xs):\n    send("a" + "".join(chunk for chunk in xs))')
    assert "<input? request " in system('def f(xs):\n    for question in xs:\n        send("a " + question)')
    assert "<unknown " in system('def f(xs):\n    send("a" + "".join(line for line in xs))')


def test_aliases_of_imports_are_seen_through() -> None:
    for program in (
        "from uuid import uuid4 as fresh\ndef f():\n    send(f'a {fresh()}')",
        "import uuid as u\nfresh = u.uuid4\ndef f():\n    send(f'a {fresh()}')",
        "def f():\n    import uuid\n    fresh = uuid\n    send(f'a {fresh.uuid4()}')",
        "def f():\n    from uuid import uuid4\n    make = lambda: uuid4()\n    send(f'a {make()}')",
    ):
        assert system(program).startswith("a <random request ")


def test_a_name_of_the_program_is_not_that_of_the_library() -> None:
    assert system('def uuid4():\n    return "x"\ndef f():\n    send(f"a {uuid4()}")') == "a x"
    assert system('import uuid\ndef f(uuid):\n    send(f"a {uuid.uuid4()}")') == "a <unknown uuid.uuid4()>"
    assert (
        system('class time:\n    @staticmethod\n    def time():\n        return 4\nsend(f"a {time.time()}")') == "a 4"
    )


def test_a_builtin_that_the_program_redefines_is_the_programs() -> None:
    assert system('def str(x):\n    return "y"\nsend("a" + str("x"))') == "ay"


def test_the_way_of_a_value_starts_at_its_source() -> None:
    program = sent("""
        from datetime import datetime
        def stamp():
            return f"Now: {datetime.now()}."
        def f():
            head = stamp()
            send(head + "Be kind.")
        """)
    linked, source = read(program)
    (splice,) = (s for s in linked.prompts[0].blocks[0].text if not hasattr(s, "text"))
    assert at(source, splice.hole.chain[0].place)[2] == "datetime.now()"  # type: ignore[union-attr]
    assert splices(program)[0][2] == "datetime.now()"


def test_a_parameter_is_a_parameter_in_the_way_of_its_value() -> None:
    found = hole('def f(style):\n    send(f"a {style}")')
    assert [link.message for link in found.chain] == ["`style` is a parameter of `f()`"]


def test_a_prompt_is_called_by_its_sink_and_definition() -> None:
    prompt = one(sent('class Bot:\n    def run(self):\n        send("a")\n'))
    assert prompt.name == "OpenAI responses in Bot.run()"


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        ("history['system']", "<unknown history['system']>"),
        ('history.get("system_prompt")', '<unknown history.get("system_prompt")>'),
        ("history.instructions", "<unknown history.instructions>"),
        ("history['question']", "<input? request history['question']>"),
        ("datetime.now().instructions", "<clock request datetime.now()>"),
    ],
)
def test_what_is_read_under_the_name_of_a_system_prompt_is_one(read: str, shown: str) -> None:
    assert system(f"from datetime import datetime\ndef f(history):\n    send({read})") == shown


# What is too heavy to follow

HEAVY = f"vendor.mix(vendor.ask(req.question), {', '.join(f'vendor.make(blob.a{n})' for n in range(30))})"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("made", "<input?? request made>"),
        ("docs", "<retrieval? request docs>"),
        ("blob.history", "<history? request blob.history rewritten>"),
        ("blob.is_user", "<input?? request blob.is_user>"),
    ],
)
def test_what_is_too_heavy_to_follow_is_a_guess_where_the_name_that_enters_the_text_says_nothing(
    name: str, expected: str
) -> None:
    assert named(name, f"{name} = {HEAVY}") == expected


def test_what_is_too_heavy_is_read_where_its_name_stands_unless_it_is_what_it_seems_to_be() -> None:
    def chain(name: str) -> list[str]:
        program = f"import vendor\ndef f(req, blob):\n    {name} = {HEAVY}\n    send(f'''a {{{name}}}''')\n"
        return [link.message for link in hole(program).chain]

    assert chain("docs") == ["`docs` is read here"]
    assert chain("question") == ["`req` is a parameter of `f()`"]
