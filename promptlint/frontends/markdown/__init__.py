"""Markdown: text that is sent as it stands."""
