"""`hexapla compare`: what changed between two versions of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.cli.changes import marked_changes
from hexapla.cli.options import FolderName, LanguageList, language_option, memory_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.user import user_name, who_option
from hexapla.corpora.document import Paragraph
from hexapla.corpora.errors import UsageError
from hexapla.corpora.readers.formats import is_read
from hexapla.memory.comparison.comparison import ChangeKind, Compared, compare_paragraphs
from hexapla.memory.comparison.projection import Target
from hexapla.memory.comparison.versions import stored_version
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.reports.comparison_files import ComparedVersion, projections, write_comparison
from hexapla.memory.reports.comparison_page import Projected, tracked_by_place
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.counting import counted
from hexapla.memory.word.revisions import TrackedChange

__all__ = ["compare"]

_SIGNS = {
    ChangeKind.CHANGED: "~",
    ChangeKind.MOVED: ">",
    ChangeKind.MOVED_AND_CHANGED: ">~",
    ChangeKind.REMOVED: "-",
    ChangeKind.ADDED: "+",
}


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--source", type=language_option, help="Their language, if you know it.")
@click.option("--out", type=FolderName(), help="Folder to write compare.html and redline.docx to.")
@click.option("--targets", type=LanguageList(), help="Languages of the official translations.")
@who_option
@memory_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a paragraph.")
def compare(
    *,
    old: str,
    new: str,
    source: str | None,
    out: Path | None,
    targets: tuple[str, ...] | None,
    who: str | None,
    memory: str,
    as_json: bool,
) -> None:
    """Compare two versions of a document, OLD and NEW: what stayed, changed, moved, fell out, came.

    Each is a file of any known format, or the symbol of a document in the memory. Paragraphs are
    told in the order of NEW, those that only have another number as the same. Of what changed it is
    shown how: [-old-] {+new+}; > stands before what moved, - before what fell out, + before what
    came in.

    --out writes a page for the browser, and a Word file in which the changes are tracked on the old
    text: accepting all gives NEW, rejecting all OLD. Changes that are tracked in NEW itself are
    told with who made them, and compared as if they were accepted. --targets takes the official
    translations of OLD from the memory and marks what has to change in each, on the page and in
    redline.LANGUAGE.docx.

    \b
    Example: hexapla compare A_C.3_73_L.4.docx A_C.3_74_L.5.docx --out changes
    """
    before, after = _versions(old, new, source, memory)
    for name, version in ((old, before), (new, after)):
        for warning in version.document.warnings:
            say_line(f"{name}: {warning}", err=True)
        _tell_tracked(version)
    language = after.document.language
    rows = compare_paragraphs(before.document.paragraphs, after.document.paragraphs, language)
    projected = _projected(rows, before, targets, memory) if targets else {}
    news = {row.new_place: row.new for row in rows if row.new}
    tracked = tracked_by_place(after.tracked, news) if as_json else {}
    for row in rows:
        if as_json:
            say(_json(row, projected, tracked.get(row.new_place, ())))
        elif row.change is not ChangeKind.SAME:
            say_line(_shown(row))
    if not as_json:
        counts = Counter(row.change for row in rows)
        say_line(", ".join(f"{counts[each]} {each}" for each in ChangeKind if counts[each]))
    if out is not None:
        written = write_comparison(
            before, after, rows, out, author=who or user_name(), projected=projected
        )
        for path in written:
            say_line(f"written: {path}", err=as_json)


def _tell_tracked(version: ComparedVersion) -> None:
    """Say what is tracked in a version, and by whom."""
    tracked = version.tracked
    if tracked:
        authors = ", ".join(sorted({each.author or "unknown" for each in tracked}))
        last = max(each.date for each in tracked)[:10]
        said = f"{version.name}: {counted(len(tracked), 'tracked change')} by {authors}"
        said += f", the last of {last}" if last else ""
        say_line(f"{said}; compared as if accepted", err=True)


def _versions(
    old: str, new: str, source: str | None, memory: str
) -> tuple[ComparedVersion, ComparedVersion]:
    """Read both versions; the language of a file says which one a stored version is taken in."""
    for name, said in ((old, "OLD"), (new, "NEW")):
        if not name.strip():
            raise UsageError(f"{said} is empty: give a file or the symbol of a document")
    files = {name: Path(name) for name in (old, new) if Path(name).exists()}
    found = {name: ComparedVersion.of_file(path, source) for name, path in files.items()}
    languages = {each.document.language for each in found.values()}
    if len(languages) > 1:
        codes = [found[name].document.language for name in (old, new)]
        raise UsageError(
            f"{old} is in {codes[0]}, {new} in {codes[1]}: versions are of one language"
        )
    for name in (old, new):
        if name not in found:
            if is_read(Path(name).suffix.lower()):
                raise UsageError(f"{name}: no such file")
            language = source or next(iter(languages), None)
            with open_store(memory, create=False) as store:
                document = stored_version(store, name, language)
            found[name] = ComparedVersion(document.symbol, document)
            languages.add(document.language)
    return found[old], found[new]


def _projected(
    rows: Sequence[Compared], old: ComparedVersion, targets: Sequence[str], memory: str
) -> Projected:
    """Look the translations of the old text up, and mark in them what has to change."""
    language = old.document.language
    if language in targets:
        raise UsageError(f"{language} is the language of the versions, and no target")
    meanings = Meanings(EmbeddedEncoder())
    with open_store(memory, create=False) as store:
        return {
            code: projections(rows, Target(store, (language, code), meanings, old.document.symbol))
            for code in targets
        }


def _json(row: Compared, projected: Projected, tracked: Sequence[TrackedChange]) -> str:
    found = {"change": str(row.change), "old": _side(row.old), "new": _side(row.new)}
    return json_line(found | _targets(row, projected) | _tracked(tracked))


def _tracked(changes: Sequence[TrackedChange]) -> dict[str, object]:
    """Return what to add where somebody tracked changes in the new paragraph."""
    told = [
        {"change": str(each.done), "text": each.text, "author": each.author, "date": each.date}
        for each in changes
    ]
    return {"tracked": told} if told else {}


def _targets(row: Compared, projected: Projected) -> dict[str, object]:
    """Return what to add where translations were asked for: text and marks by language."""
    if not projected:
        return {}
    own = {code: found.get(row.old_place) for code, found in projected.items()}
    return {"targets": {code: asdict(each) if each else None for code, each in own.items()}}


def _side(paragraph: Paragraph | None) -> dict[str, str] | None:
    return {"label": paragraph.label, "text": paragraph.text} if paragraph else None


def _shown(row: Compared) -> str:
    sides = [each for each in (row.old, row.new) if each]
    text = marked_changes(sides[0].text, sides[-1].text)
    return f"{_SIGNS[row.change]:<3}{sides[-1].label:<8}{text}"
