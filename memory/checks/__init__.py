"""What may be wrong with a translation, or with a file that carries many."""
