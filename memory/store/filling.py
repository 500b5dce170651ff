"""Fills the register of a memory of before, by the texts that it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.structure.details import details
from hexapla.memory.mastheads import FRONT, facts_of_documents
from hexapla.memory.selection import IMPORTED
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.register import keep_facts

__all__ = ["fill_register"]

# The texts that a document introduces itself with, in all languages.
_TEXTS: Final = """
SELECT u.kind, u.text, t.language, t.text FROM unit u LEFT JOIN translation t ON t.unit_id = u.id
WHERE u.set_id = ? AND u.level = 'paragraph' AND u.position < ? ORDER BY u.position, u.id
"""


def fill_register(connection: Connection) -> None:
    """Enter what the sets of a memory say of themselves, as far as their texts still tell.

    For a memory of before: of the documents themselves, only the files know more.
    """
    sets = connection.execute(
        "SELECT id, symbol, source_language FROM document_set WHERE fingerprint <> ?", (IMPORTED,)
    ).fetchall()
    for key, symbol, source in sets:
        versions: dict[str, list[tuple[Kind, str]]] = defaultdict(list)
        seen = ""
        for kind, text, language, translated in connection.execute(_TEXTS, (key, FRONT)).fetchall():
            if text != seen:
                versions[source].append((Kind(kind), text))
                seen = text
            if language is not None:
                versions[language].append((Kind(kind), translated))
        found = [_document(symbol, code, lines) for code, lines in versions.items()]
        keep_facts(connection, symbol, facts_of_documents(found))


def _document(symbol: str, language: str, lines: Sequence[tuple[Kind, str]]) -> Document:
    found = zip(lines, details(lines), strict=True)
    paragraphs = tuple(Paragraph("", kind, "", text, detail) for (kind, text), detail in found)
    return Document(symbol, language, paragraphs)
