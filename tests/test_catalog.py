"""The catalogue: what the shipped data files say, and what users read when their own are wrong."""

from __future__ import annotations

import importlib
import pickle
import re
import sys
from pathlib import Path

import pytest

from promptlint import catalog, datafile
from promptlint.catalog import Catalog, Entry
from promptlint.datafile import DataError
from promptlint.hole import Confidence, Kind, Order, Volatility
from promptlint.prompt import Role
from promptlint.sink import Maker, Sink

CATALOG = catalog.load()

V, K = Volatility, Kind


def rate(entry: Entry) -> tuple[Kind, Volatility]:
    return entry.kind, entry.volatility


CALLS = {
    (K.CLOCK, V.REQUEST): """
        datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today time.time time.time_ns time.monotonic
        time.perf_counter time.strftime time.localtime time.gmtime time.ctime time.asctime pendulum.now arrow.now
        arrow.utcnow arrow.get django.utils.timezone.now django.utils.timezone.localtime pandas.Timestamp.now
        email.utils.formatdate""",
    (K.DATE, V.DAY): """
        datetime.date.today pendulum.today dateutil.utils.today django.utils.timezone.localdate""",
    (K.RANDOM, V.REQUEST): """
        random.random random.randint random.choice random.choices random.sample random.shuffle random.Random
        random.SystemRandom.choice uuid.uuid1 uuid.uuid4 uuid.uuid7 secrets.token_hex secrets.choice os.urandom
        numpy.random.rand numpy.random.choice numpy.random.default_rng numpy.random.permutation numpy.random.shuffle
        tempfile.mkdtemp faker.Faker""",
    (K.RANDOM, V.PROCESS): "builtins.hash builtins.id",
    (K.ENVIRONMENT, V.PROCESS): """
        os.getcwd os.getenv os.environ.get os.getpid os.listdir os.scandir os.walk glob.glob pathlib.Path.cwd
        pathlib.Path.iterdir pathlib.Path.glob pathlib.Path.rglob socket.gethostname getpass.getuser platform.system
        platform.node dateutil.tz.tzlocal""",
    (K.ENVIRONMENT, V.SESSION): "subprocess.run subprocess.check_output os.popen",
    (K.INPUT, V.REQUEST): "builtins.input flask.request.get_json streamlit.chat_input",
    (K.ORDER, V.UNKNOWN): "concurrent.futures.as_completed asyncio.as_completed",
}

NO_CALLS = """
    datetime.datetime datetime.timedelta datetime.datetime.fromisoformat datetime.datetime.strptime time.sleep
    time.mktime uuid.uuid3 uuid.uuid5 uuid.UUID random.seed random.getstate secrets.compare_digest hashlib.sha256
    os.path.join os.path.exists pathlib.Path pathlib.Path.read_text numpy.array numpy.random.seed json.dumps
    sorted builtins.len builtins.sorted platformdirs.user_data_dir now today my.datetime.now"""


@pytest.mark.parametrize(
    ("name", "expected"), [(name, rate) for rate, names in CALLS.items() for name in names.split()]
)
def test_what_a_call_yields(name: str, expected: tuple[Kind, Volatility]) -> None:
    entry = CATALOG.call(name)
    assert entry
    assert rate(entry) == expected


@pytest.mark.parametrize("name", NO_CALLS.split())
def test_calls_that_yield_nothing_known(name: str) -> None:
    assert CATALOG.call(name) is None


@pytest.mark.parametrize(
    ("name", "cause", "volatility"),
    [
        ("os.listdir", "listing", V.PROCESS),
        ("pathlib.Path.rglob", "listing", V.PROCESS),
        ("glob.iglob", "listing", V.PROCESS),
        ("asyncio.as_completed", "completion", V.REQUEST),
        ("random.sample", "sample", V.REQUEST),
        ("numpy.random.shuffle", "sample", V.REQUEST),
    ],
)
def test_order_of_items(name: str, cause: str, volatility: Volatility) -> None:
    entry = CATALOG.call(name)
    assert entry
    assert entry.order
    assert (entry.order.cause, entry.order.volatility) == (cause, volatility)


def test_how_a_call_treats_its_arguments() -> None:
    def arguments(name: str) -> tuple[int | None, int | None, int | None, int | None]:
        entry = CATALOG.call(name)
        assert entry
        return entry.items_of, entry.mutates, entry.unless, entry.format

    assert arguments("random.sample") == (0, None, None, None)
    assert arguments("random.shuffle") == (None, 0, None, None)
    assert arguments("random.Random") == (None, None, 0, None)
    assert arguments("time.localtime") == (None, None, 0, None)
    assert arguments("time.strftime") == (None, None, 1, 0)
    assert arguments("datetime.datetime.now") == (None, None, None, None)


def test_the_output_of_a_command_only_suggests_that_it_varies() -> None:
    command, folder = CATALOG.call("subprocess.run"), CATALOG.call("os.getcwd")
    assert command
    assert folder
    assert (command.confidence, folder.confidence) == (Confidence.MEDIUM, Confidence.HIGH)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("os.environ", K.ENVIRONMENT),
        ("sys.argv", K.ENVIRONMENT),
        ("sys.platform", K.ENVIRONMENT),
        ("django.conf.settings.SITE_NAME", K.ENVIRONMENT),
        ("flask.request.args", K.INPUT),
        ("flask_login.current_user.name", K.USER),
        ("streamlit.session_state.topic", K.SESSION),
    ],
)
def test_what_an_attribute_holds(name: str, kind: Kind) -> None:
    entry = CATALOG.attribute(name)
    assert entry
    assert entry.kind is kind


@pytest.mark.parametrize("name", ["os.linesep", "os.sep", "datetime.datetime.min", "sys.maxsize", "string.digits"])
def test_attributes_that_hold_nothing_known(name: str) -> None:
    assert CATALOG.attribute(name) is None


def test_methods_of_unknown_objects() -> None:
    listing, ready = CATALOG.receiver("iterdir"), CATALOG.receiver("imap_unordered")
    assert listing
    assert ready
    assert (listing.order, ready.order) == (Order("listing", V.PROCESS), Order("completion", V.REQUEST))
    assert CATALOG.receiver("glob") is None
    assert CATALOG.receiver("walk") is None


NEWER = """
    random.binomialvariate uuid.uuid6 uuid.uuid7 uuid.uuid8 os.process_cpu_count pathlib.Path.walk
    pathlib.PosixPath.walk pathlib.WindowsPath.walk"""
ELSEWHERE = "sys.getwindowsversion os.getrandom os.getuid os.ttyname"


def is_there(qualified: str) -> bool:
    parts = qualified.removesuffix(".*").split(".")
    for cut in range(len(parts), 0, -1):
        try:
            value: object = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        return all((value := getattr(value, part, None)) is not None for part in parts[cut:])
    return False


def test_names_of_the_standard_library_exist() -> None:
    known = {*CATALOG.calls, *CATALOG.attributes, *CATALOG.constants, *CATALOG.texts}
    ours = {name for name in known if name.partition(".")[0] in {*sys.stdlib_module_names, "builtins"}}
    assert len(ours) > 150
    assert {name for name in ours if not is_there(name)} <= {*NEWER.split(), *ELSEWHERE.split()}


def test_constants_have_the_text_that_python_gives_them() -> None:
    for name, value in CATALOG.constants.items():
        module, _, attribute = name.rpartition(".")
        actual = getattr(importlib.import_module(module), attribute)
        assert (actual if isinstance(value, bool) else str(actual)) in (value if isinstance(value, tuple) else (value,))
    assert CATALOG.constant("typing_extensions.TYPE_CHECKING") is False
    assert CATALOG.constant("os.linesep") == ("\n", "\r\n")
    assert CATALOG.constant("os.altsep") is None


def test_functions_that_return_an_argument() -> None:
    assert CATALOG.same_text("typing.cast") == 1
    assert CATALOG.same_text("copy.deepcopy") == 0
    assert CATALOG.same_text("textwrap.dedent") is None


DAY, YEAR = 86_400, 31_536_000


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("%Y-%m-%d %H:%M:%S", 1),
        ("%H:%M", 60),
        ("%-H o'clock", 3600),
        ("%I %p", 3600),
        ("%A, %d %B %Y", DAY),
        ("%Y-W%V", 7 * DAY),
        ("%B", 30 * DAY),
        ("%Y", YEAR),
        ("%c", 1),
        ("%y%%", YEAR),
        ("at 100%%", None),
        ("UTC%z", None),
        ("", None),
        ("%?", 1),
        ("%", None),
    ],
)
def test_strftime_formats(text: str, period: int | None) -> None:
    assert CATALOG.format_period("strftime", text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("YYYY-MM-DD HH:mm:ss", 1),
        ("YYYY-MM-DD HH:mm", 60),
        ("dddd, D MMMM", DAY),
        ("[smh] YYYY", YEAR),
        ("[today]", None),
        ("MMMM YYYY", 30 * DAY),
    ],
)
def test_token_formats(text: str, period: int | None) -> None:
    assert CATALOG.format_period("tokens", text) == period


def test_directives() -> None:
    letters = {letter: CATALOG.format_period("strftime", f"%{letter}") for letter in "SMHdYZ"}
    assert letters == {"S": 1, "M": 60, "H": 3600, "d": DAY, "Y": YEAR, "Z": None}


def test_methods_of_clocks() -> None:
    def period(name: str) -> int | None:
        method = CATALOG.method(K.CLOCK, name)
        assert method
        return method.period

    assert [period(name) for name in ("date", "year", "hour", "minute", "weekday", "tm_mon")] == [
        *(DAY, YEAR, 3600, 60, DAY),
        30 * DAY,
    ]
    zone, text, cut = (CATALOG.method(K.CLOCK, name) for name in ("tzinfo", "strftime", "isoformat"))
    assert zone
    assert zone.steady
    assert text
    assert text.format == "strftime"
    assert cut
    assert cut.rounds
    assert (cut.rounds.position, cut.rounds.keywords) == (1, ("timespec",))
    assert (cut.rounds.periods["minutes"], cut.rounds.periods["auto"]) == (60, 1)


def test_replacing_fields_of_a_clock() -> None:
    method = CATALOG.method(K.DATE, "replace")
    assert method
    assert method.replaces["microsecond"] <= method.replaces["second"] < method.replaces["minute"] == 60


@pytest.mark.parametrize(("kind", "name"), [(K.CLOCK, "astimezone"), (K.RANDOM, "date"), (K.USER, "format")])
def test_methods_that_keep_the_period(kind: Kind, name: str) -> None:
    assert CATALOG.method(kind, name) is None


SINKS = {
    "OpenAI chat completions": """
        openai.OpenAI.chat.completions.create client.chat.completions.create self._client.beta.chat.completions.parse
        client.chat.completions.stream client.chat.completions.with_raw_response.create openai.ChatCompletion.create
        get_client().chat.completions.create""",
    "OpenAI responses": """
        client.responses.create client.responses.parse client.responses.stream
        self.client.responses.with_raw_response.create""",
    "OpenAI completions": "client.completions.create openai.Completion.create writerai.Writer.completions.create",
    "OpenAI conversation": "client.conversations.create client.conversations.items.create",
    "OpenAI assistant": "client.beta.assistants.create client.beta.assistants.update",
    "OpenAI thread": "client.beta.threads.create",
    "OpenAI thread message": "client.beta.threads.messages.create",
    "OpenAI run": "client.beta.threads.runs.create client.beta.threads.runs.create_and_poll",
    "OpenAI thread and run": "client.beta.threads.create_and_run",
    "OpenAI realtime session": "connection.session.update conn.session.update client.realtime.client_secrets.create",
    "OpenAI realtime call": "client.realtime.calls.accept",
    "OpenAI realtime item": "connection.conversation.item.create",
    "OpenAI realtime response": "connection.response.create",
    "OpenAI realtime deletion": "connection.conversation.item.delete",
    "Anthropic messages": """
        client.messages.create anthropic.Anthropic.messages.stream client.beta.messages.create
        client.beta.messages.tool_runner litellm.anthropic.messages.acreate""",
    "Anthropic message batch": "client.messages.batches.create client.beta.messages.batches.create",
    "Gemini content": "client.models.generate_content client.aio.models.generate_content_stream",
    "Gemini chat": "client.chats.create client.aio.chats.create",
    "Gemini cache": "client.caches.create",
    "Gemini model": "google.generativeai.GenerativeModel vertexai.generative_models.GenerativeModel",
    "Gemini content of a model": "model.generate_content self.model.generate_content_async",
    "Bedrock converse": "client.converse boto3.client.converse_stream self.bedrock_runtime.converse",
    "Bedrock invocation": "client.invoke_model boto3.client.invoke_model_with_response_stream",
    "Mistral chat": "client.chat.complete client.chat.stream_async client.chat.parse",
    "Mistral agent": "client.agents.complete",
    "Mistral conversation": "client.beta.conversations.start_async",
    "Cohere chat": "cohere.Client.chat co.chat client.v2.chat_stream",
    "Azure AI chat completions": "azure.ai.inference.ChatCompletionsClient.complete client.complete",
    "Ollama chat": "ollama.chat ollama.AsyncClient.chat client.chat",
    "Ollama generation": "ollama.generate ollama.Client.generate",
    "litellm completion": "litellm.completion litellm.acompletion litellm.Router.acompletion",
    "litellm responses": "litellm.responses litellm.aresponses",
    "instructor": "instructor.from_provider.create client.create_with_completion",
    "Hugging Face chat completion": "huggingface_hub.InferenceClient.chat_completion client.chat_completion",
    "Hugging Face text generation": "huggingface_hub.AsyncInferenceClient.text_generation",
    "transformers chat template": "self.tokenizer.apply_chat_template transformers.AutoTokenizer.apply_chat_template",
    "transformers pipeline": "transformers.pipeline.__call__",
    "vLLM chat": "vllm.LLM.chat",
    "vLLM generation": "vllm.LLM.generate",
    "llama.cpp chat completion": "llama_cpp.Llama.create_chat_completion",
    "llama.cpp completion": "llama_cpp.Llama.create_completion llama_cpp.Llama.__call__",
    "xAI chat": "xai_sdk.Client.chat.create",
    "xAI chat message": "xai_sdk.Client.chat.create.append",
    "Replicate run": "replicate.run replicate.Client.async_stream",
    "Writer chat": "writerai.Writer.chat.chat",
    "watsonx chat": "ibm_watsonx_ai.foundation_models.ModelInference.chat",
    "watsonx generation": "ibm_watsonx_ai.foundation_models.ModelInference.generate_text",
    "POST to /chat/completions": "requests.post httpx.post session.post urllib.request.Request http.request client.stream",
    "POST to /v1/responses": "requests.post",
    "POST to /v1/messages": "requests.post",
    "POST to :generateContent": "httpx.post",
    "POST to /api/chat": "requests.post",
    "POST to /api/generate": "requests.post",
    "POST to /converse": "requests.post",
}

NO_SINKS = """
    create completions.create.x chat.completions.create.x client.messages.list
    client.messages.count_tokens client.chat.completions.list client.responses.retrieve
    client.responses.input_items.list mylitellm.completion litellm.embedding litellm.completion_cost post requests.get
    requests.Session client.sessions.update session.update client.embed generate chat complete converse
    client.beta.threads.list client.models.list llama_cpp.Llama transformers.pipeline replicate.models.get"""


def sinks(path: str) -> list[str]:
    return [sink.name for sink in CATALOG.sinks_of(path)]


@pytest.mark.parametrize(("path", "name"), [(path, name) for name, paths in SINKS.items() for path in paths.split()])
def test_calls_that_send(path: str, name: str) -> None:
    assert name in sinks(path)


@pytest.mark.parametrize("path", NO_SINKS.split())
def test_calls_that_do_not_send(path: str) -> None:
    assert sinks(path) == []


def sink(name: str) -> Sink:
    return next(sink for sink in CATALOG.sinks if sink.name == name)


def slots(name: str) -> list[tuple[str, str]]:
    return [(slot.name, str(slot.role)) for slot in sink(name).slots]


def test_slots_stand_in_render_order() -> None:
    assert slots("OpenAI responses") == [
        ("tools", "tools"),
        ("text.format", "schema"),
        ("text_format", "schema"),
        ("instructions", "system"),
        ("input", "messages"),
    ]
    assert slots("Anthropic messages")[-2:] == [("system", "system"), ("messages", "messages")]


def test_positions_of_arguments() -> None:
    completion, responses = sink("litellm completion"), sink("litellm responses")
    assert completion.positions == {"model": 0, "messages": 1}
    assert responses.positions == {"input": 0, "model": 1}
    assert sink("OpenAI chat completions").positions == {}


def test_an_unknown_object_must_pass_what_only_a_prompt_has() -> None:
    assert sink("Anthropic messages").requires == ("messages", "max_tokens")
    assert sink("OpenAI chat completions").requires == ("messages",)
    assert "twilio" not in {package for each in CATALOG.sinks for package in each.packages}


def test_profiles_and_conversations() -> None:
    assert [sink(name).profile for name in ("OpenAI responses", "Anthropic messages", "litellm completion")] == [
        *("openai", "anthropic"),
        None,
    ]
    conversations = {each.name for each in CATALOG.sinks if each.conversation}
    assert {"OpenAI realtime session", "OpenAI assistant", "Gemini chat", "a model's conversation"} <= conversations
    assert conversations.isdisjoint({"OpenAI responses", "Gemini content", "a model's request"})


def test_bodies_of_http_requests() -> None:
    chat = sink("POST to /chat/completions")
    assert (chat.url, chat.payload) == (("chat/completions",), "json")
    assert "data" in chat.payload_text
    assert sink("OpenAI realtime session").payload == "session"


def test_every_sink_names_version_and_date_of_its_source() -> None:
    for each in CATALOG.sinks:
        assert re.search(r"\d+\.\d+", each.source), each.name
        assert re.search(r"read \d{4}-\d{2}-\d{2}$", each.source), each.name


def test_the_shape_of_messages() -> None:
    shape = CATALOG.messages
    assert (shape.role_keys, shape.content_keys) == (("role",), ("content", "parts"))
    assert (shape.inner_keys, shape.mark_parts) == (("message", "text"), ("cachePoint",))
    assert (shape.roles["developer"], shape.roles["model"]) == (Role.SYSTEM, Role.ASSISTANT)
    assert "cache_control" in shape.mark_keys


def test_calls_that_make_messages_and_parts() -> None:
    makers = CATALOG.messages.makers
    assert makers["azure.ai.inference.models.SystemMessage"] == Maker("system", ("content",))
    assert makers["google.genai.types.Part.from_text"] == Maker(None, ())
    assert makers["xai_sdk.chat.user"] == Maker("user", ("*content",))
    assert "langchain_core.messages.SystemMessage" not in makers


def test_a_call_known_by_its_last_name_alone() -> None:
    converse = sink("Bedrock converse")
    assert converse.is_vague("runtime.converse")
    assert not converse.is_vague("self.bedrock_client.converse")
    assert converse.makes("boto3.client")
    assert converse.makes("boto3")
    assert not converse.makes("boto3x.client")


def test_nobody_passes_the_gate_for_what_only_models_call() -> None:
    assert [each.name for each in CATALOG.sinks if not each.gate] == [
        "a model's request",
        "a model's conversation",
        "what a model's object would send",
    ]


def test_requests_that_a_mapping_is() -> None:
    assert {each.name for each in CATALOG.requests} == {
        "OpenAI batch line",
        "OpenAI batch line of a response",
        "OpenAI realtime session event",
        "OpenAI realtime item event",
        "OpenAI realtime response event",
        "OpenAI realtime deletion event",
    }


def test_the_catalogue_is_built_once_and_can_be_sent_to_a_worker() -> None:
    assert catalog.load() is CATALOG
    assert pickle.loads(pickle.dumps(CATALOG)) == CATALOG


def user_catalog(folder: Path, name: str, text: str) -> Catalog:
    path = folder / "catalog" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return catalog.load((folder,))


def test_users_files_add_and_override(tmp_path: Path) -> None:
    sources = """
      sources:
        - {kind: user, volatility: user, calls: {acme.users: current}, attributes: {acme.users: name}}
        - {kind: environment, volatility: process, calls: {datetime.datetime: now}}
    """
    ours = user_catalog(tmp_path, "sources.yaml", sources)
    entry, clock = ours.call("acme.users.current"), ours.call("datetime.datetime.now")
    assert entry
    assert clock
    assert (rate(entry), rate(clock)) == ((K.USER, V.USER), (K.ENVIRONMENT, V.PROCESS))
    assert CATALOG.call("acme.users.current") is None


def test_users_names_and_sinks(tmp_path: Path) -> None:
    user_catalog(tmp_path / "a", "names.yaml", "names: [{kind: user, volatility: user, tails: [tenant|org name]}]")
    sinks = "sinks: [{name: Acme, calls: ['*.acme.ask'], slots: {text: user}}]"
    user_catalog(tmp_path / "b", "sinks/acme.yaml", sinks)
    ours = catalog.load((tmp_path / "a", tmp_path / "b"))
    assert ours.named("tenant_name")
    assert ours.sinks[0].name == "Acme"
    assert [sink.name for sink in ours.sinks_of("client.acme.ask")] == ["Acme"]


ENTRY = "kind: clock, volatility: request"
KEYS = """role_keys content_keys inner_keys name_keys type_keys text_keys detail_keys mark_keys mark_parts lifetime_keys
    deferred_keys""".split()
SHAPE = "\n".join(f"{key}: []" for key in KEYS) + "\nroles: {user: user}"


@pytest.mark.parametrize(
    ("file", "text", "error"),
    [
        ("sources.yaml", "source: []", "source: unknown key 'source' (did you mean 'sources'?)"),
        ("sources.yaml", f"sources: [{{{ENTRY}, call: {{}}}}]", "sources[0].call: unknown key 'call'"),
        ("sources.yaml", "sources: [{kind: clock}]", "sources[0]: the key 'volatility' is missing"),
        ("sources.yaml", "sources: [{kind: clok, volatility: day}]", "sources[0].kind: unknown word 'clok' (did you mean 'clock'?)"),
        ("sources.yaml", f"sources: [{{{ENTRY}, period: days}}]", "sources[0].period: unknown unit 'days'; known are second,"),
        ("sources.yaml", f"sources: [{{{ENTRY}, unless: -1}}]", "sources[0].unless: must be a whole number, not -1"),
        ("sources.yaml", f"sources: [{{{ENTRY}, unless: true}}]", "sources[0].unless: must be a whole number, not True"),
        ("sources.yaml", f"sources: [{{{ENTRY}, order: {{cause: set}}}}]", "sources[0].order: the key 'volatility' is missing"),
        ("sources.yaml", f"sources: [{{{ENTRY}, calls: [now]}}]", "sources[0].calls: must be a mapping"),
        ("sources.yaml", "constants: {a.b: 1}", "constants.a.b: must be text, not 1"),
        ("sources.yaml", "constants: {1: a}", "constants: the key 1 must be text"),
        ("sources.yaml", "formats: {php: {day: d}}", "formats.php: unknown key 'php'; known are strftime, tokens"),
        ("sources.yaml", "- a", "must be a mapping"),
        ("sources.yaml", "", "must be a mapping"),
        ("sources.yaml", "a: [", "is not valid YAML"),
        ("sources.yaml", "a: !!python/object:os.system {}", "is not valid YAML"),
        ("names.yaml", "names: [{kind: user, volatility: user, tail: [a]}]", "names[0].tail: unknown key 'tail' (did you mean 'tails'?)"),
        ("names.yaml", "names: [{kind: user, volatility: user, tails: a}]", "names[0].tails: must be a list"),
        ("sinks/x.yaml", "sinks: [{name: X, calls: [a.b]}]", "sinks[0]: the key 'slots' is missing"),
        ("sinks/x.yaml", "sinks: [{name: X, calls: ['*.create'], slots: {}}]", "sinks[0].calls[0]: one name behind `*.`"),
        ("sinks/x.yaml", "sinks: [{name: X, calls: ['a.*.b'], slots: {}}]", "sinks[0].calls[0]: must be a dotted name"),
        ("sinks/x.yaml", "sinks: [{name: X, calls: [a.b], slots: {x: sytem}}]", "sinks[0].slots.x: unknown word 'sytem'"),
        ("sinks/x.yaml", "sinks: [{name: X, slots: {}}]", "sinks[0]: the key 'calls' is missing"),
        ("sinks/x.yaml", "sinks: [{name: X, mapping: {a: 1}, slots: {}}]", "sinks[0].mapping.a: must be text, not 1"),
        ("sinks/x.yaml", "sinks: [{name: X, calls: [a.b], slots: {}, positions: {a: x}}]", "sinks[0].positions.a: must be a whole"),
        ("messages.yaml", "role_keys: [role]", "the key 'content_keys' is missing"),
        ("messages.yaml", f"{SHAPE}\nmakers: [{{calls: {{a: B}}, role: boss}}]", "makers[0].role: unknown role 'boss'; known are user"),
        ("source.yaml", "sources: []", "no such catalogue file; known are formats.yaml,"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_with_the_key(tmp_path: Path, file: str, text: str, error: str) -> None:
    with pytest.raises(DataError) as raised:
        user_catalog(tmp_path, file, text)
    assert str(raised.value).startswith(f"{tmp_path / 'catalog' / file}: {error}")


def test_bytes_that_are_not_text(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="cannot be read"):
        datafile.read(path)


def test_a_file_that_is_nested_too_deeply(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nested too deeply|not valid YAML"):
        datafile.parse(tmp_path / "sources.yaml", "[" * 20_000)


def test_how_a_reading_is_written() -> None:
    forms = {"datetime.datetime.now": "%Y-%m-%d %H:%M:%S.%f", "time.time": "%s", "time.monotonic": ""}
    for name, form in forms.items():
        entry = CATALOG.call(name)
        assert entry
        assert (entry.form, entry.hole("x").form) == (form, form)


def test_functions_that_surely_vary_with_their_arguments() -> None:
    assert CATALOG.is_faithful("builtins.str")
    assert CATALOG.is_faithful("hashlib.sha256")
    assert not CATALOG.is_faithful("vendor.pretty")


def test_names_of_mappings_and_of_texts() -> None:
    assert CATALOG.is_mapping("req.user_settings")
    assert not CATALOG.is_mapping("settings.name")
    assert CATALOG.is_scalar("data.tool_names")
    assert not CATALOG.is_scalar("data")
