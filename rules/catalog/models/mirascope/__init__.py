"""Mirascope.

source: mirascope 2.8.2 mirascope/__init__.py; mirascope 1.25.7 mirascope/__init__.py; read 2026-11-22
"""

from mirascope.core import BaseMessageParam, Messages, prompt_template
