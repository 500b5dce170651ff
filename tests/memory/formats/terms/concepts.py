"""Concepts that the tests of files of terms write and read."""

from __future__ import annotations

from datetime import UTC, datetime

from hexapla.memory.termbase import Concept, Term, TermStatus

__all__ = ["CONCEPTS"]

CONCEPTS = (
    Concept(
        (
            Term("zh", "树木名册", TermStatus.PREFERRED),
            Term("en", "register of trees", TermStatus.PREFERRED),
            Term("en", "list of trees; woods"),
            Term("en", "tree list", TermStatus.SUPERSEDED, "register of trees"),
            Term("en", "wood list", TermStatus.SUPERSEDED, "a term that is not here"),
            Term("ar", "سجل الأشجار", TermStatus.DEPRECATED),
        ),
        domain="forests & parks",
        symbol="A/RES/99/1",
        label="3(a)",
        note='first line\nsecond <line> with "marks"',
        who="Ana",
        made=datetime(2026, 3, 4, tzinfo=UTC),
    ),
    Concept((Term("zh", "=1+1"), Term("ru", "река"), Term("de", "+Formel"))),
)
