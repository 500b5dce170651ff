"""A translation memory in one SQLite file."""
