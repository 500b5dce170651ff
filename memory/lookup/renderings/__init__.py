"""How a term is said in another language: the words of translations that answer it."""
