"""The numbers of paragraphs: how they are written in seven languages, and the labels they make."""
