"""Tools for developing hexapla, which are never installed: run them from the project's root."""
