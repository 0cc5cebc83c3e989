"""The stub packages under `rules/catalog/models`: what promptlint says of programs that use them is what they do.

A stub's docstring names the package that it stands for, and shows programs in ```python fences; a line that ends with
`# PRM101` is reported with that code and nothing else is. Every program is also run, with the stub in the place of its
package: what it sends must hold the text that promptlint predicts, in the predicted order. Tests marked `index` compare the
names in a stub with the package itself.
"""
