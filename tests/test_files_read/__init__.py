"""What a program sends that reads its prompts from files."""
