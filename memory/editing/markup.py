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
    """A tag as it is written, how many signs of text stand before it, whether it opens a pair."""

    place: int
    written: str
    opens: bool = False


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
    taken = _TakenTags([], [])
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
class _TakenTags:
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
                opens = name == "bpt" or child.get("pos") == "begin"
                self._tag(etree.tostring(child, encoding="unicode"), opens=opens)
                child.tail = tail
            else:
                given = (
                    f' {key}="{xml_attribute(str(value))}"' for key, value in attributes_of(child)
                )
                self._tag(f"<{name}{''.join(given)}>", opens=True)
                self.take(child)
                self._tag(f"</{name}>")
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        self.pieces.append(text or "")
        self.length += len(text or "")

    def _tag(self, written: str, *, opens: bool = False) -> None:
        self.tags.append(_Tag(self.length, written, opens))


def _written(tags: Iterable[_Tag], old: str, new: str, write: Callable[[str], str]) -> str:
    steps = Levenshtein.opcodes(old, new)
    pieces, end = [], 0
    for tag in tags:
        place = max(_moved(tag, steps), end)
        pieces += [write(new[end:place]), tag.written]
        end = place
    return "".join([*pieces, write(new[end:])])


def _moved(tag: _Tag, steps: Iterable[Opcode]) -> int:
    """Return where a tag stands in the new text: behind a change that it stood within.

    Of what is put in where it stands, a tag that opens a pair is behind, others before.
    """
    place, moved = tag.place, 0
    for step in steps:
        is_here = step.src_start == place
        if step.src_start > place or (is_here and step.tag == "insert" and not tag.opens):
            break
        if step.tag == "equal" and place <= step.src_end:
            moved = step.dest_start + place - step.src_start
        else:
            moved = step.dest_start if is_here and step.tag != "insert" else step.dest_end
        if place < step.src_end:
            break
    return moved
