"""`hexapla pretranslate`: a new document against the memory."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from hexapla.cli.options import FolderName, language_option, memory_option, semantic_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.corpora.readers.registry import read_word
from hexapla.memory.lookup.semantic import made_neighbours
from hexapla.memory.reports.analysis import total, weighted_words
from hexapla.memory.reports.pretranslation import Pretranslation
from hexapla.memory.reports.pretranslation import pretranslate as pretranslate_document
from hexapla.memory.reports.prompts import write_prompts
from hexapla.memory.reports.reference_package import Original, write_reference_package
from hexapla.memory.store.opening import open_store

__all__ = ["pretranslate"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--target", type=language_option, required=True, help="Language to translate into.")
@click.option("--source", type=language_option, help="Language of the document, if you know it.")
@click.option("--out", type=FolderName(), required=True, help="Folder to write to.")
@click.option(
    "--least",
    "min_score",
    type=click.IntRange(50, 101),
    default=75,
    show_default=True,
    help="Percent from which a match fills the translation.",
)
@click.option(
    "--omegat",
    is_flag=True,
    help="XLIFF for OmegaT, which shows only targets: the source text stands in each.",
)
@click.option(
    "--prompts",
    type=click.Path(dir_okay=False, path_type=Path),
    help="JSON Lines file to write, with what is known of each segment for a language model.",
)
@semantic_option
@memory_option
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as one JSON object.")
def pretranslate(
    *,
    file: Path,
    target: str,
    source: str | None,
    out: Path,
    min_score: int,
    omegat: bool,
    prompts: Path | None,
    semantic: bool,
    memory: str,
    as_json: bool,
) -> None:
    """Look every segment of FILE up in the memory and write what is known of it to --out.

    Writes both languages side by side as DOCX and HTML with what differs, XLIFF 1.2 to translate
    in a CAT tool, TMX and a glossary of just what recurs, and the match analysis, which is printed
    as well. Where nothing is like a segment, the stretches of it that the memory has are told. Of a
    Word file also the document in its own layout, translated as far as the memory goes, with what
    it lacks on yellow; its XLIFF leads back into it: hexapla merge-back.

    --prompts writes an object for each different segment, with its matches, fragments and terms,
    and a prompt that says them in words. Nothing is sent anywhere.

    \b
    Example: hexapla pretranslate A_C.3_99_L.4-ZH.docx --target en --out pack
    """
    document, word = read_word(file, language=source)
    original = None if word is None else Original(word, file)
    with open_store(memory, create=False) as store:
        neighbours = made_neighbours(memory, document.language) if semantic else None
        result = pretranslate_document(store, document, target, neighbours=neighbours)
    paths = write_reference_package(
        result, out, file.stem, min_score=min_score, original=original, copy_source=omegat
    )
    if prompts is not None:
        write_prompts(prompts, result)
        paths.append(prompts)
    say(_as_json(result) if as_json else _as_table(result))
    if not as_json:
        for path in paths:
            say_line(f"written: {path}")


def _as_json(result: Pretranslation) -> str:
    found = {
        "analysis": {band.value: asdict(counts) for band, counts in result.counts.items()},
        "total": asdict(total(result.counts.values())),
        "weighted words": weighted_words(result.counts),
        "in fragments": asdict(result.in_fragments),
        "closest": result.closest.symbol if result.closest else None,
        "share": result.closest.share if result.closest else None,
    }
    return json_line(found)


def _as_table(result: Pretranslation) -> str:
    rows = [f"{'band':<12}{'segments':>10}{'words':>10}{'characters':>12}"]
    every = total(result.counts.values())
    named = [(band.value, counts) for band, counts in result.counts.items()]
    for name, counts in (*named, ("all", every), ("in fragments", result.in_fragments)):
        rows.append(f"{name:<12}{counts.segments:>10}{counts.words:>10}{counts.characters:>12}")
    rows.append(f"weighted words: {weighted_words(result.counts)}")
    if result.closest:
        share = round(100 * result.closest.share)
        rows.append(f"closest earlier document: {result.closest.symbol} ({share} % of the text)")
    return "\n".join(rows)
