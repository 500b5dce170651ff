"""A translation memory in a database: SQLite in one file, or PostgreSQL for many."""
