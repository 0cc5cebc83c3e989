"""TOML: what it says, and where each character of its strings was written."""
