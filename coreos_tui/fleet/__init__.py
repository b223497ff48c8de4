"""Keeps every host, machine and engine read: one task each, results in the store."""
