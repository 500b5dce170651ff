"""One reader a format: from the bytes of a file to its blocks of text."""
