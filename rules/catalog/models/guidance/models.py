"""Guidance's models: everything that was added so far.

source: guidance 0.3.1 guidance/models/*.py guidance/models/_base/_model.py; read 2026-11-22
"""

from promptlint.intrinsics import send


class _Block:
    def __init__(self):
        self.role = "user"


_BLOCK = _Block()


def _enter(role):
    _BLOCK.role = role


class _Generation:
    pass


class Model:
    def __init__(self, model=None, **kwargs):
        self.model = model
        self.messages = []
        self.answer = None

    def __add__(self, value):
        if isinstance(value, _Generation):
            answer = send(messages=self.messages, model=self.model)
            return self._with("assistant", answer, answer)
        return self._with(_BLOCK.role, value, self.answer)

    def _with(self, role, content, answer):
        longer = Model(self.model)
        longer.messages = [*self.messages, {"role": role, "content": content}]
        longer.answer = answer
        return longer

    def __getitem__(self, key):
        return self.answer


class OpenAI(Model):
    pass


class LlamaCpp(Model):
    pass


class Transformers(Model):
    pass
