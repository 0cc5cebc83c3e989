"""Texts as their authors see them: lines, what belongs together, and what of them moves."""
