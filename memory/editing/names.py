"""Lists of names that are to be found in texts, and a pattern that finds them all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.input.decoding import decode, load
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import LETTER

__all__ = ["name_pattern", "read_names"]

_LONGEST: Final = 200  # characters of a name
# Bytes of a list that are read.
_MOST: Final = 2**24
# Arabic writes "and", "for", "by" and the like as one word with what follows.
_JOINED: Final = re.compile("[\u0621-\u064a]")
_PREFIXES: Final = "(?:[وف]?[بلك]?)"
# A name that ends in a letter ends the word. Written once: a class this wide takes milliseconds.
_WHOLE: Final = rf"(?:(?<!{LETTER})|(?!{LETTER}))"


def read_names(path: Path) -> list[str]:
    """Return the names that a file lists, one a line; lines that begin with # are comments.

    Raises StoreError where it cannot be read, or has no names.
    """
    try:
        text = decode(load(path, most=_MOST), path)
    except DocumentError as error:
        raise StoreError(path, error.cause) from error
    lines = (" ".join(line.split()) for line in text.splitlines())
    names = list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
    if not names:
        raise StoreError(path, "has no names: write one a line")
    long = next((name for name in names if len(name) > _LONGEST), None)
    if long is not None:
        raise StoreError(path, f"is no list of names, one a line: {long[:40]}…")
    return names


def name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some names, the longest first, as whole words.

    They are found as they are written and in capital letters; `*` at the end of a word stands for
    any letters: `Иванов*`. Between ideographs there are no words.

    >>> name_pattern(["Ana", "Ana Ruiz", "李*"]).sub("X", "Ana Ruiz, ANA and Anabel")
    'X, X and Anabel'
    """
    forms = {form for name in names for form in _forms(composed(name))}
    # What begins with a letter of a word begins the word; others stand anywhere.
    inside = sorted(form for form in forms if not re.match(LETTER, form))
    words = sorted(form for form in forms if re.match(LETTER, form) and not _JOINED.match(form))
    arabic = sorted(form for form in forms if _JOINED.match(form))
    parts = [
        f"{before}{_any_of(some)}"
        for before, some in (
            (rf"(?<!{LETTER})", words),
            (rf"(?<!{LETTER}){_PREFIXES}", arabic),
            ("", inside),
        )
        if some
    ]
    return re.compile("|".join(parts))


def _forms(name: str) -> Iterator[str]:
    yield name
    yield name.upper()


_Tree = dict[str, "_Tree"]
_END: Final = ""


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern of names as a tree of their signs: however many, one way is tried."""
    tree: _Tree = {}
    for name in names:
        node = tree
        for sign in name:
            node = node.setdefault(sign, {})
        node[_END] = {}
    return f"(?:{_written(tree)}){_WHOLE}"


def _written(tree: Mapping[str, _Tree]) -> str:
    # Signs with one way on are written in a row, so that the depth is that of the branches.
    pieces: list[str] = []
    while len(tree) == 1 and _END not in tree:
        ((sign, tree),) = tree.items()
        pieces.append(_sign(sign))
    branches = [_sign(sign) + _written(below) for sign, below in tree.items() if sign != _END]
    if not branches:
        return "".join(pieces)
    ends = [""] if _END in tree else []
    return f"{''.join(pieces)}(?:{'|'.join([*branches, *ends])})"


def _sign(sign: str) -> str:
    if sign == "*":
        return rf"{LETTER}*"
    return r"\s+" if sign == " " else re.escape(sign)
