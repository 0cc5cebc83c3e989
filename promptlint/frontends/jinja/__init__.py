"""The Jinja frontend: templates read with the exact place of every part, and rendered into texts."""
