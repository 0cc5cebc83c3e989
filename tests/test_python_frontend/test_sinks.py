"""What sends a prompt is recognised through clients, aliases, wrappers and raw requests; look-alikes are not."""

from __future__ import annotations

import pytest

from promptlint.prompt import Role
from tests.test_python_frontend.reading import one, prompts, show

CHAT = 'chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": "Be kind."}])'


@pytest.mark.parametrize(
    "program",
    [
        f"from openai import OpenAI\nOpenAI().{CHAT}",
        f"import openai\nopenai.{CHAT}",
        f"import openai as ai\nllm = ai.AsyncOpenAI()\nasync def f():\n    return await llm.{CHAT}",
        f"from openai import AzureOpenAI as Azure\nclient = Azure(azure_endpoint='x')\nclient.{CHAT}",
        f"from openai import AsyncAzureOpenAI\nclass B:\n    def __init__(self):\n        self.c = AsyncAzureOpenAI()\n    async def f(self):\n        await self.c.{CHAT}",
        f"def f(client):\n    return client.{CHAT}",
        f"class B:\n    def f(self):\n        return self._client.with_options(timeout=3).{CHAT}",
        f"from openai import OpenAI\nclient = OpenAI()\nwith client.{CHAT.replace('create', 'stream')} as s:\n    pass",
        f"from openai import OpenAI\nclient = OpenAI()\ncreate = client.chat.completions.create\ncreate{CHAT[23:]}",
        f"from functools import partial\nfrom openai import OpenAI\nask = partial(OpenAI().chat.completions.create, model='m')\nask{CHAT[23:].replace('model=', 'seed=')}",
        f"def client():\n    from openai import OpenAI\n    return OpenAI()\ndef f():\n    return client().{CHAT}",
        f"from langfuse.openai import openai\nopenai.{CHAT}",
        f"import instructor, openai\nclient = instructor.from_openai(openai.OpenAI())\nclient.{CHAT}",
        f"from openai import OpenAI\ncompletion = OpenAI().{CHAT.replace('.create', '.with_raw_response.create')}",
    ],
)
def test_openai_chat(program: str) -> None:
    assert show(program) == "system: Be kind."


@pytest.mark.parametrize(
    "call",
    [
        'client.responses.create(model="gpt-4o", instructions="Be kind.", input="Hi")',
        'client.responses.parse(model="gpt-4o", instructions="Be kind.", input=[{"role": "user", "content": "Hi"}])',
        'client.responses.create(**{"model": "gpt-4o", "instructions": "Be kind.", "input": "Hi"})',
        'client.responses.create(input=[{"role": "developer", "content": "Be kind."}, {"role": "user", "content": [{"type": "input_text", "text": "Hi"}]}])',
    ],
)
def test_openai_responses(call: str) -> None:
    assert show(f"from openai import OpenAI\nclient = OpenAI()\n{call}") == "system: Be kind.\nuser: Hi"


def test_openai_realtime() -> None:
    assert (
        show("""
        from openai import AsyncOpenAI
        async def f(name):
            async with AsyncOpenAI().realtime.connect(model="gpt-realtime") as connection:
                await connection.session.update(session={"instructions": f"Be kind, {name}."})
        """)
        == "system: Be kind, <unknown name>.\nrest: <history? request the conversation append>"
    )


def test_tools_and_schemas_are_blocks() -> None:
    prompt = one("""
        from openai import OpenAI
        TOOLS = [{"type": "function", "function": {"name": "look", "description": "Looks."}}]
        def f(q):
            OpenAI().chat.completions.create(
                model="gpt-4o", tools=TOOLS, response_format={"type": "json_object"},
                messages=[{"role": "system", "content": "Be kind."}, {"role": "user", "content": q}],
            )
        """)
    assert [block.role for block in prompt.blocks] == [Role.TOOLS, Role.SCHEMA, Role.SYSTEM, Role.USER]


def models(expression: str) -> tuple[str, ...]:
    """Return the models of a request that names its model so."""
    call = CHAT.replace('"gpt-4o"', expression)
    return one(f"from openai import OpenAI\nMODEL = 'gpt-4.1'\ndef f(x):\n    OpenAI().{call}").models


def test_the_model_may_be_one_of_several() -> None:
    assert models("MODEL") == ("gpt-4.1",)
    assert set(models('"a" if x else "b"')) == {"a", "b"}
    assert models("x") == ()


def test_settings_are_kept() -> None:
    prompt = one(f"from openai import OpenAI\nOpenAI().{CHAT[:-1]}, prompt_cache_key='k', temperature=0)")
    assert [setting.name for setting in prompt.settings] == ["model", "prompt_cache_key"]


ANTHROPIC = """
    import anthropic
    client = anthropic.Anthropic()
    def f(name, q):
        system = [
            {"type": "text", "text": "Be kind.", "cache_control": {"type": "ephemeral"}},
            {"type": "text", "text": f"Dear {name}"},
        ]
        return client.messages.create(model="claude-sonnet-4-5", max_tokens=64, system=system,
            messages=[{"role": "user", "content": q}])
    """


def test_anthropic_with_cache_marks() -> None:
    assert show(ANTHROPIC) == "system (marked): Be kind.\nsystem: Dear <unknown name>\nuser: <unknown q>"
    assert one(ANTHROPIC).profile == "anthropic"


def test_anthropic_with_a_system_string_and_marked_messages() -> None:
    assert (
        show("""
        from anthropic import AnthropicBedrock
        def mark(text):
            return {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}
        def f(q):
            return AnthropicBedrock().messages.create(model="claude", max_tokens=64, system="Be kind.",
                messages=[{"role": "user", "content": [mark("Doc."), {"type": "text", "text": q}]},
                          {"role": "assistant", "content": "Yes."}, {"role": "user", "content": [mark(q)]}])
        """)
        == "system: Be kind.\nuser (marked): Doc.\nuser: <unknown q>\nassistant: Yes.\nuser (marked): <unknown q>"
    )


def test_marked_tools_of_anthropic() -> None:
    assert (
        show("""
        import anthropic
        TOOLS = [{"name": "a", "description": "A."}, {"name": "b", "description": "B.", "cache_control": {"type": "ephemeral"}}]
        anthropic.Anthropic().messages.create(model="claude", max_tokens=64, tools=TOOLS, system="Be kind.",
            messages=[{"role": "user", "content": "Hi"}])
        """)
        .splitlines()[0]
        .startswith("tools (marked): ")
    )


@pytest.mark.parametrize(
    "program",
    [
        "import litellm\nlitellm.completion(model='gpt-4o', messages=MESSAGES)",
        "from litellm import completion as ask\nask('gpt-4o', MESSAGES)",
        "import litellm as ll\nasync def f():\n    await ll.acompletion('gpt-4o', messages=MESSAGES)",
        "from litellm import Router\nrouter = Router(model_list=[])\nrouter.completion(model='gpt-4o', messages=MESSAGES)",
        "import litellm\nclass L:\n    def __init__(self):\n        self.call = litellm.completion\n    def f(self):\n        self.call(model='gpt-4o', messages=MESSAGES)",
        "from litellm import completion\nkwargs = {'model': 'gpt-4o'}\nkwargs['messages'] = MESSAGES\ncompletion(**kwargs)",
        "import functools, litellm\nask = functools.partial(litellm.completion, 'gpt-4o')\nask(messages=MESSAGES)",
    ],
)
def test_litellm(program: str) -> None:
    program = program.replace("MESSAGES", '[{"role": "system", "content": "Be kind."}]')
    assert show(program) == "system: Be kind."
    assert one(program).models == ("gpt-4o",)


BODY = '{"model": "gpt-4o", "messages": [{"role": "system", "content": "Be kind."}]}'
CHAT_URL = '"https://api.openai.com/v1/chat/completions"'


@pytest.mark.parametrize(
    "program",
    [
        f"import requests\nrequests.post({CHAT_URL}, json={BODY})",
        f"import json, requests\nrequests.post({CHAT_URL}, data=json.dumps({BODY}), timeout=9)",
        f"import requests\nrequests.post(url={CHAT_URL}, headers={{}}, json={BODY})",
        f"import httpx\nBASE = 'https://x/v1'\nasync def f():\n    async with httpx.AsyncClient() as c:\n        await c.post(f'{{BASE}}/chat/completions', json={BODY})",
        f"import requests\ndef f(base):\n    s = requests.Session()\n    body = {BODY}\n    s.post(base + '/chat/completions', json=body)",
        f"import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        async with s.post({CHAT_URL}, json={BODY}) as r:\n            return await r.json()",
        f"import json, urllib.request\nr = urllib.request.Request({CHAT_URL}, data=json.dumps({BODY}).encode())",
        f"import httpx\nhttpx.post({CHAT_URL}, content=json.dumps({BODY}))".replace(
            "import httpx", "import httpx, json"
        ),
    ],
)
def test_raw_requests(program: str) -> None:
    assert show(program) == "system: Be kind."


def test_a_raw_request_to_anthropic() -> None:
    assert (
        show("""
        import requests
        def f(q):
            payload = {"model": "claude", "max_tokens": 9, "system": "Be kind."}
            payload["messages"] = [{"role": "user", "content": q}]
            requests.post("https://api.anthropic.com/v1/messages", json=payload)
        """)
        == "system: Be kind.\nuser: <unknown q>"
    )


@pytest.mark.parametrize(
    "program",
    [
        'from twilio.rest import Client\nclient = Client()\ndef f(name):\n    client.messages.create(to="1", from_="2", body=f"Hi {name}")',
        'class Sms:\n    def __init__(self, client):\n        self.client = client\n    def f(self, name):\n        self.client.messages.create(to="1", body=f"Hi {name}")',
        'import requests\ndef f(name):\n    requests.post("https://x/api/users", json={"messages": [f"Hi {name}"]})',
        'import logging\ndef f(now):\n    logging.info("system prompt %s", now)',
        'def f(cursor, user):\n    cursor.execute(f"SELECT * FROM prompts WHERE user = {user}")',
        'import smtplib\ndef f(server, name):\n    server.sendmail("a", "b", f"Subject: Hi\\n\\nDear {name}")',
        "def f(db, text):\n    db.session.update(text)\n    db.responses.create(text)",
        "from mailer import Completion\ndef f(x):\n    Completion().chat.completions.create(x)",
        'def completion(model, messages):\n    return None\ndef f(name):\n    completion("m", f"Dear {name}")',
        'import openai\ndef f(texts):\n    openai.embeddings.create(model="text-embedding-3-small", input=texts)',
        'import stripe\nstripe.checkout.sessions.create(mode="payment", line_items=[])',
    ],
)
def test_look_alikes_send_no_prompt(program: str) -> None:
    assert prompts(program) == ()


def test_an_unpacked_payload() -> None:
    assert (
        show("""
        from openai import OpenAI
        class Bot:
            def params(self, q):
                params = {"model": "gpt-4o", "messages": [{"role": "system", "content": "Be kind."}]}
                params["messages"].append({"role": "user", "content": q})
                if q:
                    params["temperature"] = 0
                return params
            def run(self, q):
                return OpenAI().chat.completions.create(**self.params(q), stream=True)
        """)
        == "system: Be kind.\nuser: <unknown q>"
    )


def test_a_wrapper_of_messages() -> None:
    assert (
        show("""
        from openai import OpenAI
        def ask(messages, model="gpt-4o", **options):
            return OpenAI().chat.completions.create(model=model, messages=messages, **options)
        def first(q):
            return ask([{"role": "system", "content": "Be kind."}, {"role": "user", "content": q}])
        def second():
            return ask(messages=[{"role": "system", "content": "Be brief."}], model="gpt-4.1")
        """)
        == "system: Be kind.\nuser: <unknown q>\n\nsystem: Be brief."
    )


def test_a_wrapper_method_reached_by_constructor_annotation_or_attribute() -> None:
    program = """
        from openai import OpenAI
        class LLM:
            def __init__(self):
                self.client = OpenAI()
            def ask(self, system, user):
                messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
                return self.client.chat.completions.create(model="gpt-4o", messages=messages)
        CALLER
        """
    for caller in (
        'LLM().ask("Be kind.", "Hi")',
        'def f(llm: LLM):\n            llm.ask("Be kind.", user="Hi")',
        'class Bot:\n            def __init__(self):\n                self.llm = LLM()\n            def f(self):\n                self.llm.ask("Be kind.", "Hi")',
        'class Bot:\n            llm: LLM\n            def f(self):\n                self.llm.ask("Be kind.", "Hi")',
        'class Sub(LLM):\n            def f(self):\n                self.ask("Be kind.", "Hi")',
    ):
        assert show(program.replace("CALLER", caller)) == "system: Be kind.\nuser: Hi"


def test_a_message_that_is_not_sent_in_sight_is_a_prompt() -> None:
    assert (
        show("""
        def build(q, name):
            return [{"role": "system", "content": f"Dear {name}"}, {"role": "user", "content": q}]
        """)
        == "system: Dear <unknown name>\nuser: <unknown q>"
    )


def test_message_objects_are_messages() -> None:
    assert (
        show("""
        from vendor import Message
        def build(q):
            return [Message(role="system", content="Be kind."), Message(role="user", content=q)]
        """)
        == "system: Be kind.\nuser: <unknown q>"
    )


def test_mappings_with_a_role_that_is_no_role_are_no_messages() -> None:
    assert (
        prompts('def f(name):\n    return [{"role": "admin", "content": name}, {"role": "owner", "name": name}]') == ()
    )
