"""The Python frontend: an evaluator of string-valued code over the standard library's `ast`."""
