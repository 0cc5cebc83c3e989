"""Prompt files: samples of every format, look-alikes, and files that are joined to programs."""
