"""Key words in context: a query language, and the places in the memory that answer a query."""
