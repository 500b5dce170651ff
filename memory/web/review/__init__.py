"""The web pages in which people review and correct alignments."""
