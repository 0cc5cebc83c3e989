r"""promptflow's client: a flow is loaded and called as a function. What it runs to test a flow says nothing of requests.

source: promptflow-devkit 1.18.5 promptflow/client/__init__.py promptflow/_sdk/_load_functions.py; read 2026-11-22
"""

from promptflow.core import Flow


def load_flow(source, **kwargs):
    return Flow.load(source, **kwargs)
