"""Files that other programs give us, and that we give them."""
