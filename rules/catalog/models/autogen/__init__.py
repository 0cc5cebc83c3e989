r"""AG2, the successor of the first AutoGen: the system message of the agent that is talked to, then the chat.

source: ag2 0.9.9 autogen/agentchat/conversable_agent.py, autogen/agentchat/assistant_agent.py,
autogen/agentchat/user_proxy_agent.py, autogen/llm_config/config.py; read 2026-11-22

```python
from datetime import datetime

from autogen import AssistantAgent, UserProxyAgent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    assistant = AssistantAgent(
        "support",
        system_message=f"Current time: {datetime.now()}\n{RULES}",  # PRM101
        llm_config={"config_list": [{"model": "gpt-4o", "api_key": "none"}]},
    )
    user = UserProxyAgent("user", human_input_mode="NEVER")
    return user.initiate_chat(assistant, message=question, max_turns=2)


print(support("Where is my order?"))
```

```python
from datetime import datetime

from autogen import ConversableAgent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

assistant = ConversableAgent("support", system_message=RULES, llm_config={"model": "gpt-4o"})


def support(question: str):
    asked = {"role": "user", "content": f"{question}\n(asked at {datetime.now()})"}
    return assistant.generate_reply(messages=[asked])


print(support("Where is my order?"))
```
"""

from promptlint.intrinsics import converse, fill, later


class UpdateSystemMessage:
    def __init__(self, content_updater):
        self.content_updater = content_updater


class LLMConfig:
    def __init__(self, *configs, **kwargs):
        first = configs[0] if configs else {}
        self._model = kwargs.get("model", first.get("model"))


class ConversableAgent:
    def __init__(
        self,
        name,
        system_message="You are a helpful AI Assistant.",
        is_termination_msg=None,
        max_consecutive_auto_reply=None,
        human_input_mode="TERMINATE",
        function_map=None,
        code_execution_config=False,
        llm_config=None,
        default_auto_reply="",
        description=None,
        functions=None,
        update_agent_state_before_reply=None,
        **options,
    ):
        self.name = name
        self._system_message = system_message
        self._tools = functions
        self._model = _model(llm_config)
        self._updates = update_agent_state_before_reply or []
        if self._updates:
            later(self._step)
        elif llm_config is not False:
            converse(tools=functions, system=system_message, model=self._model)

    def update_system_message(self, system_message):
        self._system_message = system_message
        converse(tools=self._tools, system=system_message, model=self._model)

    def initiate_chat(
        self, recipient, clear_history=True, silent=False, cache=None, max_turns=None, message=None, **options
    ):
        return recipient._step(message)

    async def a_initiate_chat(self, recipient, clear_history=True, silent=False, cache=None, message=None, **options):
        return recipient._step(message)

    def run(self, recipient=None, clear_history=True, message=None, **options):
        return (recipient or self)._step(message)

    def generate_reply(self, messages=None, sender=None, **options):
        return self._step(messages)

    def _step(self, messages):
        system = self._system_message
        for update in self._updates if isinstance(self._updates, list) else [self._updates]:
            if isinstance(update, UpdateSystemMessage):
                updater = update.content_updater
                system = updater(self, messages) if callable(updater) else fill(updater, "f-string", {})
        return converse(tools=self._tools, system=system, messages=messages, model=self._model)


class AssistantAgent(ConversableAgent):
    DEFAULT_SYSTEM_MESSAGE = """You are a helpful AI assistant.
Solve tasks using your coding and language skills.
In the following cases, suggest python code (in a python coding block) or shell script (in a sh coding block) for the user to execute.
    1. When you need to collect info, use the code to output the info you need, for example, browse or search the web, download/read a file, print the content of a webpage or a file, get the current date/time, check the operating system. After sufficient info is printed and the task is ready to be solved based on your language skill, you can solve the task by yourself.
    2. When you need to perform some task with code, use the code to perform the task and output the result. Finish the task smartly.
Solve the task step by step if you need to. If a plan is not provided, explain your plan first. Be clear which step uses code, and which step uses your language skill.
When using code, you must indicate the script type in the code block. The user cannot provide any other feedback or perform any other action beyond executing the code you suggest. The user can't modify your code. So do not suggest incomplete code which requires users to modify. Don't use a code block if it's not intended to be executed by the user.
If you want the user to save the code in a file before executing it, put # filename: <filename> inside the code block as the first line. Don't include multiple code blocks in one response. Do not ask users to copy and paste the result. Instead, use 'print' function for the output when relevant. Check the execution result returned by the user.
If the result indicates there is an error, fix the error and output the code again. Suggest the full code instead of partial code or code changes. If the error can't be fixed or if the task is not solved even after the code is executed successfully, analyze the problem, revisit your assumption, collect additional info you need, and think of a different approach to try.
When you find an answer, verify the answer carefully. Include verifiable evidence in your response if possible.
Reply "TERMINATE" in the end when everything is done.
    """

    def __init__(self, name, system_message=DEFAULT_SYSTEM_MESSAGE, llm_config=None, description=None, **options):
        super().__init__(name, system_message, llm_config=llm_config, **options)


class UserProxyAgent(ConversableAgent):
    def __init__(self, name, human_input_mode="ALWAYS", system_message="", llm_config=False, **options):
        super().__init__(name, system_message, human_input_mode=human_input_mode, llm_config=llm_config)


def _model(llm_config):
    if isinstance(llm_config, LLMConfig):
        return llm_config._model
    if not llm_config:
        return None
    first = llm_config.get("config_list", [llm_config])[0]
    return first.get("model")
