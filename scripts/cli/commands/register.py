"""`hexapla register`: what a memory knows of each document beside its text."""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.cli.options import ExistingPath, language_option, memory_option
from hexapla.cli.output import json_line, say_line
from hexapla.cli.user import user_name, who_option
from hexapla.cli.where import where_options
from hexapla.memory.formats.catalogue import read_catalogue
from hexapla.memory.formats.reading import Losses
from hexapla.memory.register import FactKind, RegisterEntry
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.counting import counted

__all__ = ["register"]


@click.group()
def register() -> None:
    """Say what is known of each document: title, body, session, item of the agenda, date, subjects.

    Documents say most of it themselves when they are aligned, and symbols some of it; the catalogue
    of a library knows more. By all of it documents are chosen: hexapla search, match, export, check
    and others have --body, --session, --subject, --agenda and --date.

    \b
    Example: hexapla register import undl.xml --memory memory.db
    """


@register.command("import")
@click.argument("files", nargs=-1, required=True, type=ExistingPath(folders=False))
@who_option
@memory_option
def import_(*, files: tuple[Path, ...], who: str | None, memory: str) -> int:
    """Take over what FILES of a library's catalogue say of documents, those not here yet as well.

    FILES are MARCXML, as the United Nations Digital Library exports it, MARC as JSON, or JSON with
    an object a document. Their word counts before that of the documents. hexapla undo takes an
    import back. The exit status is 1 where a record is left out.

    \b
    Example: hexapla register import undl.xml --memory memory.db
    """
    left = False
    with open_store(memory) as store:
        for file in files:
            losses = Losses()
            found = read_catalogue(file, losses)
            entry = store.edit_register(
                found, f"import of the catalogue {file.name}", who=who or user_name()
            )
            say_line(f"{file}: {counted(entry.size if entry else 0, 'document')} new or changed")
            for loss in losses.found():
                say_line(f"{file}: left out: {loss}", err=True)
                left = True
    return 1 if left else 0


@register.command("list")
@where_options
@click.option(
    "--language", type=language_option, default="en", show_default=True, help="Of the titles."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document.")
@memory_option
def list_(*, where: Selection, language: str, as_json: bool, memory: str) -> None:
    """List documents with what is known of them, also those that only a catalogue tells of.

    \b
    Example: hexapla register list --session 74 --subject water --memory memory.db
    """
    with open_store(memory, create=False) as store:
        for entry in store.each_registered(store.registered_symbols(where)):
            if as_json:
                say_line(json_line(entry.as_json()))
            else:
                _show(entry, language)


def _show(entry: RegisterEntry, language: str) -> None:
    say_line("  ".join(filter(None, (entry.symbol, entry.date, entry.title(language)))))
    for kind in (FactKind.BODY, FactKind.SESSION, FactKind.AGENDA, FactKind.SUBJECT):
        if texts := entry.texts(kind):
            say_line(f"    {kind}: {'; '.join(texts)}")
