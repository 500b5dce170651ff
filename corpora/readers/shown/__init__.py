"""Documents as a CAT tool shows them: with typed numbers, note marks and tags in their segments."""
