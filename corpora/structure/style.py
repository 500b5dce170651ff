"""The style of a document: what the starts, ends and lengths of its texts say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.boundaries import Ending, Start, ending, start
from hexapla.corpora.structure.joiner import Joiner
from hexapla.corpora.structure.kinds import heading_width
from hexapla.corpora.structure.pieces import Piece

__all__ = ["DocumentStyle"]

# The ranges change none of the 6,135 paragraphs of the gold sets that are read exactly.
# Half of the long texts end with a stop in prose, and hardly any in a list of titles. .1 to .9.
_ENDED = 0.5
# Some whole paragraphs begin with a small letter, as points of a list do. 0 to .6.
_LOWER = 0.15
# A text of so many characters is no heading, and shows how its document writes; Chinese says the
# same in fewer. 8 to 45, and 20 to 130.
_LONG = {"zh": 25}
_LONG_OTHERWISE = 60


@dataclass(frozen=True, slots=True)
class DocumentStyle:
    """How a document writes: what the end and the start of its lines say.

    `ends_tell`: whole paragraphs end with a stop or a comma. `capitals_tell`: they start with a
    capital. `wrapped`: the blocks come from hard-wrapped lines, so that a piece that was cut
    reaches the margin. `long` is the length from which a text is no heading.
    """

    language: str
    ends_tell: bool
    capitals_tell: bool
    wrapped: bool
    long: int
    joiner: Joiner

    @classmethod
    def of(cls, pieces: Sequence[Piece], language: str) -> DocumentStyle:
        """Learn the style of a document from its running text."""
        long = _LONG.get(language, _LONG_OTHERWISE)
        texts = [piece for piece in pieces if piece.flows and len(piece.text) >= long]
        ended = sum(ending(piece.text) is not Ending.OPEN for piece in texts)
        whole = [start(piece.text) for piece in texts if not piece.after_break]
        lower = whole.count(Start.LOWER)
        return cls(
            language,
            ends_tell=ended >= _ENDED * len(texts),
            capitals_tell=lower <= _LOWER * len(whole),
            wrapped=any(piece.block.full_width for piece in pieces),
            long=long,
            joiner=Joiner.of((piece.text for piece in pieces), language),
        )

    def breaks_off(self, piece: Piece) -> bool:
        """Return whether a piece seems to end before its paragraph does."""
        if self.ends_tell:
            return ending(piece.text) is not Ending.CLOSED
        return piece.block.full_width

    def heading_like(self, piece: Piece) -> bool:
        """Return whether a piece is a short line without an end, where that says anything."""
        text = piece.text
        return (
            piece.block.role in (Role.TEXT, Role.ITEM)
            and self.ends_tell
            and len(text) <= heading_width(self.language)
            and ending(text) is Ending.OPEN
            and start(text) not in (Start.LOWER, Start.CLOSER)
            and any(char.isalpha() for char in text)
        )
