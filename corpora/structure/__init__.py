"""From the blocks of a file to the logical paragraphs of a document, whatever the format.

In the order in which a document passes through them:

- `blocks`: what a reader says of a piece of text; `heading_styles` helps it with names of styles
- `invisible_signs` takes out what nobody sees
- `artefacts` finds what belongs to the page; `pieces` leaves it out and sets notes apart
- `boundaries` says what the ends of a text tell, `style` what is usual in the document
- `joiner` puts the pieces of a text together, `reconstruction` decides which are one paragraph
- `kinds` tells lines by their form; `paragraphs` gives kinds, labels and ids, and is the way in
- `details` says what mastheads and closing lines say; `explanation` why a number is one
"""
