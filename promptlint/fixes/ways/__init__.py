"""The ways to mend: each module proposes edits, the best first; `proof` decides."""
