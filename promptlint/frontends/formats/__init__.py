"""The formats frontend: prompt files are recognised, read into what one request sends, and joined to the code around them."""
