"""A support bot for a small shop: every prompt here is built twice, once so that its cache breaks and once so that it holds.

`promptlint check examples/` reports the functions that end in `_uncached`, and none of their neighbours.
"""
