"""Documents as a CAT tool shows them."""
