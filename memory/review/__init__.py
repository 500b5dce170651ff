"""Review of alignments by people: rows, corrections, realigning, and the web pages for them."""
