"""What a memory tells of its sets without their units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from hexapla.memory.store.connection import Connection
from hexapla.memory.store.mapping import messages_from_json
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import DocumentRecord, Level, PairSummary, Priority, SetSummary

__all__ = ["SETS", "read_documents", "read_summary", "read_titles"]

SETS: Final = """
SELECT id, symbol, source_language, fingerprint, warnings, priority
FROM document_set ORDER BY sort_key, symbol
"""
_COUNTS: Final = """
SELECT t.language,
       count(*) FILTER (WHERE u.level = 'paragraph'), count(*) FILTER (WHERE u.level = 'sentence'),
       count(*) FILTER (WHERE t.status = 'reviewed'), count(*) FILTER (WHERE t.status = 'rejected')
FROM unit u CROSS JOIN translation t ON t.unit_id = u.id
WHERE u.set_id = ? GROUP BY t.language
"""
# Titles stand at the start of a document.
_TITLES: Final = """
SELECT s.symbol, s.source_language, u.text, t.text
FROM document_set s JOIN unit u ON u.set_id = s.id AND u.level = 'paragraph' AND u.position < 50
LEFT JOIN translation t ON t.unit_id = u.id AND t.language = ?
WHERE u.kind = 'title' ORDER BY s.id, u.position DESC
"""


def read_titles(connection: Connection, language: str) -> dict[str, tuple[str, str]]:
    """Return the title of each set that has one, and its language: this one, else the source's."""
    return {
        symbol: (text, source) if translated is None else (translated, language)
        for symbol, source, text, translated in connection.execute(_TITLES, (language,))
    }


def read_summary(connection: Connection, row: tuple[Any, ...]) -> SetSummary:
    """Return the summary of a set, given its row as `SETS` gives it."""
    set_id, symbol, source_language, fingerprint, warnings, priority = row
    paragraphs, sentences = _unit_counts(connection, set_id)
    documents = read_documents(connection, set_id)
    targets = {each.language for each in documents} - {source_language}
    return SetSummary(
        symbol=symbol,
        source_language=source_language,
        fingerprint=fingerprint,
        documents=documents,
        pairs=_pairs(connection, set_id, targets),
        paragraphs=paragraphs,
        sentences=sentences,
        warnings=messages_from_json(warnings),
        priority=Priority(priority),
    )


def read_documents(connection: Connection, set_id: int) -> tuple[DocumentRecord, ...]:
    """Return the records of the documents of a set, in the order of languages."""
    rows = connection.execute(
        "SELECT language, path, digest, paragraphs, warnings FROM document WHERE set_id = ?",
        (set_id,),
    )
    records = (
        DocumentRecord(language, path, digest, paragraphs, messages_from_json(warnings))
        for language, path, digest, paragraphs, warnings in rows
    )
    return tuple(sorted(records, key=lambda each: language_rank(each.language)))


def _unit_counts(connection: Connection, set_id: int) -> tuple[int, int]:
    counts = dict(
        connection.execute(
            "SELECT level, count(*) FROM unit WHERE set_id = ? GROUP BY level", (set_id,)
        )
    )
    return counts.get(Level.PARAGRAPH, 0), counts.get(Level.SENTENCE, 0)


def _pairs(connection: Connection, set_id: int, targets: Iterable[str]) -> tuple[PairSummary, ...]:
    unaligned = dict(
        connection.execute(
            "SELECT target_language, count(*) FROM unaligned WHERE set_id = ?"
            " AND level = ? GROUP BY target_language",
            (set_id, Level.PARAGRAPH),
        )
    )
    counted = {row[0]: row for row in connection.execute(_COUNTS, (set_id,))}
    pairs = []
    for language in sorted({*targets, *counted, *unaligned}, key=language_rank):
        _, paragraphs, sentences, reviewed, rejected = counted.get(language, (language, *[0] * 4))
        alone = unaligned.get(language, 0)
        pairs.append(PairSummary(language, paragraphs, sentences, reviewed, rejected, alone))
    return tuple(pairs)
