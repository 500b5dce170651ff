"""What every reader returns: the text of a document in blocks, and what its file declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from hexapla.corpora.messages import Message
from hexapla.corpora.structure.blocks import Block

__all__ = ["Content", "Properties"]


@dataclass(frozen=True, slots=True)
class Properties:
    """What the properties of a file say of the document, believed where its text says nothing else.

    Whoever writes a document over another one often leaves them as they were. `language` is one
    of `corpora.languages.LANGUAGES`; each is "" where it is not said.
    """

    symbol: str = ""
    language: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a document as its file holds it: the one contract that all readers keep.

    A reader is a function that takes a `corpora.input.raw.RawFile` and returns this, or raises
    DocumentError with the path of the file. Of its blocks:

    - They stand in the order of reading. Each is what stands between two paragraph breaks of the
      file, on one line, without white space at its ends and never empty.
    - `marker` is a number as it would be printed (`12.`, `(a)`), where the file holds it apart; a
      number that was typed stays in the text. A bullet is no marker: the item has the role ITEM.
      Where the file nests its lists, `depth` and `outer` say so, and labels follow from it.
    - A note has the role NOTE and its mark as the marker (`1`, `*`), save on web pages, which do
      not hold the mark apart: there it begins the text. Where the file says which paragraph cites
      it, it follows that paragraph; else it follows the text of its page, or stands where the file
      has it. The mark in the text is raised (`¹`). Plain text tells no notes.
    - `begins` is true where the file itself says that a paragraph begins, `after_break` where a
      page may have ended within one; never are both.
    - A table gives its cells one after the other, row by row, with the role CELL and, where the
      format tells, their place. A table of one cell is a box around text, and none.
    - What belongs to the page (running heads, page numbers) is in no block.

    `lines` is the text before it is cut, for its language and symbol to be found in: `blocks`
    needs the language. `headers` are the lines of the page headers and footers. `language` is the
    tag (`zh-Hans`) and `symbol` the document symbol that the file declares, "" where it does not.
    `warnings` are one-line remarks for the reader of the document. `properties` say what the text
    need not bear out.
    """

    lines: Sequence[str]
    cut: Callable[[str], Sequence[Block]]
    headers: tuple[str, ...] = ()
    language: str = ""
    symbol: str = ""
    warnings: tuple[Message, ...] = ()
    properties: Properties = Properties()

    @classmethod
    def of(
        cls,
        blocks: Sequence[Block],
        *,
        headers: Iterable[str] = (),
        language: str = "",
        symbol: str = "",
        properties: Properties = Properties(),  # a frozen value
    ) -> Self:
        """Make the content of a format whose blocks are the same in every language."""
        lines = [block.text for block in blocks]
        heads = tuple(headers)
        return cls(lines, lambda _: blocks, heads, language, symbol, properties=properties)

    def blocks(self, language: str) -> Sequence[Block]:
        """Return the blocks of a text in one of `corpora.languages.LANGUAGES`."""
        return self.cut(language)
