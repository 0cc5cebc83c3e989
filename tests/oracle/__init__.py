"""The execution oracle: generated programs are linted and run, and what both say is compared."""
