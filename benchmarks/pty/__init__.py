"""A program on a pseudo-terminal, watched as its user's terminal sees it."""
