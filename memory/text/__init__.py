"""Texts as a memory compares them: keys, placeables, language codes, differences."""
