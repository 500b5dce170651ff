"""Files that are written whole or not at all, with the time and the pages they share."""
