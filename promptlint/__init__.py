"""promptlint finds dynamic values inside the cacheable prefix of a prompt."""

__version__ = "0.1.0"
