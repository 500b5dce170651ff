"""`hexapla cite`: the official text of a paragraph in every language."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import StringIO
from types import MappingProxyType

import click

from hexapla.cli.options import LanguageList, memory_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.citation import Citation
from hexapla.memory.lookup.citation import cite as cited
from hexapla.memory.store.opening import open_store

__all__ = ["cite"]


def _text(citation: Citation) -> None:
    say_line(citation.tuid + _later(citation))
    if about := _about(citation):
        say_line(f"    {about}")
    for language, text in citation.texts:
        say(f"{language}  {text}")


def _about(citation: Citation) -> str:
    """Return date and title of the document; no title where that is what is cited."""
    titles = dict(citation.titles)
    title = titles.get("en") or next(iter(titles.values()), "")
    is_title = title in dict(citation.texts).values()
    return "  ".join(filter(None, (citation.date, "" if is_title else title)))


def _later(citation: Citation) -> str:
    return f"  (replaced by {citation.replaced_by})" if citation.replaced_by else ""


def _markdown(citation: Citation) -> None:
    head = "  ".join(filter(None, (citation.tuid + _later(citation), _about(citation))))
    say(f"| | {_cell(head)} |\n|---|---|")
    for language, text in citation.texts:
        say(f"| {LANGUAGES[language].name} | {_cell(text)} |")


def _json(citation: Citation) -> None:
    plain = {"texts": dict(citation.texts), "titles": dict(citation.titles)}
    say(json_line(citation.as_json() | plain))


def _table(citation: Citation) -> None:
    table = StringIO()
    writer = csv.writer(table, "excel-tab", lineterminator="\n")
    for language, text in citation.texts:
        writer.writerow((citation.symbol, citation.reference, language, text))
    say(table.getvalue(), newline=False)


_FORMATS: Mapping[str, Callable[[Citation], None]] = MappingProxyType(
    {"text": _text, "md": _markdown, "json": _json, "tsv": _table}
)


def _cell(text: str) -> str:
    """Escape what would end a cell or be HTML."""
    for sign, escaped in (("&", "&amp;"), ("<", "&lt;"), ("\\", "\\\\"), ("|", "\\|")):
        text = text.replace(sign, escaped)
    return " ".join(text.split())


@click.command()
@click.argument("document")
@click.argument("paragraph", default="title")
@click.option("--languages", type=LanguageList(), help="Only these, such as en,fr.")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(_FORMATS)),
    default="text",
    show_default=True,
    help="How the texts are written.",
)
@memory_option
def cite(
    document: str, paragraph: str, languages: tuple[str, ...] | None, form: str, memory: str
) -> None:
    """Show PARAGRAPH of DOCUMENT in every language, its title where no paragraph is named.

    DOCUMENT is a symbol, or names a resolution: 第73/186号决议. PARAGRAPH is its number, such as
    12 or "12(a)", or several, 3-5; pp3 is the third paragraph of the preamble, fn4 the fourth note.
    It may be named in any language: 序言第3段, "пункт 4 приложения II". "article 13" is an article
    with all that stands in it, "section II" a section, "article 13, para. 2" a paragraph. "table
    15.3" is a table, cell by cell, "table 15.3.r2" its second row, "table 15.3.r2.c1" a cell; it
    may stand in DOCUMENT too: "A/99/6 table 15.3".

    \b
    Example: hexapla cite A/RES/74/177 pp3 --memory out/memory.db --format md
    """
    with open_store(memory, create=False) as store:
        first, *others = cited(store, document, paragraph, languages=languages).every
    if form in {"text", "md"}:
        # What is known of the document is said once.
        others = [replace(each, titles=(), date="", replaced_by="") for each in others]
    for citation in (first, *others):
        _FORMATS[form](citation)
