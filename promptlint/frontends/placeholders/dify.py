"""Dify's templates: `{{#node.variable#}}` takes what a node of a workflow left, `{{variable}}` what an application asks for.

source: https://github.com/langgenius/dify api/core/prompt/utils/prompt_template_parser.py (WITH_VARIABLE_TMPL_REGEX);
graphon 0.1.2 runtime/variable_pool.py (VARIABLE_PATTERN), nodes/llm/llm_utils.py (CONTEXT_PLACEHOLDER, #histories#);
read 2026-11-22
"""

from __future__ import annotations

import re

from promptlint.frontends.placeholders.named import Names

_NODE = r"\w{1,50}(?:\.[a-zA-Z_]\w{0,99}){1,10}|histories|query|context"
_VARIABLE = r"[a-zA-Z_]\w{0,29}"

APPLICATION = Names(re.compile(rf"\{{\{{(#)?(?P<name>(?(1)(?:{_NODE})|{_VARIABLE}))(?(1)#)\}}\}}", re.ASCII), "dify")
WORKFLOW = Names(re.compile(rf"\{{\{{#(?P<name>{_NODE})#\}}\}}", re.ASCII), "dify")
"""In a workflow the names of nodes alone are placeholders."""
