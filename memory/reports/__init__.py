"""What is told of a memory or a new document: alignments, leverage, pretranslation."""
