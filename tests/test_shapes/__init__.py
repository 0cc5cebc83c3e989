"""Prompts that only a name tells, and look-alikes beside each."""
