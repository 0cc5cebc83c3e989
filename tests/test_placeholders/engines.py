"""Real engines: each makes the text of some templates, `main` first, for some values."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

Engine = Callable[[Mapping[str, str], Mapping[str, Any]], str]
Requests = list[tuple[Mapping[str, str], list[Mapping[str, Any]]]]

_SCRIPT = """
const [engine, requests] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const module_ = require(engine);
const make = {
  mustache: (files, values) => module_.render(files.main, values, files),
  handlebars: (files, values) => {
    const own = module_.create();
    for (const name of Object.keys(files)) own.registerPartial(name, files[name]);
    return own.compile(files.main, { noEscape: true })(values);
  },
  nunjucks: (files, values) => {
    const loader = { getSource: (name) => name in files ? { src: files[name], path: name, noCache: true } : null };
    return new module_.Environment(loader, { autoescape: false }).render("main", values);
  },
  liquidjs: (files, values) => new module_.Liquid({ templates: files }).parseAndRenderSync(files.main, values),
}[engine];
const results = requests.map(([files, all]) => {
  try { return all.map((values) => make(files, values)); } catch (error) { return String(error); }
});
process.stdout.write(JSON.stringify(results));
"""


def on_node(engine: str, requests: Requests) -> list[list[str] | str]:
    """Return the texts that an engine of Node makes for each list of values; what it says where it refuses a template."""
    folder = os.environ.get("PROMPTLINT_NODE_MODULES", "")
    if shutil.which("node") is None or not (Path(folder) / engine).is_dir():
        pytest.skip(f"{engine} is not installed in the folder that PROMPTLINT_NODE_MODULES names")
    ran = subprocess.run(
        ["node", "-e", _SCRIPT],
        input=json.dumps([engine, requests]),
        env={**os.environ, "NODE_PATH": folder},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(ran.stdout)  # type: ignore[no-any-return]


def pystache(files: Mapping[str, str], values: Mapping[str, Any]) -> str:
    """Return what Python's mustache makes of it."""
    engine = pytest.importorskip("pystache", reason="pystache is not installed")
    known = {name: "" if value is None else value for name, value in values.items()}  # it writes None as `None`
    return engine.Renderer(partials=dict(files)).render(files["main"], known)  # type: ignore[no-any-return]
