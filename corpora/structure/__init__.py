"""From the blocks of any format to the logical paragraphs of a document."""
