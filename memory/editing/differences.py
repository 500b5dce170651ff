"""What an edit does to a row, text by text, to be looked at before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hexapla.memory.edits import Candidate, Edited
from hexapla.memory.rows import Row
from hexapla.memory.units import Carried, Level

__all__ = ["Difference", "differences"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that an edit changes, or that it leaves as it is for a cause.

    `part` is `text`, `tags`, `context`, `note`, or the name of an attribute or property. Of a text
    that is taken out, `new` is None; of one that is left, `is_left` is true and `new` is `old`.
    """

    tuid: str
    level: Level
    language: str
    part: str
    old: str
    new: str | None
    cause: str = ""
    is_left: bool = False


def differences(edited: Edited) -> Iterator[Difference]:
    """Yield what an edit does to a row: the source text first, then the translations."""
    candidate, outcome = edited.candidate, edited.outcome
    old, new = candidate.row, outcome.row
    for language, cause in outcome.left.items():
        text = _text(old, candidate.language, language)
        yield _ChangedRow(candidate, language).left(text, cause)
    if new is not None:
        yield from _of_source(_ChangedRow(candidate, candidate.language), old, new)
    for cell in old.cells:
        row = _ChangedRow(candidate, cell.language)
        after = None if new is None else new.cell(cell.language)
        if after is not None:
            yield from row.changed((cell.text, after.text), (cell.carried, after.carried))
        elif moved := _moved(old, new, cell.text):
            yield row.of("language", cell.language, moved)
        else:
            yield row.of("text", cell.text, None, outcome.causes.get(cell.language, ""))


def _text(row: Row, source: str, language: str) -> str:
    cell = row.cell(language)
    return cell.text if cell and language != source else row.text


def _moved(old: Row, new: Row | None, text: str) -> str:
    """Return the language that a text is in now, "" for none."""
    there = {each.language for each in old.cells}
    found = (each for each in new.cells if each.language not in there) if new else iter(())
    return next((each.language for each in found if each.text == text), "")


def _of_source(row: _ChangedRow, old: Row, new: Row) -> Iterator[Difference]:
    yield from row.changed((old.text, new.text), (old.carried, new.carried))
    for before, after in ((old.before, new.before), (old.after, new.after)):
        if before != after:
            yield row.of("context", before or "", after)


@dataclass(frozen=True, slots=True)
class _ChangedRow:
    """A row, and the column in which something is changed."""

    candidate: Candidate
    language: str

    def of(self, part: str, old: str, new: str | None, cause: str = "") -> Difference:
        """Return the change of a part."""
        level = self.candidate.level
        return Difference(self.candidate.address, level, self.language, part, old, new, cause)

    def left(self, text: str, cause: str) -> Difference:
        """Return a text that is left as it is."""
        return replace(self.of("text", text, text, cause), is_left=True)

    def changed(
        self, texts: tuple[str, str], carried: tuple[Carried | None, Carried | None]
    ) -> Iterator[Difference]:
        """Yield what is changed of a text and of what is carried with it."""
        old, new = (each or Carried() for each in carried)
        if texts[0] != texts[1]:
            yield self.of("text", *texts)
        elif old.markup != new.markup:
            yield self.of("tags", old.markup, new.markup or texts[1])
        for before, after in zip(_named(old), _named(new), strict=False):
            if before != after:
                yield self.of(before[0], before[1], after[1])


def _named(carried: Carried) -> list[tuple[str, str]]:
    notes = [("note", each) for each in carried.notes]
    return [*carried.attributes, *carried.properties, *notes]
