"""LangChain's steps, and the pipes that join them.

source: langchain-core 1.8.2 langchain_core/runnables/base.py langchain_core/runnables/passthrough.py; read 2026-11-22
"""

from langchain_core.prompt_values import PromptValue
from promptlint.intrinsics import send


def _run(step, value):
    if isinstance(step, Runnable):
        return step.invoke(value)
    if isinstance(value, PromptValue) and not callable(step):
        return send(messages=value.messages)  # only a model takes a prompt
    return step(value)


def _step(step):
    return RunnableParallel(step) if isinstance(step, dict) else step


class Runnable:
    def __or__(self, other):
        return RunnableSequence(self, _step(other))

    def __ror__(self, other):
        return RunnableSequence(_step(other), self)

    def pipe(self, *others):
        result = self
        for other in others:
            result = RunnableSequence(result, _step(other))
        return result

    def with_config(self, config=None, **kwargs):
        return self

    def with_retry(self, **kwargs):
        return self

    def with_fallbacks(self, fallbacks, **kwargs):
        return self

    def with_types(self, **kwargs):
        return self

    def with_listeners(self, **kwargs):
        return self

    def bind(self, **kwargs):
        return self

    async def ainvoke(self, input, config=None, **kwargs):
        return self.invoke(input)

    def stream(self, input, config=None, **kwargs):
        yield self.invoke(input)

    async def astream(self, input, config=None, **kwargs):
        yield self.invoke(input)

    async def astream_events(self, input, config=None, **kwargs):
        yield self.invoke(input)

    def batch(self, inputs, config=None, **kwargs):
        return [self.invoke(input) for input in inputs]

    async def abatch(self, inputs, config=None, **kwargs):
        return [self.invoke(input) for input in inputs]


class RunnableSequence(Runnable):
    def __init__(self, first, last):
        self.first = first
        self.last = last

    def invoke(self, input, config=None, **kwargs):
        return _run(self.last, _run(self.first, input))


class RunnableParallel(Runnable):
    def __init__(self, steps__=None, **kwargs):
        self.steps = {**(steps__ or {}), **kwargs}

    def invoke(self, input, config=None, **kwargs):
        return {name: _run(_step(step), input) for name, step in self.steps.items()}


class RunnableLambda(Runnable):
    def __init__(self, func, afunc=None, name=None):
        self.func = func

    def invoke(self, input, config=None, **kwargs):
        return self.func(input)


class RunnablePassthrough(Runnable):
    def invoke(self, input, config=None, **kwargs):
        return input

    @classmethod
    def assign(cls, **kwargs):
        return RunnableAssign(RunnableParallel(kwargs))


class RunnableAssign(Runnable):
    def __init__(self, mapper):
        self.mapper = mapper

    def invoke(self, input, config=None, **kwargs):
        return {**input, **self.mapper.invoke(input)}
