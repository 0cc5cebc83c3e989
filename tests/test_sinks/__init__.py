"""What sends a prompt, entry by entry."""
