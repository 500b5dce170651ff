"""`hexapla read`: the logical paragraphs of one document."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from corpora.document import Document
from corpora.readers import read as read_document
from scripts.commands.options import language_option

__all__ = ["read"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=language_option, help="Language of the document, if you know it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a paragraph.")
def read(file: Path, language: str | None, as_json: bool) -> None:
    """Show the paragraphs of FILE as hexapla reads them.

    \b
    Example: hexapla read A_RES_99_901-EN.html --json
    """
    document = read_document(file, language=language)
    for warning in document.warnings:
        click.echo(f"{file}: {warning}", err=True)
    for line in _json_lines(document) if as_json else _text_lines(document):
        click.echo(line)


def _json_lines(document: Document) -> list[str]:
    return [
        json.dumps(asdict(paragraph) | {"language": document.language}, ensure_ascii=False)
        for paragraph in document.paragraphs
    ]


def _text_lines(document: Document) -> list[str]:
    return [
        f"{paragraph.kind:<12}{paragraph.label:<10}{paragraph.text}"
        for paragraph in document.paragraphs
    ]
