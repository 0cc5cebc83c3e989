r"""LangChain's prompts in files: what they are made of stands in YAML or JSON.

source: langchain-core 1.8.2 langchain_core/prompts/loading.py; read 2026-11-22

```yaml prompts/support.yaml 5=PRM101
_type: prompt
input_variables: [shop, now, question]
template: |
  You are the support assistant of {shop}, and you answer in a calm voice.
  It is {now}.
  Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.
  {question}
```

```python
from datetime import datetime

from langchain_core.prompts import load_prompt
from langchain_openai import ChatOpenAI

prompt = load_prompt("prompts/support.yaml")


def answer(question):
    return (prompt | ChatOpenAI()).invoke({"shop": "Example Store", "now": datetime.now(), "question": question})


answer("Where is my parcel?")
```

A few-shot prompt whose parts stand in other files:

```json prompts/opposites.json
{"_type": "few_shot", "input_variables": ["language", "word"], "prefix_path": "prompts/task.txt",
 "examples": [{"word": "tall", "opposite": "short"}, {"word": "sunny", "opposite": "gloomy"}],
 "example_prompt": {"_type": "prompt", "input_variables": ["word", "opposite"], "template": "{word}: {opposite}"},
 "suffix": "{word}:"}
```

```text prompts/task.txt
Give the opposite of every word, as in the examples below, and say nothing else at all, please. Answer in {language}.
```

```python
from langchain_core.prompts import load_prompt
from langchain_openai import ChatOpenAI


def opposite(word):
    prompt = load_prompt("prompts/opposites.json").partial(language="English")
    return ChatOpenAI().invoke(prompt.format(word=word))


opposite("warm")
```
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
