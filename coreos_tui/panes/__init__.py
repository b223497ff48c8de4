"""One folder a noun: what it shows and which keys act on it."""
