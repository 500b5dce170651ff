"""A translation memory in a PostgreSQL database, for many users at once; the extra `postgres`."""
