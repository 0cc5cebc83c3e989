"""Python in a newer syntax than the running interpreter's: read through libcst into the tree that `ast` would give."""
