"""Inline tags that stay where they stand when the text around them is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree
from rapidfuzz.distance import Levenshtein, Opcode

from hexapla.corpora.input.xml import bounded_parser, local_name
from hexapla.corpora.readers.shown.texts import TAG
from hexapla.memory.formats.tmx.inline import CODES
from hexapla.memory.formats.tmx.reader import attributes_of
from hexapla.memory.text.cleaning import escaped, xml_attribute

__all__ = ["moved_markup", "moved_shown"]


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag as it is written, and how many signs of text stand before it."""

    place: int
    written: str


def moved_markup(markup: str, text: str) -> str:
    """Return markup with another text: each tag stands where it stood, beside the same words.

    "" where the markup cannot be read.

    >>> moved_markup('see <hi type="b">the lists</hi>', "see the registers")
    'see <hi type="b">the registers</hi>'
    """
    try:
        root = etree.fromstring(f"<seg>{markup}</seg>", bounded_parser())
    except etree.XMLSyntaxError:
        return ""
    taken = _Taken([], [])
    taken.take(root)
    return _written(taken.tags, "".join(taken.pieces), text, escaped)


def moved_shown(shown: str, old: str, new: str) -> str:
    """Return a text as a document shows it, with its number and tags, for another text.

    "" where the old text does not stand in it as it is.

    >>> moved_shown("1. Takes note<t0/>;", "Takes note;", "Takes due note;")
    '1. Takes due note<t0/>;'
    """
    tags, pieces, end, place = [], [], 0, 0
    for found in TAG.finditer(shown):
        pieces.append(shown[end : found.start()])
        place += len(pieces[-1])
        end = found.end()
        tags.append(_Tag(place, found[0]))
    plain = "".join([*pieces, shown[end:]])
    if plain.count(old) != 1:
        return ""
    return _written(tags, plain, plain.replace(old, new), str)


@dataclass(slots=True)
class _Taken:
    """The tags of an element and the texts between them."""

    tags: list[_Tag]
    pieces: list[str]
    length: int = 0

    def take(self, element: etree._Element) -> None:
        """Add what stands inside an element."""
        self._text(element.text)
        for child in element:
            name = local_name(child)
            if name in CODES or not (len(child) or child.text):
                tail, child.tail = child.tail, None
                self._tag(etree.tostring(child, encoding="unicode"))
                child.tail = tail
            else:
                given = (
                    f' {key}="{xml_attribute(str(value))}"' for key, value in attributes_of(child)
                )
                self._tag(f"<{name}{''.join(given)}>")
                self.take(child)
                self._tag(f"</{name}>")
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        self.pieces.append(text or "")
        self.length += len(text or "")

    def _tag(self, written: str) -> None:
        self.tags.append(_Tag(self.length, written))


def _written(tags: Iterable[_Tag], old: str, new: str, write: Callable[[str], str]) -> str:
    steps = Levenshtein.opcodes(old, new)
    pieces, end = [], 0
    for tag in tags:
        place = max(_moved(tag.place, steps), end)
        pieces += [write(new[end:place]), tag.written]
        end = place
    return "".join([*pieces, write(new[end:])])


def _moved(place: int, steps: Iterable[Opcode]) -> int:
    """Return where a place of the old text is in the new one: behind a change that it is within."""
    moved = 0
    for step in steps:
        if step.src_start > place or (step.src_start == place and step.tag == "insert"):
            break
        inside = place - step.src_start
        same = step.tag == "equal" and place <= step.src_end
        moved = step.dest_start + inside if same else step.dest_end
        if place < step.src_end:
            return moved if same or inside else step.dest_start
    return moved
