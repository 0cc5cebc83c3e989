"""The notebook frontend: the code cells of a Jupyter notebook as the one Python program that they are."""
