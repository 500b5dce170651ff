"""`hexapla read`: the logical paragraphs of one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from hexapla.cli.options import language_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.corpora.document import Document, Paragraph
from hexapla.corpora.links import links
from hexapla.corpora.readers.registry import explain as explain_document
from hexapla.corpora.readers.registry import read as read_document
from hexapla.corpora.structure.explanation import Explanation, Reading

__all__ = ["read"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=language_option, help="Language of the document, if you know it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a paragraph.")
@click.option("--details", is_flag=True, help="With --json, say more of each paragraph.")
@click.option("--explain", is_flag=True, help="Say why each paragraph has its number, or none.")
def read(file: Path, language: str | None, as_json: bool, details: bool, explain: bool) -> None:
    """Show the paragraphs of FILE as hexapla reads them.

    With --json, each has id, kind, label, text and language. With --details, there follow, where
    there is something to say, detail (session, agenda item, sponsors, adoption, meeting, symbol,
    annex, quotation), the level of a heading, and links to the documents that the text names.

    With --explain, below each paragraph that has a number, or that begins like one, stand the ways
    in which the number can be read, best first, and why each was taken or not; with --json, they
    are its readings.

    \b
    Example: hexapla read A_RES_99_901-EN.html --json
    Example: hexapla read A_RES_99_901-EN.html --explain
    """
    if details and not as_json:
        raise click.UsageError("--details needs --json")
    explained: Sequence[Explanation] = ()
    if explain:
        document, explained = explain_document(file, language=language)
    else:
        document = read_document(file, language=language)
    for warning in document.warnings:
        say_line(f"{file}: {warning}", err=True)
    if as_json:
        lines = _json_lines(document, explained, details=details)
    else:
        lines = _explained_lines(explained) if explain else _text_lines(document)
    for line in lines:
        say(line)


def _json_lines(
    document: Document, explained: Sequence[Explanation], *, details: bool
) -> Iterator[str]:
    for place, paragraph in enumerate(document.paragraphs):
        more = _details(paragraph, document) if details else {}
        record = {
            "id": paragraph.id,
            "kind": paragraph.kind,
            "label": paragraph.label,
            "text": paragraph.text,
            "language": document.language,
            **{key: said for key, said in more.items() if said},
        }
        if explained:
            record["readings"] = [asdict(reading) for reading in explained[place].readings]
        yield json_line(record)


def _details(paragraph: Paragraph, document: Document) -> dict[str, object]:
    named = links(paragraph.text, document.language, document.symbol)
    return {
        "detail": paragraph.detail,
        "level": paragraph.level,
        "links": [asdict(link) for link in named],
    }


def _text_lines(document: Document) -> Iterator[str]:
    for paragraph in document.paragraphs:
        yield f"{paragraph.kind:<12}{paragraph.label:<10}{paragraph.text}"


def _explained_lines(explained: Sequence[Explanation]) -> Iterator[str]:
    for each in explained:
        paragraph = each.paragraph
        yield f"{paragraph.id:<16}{paragraph.label or '-':<10}{paragraph.text}"
        yield from map(_reading_line, each.readings)


def _reading_line(reading: Reading) -> str:
    verdict = "taken" if reading.taken else "not taken"
    said = f"“{_shortened(reading.text)}” as {reading.form} {reading.value or ''}".rstrip()
    return f"    {verdict:<10}{said}: {reading.reason}"


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
