"""Makes the tables that the checks of values read."""
