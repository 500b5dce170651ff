"""The reference package of a new document: all that a memory knows of it, as files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.glossary import write_omegat_glossary, write_tbx
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.formats.xliff.skeleton import WORD, add_skeleton
from hexapla.memory.lookup.fragments import Fragment
from hexapla.memory.lookup.match import Match, MatchKind
from hexapla.memory.output.files import build_time, make_folder, replacing, replacing_bytes
from hexapla.memory.output.packages import write_package
from hexapla.memory.output.pages import content_policy, page_environment
from hexapla.memory.reports.analysis import total, weighted_words
from hexapla.memory.reports.bilingual_word import adapted_note, write_bilingual_word
from hexapla.memory.reports.pretranslation import Draft, Pretranslation
from hexapla.memory.reports.translated_word import translated_word
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.difference import difference
from hexapla.memory.text.language_codes import TMX_CODES
from hexapla.memory.units import Level, Translation, Unit
from hexapla.memory.word.package import WordPackage

__all__ = ["Original", "write_reference_package"]

_XLIFF: Final = "urn:oasis:names:tc:xliff:document:1.2"
# What the target of a segment is, in the words of XLIFF 1.2 (section 2.5, state-qualifier).
_QUALIFIERS: Final = {
    MatchKind.CONTEXT: "exact-match",
    MatchKind.EXACT: "exact-match",
    MatchKind.ADAPTED: "leveraged-tm",
    MatchKind.FUZZY: "fuzzy-match",
}
# An alternative that is only to be looked at (section 2.3, alttranstype).
_REFERENCE: Final = {"alttranstype": "reference"}


@dataclass(frozen=True, slots=True)
class Original:
    """A document as a Word file; `path` is where it is, if as another file."""

    content: bytes
    path: Path


def write_reference_package(
    result: Pretranslation,
    folder: Path,
    name: str,
    *,
    min_score: int = 75,
    original: Original | None = None,
    copy_source: bool = False,
) -> list[Path]:
    """Write the package into a folder, made where there is none; return the files.

    They are NAME.html and NAME.docx (both languages side by side, with the matches and what differs
    in them), NAME.xlf (XLIFF 1.2), NAME.tmx (the matches alone), the terms in NAME.glossary.txt
    (for OmegaT) and NAME.tbx, and NAME.analysis.csv. In the XLIFF and DOCX files, matches below
    `min_score` percent do not fill the target; XLIFF has them as alternatives. Matches in meaning
    alone are only shown. Of a document that is a Word file, the `original`, NAME.LANGUAGE.docx is
    the document itself, translated as far as the memory goes, and the XLIFF file holds it, to be
    put back into it when it is finished. With `copy_source` every target of the XLIFF file is the
    source text, for OmegaT, which shows only targets, and finds the matches in the TMX file.

    Raises StoreError where a file cannot be written.
    """
    make_folder(folder)
    writers: dict[str, Callable[[Path], object]] = {
        "html": lambda path: _write_html(path, result, name),
        "docx": lambda path: write_bilingual_word(path, result, name, min_score),
        "xlf": lambda path: _write_xliff(
            path, result, name, min_score, original=original, copy_source=copy_source
        ),
        "tmx": lambda path: _write_matches(path, result),
        "glossary.txt": lambda path: write_omegat_glossary(path, result.terms),
        "tbx": lambda path: write_tbx(
            path, result.terms, source=result.document.language, target=result.target
        ),
        "analysis.csv": lambda path: _write_analysis(path, result),
    }
    if original is not None:
        writers[f"{result.target}.docx"] = lambda path: _write_original(
            path, result, original, min_score
        )
    paths = []
    for ending, write in writers.items():
        path = folder / f"{name}.{ending}"
        write(path)
        paths.append(path)
    return paths


def _write_original(path: Path, result: Pretranslation, original: Original, min_score: int) -> None:
    package = WordPackage.of(original.content, original.path)
    made = translated_word(package, result, min_score=min_score)
    write_package(path, made.save)


def _write_html(path: Path, result: Pretranslation, name: str) -> None:
    environment = page_environment()
    style = environment.get_template("pretranslation.css").render()
    page = environment.get_template("pretranslation.html").generate(
        csp=content_policy(style),
        title=name,
        result=result,
        source=LANGUAGES[result.document.language],
        target=LANGUAGES[result.target],
        difference=difference,
        total=total(result.counts.values()),
        weighted=weighted_words(result.counts),
    )
    with replacing(path) as stream:
        stream.writelines(page)


def _write_xliff(
    path: Path,
    result: Pretranslation,
    name: str,
    min_score: int,
    *,
    original: Original | None,
    copy_source: bool,
) -> None:
    root = etree.fromstring(f'<xliff xmlns="{_XLIFF}" version="1.2"/>')
    file = etree.SubElement(
        root,
        f"{{{_XLIFF}}}file",
        {
            "original": clean(result.document.symbol or name),
            "source-language": TMX_CODES[result.document.language],
            "target-language": TMX_CODES[result.target],
            "datatype": WORD if original else "plaintext",
        },
    )
    if original is not None:
        add_skeleton(file, original.content, clean(original.path.name))
    body = etree.SubElement(file, f"{{{_XLIFF}}}body")
    for draft in result.drafts:
        _add_trans_unit(body, draft, min_score, copy_source=copy_source)
    with replacing_bytes(path) as stream:
        etree.ElementTree(root).write(stream, encoding="UTF-8", xml_declaration=True)


def _add_trans_unit(
    body: etree._Element, draft: Draft, min_score: int, *, copy_source: bool
) -> None:
    unit = etree.SubElement(body, f"{{{_XLIFF}}}trans-unit", {"id": str(draft.number)})
    etree.SubElement(unit, f"{{{_XLIFF}}}source").text = clean(draft.text)
    best = draft.worded[0] if draft.worded else None
    if copy_source:
        target = etree.SubElement(unit, f"{{{_XLIFF}}}target", {"state": "needs-translation"})
        target.text = clean(draft.text)
    elif best and best.score >= min_score:
        state = {"state": "needs-review-translation", "state-qualifier": _QUALIFIERS[best.kind]}
        etree.SubElement(unit, f"{{{_XLIFF}}}target", state).text = clean(best.target)
    for match in draft.matches:
        # What is only alike in meaning has no quality that a CAT tool could compare.
        semantic = match.kind is MatchKind.SEMANTIC
        quality = _REFERENCE if semantic else {"match-quality": f"{match.score}%"}
        other = etree.SubElement(
            unit,
            f"{{{_XLIFF}}}alt-trans",
            {**quality, "origin": clean(match.tuid), "extradata": match.kind.value},
        )
        etree.SubElement(other, f"{{{_XLIFF}}}source").text = clean(match.source)
        qualifier = {} if semantic else {"state-qualifier": _QUALIFIERS[match.kind]}
        etree.SubElement(other, f"{{{_XLIFF}}}target", qualifier).text = clean(match.target)
        _add_note(other, adapted_note(match))
    for fragment in draft.fragments.every:
        if fragment.target:
            _add_fragment(unit, fragment)
    if best and best.score >= min_score:
        _add_note(unit, adapted_note(best))
    for term in draft.terms:
        _add_note(unit, f"{term.text} = {term.said}" if term.renderings else "", "termbase")


def _add_fragment(unit: etree._Element, fragment: Fragment) -> None:
    """Offer a part of the text, which has no quality beside matches of the whole."""
    attributes = {"origin": clean(fragment.tuid), "extradata": fragment.kind.value}
    other = etree.SubElement(unit, f"{{{_XLIFF}}}alt-trans", {**_REFERENCE, **attributes})
    etree.SubElement(other, f"{{{_XLIFF}}}source").text = clean(fragment.text)
    etree.SubElement(other, f"{{{_XLIFF}}}target").text = clean(fragment.target)


def _add_note(element: etree._Element, text: str, origin: str = "hexapla") -> None:
    if text:
        note = etree.SubElement(element, f"{{{_XLIFF}}}note", {"from": origin})
        note.text = clean(text)


def _write_matches(path: Path, result: Pretranslation) -> None:
    write_tmx(
        path,
        _matched_units(result),
        source=result.document.language,
        target=result.target,
        level=Level.SENTENCE,
        created=build_time(),
    )


def _matched_units(result: Pretranslation) -> Iterator[Unit]:
    """Yield the stored units that match, each once, the best last: the newest wins in CAT tools."""
    matches = {
        (match.tuid, match.source, match.stored): match
        for draft in result.drafts
        for match in draft.worded
    }
    for match in sorted(matches.values(), key=lambda each: each.score):
        yield _unit(match, result)


def _unit(match: Match, result: Pretranslation) -> Unit:
    return Unit(
        symbol=match.symbol,
        level=match.level,
        position=0,
        reference=match.reference,
        kind=Kind.BODY,
        label=match.label,
        language=result.document.language,
        text=match.source,
        translations=(
            Translation(
                result.target,
                match.stored,
                match.confidence,
                "",
                status=match.status,
            ),
        ),
    )


def _write_analysis(path: Path, result: Pretranslation) -> None:
    with replacing(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("band", "segments", "words", "characters"))
        for band, counts in result.counts.items():
            writer.writerow((band.value, counts.segments, counts.words, counts.characters))
        every, covered = total(result.counts.values()), result.in_fragments
        writer.writerow(("all", every.segments, every.words, every.characters))
        writer.writerow(("weighted", "", weighted_words(result.counts), ""))
        writer.writerow(("in fragments", covered.segments, covered.words, covered.characters))
