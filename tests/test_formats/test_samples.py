"""Every format with realistic files: one that breaks the cache, one that does not, and an odd one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint import catalog
from promptlint.cli import main
from promptlint.frontends.formats.recognise import likely, recognise
from promptlint.source import Source
from tests.test_formats.reading import SAMPLES, found

FORMATS = {
    "promptfoo prompt": "promptfoo",
    "GitHub Models prompt": "github",
    "LangChain prompt": "langchain",
    "Semantic Kernel prompt": "semantic_kernel",
    "CrewAI agent": "crewai",
    "CrewAI task": "crewai",
    "Haystack prompt": "haystack",
    "NeMo Guardrails prompt": "nemo",
    "Dify prompt": "dify",
    "promptflow prompt": "promptflow",
    "lm-eval task": "lm_eval",
    "chat template": "chat_template",
    "Prompty prompt": "prompty",
    "dotprompt prompt": "dotprompt",
    "prompt": "own",
}
"""The folder of the samples of each format; those of files that follow nobody's format are `own` and `template`."""

EXPECTED = {
    "dotprompt/bad": "greet.prompt:9:7 PRM104 39",
    "dotprompt/good": "",
    "dotprompt/history": "chat.prompt:5:9 PRM105 23",
    "dotprompt/odd": "list.prompt:4:1 PRM107 22",
    "prompty/bad": "support.prompty:13:7 PRM101 38",
    "prompty/good": "",
    "prompty/roles": "chat.prompty:6:9 PRM105 23",
    "prompty/odd": "chat.prompty:7:10 PRM104 47",
    "chat_template/bad": "chat_template.jinja:4:1 PRM102 46",
    "chat_template/good": "",
    "chat_template/odd": "chat_template.jinja:2:1 PRM102 23",
    "chat_template/tokenizer": "tokenizer_config.json:10:205 PRM102 46",
    "chat_template/tokenizers": "tokenizer_config.json:10:59 PRM102 23, tokenizer_config.json:14:204 PRM102 46",
    "crewai/bad": "config/agents.yaml:3:20 PRM104 52, config/tasks.yaml:3:13 PRM105 37",
    "crewai/good": "",
    "crewai/odd": "src/crew/config/agents.yaml:8:22 PRM105 44",
    "dify/application": "support.yml:6:14 PRM104 23",
    "dify/bad": "support.yml:21:33 PRM104 70",
    "dify/completion": "support.yml:13:21 PRM101 31",
    "dify/good": "",
    "dify/jinja": "support.yml:18:33 PRM104 51",
    "dify/memory": "",
    "dify/odd": "support.yml:22:17 PRM107 70",
    "github/bad": "triage.prompt.yml:9:21 PRM104 74, triage.prompt.yml:9:44 PRM105 74",
    "github/good": "",
    "github/odd": "review.yml:3:34 PRM105 46",
    "haystack/bad": "pipeline.yaml:7:9 PRM107 71",
    "haystack/good": "",
    "haystack/inserted": "pipeline.yaml:7:9 PRM501 0",
    "haystack/messages": "pipeline.yaml:8:74 PRM102 17",
    "haystack/odd": "chat.yaml:15:25 PRM105 71",
    "langchain/bad": "qa.yaml:4:12 PRM102 72",
    "langchain/good": "",
    "langchain/odd": "few_shot_prompt.json:4:22 PRM105 39",
    "lm_eval/bad": "",
    "lm_eval/good": "",
    "lm_eval/odd": "",
    "nemo/bad": "prompts.yml:5:7 PRM109 72",
    "nemo/good": "",
    "nemo/odd": "config/prompts/self_check.yml:6:22 PRM104 72",
    "own/bad": "config/assistant.yaml:5:17 PRM104 70, config/assistant.yaml:5:45 PRM105 70",
    "own/good": "",
    "own/odd": """
        agents.toml:4:7 PRM101 24, presets.json:5:32 PRM105 26, presets.json:8:32 PRM105 23,
        prompts/writer.md:2:14 PRM104 36, roles.yaml:4:20 PRM105 30, roles.yaml:12:38 PRM105 22""",
    "promptflow/bad": "chat.jinja2:2:9 PRM105 70",
    "promptflow/chat": "chat.jinja2:3:62 PRM102 17",
    "promptflow/good": "",
    "promptflow/odd": "flow.dag.yaml:3:54 PRM904 None, parts/hello.jinja2:1:7 PRM101 24",
    "promptfoo/bad": "promptfooconfig.yaml:5:21 PRM104 71",
    "promptfoo/folder": "bot/one.txt:1:7 PRM101 19",
    "promptfoo/good": "",
    "promptfoo/odd": """
        promptfooconfig.yaml:8:5 PRM904 None, prompts/build.py:8:21 PRM101 34, prompts/chat.json:2:42 PRM105 30,
        prompts/plain.txt:1:10 PRM102 68""",
    "promptfoo/patterns": """
        promptfooconfig.yaml:5:5 PRM904 None, prompts/a_reply.txt:4:9 PRM105 21, prompts/c_other.txt:1:7 PRM101 25,
        prompts/deep/b_refund.txt:1:7 PRM101 19""",
    "semantic_kernel/bad": "chat.yaml:3:9 PRM101 73, chat.yaml:3:38 PRM104 71",
    "semantic_kernel/good": "",
    "semantic_kernel/liquid": "contoso.yaml:8:17 PRM104 21",
    "semantic_kernel/messages": "",
    "semantic_kernel/odd": "Story/skprompt.txt:1:9 PRM105 68, letter.yaml:4:11 PRM105 23",
    "semantic_kernel/text": "",
    "template/bad": "prompts/system.j2:2:7 PRM101 73, prompts/system.j2:2:54 PRM104 70",
    "template/good": "",
    "template/odd": "prompts/base.jinja:2:9 PRM105 43, prompts/base.jinja:2:36 PRM102 42",
    "template/tags": """
        prompts/note.liquid:1:7 PRM101 25, prompts/rules.mustache:2:1 PRM107 16, prompts/system.hbs:3:13 PRM104 34""",
}
"""What is reported: the file, row and column of the value, the rule, and the static tokens behind it that are lost."""


def test_every_format_has_samples() -> None:
    formats = {kind.name for kind in catalog.load().documents.formats}
    assert formats == {*FORMATS, *(name for name, _ in OTHERS)}
    assert {path.name for path in SAMPLES.iterdir()} == {*FORMATS.values(), "template"}


OTHERS = [
    ("OpenAPI description", "openapi/openapi.yaml"),
    ("Ansible playbook", "ansible/playbook.yml"),
    ("GitHub workflow", "ci/.github/workflows/build.yml"),
    ("Kubernetes manifest", "kubernetes/deployment.yaml"),
    ("Compose file", "compose/docker-compose.yml"),
]


@pytest.mark.parametrize(("name", "path"), OTHERS)
def test_documents_of_other_programs_are_known_and_not_even_parsed_without_a_prompt(name: str, path: str) -> None:
    world, whole = catalog.load(), SAMPLES.parent / "silent" / path
    kinds = tuple(world.documents.of(str(whole)))
    found = recognise(world.documents, kinds, Source(str(whole), whole.read_text()))
    assert found is not None
    assert found.format.name == name
    bare = f"{whole.read_text().replace('{', '').replace('$', '')}"
    assert likely(world.documents, world.shapes, str(whole), bare.encode()) == ()


@pytest.mark.parametrize("sample", sorted(f"{case.parent.name}/{case.name}" for case in SAMPLES.glob("*/*")))
def test_what_is_reported_of_a_sample(sample: str) -> None:
    told = [f"{at.path}:{at.row}:{at.column} {at.code} {at.lost}" for at in found(SAMPLES / sample, "--show-info")]
    assert told == [each.strip() for each in EXPECTED[sample].split(",") if each.strip()]


@pytest.mark.parametrize(
    "sample",
    "promptfoo/odd promptfoo/patterns promptfoo/folder own/odd template/odd langchain/odd promptflow/odd".split(),
)
def test_a_file_alone_is_told_what_it_is_told_beside_the_others(sample: str) -> None:
    folder = SAMPLES / sample
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    alone = [at for name in files for at in found(folder, paths=(name,)) if at.path == name]
    whole = [at for at in found(folder) if at.path in files and not at.path.endswith(".py")]
    assert [at for at in alone if not at.path.endswith(".py")] == whole


def test_a_prompt_stands_where_its_text_does_or_its_messages_are_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLES / "promptfoo" / "odd", tmp_path / "odd"))
    (folder / "pyproject.toml").touch()
    drawn = CliRunner().invoke(main, ["layout", "--isolated", str(folder / "promptfooconfig.yaml")]).stdout
    heads = [line.rpartition("/odd/")[2] for line in drawn.splitlines() if line.startswith("promptfoo prompt ")]
    assert heads == [
        "promptfooconfig.yaml:2:5",
        "prompts/plain.txt:1:1",
        "prompts/build.py:8:12",
        "promptfooconfig.yaml:7:10",
    ]
