r'''DSPy: a signature becomes a system text (its fields, their structure, its instructions); the inputs follow.

source: dspy 3.4.1 dspy/adapters/chat_adapter.py dspy/adapters/base.py dspy/adapters/utils.py dspy/signatures/signature.py
dspy/signatures/field.py dspy/predict/predict.py dspy/predict/chain_of_thought.py dspy/predict/react.py
dspy/primitives/module.py; read 2026-11-22

What the adapter writes behind the inputs, and its notes on types, are left out: nobody who uses it can move them.

```python
from datetime import datetime
import dspy

def answer(question):
    signature = dspy.Signature(
        "question -> answer",
        f"It is {datetime.now()}.\n"  # PRM101
        "Quote the section of the handbook that you used in every reply, and never promise a date for a refund.",
    )
    return dspy.Predict(signature)(question=question).answer

answer("Where is my parcel?")
```

```python
from datetime import datetime
import dspy

class Support(dspy.Signature):
    """Quote the section of the handbook that you used in every reply, and never promise a date for a refund."""

    now: str = dspy.InputField()
    handbook: str = dspy.InputField(desc="all sections")
    question: str = dspy.InputField()
    answer: str = dspy.OutputField(desc="at most three sentences")

HANDBOOK = "Parcels arrive in three days. Refunds take a week. Gift cards are never refunded. Lost parcels are sent again."

respond = dspy.ChainOfThought(Support)

def answer(question):
    return respond(now=datetime.now(), handbook=HANDBOOK, question=question)  # PRM101

answer("Where is my parcel?")
```

```python
import dspy

class Support(dspy.Signature):
    """Quote the section of the handbook that you used in every reply, and never promise a date for a refund."""

    question: str = dspy.InputField()
    answer: str = dspy.OutputField()

class Bot(dspy.Module):
    def __init__(self):
        super().__init__()
        self.respond = dspy.Predict(Support)

    def forward(self, question):
        return self.respond(question=question)

Bot()("Where is my parcel?")
```
'''

import inspect

from promptlint.intrinsics import send


class InputField:
    def __init__(self, desc="", **kwargs):
        self.desc = desc


class OutputField:
    def __init__(self, desc="", **kwargs):
        self.desc = desc


class Signature:
    def __init__(self, signature, instructions=None):
        ins, outs = signature.split("->")
        self.inputs = [_named(each) for each in ins.split(",")]
        self.outputs = [_named(each) for each in outs.split(",")]
        self.instructions = instructions or _default(self.inputs, self.outputs)

    @classmethod
    def with_instructions(cls, instructions):
        return _Fields(_parts(cls, InputField), _parts(cls, OutputField), instructions)


class _Fields:
    def __init__(self, inputs, outputs, instructions):
        self.inputs = inputs
        self.outputs = outputs
        self.instructions = instructions


def _named(field):
    name = field.split(":")[0].strip()
    return (name, field.split(":")[1].strip() if ":" in field else "str", "")


def _type(annotation):
    return getattr(annotation, "__name__", annotation)


def _parts(cls, kind):
    fields = cls.__annotations__.items()
    return [
        (name, _type(type), getattr(cls, name).desc) for name, type in fields if isinstance(getattr(cls, name), kind)
    ]


def _default(inputs, outputs):
    ins, outs = ", ".join([f"`{name}`" for name, _, _ in inputs]), ", ".join([f"`{name}`" for name, _, _ in outputs])
    return f"Given the fields {ins}, produce the fields {outs}."


def _read(signature):
    if isinstance(signature, str):
        return Signature(signature)
    if isinstance(signature, (Signature, _Fields)):
        return signature
    inputs, outputs = _parts(signature, InputField), _parts(signature, OutputField)
    doc = signature.__doc__
    return _Fields(inputs, outputs, inspect.cleandoc(doc) if doc else _default(inputs, outputs))


def _described(fields):
    return "\n".join([f"{number + 1}. `{name}` ({type}): {desc}" for number, (name, type, desc) in enumerate(fields)])


def _structure(fields):
    return "\n\n".join([f"[[ ## {name} ## ]]\n{{{name}}}" for name, _, _ in fields])


def _system(signature):
    objective = signature.instructions.replace("\n", "\n        ")
    return (
        f"Your input fields are:\n{_described(signature.inputs)}\nYour output fields are:\n{_described(signature.outputs)}\n"
        "All interactions will be structured in the following way, with the appropriate values filled in.\n\n"
        f"{_structure(signature.inputs)}\n\n{_structure(signature.outputs)}\n\n[[ ## completed ## ]]\n"
        f"In adhering to this structure, your objective is: \n        {objective}"
    )


class Module:
    def __init__(self, callbacks=None):
        pass

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    async def acall(self, *args, **kwargs):
        return self.forward(*args, **kwargs)


class Predict(Module):
    def __init__(self, signature, callbacks=None, **config):
        self.signature = _read(signature)

    def forward(self, **kwargs):
        texts = [f"[[ ## {name} ## ]]\n{kwargs[name]}" for name, _, _ in self.signature.inputs if name in kwargs]
        return send(system=_system(self.signature), messages="\n\n".join(texts))


class ChainOfThought(Predict):
    def __init__(self, signature, rationale_field=None, **config):
        read = _read(signature)
        self.signature = _Fields(read.inputs, [("reasoning", "str", "${reasoning}"), *read.outputs], read.instructions)


class ReAct(Module):
    def __init__(self, signature, tools, max_iters=20):
        self.predict = Predict(signature)

    def forward(self, **input_args):
        return self.predict.forward(**input_args)
