"""PDF files: the lines of the printed page made paragraphs again."""
