"""Who made the tracked changes of a Word document, so that they stay theirs in another one.

The text in which changes were tracked need not be the old text of a comparison: what differs
between these two was changed silently, and is of nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final, TypeVar

from lxml import etree

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.text.difference import DiffKind, DiffPiece, difference
from hexapla.memory.word.revisions import (
    GONE,
    end_mark,
    marks_above,
    next_paragraph,
    row_mark,
    run_texts,
    signature,
)
from hexapla.memory.word.texts import WordText, run_text, runs

__all__ = ["Author", "Authored", "Authors", "Removed", "composed", "left", "renumbered"]

_SAME: Final = DiffKind.SAME
_REMOVED: Final = DiffKind.REMOVED
_ADDED: Final = DiffKind.ADDED
_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change, and when: an xsd:dateTime, or "" where that is not said."""

    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Authored:
    """A piece of a text, of what became of it, or of both, and who changed it, if that is known."""

    kind: DiffKind
    text: str
    author: Author | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A paragraph that was taken out: who took out each piece of it, and its end."""

    pieces: tuple[Authored, ...]
    end: Author | None


@dataclass(frozen=True, slots=True)
class _Part:
    """What stood in a paragraph before it was joined with the next, and who joined them."""

    pieces: tuple[Authored, ...]
    joined: Author | None


@dataclass(slots=True)
class _TrackedParagraph:
    """What was tracked in a paragraph that stands, after others that were joined with it."""

    parts: list[_Part]
    end: Author | None = None
    """Who put in the mark at its end, and parted it from the next."""


@dataclass(slots=True)
class _Parted:
    """Paragraphs parted by marks that were put in.

    `main` is the place of the one that is an old one, `old` the text of that.
    """

    paragraphs: list[etree._Element] = field(default_factory=list)
    main: int | None = None
    old: str = ""


def composed(old: str, tracked: Sequence[Authored]) -> list[Authored]:
    """Return what makes an old text the one of tracked changes, each change with its author.

    >>> ana = Author("Ana", "")
    >>> tracked = [Authored(_REMOVED, "cities", ana), Authored(_ADDED, "towns", ana)]
    >>> for piece in composed("the cities", [Authored(_SAME, "all "), *tracked]):
    ...     print(piece.kind, repr(piece.text), piece.author and piece.author.name)
    removed 'the' None
    added 'all' None
    same ' ' None
    removed 'cities' Ana
    added 'towns' Ana
    """
    base = "".join(each.text for each in tracked if each.kind is not _ADDED)
    found: list[Authored] = []
    steps = _overlaid(difference(old, base), tracked)
    for same, near in groupby(steps, key=lambda each: each.kind is _SAME):
        pieces = [
            Authored(kind, "".join(each.text for each in equal), author)
            for (kind, author), equal in groupby(near, key=lambda each: (each.kind, each.author))
        ]
        gone, come = (
            "".join(each.text for each in pieces if each.kind is not other)
            for other in (_ADDED, _REMOVED)
        )
        # What was changed and brought back stays as it was.
        found += [Authored(_SAME, gone)] if same or gone == come else pieces
    return found


def _overlaid(silent: Sequence[DiffPiece], tracked: Sequence[Authored]) -> Iterator[Authored]:
    """Yield the pieces of both steps: from the old text to the tracked one, and on to the new."""
    number = start = 0
    for step in silent:
        if step.kind is _REMOVED:
            yield Authored(_REMOVED, step.text)
            continue
        left = len(step.text)
        while left:
            piece = tracked[number]
            if piece.kind is _ADDED:
                yield piece
                number += 1
                continue
            text = piece.text[start : start + left]
            left -= len(text)
            start += len(text)
            if step.kind is _SAME:
                yield Authored(piece.kind, text, piece.author)
            elif piece.kind is _SAME:
                yield Authored(_ADDED, text)
            if start == len(piece.text):
                number, start = number + 1, 0
    yield from tracked[number:]


def _coming(pieces: Iterable[Authored], author: Author | None) -> list[Authored]:
    """Return the pieces of a text that comes in as a whole; what had no author has this one."""
    return [
        each if each.kind is _ADDED else Authored(_ADDED, each.text, author)
        for each in pieces
        if each.kind is not _REMOVED
    ]


def _going(pieces: Iterable[Authored], author: Author | None) -> list[Authored]:
    """Return the pieces of a text that goes as a whole; what had no author has this one."""
    return [
        each if each.kind is _REMOVED else Authored(_REMOVED, each.text, author)
        for each in pieces
        if each.kind is not _ADDED
    ]


def renumbered(pieces: Iterable[Authored], number: str, other: str) -> list[Authored]:
    """Return the pieces of a text that has another number before it, which nobody changed."""
    found = [Authored(_SAME, other)] if other else []
    left = len(number)
    for each in pieces:
        text = each.text[left:] if each.kind is not _REMOVED else each.text if not left else ""
        left -= len(each.text) - len(text) if each.kind is not _REMOVED else 0
        found += [replace(each, text=text)] if text else []
    return found


class Authors:
    """Who changed what in the texts below an element that has tracked changes.

    It is made before these are accepted, and told then with what the texts were compared.
    """

    def __init__(self, root: etree._Element) -> None:
        """Read the tracked changes below an element."""
        self._paragraphs: dict[etree._Element, _TrackedParagraph] = {}
        self._gone: defaultdict[str, list[Removed]] = defaultdict(list)
        self._rows: dict[etree._Element, Author | None] = {}
        self._gone_rows: defaultdict[tuple[str, ...], list[Author | None]] = defaultdict(list)
        self._groups: dict[etree._Element, tuple[_Parted, int]] = {}
        self._removed: Mapping[etree._Element, Removed] = {}
        self._removed_rows: Mapping[etree._Element, Author | None] = {}
        self._taken: frozenset[str] = frozenset()
        self._read_rows(root)
        self._read_paragraphs(root)

    def _read_rows(self, root: etree._Element) -> None:
        for row in root.iter(W + "tr"):
            mark = row_mark(row)
            if mark is not None and mark.tag in GONE:
                self._gone_rows[_row_key(row)].append(_author(mark))
            elif mark is not None:
                self._rows[row] = _author(mark)

    def _read_paragraphs(self, root: etree._Element) -> None:
        joined: dict[etree._Element, list[_Part]] = {}
        for element in root.iter(W + "p"):
            pieces = tuple(_pieces(element))
            parts = joined.pop(element, [])
            mark, after = end_mark(element), next_paragraph(element)
            author = _author(mark)
            stands = any(each.kind is not _REMOVED for each in pieces)
            if pieces and not stands:
                self._gone[_before(pieces)].append(Removed(pieces, author or pieces[-1].author))
            if mark is not None and mark.tag in GONE and after is not None:
                parts += [_Part(pieces, author)] if stands else []
                joined[after] = parts
                continue
            parts.append(_Part(pieces, parts[-1].joined if parts else None))
            own = self._paragraphs[element] = _TrackedParagraph(parts)
            if mark is not None and mark.tag not in GONE:
                own.end = author
                if after is not None:
                    group, place = self._groups.setdefault(element, (_Parted([element]), 0))
                    group.paragraphs.append(after)
                    self._groups[after] = group, place + 1
            for part in parts if len(parts) > 1 else ():
                gone = Removed(tuple(_going(part.pieces, part.joined)), part.joined)
                self._gone[_before(part.pieces)].append(gone)

    def settle(
        self,
        kept: Iterable[tuple[WordText, WordText]],
        gone: Sequence[WordText],
        gone_rows: Iterable[etree._Element],
    ) -> None:
        """Take in which old text is which new one, and which old texts and rows are gone."""
        self._taken = frozenset(each.whole.strip() for each in gone)
        self._removed = _claimed(((each.element, each.whole.strip()) for each in gone), self._gone)
        rows = ((row, _row_key(row)) for row in gone_rows)
        self._removed_rows = _claimed(rows, self._gone_rows)
        several = []
        for before, after in kept:
            if after.element in self._groups:
                group, place = self._groups[after.element]
                several += [group] if group.main is not None else []
                group.main, group.old = place, before.whole
        # Where several were there before, it is not certain what was parted from which.
        for group in several:
            group.main = None

    def put_in(self, text: WordText) -> bool:
        """Return whether somebody put in a new text with its paragraph, or with its row."""
        if self._row_of(text.element) is not None:
            return True
        own = self._paragraphs.get(text.element)
        whole = own is not None and all(
            each.kind is _ADDED for part in own.parts for each in part.pieces
        )
        return whole and not text.is_cell

    def rewriting(self, text: WordText) -> Sequence[Authored]:
        """Return what was tracked in a new text that is an old one, nothing where that is nothing.

        What was parted from it by a mark that somebody put in was taken out of it by them.
        """
        pieces = self._of(text.element)
        if left(pieces) != text.whole:
            return ()
        group, own = self._groups.get(text.element, (None, 0))
        if group is not None and group.main == own:
            others = [
                _going(self._of(each), self._parter(each)) if place != own else pieces
                for place, each in enumerate(group.paragraphs)
            ]
            pieces = [piece for each in others for piece in each]
        return pieces if any(each.kind is not _SAME for each in pieces) else ()

    def adding(self, element: etree._Element) -> list[Authored]:
        """Return the pieces of a new paragraph that comes in, each with who put it in."""
        pieces, row = self._of(element), self._row_of(element)
        whole = "".join(map(run_text, runs(element)))
        if left(pieces) != whole:
            # Accepting has joined it in a way that its marks do not tell, as across a lost table.
            return [Authored(_ADDED, whole)]
        if row is not None:
            return _coming(pieces, row)
        author = self._parter(element)
        old = self._groups[element][0].old if author else ""
        return [
            found
            for each in pieces
            for found in _coming([each], author if each.text.strip() in old else None)
        ]

    def _parter(self, element: etree._Element) -> Author | None:
        """Return who parted a paragraph from that of its group which is an old one."""
        group, place = self._groups.get(element, (None, 0))
        if group is None or group.main is None or place == group.main:
            return None
        own = self._paragraphs.get(group.paragraphs[place - (place > group.main)])
        return own.end if own else None

    def end(self, element: etree._Element) -> Author | None:
        """Return who put in the end of a new paragraph, or the row that it is in.

        Of two that were parted, the mark between them can be that of either.
        """
        own, row = self._paragraphs.get(element), self._row_of(element)
        if row is not None or own is None:
            return row
        group, place = self._groups.get(element, (None, 0))
        if own.end is None and group is not None and place:
            own = self._paragraphs.get(group.paragraphs[place - 1])
        return own.end if own else None

    def _row_of(self, element: etree._Element) -> Author | None:
        row = next(element.iterancestors(W + "tr"), None)
        return None if row is None else self._rows.get(row)

    def row(self, row: etree._Element) -> Author | None:
        """Return who put in a row of a table."""
        return self._rows.get(row)

    def removed(self, text: WordText) -> Removed:
        """Return who took out an old text that is gone."""
        row = next(text.element.iterancestors(W + "tr"), None)
        author = self._removed_rows.get(row) if row is not None else None
        whole = Removed((Authored(_REMOVED, text.whole, author),), author)
        return whole if author else self._removed.get(text.element, whole)

    def removed_row(self, row: etree._Element) -> Author | None:
        """Return who took out an old row that is gone."""
        return self._removed_rows.get(row)

    def _of(self, element: etree._Element) -> list[Authored]:
        """Return what was tracked in a paragraph.

        What was joined with it, and stood in an old paragraph that is gone, came in by who did so.
        """
        found = self._paragraphs.get(element)
        parts = found.parts if found else []
        return [
            piece
            for part in parts
            for piece in (
                _coming(part.pieces, part.joined)
                if len(parts) > 1 and _before(part.pieces) in self._taken
                else part.pieces
            )
        ]


def _claimed(
    gone: Iterable[tuple[etree._Element, _Key]], found: Mapping[_Key, Sequence[_Found]]
) -> dict[etree._Element, _Found]:
    """Return what was found of elements by their keys, where it is certain which is whose."""
    wanted = defaultdict[_Key, list[etree._Element]](list)
    for element, key in gone:
        wanted[key].append(element)
    claimed: dict[etree._Element, _Found] = {}
    for key, elements in wanted.items():
        known = found.get(key, ())
        if len(elements) == len(known) or (len(elements) < len(known) and len(set(known)) == 1):
            claimed |= zip(elements, known, strict=False)
    return claimed


def _row_key(row: etree._Element) -> tuple[str, ...]:
    return tuple(filter(None, (_before(_pieces(each)) for each in row.iter(W + "p"))))


def left(pieces: Iterable[Authored]) -> str:
    """Return the text that tracked changes leave."""
    return "".join(each.text for each in pieces if each.kind is not _REMOVED)


def _before(pieces: Iterable[Authored]) -> str:
    """Return the text in which changes were tracked."""
    return "".join(each.text for each in pieces if each.kind is not _ADDED).strip()


def _pieces(paragraph: etree._Element) -> Iterator[Authored]:
    """Yield the pieces of a paragraph as they were tracked in it."""
    for (kind, author), equal in groupby(_runs(paragraph), key=lambda each: each[0]):
        yield Authored(kind, "".join(text for _, text in equal), author)


def _runs(paragraph: etree._Element) -> Iterator[tuple[tuple[DiffKind, Author | None], str]]:
    for run in runs(paragraph, also=GONE):
        text, marks = run_texts(run), marks_above(run)
        kinds = {each.tag in GONE for each in marks}
        # What somebody put in and somebody else took out was there neither before nor after.
        if text and len(kinds) < 2:
            kind = (_REMOVED if True in kinds else _ADDED) if kinds else _SAME
            yield (kind, _author(marks[0] if marks else None)), text


def _author(mark: etree._Element | None) -> Author | None:
    name, date = signature(mark)
    return Author(name, date) if name else None
