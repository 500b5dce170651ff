"""What memories in every database share: statements that SQLite and PostgreSQL both understand."""
