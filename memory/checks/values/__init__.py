"""The values that texts state, read in seven languages: numbers, dates, references, names.

- `model` says what a value is
- `plain` makes the text that is read: digits, spaces and signs as in English
- `tables` loads the words of the languages, from `memory/checks/tables`
- `literals` reads numbers in digits, `words` those in words, `chinese` both in Chinese
- `roles` says what a number counts or names: per cent, days, articles, sessions
- `times` reads times of day, `names` States and bodies
- `reading` puts them together: all values of a text
- `comparison` says which values of two texts do not answer one another
- `contrasts` finds words that exclude one another: days of the week, increase and decrease
- `modality` finds negation, obligation and permission
"""
