"""What edits make of single texts, rows and stores."""

from __future__ import annotations

from hexapla.corpora.document import Kind
from hexapla.memory.edits import Candidate, Edit
from hexapla.memory.rows import Row
from hexapla.memory.units import Carried, Level, Translation

__all__ = ["candidate", "edited_cell", "edited_text"]


def candidate(
    source: str = "树木。",
    target: str = "Trees.",
    language: str = "en",
    *,
    carried: Carried | None = None,
    **changes: object,
) -> Candidate:
    """Return an imported row in Chinese with one translation."""
    cell = Translation(language, target, 1.0, "imported", carried=carried)
    row = Row("1", 0, Kind.BODY, "", source, (cell,))
    given = {"symbol": "A/1", "level": Level.SENTENCE, "language": "zh", "row": row, "key": 1}
    return Candidate(**(given | {"is_imported": True} | changes))  # type: ignore[arg-type]


def edited_cell(edit: Edit, each: Candidate) -> Translation | None:
    """Return what an edit makes of the translation of a row; None where it takes it out."""
    row = edit.change(each).row
    return row.cells[0] if row and row.cells else None


def edited_text(edit: Edit, text: str, language: str) -> str:
    """Return what an edit makes of a text in a language."""
    each = candidate(source=text) if language == "zh" else candidate("树", text, language)
    row = edit.change(each).row
    assert row is not None
    return row.text if language == "zh" else row.cells[0].text
