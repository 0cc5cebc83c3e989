"""YAML: what it says, and where each character of its scalars was written."""
