"""Review of alignments by people: corrections of rows, sessions, realigning."""
