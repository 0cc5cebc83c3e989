"""Mirascope's older calls of one provider.

source: mirascope 1.25.7 mirascope/core/openai/__init__.py mirascope/core/base/_call_factory.py; read 2026-11-22
"""

from mirascope.llm import _Call


def call(model=None, *, tools=None, response_model=None, **kwargs):
    return lambda function: _Call(function, model, tools, response_model)
