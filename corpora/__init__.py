"""Files, formats, languages, labels, symbols and sentences."""
