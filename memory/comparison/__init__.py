"""Two versions of one text beside each other: which paragraph became which, and what moved."""
