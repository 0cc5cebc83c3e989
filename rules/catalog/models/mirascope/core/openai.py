"""Mirascope's older calls of one provider.

source: mirascope 1.25.7 mirascope/core/openai/__init__.py mirascope/core/base/_call_factory.py; read 2026-11-22
"""

from mirascope.llm import call
