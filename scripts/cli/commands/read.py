"""`hexapla read`: the logical paragraphs of one document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from hexapla.cli.options import language_option
from hexapla.corpora.document import Document, Paragraph
from hexapla.corpora.links import links
from hexapla.corpora.readers.registry import read as read_document

__all__ = ["read"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=language_option, help="Language of the document, if you know it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a paragraph.")
@click.option("--details", is_flag=True, help="With --json, say more of each paragraph.")
def read(file: Path, language: str | None, as_json: bool, details: bool) -> None:
    """Show the paragraphs of FILE as hexapla reads them.

    With --json, each has id, kind, label, text and language. With --details, there follow, where
    there is something to say, detail (session, agenda item, sponsors, adoption, meeting, symbol,
    annex, quotation), the level of a heading, and links to the documents that the text names.

    \b
    Example: hexapla read A_RES_99_901-EN.html --json
    """
    if details and not as_json:
        raise click.UsageError("--details needs --json")
    document = read_document(file, language=language)
    for warning in document.warnings:
        click.echo(f"{file}: {warning}", err=True)
    for line in _json_lines(document, details=details) if as_json else _text_lines(document):
        click.echo(line)


def _json_lines(document: Document, *, details: bool) -> Iterator[str]:
    for paragraph in document.paragraphs:
        more = _details(paragraph, document) if details else {}
        record = {
            "id": paragraph.id,
            "kind": paragraph.kind,
            "label": paragraph.label,
            "text": paragraph.text,
            "language": document.language,
            **{key: said for key, said in more.items() if said},
        }
        yield json.dumps(record, ensure_ascii=False)


def _details(paragraph: Paragraph, document: Document) -> dict[str, object]:
    named = links(paragraph.text, document.language, document.symbol)
    return {
        "detail": paragraph.detail,
        "level": paragraph.level,
        "links": [asdict(link) for link in named],
    }


def _text_lines(document: Document) -> list[str]:
    return [
        f"{paragraph.kind:<12}{paragraph.label:<10}{paragraph.text}"
        for paragraph in document.paragraphs
    ]
