"""The numbers of paragraphs: how they are written in seven languages, and the labels they make.

From the signs to the label:

- `numerals` parses and formats Roman, Chinese and Arabic numerals and the letters of alphabets;
  `list_numerals` formats them as Word's and a browser's automatic lists do
- `markers` has the families of numbers, and the marker: one reading of one number
- `readings` gives every reading of the number before a paragraph; those with a word (Article 12)
  are in `worded`, those of several parts (27.I.1) in `compound`
- `numbering` decides by the sequence which reading holds, and why
- `labels` joins the names of numbers into a path, and cuts it again
- `note_marks` has the signs of notes, which are no numbers of paragraphs

A new form of number is a new family in `markers`, a reading in `readings`, `worded` or `compound`,
the way in which it holds in `numbering`, what it is called in `corpora.structure.explanation`, and
a line in the table of forms in `tests/corpora/numbers/test_readings.py`.
"""
