"""What tells two texts apart, piece by piece, to be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import Levenshtein

from hexapla.corpora.numbers.note_marks import RAISED_DIGITS
from hexapla.memory.text.keys import IDEOGRAPHS

__all__ = ["DiffKind", "DiffPiece", "difference"]

# The mark of a note is no part of the word before it.
_TOKEN: Final = re.compile(
    rf"\s+|[{IDEOGRAPHS}]|[{RAISED_DIGITS}]+|[^\W{IDEOGRAPHS}{RAISED_DIGITS}]+|[^\w\s]"
)


class DiffKind(StrEnum):
    """What became of a piece of text on the way from the old text to the new one."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A piece of the old text, of the new one, or of both."""

    kind: DiffKind
    text: str


def difference(old: str, new: str) -> list[DiffPiece]:
    """Return the pieces of two texts: those not added are the old text, those not removed the new.

    Words are compared whole, ideographs one by one, by the edit distance of Levenshtein (1966).

    >>> for piece in difference("keep the list", "keep a list"):
    ...     print(piece.kind, repr(piece.text))
    same 'keep '
    removed 'the'
    added 'a'
    same ' list'
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces = []
    for step in Levenshtein.opcodes(before, after):
        gone = "".join(before[step.src_start : step.src_end])
        come = "".join(after[step.dest_start : step.dest_end])
        if step.tag == "equal":
            pieces.append(DiffPiece(DiffKind.SAME, gone))
        else:
            pieces += [
                DiffPiece(kind, text)
                for kind, text in ((DiffKind.REMOVED, gone), (DiffKind.ADDED, come))
                if text
            ]
    return pieces
