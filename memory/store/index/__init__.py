"""The inverted index of a memory: which units hold which grams, in each language."""
