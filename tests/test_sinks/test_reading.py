"""How the shapes of requests are read: paths into arguments, payloads, parts, marks and makers; and what only looks alike."""

from __future__ import annotations

import pytest

from promptlint.hole import Kind
from promptlint.prompt import Literal, Role
from promptlint.walk import text_holes
from tests.test_python_frontend.reading import one, prompts, show

GENAI = "from google import genai\nfrom google.genai import types\nclient = genai.Client()\n"
CONVERSE = "import boto3\nclient = boto3.client('bedrock-runtime')\n"


@pytest.mark.parametrize(
    "config",
    [
        'types.GenerateContentConfig(system_instruction="Be kind.")',
        '{"system_instruction": "Be kind.", "temperature": 0}',
        'types.GenerateContentConfig(system_instruction=["Be kind."])',
        'types.GenerateContentConfig(system_instruction=types.Content(parts=[types.Part(text="Be kind.")]))',
        '{"system_instruction": {"parts": [{"text": "Be kind."}]}}',
        'types.GenerateContentConfig(**{"system_instruction": "Be kind."})',
    ],
)
def test_a_system_text_inside_of_another_argument(config: str) -> None:
    program = f"{GENAI}client.models.generate_content(model='gemini-3-pro', contents='Hi', config={config})"
    assert show(program) == "system: Be kind.\nuser: Hi"
    assert one(program).models == ("gemini-3-pro",)


def test_an_argument_that_a_caller_passes_is_read_at_the_caller() -> None:
    assert (
        show(f"""
        {GENAI.replace(chr(10), chr(10) + " " * 8)}
        def ask(q, config):
            return client.models.generate_content(model="gemini-3-pro", contents=q, config=config)
        def kind(name):
            return ask("Hi", types.GenerateContentConfig(system_instruction=f"Be kind to {{name}}."))
        """)
        == "system: Be kind to <unknown name>.\nuser: Hi"
    )


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ('"Hi"', "user: Hi"),
        ('["Hi ", "there"]', "user: Hi there"),
        ('["Hi", q]', "user: Hi<unknown q>"),
        ('[types.Part.from_text(text="Hi")]', "user: Hi"),
        ('types.Content(role="user", parts=[types.Part(text="Hi")])', "user: Hi"),
        ('types.UserContent("Hi")', "user: Hi"),
        ('[types.UserContent(parts=["Hi"]), types.ModelContent("Yes?")]', "user: Hi\nassistant: Yes?"),
        ('[{"role": "user", "parts": [{"text": "Hi"}]}, {"role": "model", "parts": "Yes?"}]', "user: Hi\nassistant: Yes?"),
        ("[types.Content(role='user', parts=[types.Part.from_text(text='Hi')]), *q]", "user: Hi\nrest: <unknown q>"),
    ],
)  # fmt: skip
def test_contents_of_parts(contents: str, expected: str) -> None:
    assert show(f"{GENAI}def f(q):\n    client.models.generate_content(model='m', contents={contents})") == expected


def test_functions_and_classes_as_tools_and_schema_always_read_the_same() -> None:
    prompt = one(f"""
        {GENAI.replace(chr(10), chr(10) + " " * 8)}
        class Answer: ...
        def look(word: str): ...
        client.models.generate_content(model="m", contents="Hi", config={{"tools": [look], "response_schema": Answer}})
        """)
    assert [block.role for block in prompt.blocks] == [Role.TOOLS, Role.SCHEMA, Role.USER]
    assert {splice.hole.kind for block in prompt.blocks for splice in text_holes(block.text)} == {Kind.UNKNOWN}
    assert [splice.hole.label for block in prompt.blocks for splice in text_holes(block.text)] == ["look", "Answer"]
    assert all(splice.hole.order is None for block in prompt.blocks for splice in text_holes(block.text))


def test_an_optional_argument_is_a_block_that_may_be_missing() -> None:
    assert (
        show("""
        import anthropic
        def f(q, rules):
            options = {"model": "claude", "max_tokens": 9, "messages": [{"role": "user", "content": q}]}
            if rules:
                options["system"] = "Be kind."
            return anthropic.Anthropic().messages.create(**options)
        """)
        == "system (maybe): Be kind.\nuser: <unknown q>"
    )


def test_parts_that_are_only_marks_end_the_part_before() -> None:
    assert show(f"""
        {CONVERSE.replace(chr(10), chr(10) + " " * 8)}
        POINT = {{"cachePoint": {{"type": "default"}}}}
        def f(name, doc, q):
            client.converse_stream(
                modelId="anthropic.claude-sonnet-5",
                toolConfig={{"tools": [{{"toolSpec": {{"name": "look"}}}}, POINT]}},
                system=[{{"text": "Be kind."}}, POINT, {{"text": f"Dear {{name}}"}}],
                messages=[{{"role": "user", "content": [{{"text": doc}}, POINT, {{"text": q}}]}}],
            )
        """) == "\n".join(
        (
            'tools (marked): [{"toolSpec": {"name": "look"}}, {"cachePoint": {"type": "default"}}]',
            "system (marked): Be kind.",
            "system: Dear <unknown name>",
            "user (marked): <unknown doc>",
            "user: <unknown q>",
        )
    )


def test_the_body_of_an_invocation_is_json() -> None:
    program = f"""
        import json
        {CONVERSE.replace(chr(10), chr(10) + " " * 8)}
        def f(q):
            body = {{"system": "Be kind.", "messages": [{{"role": "user", "content": q}}]}}
            client.invoke_model(modelId="anthropic.claude-sonnet-5", body=json.dumps(body).encode())
        """
    assert show(program) == "system: Be kind.\nuser: <unknown q>"
    assert one(program).models == ("anthropic.claude-sonnet-5",)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ('SystemMessage("Be kind.")', "system: Be kind."),
        ('SystemMessage(content="Be kind.")', "system: Be kind."),
        ('DeveloperMessage("Be kind.")', "system: Be kind."),
        ('UserMessage([TextContentItem(text="Hi")])', "user: Hi"),
        ('{"role": "system", "content": "Be kind."}', "system: Be kind."),
    ],
)
def test_messages_whose_class_is_their_role(message: str, expected: str) -> None:
    program = "from azure.ai.inference import ChatCompletionsClient\nfrom azure.ai.inference.models import *\n"
    program = program.replace("*", "DeveloperMessage, SystemMessage, TextContentItem, UserMessage")
    assert show(f"{program}ChatCompletionsClient('u').complete(messages=[{message}])") == expected


def test_parts_of_a_message_that_a_function_makes() -> None:
    assert (
        show("""
        from xai_sdk import Client
        from xai_sdk.chat import image, system, user
        def f(url):
            Client().chat.create("grok-5", messages=[system("Be kind."), user("What is this?", image(url))])
        """)
        == "system: Be kind.\nuser: What is this?<unknown image(url)>\nrest: <history? request the conversation append>"
    )


def test_roles_in_capitals_and_content_under_another_name() -> None:
    assert (
        show("""
        import cohere
        def f(q):
            cohere.Client().chat(message=q, preamble="Be kind.", chat_history=[{"role": "CHATBOT", "message": "Hi"}])
        """)
        == "system: Be kind.\nassistant: Hi\nuser: <unknown q>"
    )


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ('"Be kind."', "user: Be kind."),
        ('["Be kind.", "Be brief."]', "user: Be kind."),
        ('[f"Be kind to {name}." for name in names]', "user: Be kind to <unknown name>."),
    ],
)
def test_a_list_of_prompts_is_as_many_requests(prompt: str, expected: str) -> None:
    assert show(f"from vllm import LLM\ndef f(names):\n    LLM('m').generate({prompt})") == expected


def test_a_list_of_conversations_is_as_many_requests() -> None:
    talk = '[{"role": "system", "content": "Be kind."}]'
    assert show(f"from vllm import LLM\nLLM('m').chat([{talk}, {talk}])") == "system: Be kind."


def test_what_is_made_by_a_call_and_then_called() -> None:
    program = "from transformers import pipeline\ngenerate = pipeline('text-generation')\n"
    assert show(f"{program}generate([{{'role': 'system', 'content': 'Be kind.'}}])") == "system: Be kind."


def test_every_line_of_a_batch_of_messages_has_the_same_shape() -> None:
    assert (
        show("""
        import anthropic
        def f(questions):
            anthropic.Anthropic().messages.batches.create(requests=[
                {"custom_id": q.id, "params": {"model": "claude", "max_tokens": 9, "system": "Be kind.",
                    "messages": [{"role": "user", "content": q.text}]}}
                for q in questions])
        """)
        == "system: Be kind.\nuser: <unknown q.text>"
    )


@pytest.mark.parametrize(
    "end",
    [
        "return line",
        "return json.dumps(line)",
        "lines.write(json.dumps(line))",
        "lines = [line]\n    return lines",
        "upload([line])",
    ],
)
def test_a_mapping_that_is_a_request_is_found_wherever_it_goes(end: str) -> None:
    program = f"""
import json
def f(q, lines):
    body = {{"model": "gpt-4o", "instructions": "Be kind.", "input": "Hi"}}
    line = {{"custom_id": "1", "method": "POST", "url": "/v1/responses", "body": body}}
    {end}
"""
    assert show(program) == "system: Be kind.\nuser: Hi"
    assert prompts(program.replace("/v1/responses", "/v1/embeddings")) == ()


@pytest.mark.parametrize(
    "call",
    [
        "requests.request('POST', URL, json=BODY)",
        "httpx.stream('POST', URL, json=BODY)",
        "httpx.Client(base_url='https://api.openai.com/v1').post('chat/completions', json=BODY)",
        "urllib3.PoolManager().request('POST', URL, body=json.dumps(BODY))",
        "requests.post(URL, **{'json': BODY})",
        "self.session.post(URL, data=json.dumps(BODY))",
    ],
)
def test_ways_to_send_a_body(call: str) -> None:
    body = '{"model": "gpt-4o", "messages": [{"role": "system", "content": "Be kind."}]}'
    program = f"import httpx, json, requests, urllib3\nURL = 'https://x/v1/chat/completions'\nBODY = {body}\n"
    program += f"class C:\n    def f(self):\n        {call}"
    assert show(program) == "system: Be kind."
    assert one(program).models == ("gpt-4o",)


def test_an_address_that_the_constructor_keeps() -> None:
    program = """
        import requests
        class Client:
            def __init__(self, base):
                self.url = f"{base.rstrip('/')}/v1/responses"
                self.other = base
            def ask(self, q):
                return requests.post(self.url, json={"instructions": "Be kind.", "input": f"Asked: {q}"})
        """
    assert show(program) == "system: Be kind.\nuser: Asked: <unknown q>"
    assert "user: Asked" not in show(program.replace("post(self.url", "post(self.other"))


def test_a_body_that_the_caller_passes() -> None:
    assert (
        show("""
        import requests
        def post(body):
            return requests.post("https://api.openai.com/v1/responses", json=body)
        def ask(q):
            return post({"instructions": "Be kind.", "input": f"Asked: {q}"})
        """)
        == "system: Be kind.\nuser: Asked: <unknown q>"
    )


def test_a_call_known_by_its_last_name_needs_an_import() -> None:
    call = "def f(self, q):\n    self.llm.chat(model='m', messages=[{'role': 'system', 'content': 'Be kind.'}], tools=TOOLS)"
    for package, roles in (("ollama", [Role.TOOLS, Role.SYSTEM]), ("vllm", [Role.TOOLS, Role.SYSTEM]), ("slack", None)):
        found = [[block.role for block in prompt.blocks] for prompt in prompts(f"import {package}\nTOOLS = []\n{call}")]
        assert found == [roles or [Role.SYSTEM]], package


LOOK_ALIKES = """
    from slack_sdk import WebClient|WebClient().chat_postMessage(channel='c', text=name, messages=[name])
    from slack_sdk import WebClient|WebClient().chat.create(messages=[name])
    from twilio.rest import Client|Client().messages.create(to='1', body=name, messages=[name], max_tokens=1)
    from twilio.rest import Client|Client().conversations.v1.conversations.create(friendly_name=name)
    from kafka import KafkaProducer|KafkaProducer().send('topic', messages=[name])
    from telegram import Bot|Bot().send_message(text=name)
    import replicate_db|replicate_db.run('x', input={'prompt': name})
    import subprocess|subprocess.run(['x'], input=name)
    import stripe|stripe.Conversation().complete(messages=[name])
    import cohere|cohere.Client().embed(texts=[name])
    import ollama|ollama.embed(model='m', input=name)
    import ollama|socket.generate_key(prompt=name)
    from google.cloud import storage|storage.Client().models.generate_content(contents=name)
    import boto3|boto3.client('s3').put_object(Body=name)
    import requests|requests.post('https://x/api/chat', json={'messages': [name]})
    import requests|requests.post('https://x/api/generate', json={'report': name})
    import requests|requests.get('https://x/v1/chat/completions/1')
    import units|units.converse(name)
    import thing|thing.client.converse(temperature=name)
    import json|json.dumps({'type': 'session.update', 'user': name})
    import json|json.dumps({'custom_id': name, 'url': '/v1/embeddings', 'method': 'POST', 'body': {'input': name}})
    import instructor|instructor.from_openai(x).users.list(name)
    from transformers import pipeline|pipeline('sentiment-analysis', model=name)
"""


@pytest.mark.parametrize("line", [line.strip() for line in LOOK_ALIKES.strip().splitlines()])
def test_what_only_looks_alike_is_no_prompt(line: str) -> None:
    head, call = line.split("|")
    assert prompts(f"{head}\ndef f(name, x, socket):\n    {call}") == ()


def test_only_models_of_packages_call_intrinsics() -> None:
    assert (
        prompts('from promptlint.intrinsics import send\ndef f(name):\n    send(None, None, f"Be kind, {name}.")') == ()
    )


AZURE = "from openai import AzureOpenAI, OpenAI\n"
ASK = 'responses.create(model="gpt-5", input="Hi"'


def settings(program: str) -> dict[str, str]:
    """Return the settings of the only prompt of a program, those that are literal."""
    texts = ((setting.name, setting.text) for setting in one(program).settings)
    return {name: text[0].text for name, text in texts if len(text) == 1 and isinstance(text[0], Literal)}


def test_settings_stand_in_arguments_in_mappings_and_at_the_client() -> None:
    program = f"""{AZURE}
client = AzureOpenAI(api_version="2024-10-21", default_headers={{"X-Session-Id": "a"}})
client.{ASK}, reasoning={{"effort": "low"}}, extra_body={{"prompt_cache_key": "shop"}}, temperature=1)
"""
    assert settings(program) == {
        "model": "gpt-5",
        "reasoning.effort": "low",
        "api_version": "2024-10-21",
        "prompt_cache_key": "shop",
        "x-session-id": "a",
    }


def test_an_argument_of_its_own_comes_before_one_in_a_mapping() -> None:
    program = f'{AZURE}OpenAI().{ASK}, extra_body={{"prompt_cache_key": "inner"}}, prompt_cache_key="own")'
    assert settings(program) == {"model": "gpt-5", "prompt_cache_key": "own"}


@pytest.mark.parametrize(
    ("client", "profile"), [("OpenAI()", "openai"), ("AzureOpenAI()", "azure"), ("made", "openai")]
)
def test_the_class_of_the_client_says_the_platform(client: str, profile: str) -> None:
    assert one(f"{AZURE}def f(made):\n    {client}.{ASK})").profile == profile


@pytest.mark.parametrize(
    ("client", "given", "header", "key"),
    [
        ("OpenAI()", "", True, True),
        ("OpenAI(default_headers={'x-trace': '1'})", "extra_headers={'x-trace': '1'}", True, True),
        ("OpenAI()", "extra_headers=headers", False, True),
        ("OpenAI(default_headers=headers)", "", False, True),
        ("OpenAI(**options)", "", False, True),
        ("made", "", False, True),
        ("OpenAI()", "extra_body=body", True, False),
        ("OpenAI()", "**options", False, False),
    ],
)
def test_what_a_call_could_be_given_and_is_not(client: str, given: str, header: bool, key: bool) -> None:
    options = one(f"{AZURE}def f(made, headers, body, options):\n    {client}.{ASK}, {given})").options
    assert ("x-grok-conv-id" in options, "prompt_cache_key" in options) == (header, key)


def test_what_a_call_takes_and_whether_it_is_a_batch() -> None:
    chat = 'chat.completions.create(model="gpt-6", messages=[{"role": "user", "content": "Hi"}]'
    program = f'{AZURE}OpenAI().{chat}, prompt_cache_options={{"ttl": "12h", "mode": "implicit"}})'
    taken = {setting.name: setting.takes for setting in one(program).settings}
    assert taken == {"model": (), "prompt_cache_options.mode": (), "prompt_cache_options.ttl": ("30m",)}
    line = '{"custom_id": "1", "method": "POST", "url": "/v1/responses", "body": {"input": "Hi", "instructions": "Be kind."}}'
    assert one(f"import json\nprint(json.dumps({line}))").batch
    assert not one(program).batch


def test_what_a_mark_says_and_what_carries_it() -> None:
    prompt = one("""
        from anthropic import Anthropic

        HOUR = {"type": "ephemeral", "ttl": "1h"}

        def ask(question, ttl, mark):
            result = {"type": "tool_result", "content": [{"type": "text", "text": "42", "cache_control": HOUR}]}
            Anthropic().messages.create(
                model="claude-sonnet-5",
                max_tokens=9,
                cache_control={"type": "ephemeral"},
                tools=[{"name": "look"}, {"name": "find", "cache_control": HOUR}],
                system=[
                    {"type": "text", "text": "Be kind.", "cache_control": {"type": "ephemeral", "ttl": ttl}},
                    {"type": "text", "text": "Be brief.", "cache_control": HOUR if mark else None},
                    {"type": "text", "text": "Be quick.", "cache_control": mark},
                    {"type": "text", "text": "Be calm.", "cache_control": None},
                ],
                messages=[{"role": "user", "content": [result]}, {"role": "user", "content": question, "cache_control": HOUR}],
            )
    """)
    marks = [[(mark.lifetime, mark.on, mark.certain) for mark in block.marks] for block in prompt.blocks]
    part = ("system", "text")
    assert marks == [
        [("1h", ("tools",), True)],
        [(None, part, True)],
        [(None, part, False)],
        [(None, part, False)],
        [],
        [("1h", ("messages", "tool_result", "text"), True)],
        [("1h", ("messages", "message"), True), ("", (), True)],
    ]


@pytest.mark.parametrize(
    ("client", "host"),
    [
        ("OpenAI()", None),
        ("OpenAI(base_url=None)", None),
        ("OpenAI(base_url='https://API.x.ai/v1')", "api.x.ai"),
        ("OpenAI(base_url=f'https://{name}.openai.azure.com/openai/v1/')", "{}.openai.azure.com"),
        ("OpenAI(base_url=f'http://{name}:11434/v1')", "{}:11434"),
        ("OpenAI(base_url='https://key:word@llm.example:8080/v1?a=//b')", "llm.example:8080"),
        ("OpenAI(base_url=name)", ""),
        ("OpenAI(base_url=f'{name}/v1')", ""),
        ("OpenAI(**options)", ""),
        # The class says it, and nobody knows what made the object
        ("AzureOpenAI(base_url=name)", None),
        ("made", None),
    ],
)
def test_the_host_that_a_client_is_given(client: str, host: str | None) -> None:
    program = f"{AZURE}def f(name, made, options):\n    {client}.responses.create(model='m', input='Hi')"
    assert one(program).host == host


@pytest.mark.parametrize(
    ("url", "host"),
    [("'https://api.x.ai/v1/responses'", "api.x.ai"), ("BASE + '/v1/responses'", ""), ("'/v1/responses'", None)],
)
def test_the_host_of_raw_http(url: str, host: str | None) -> None:
    program = f"import requests\ndef f(BASE):\n    requests.post({url}, json={{'model': 'm', 'input': 'Hi'}})"
    assert one(program).host == host
