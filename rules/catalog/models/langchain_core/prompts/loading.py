r"""LangChain's prompts in files: what they are made of stands in YAML or JSON.

source: langchain-core 1.8.2 langchain_core/prompts/loading.py; read 2026-11-22
"""

import json
from pathlib import Path

import yaml
from langchain_core.prompts.chat import ChatPromptTemplate
from langchain_core.prompts.few_shot import FewShotPromptTemplate
from langchain_core.prompts.prompt import PromptTemplate


def load_prompt(path, encoding=None, **kwargs):
    return load_prompt_from_config(_read(path, encoding))


def load_prompt_from_config(config, **kwargs):
    kind = config.get("_type", "prompt")
    if kind == "few_shot":
        return _few_shot(config)
    if kind == "chat":
        return ChatPromptTemplate.from_template(config["messages"][0]["prompt"]["template"])
    return _prompt(config)


def _prompt(config):
    return PromptTemplate(
        _template(config, "template"),
        template_format=config.get("template_format", "f-string"),
        partial_variables=config.get("partial_variables"),
    )


def _few_shot(config):
    path, examples = config.get("example_prompt_path"), config["examples"]
    return FewShotPromptTemplate(
        prefix=_template(config, "prefix"),
        examples=_read(examples) if isinstance(examples, str) else examples,
        example_prompt=_prompt(_read(path) if path else config["example_prompt"]),
        suffix=_template(config, "suffix"),
        example_separator=config.get("example_separator", "\n\n"),
        template_format=config.get("template_format", "f-string"),
        partial_variables=config.get("partial_variables"),
    )


def _template(config, name):
    path = config.get(f"{name}_path")
    return _text(path) if path else config.get(name, "")


def _read(path, encoding="utf-8"):
    return json.loads(_text(path, encoding)) if Path(path).suffix == ".json" else yaml.safe_load(_text(path, encoding))


def _text(path, encoding="utf-8"):
    return Path(path).read_text(encoding=encoding)
