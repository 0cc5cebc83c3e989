"""Frontends: one reader of facts for each language that prompts are written in."""
