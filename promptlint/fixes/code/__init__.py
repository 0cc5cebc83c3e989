"""The code around texts: what holds them, what it reads and changes, and how it is written."""
