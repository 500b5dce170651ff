"""`hexapla merge-back`: the translated Word file of a finished XLIFF file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from hexapla.cli.output import say_line
from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.xliff.skeleton import read_finished
from hexapla.memory.output.packages import write_package
from hexapla.memory.reports.merged_word import merge_back as merge_into
from hexapla.memory.text.counting import counted
from hexapla.memory.text.patterns import shortened
from hexapla.memory.word.package import WordPackage, word_file

__all__ = ["merge_back"]

_NAMED = 20  # segments that nobody confirmed
_INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("merge-back")
@click.argument("file", type=_INPUT)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--original", type=_INPUT, help="The document, where FILE does not hold it.")
def merge_back(*, file: Path, out: Path | None, original: Path | None) -> None:
    """Put the translations of FILE, XLIFF that pretranslate wrote, back into their Word document.

    Layout, numbers, notes and tables are those of the document; Arabic is set from right to left.
    Segments that have no translation stay as they are, on yellow, and are counted. What was only
    proposed, as like the text or by a machine, and nobody confirmed, is named and stands on blue.
    Without --out the name is that of FILE with the language: A_74_L.5.xlf makes A_74_L.5-FR.docx,
    where there is no such file. The document itself is never written over.

    \b
    Example: hexapla merge-back pack/A_C.3_99_L.4-ZH.xlf --out A_C.3_99_L.4-EN.docx
    """
    finished = read_finished(file)
    where = original or file
    data = word_file(original) if original else finished.skeleton
    if original and data is None:
        raise UsageError(f"{original}: is no document of a word processor")
    if not data:
        raise UsageError(f"{file}: its document is not inside it: give it with --original")
    path = out or file.with_name(f"{file.stem}-{finished.target.upper()}.docx")
    _refuse_to_lose(path, (file, where), data, chosen=out is not None)
    merged = merge_into(WordPackage.of(data, where), finished)
    write_package(path, merged.package.save)
    proposed = [(number, unit) for number, unit in enumerate(finished.units, 1) if unit.proposed]
    if proposed:
        of = counted(len(finished.units), "segment")
        say_line(f"{len(proposed)} of {of} only proposed, and confirmed by nobody:", err=True)
    for number, unit in proposed[:_NAMED]:
        say_line(f"  {number}: {shortened(unit.source)} → {shortened(unit.target)}", err=True)
    if len(proposed) > _NAMED:
        say_line(f"  and {len(proposed) - _NAMED} more, on blue in the document", err=True)
    if merged.missing:
        of = counted(merged.segments, "segment")
        say_line(f"{merged.missing} of {of} without a translation stay as they are", err=True)
    say_line(f"written: {path}")


def _refuse_to_lose(path: Path, sources: Sequence[Path], data: bytes, *, chosen: bool) -> None:
    """Refuse to write over what is translated, and over what nobody named."""
    if not path.exists():
        return
    if not chosen:
        raise UsageError(f"{path}: is there already: give the name with --out")
    same = path.stat().st_size == len(data) and path.read_bytes() == data
    if same or any(path.samefile(each) for each in sources):
        raise UsageError(f"{path}: is the document itself: give another name with --out")
