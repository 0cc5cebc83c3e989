"""Runs promptlint as `python -m promptlint`."""

from promptlint.cli import main

main(prog_name="promptlint")
