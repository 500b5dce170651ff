"""`hexapla compare`: what changed between two versions of a document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from hexapla.cli.changes import marked_changes
from hexapla.cli.options import language_option, memory_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.corpora.document import Document, Paragraph
from hexapla.corpora.errors import UsageError
from hexapla.corpora.readers.registry import read as read_document
from hexapla.memory.comparison.comparison import Change, Compared, compare_paragraphs
from hexapla.memory.comparison.versions import stored_version
from hexapla.memory.store.opening import open_store

__all__ = ["compare"]

_SIGNS = {
    Change.CHANGED: "~",
    Change.MOVED: ">",
    Change.MOVED_AND_CHANGED: ">~",
    Change.REMOVED: "-",
    Change.ADDED: "+",
}


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--source", type=language_option, help="Their language, if you know it.")
@memory_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a paragraph.")
def compare(*, old: str, new: str, source: str | None, memory: str, as_json: bool) -> None:
    """Compare two versions of a document, OLD and NEW: what stayed, changed, moved, fell out, came.

    Each is a file of any known format, or the symbol of a document in the memory. Paragraphs are
    told in the order of NEW, those that only have another number as the same. Of what changed it is
    shown how: [-old-] {+new+}; > stands before what moved, - before what fell out, + before what
    came in.

    \b
    Example: hexapla compare A_C.3_73_L.4.docx A_C.3_74_L.5.docx
    """
    before, after = _versions(old, new, source, memory)
    for warning in (*before.warnings, *after.warnings):
        say_line(warning, err=True)
    rows = compare_paragraphs(before.paragraphs, after.paragraphs, after.language)
    for row in rows:
        if as_json:
            say(_json(row))
        elif row.change is not Change.SAME:
            say_line(_shown(row))
    if not as_json:
        counts = Counter(row.change for row in rows)
        say_line(", ".join(f"{counts[each]} {each}" for each in Change if counts[each]))


def _versions(old: str, new: str, source: str | None, memory: str) -> tuple[Document, Document]:
    """Read both versions; the language of a file says which one a stored version is taken in."""
    files = {name: Path(name) for name in (old, new) if Path(name).exists()}
    found = {name: read_document(path, language=source) for name, path in files.items()}
    languages = {document.language for document in found.values()}
    if len(languages) > 1:
        one, other = (found[name].language for name in (old, new))
        raise UsageError(f"{old} is in {one}, {new} in {other}: versions are of one language")
    for name in (old, new):
        if name not in found:
            language = source or next(iter(languages), None)
            with open_store(memory, create=False) as store:
                found[name] = stored_version(store, name, language)
            languages.add(found[name].language)
    return found[old], found[new]


def _json(row: Compared) -> str:
    return json_line({"change": str(row.change), "old": _side(row.old), "new": _side(row.new)})


def _side(paragraph: Paragraph | None) -> dict[str, str] | None:
    return {"label": paragraph.label, "text": paragraph.text} if paragraph else None


def _shown(row: Compared) -> str:
    sides = [each for each in (row.old, row.new) if each]
    text = marked_changes(sides[0].text, sides[-1].text)
    return f"{_SIGNS[row.change]:<3}{sides[-1].label:<8}{text}"
