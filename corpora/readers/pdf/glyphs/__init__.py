"""Takes the characters of a PDF file and their places from PDFium, and makes rows of them.

PDFium is native code that hostile files can hang, crash, fill the memory with or take over: this
package is the program of a process of its own, which `corpora.readers.pdf.sandbox` starts for every
file. So it imports little, of the standard library alone, and asks PDFium without its bindings:
these take as long to load as a short file to read, and so do dataclasses.

Coordinates are points (1/72 inch) of the page as it is shown, with `y` upwards. On pages whose
script runs from right to left, `x` is counted from the right edge, so that text starts at small
`x` everywhere.
"""
