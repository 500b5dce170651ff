"""The report of a concord: each paragraph in all its languages, what differs marked and named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

from hexapla.corpora.languages import Language, language_for
from hexapla.corpora.messages import Message
from hexapla.memory.checks.flags import FLAG_WORDS
from hexapla.memory.lookup.concord import ConcordFinding, ConcordParagraph
from hexapla.memory.output.files import replacing
from hexapla.memory.output.pages import content_policy, page_environment
from hexapla.memory.output.speech import ENGLISH, Speech
from hexapla.memory.reports.findings import joined, marked, require_report
from hexapla.memory.reports.sheets import SheetText, write_sheet
from hexapla.memory.text.counting import counted
from hexapla.memory.text.language_codes import language_rank

__all__ = ["concord_summary", "write_concord"]

_HEAD: Final = tuple(
    map(
        Message,
        ("unit", "paragraph", "severity", "kind of check", "Odd one out", "what differs"),
    )
)
_WIDTHS: Final = (28, 12, 10, 14, 12, 44)
_TEXT_WIDTH: Final = 50


@dataclass(frozen=True, slots=True)
class _LanguageVersion:
    """One language of a paragraph: its text with marks, what it states, whether it is odd."""

    language: Language
    text: Markup
    stated: Sequence[str]
    odd: bool


@dataclass(frozen=True, slots=True)
class _ShownParagraph:
    tuid: str
    findings: Sequence[ConcordFinding]
    versions: Sequence[_LanguageVersion]


def concord_summary(paragraphs: Sequence[ConcordParagraph]) -> Message:
    """Return in one line what was found, in how many paragraphs and languages."""
    count = sum(len(each.findings) for each in paragraphs)
    return Message(
        "%(found)s in %(paragraphs)s in %(languages)s",
        found=counted(count, "finding") if count else Message("nothing found"),
        paragraphs=counted(len(paragraphs), "paragraph"),
        languages=", ".join(_languages(paragraphs)),
    )


def write_concord(
    path: Path, title: str, paragraphs: Sequence[ConcordParagraph], speech: Speech = ENGLISH
) -> None:
    """Write a report as HTML or as a workbook, as the name of the file says.

    `title` names the document; the report speaks as `speech` says. Raises UsageError
    where the name says another kind, StoreError where the file cannot be written.
    """
    require_report(path)
    languages = _languages(paragraphs)
    if path.suffix.lower() == ".xlsx":
        widths = (*_WIDTHS, *[_TEXT_WIDTH] * len(languages))
        head = (*(each.said(speech.translate) for each in _HEAD), *languages)
        rows = (row for each in paragraphs for row in _rows(each, languages, speech))
        write_sheet(path, head, widths, rows, language=speech.language)
        return
    environment = page_environment()
    style = environment.get_template("concord.css").render()
    page = environment.get_template("concord.html").stream(
        csp=content_policy(style),
        language=speech.language,
        _=speech.translate,
        title=title,
        summary=concord_summary(paragraphs),
        differing=_blocks(each for each in paragraphs if each.findings),
        alike=_blocks(each for each in paragraphs if not each.findings),
        alike_count=sum(not each.findings for each in paragraphs),
    )
    page.enable_buffering(256)
    with replacing(path) as stream:
        stream.writelines(page)


def _languages(paragraphs: Iterable[ConcordParagraph]) -> list[str]:
    return sorted({code for each in paragraphs for code in each.texts}, key=language_rank)


def _rows(
    paragraph: ConcordParagraph, languages: Sequence[str], speech: Speech
) -> Iterator[list[SheetText]]:
    for finding in paragraph.findings:
        told = (
            *(paragraph.tuid, paragraph.label, speech.translate(finding.severity.value)),
            FLAG_WORDS[finding.check].said(speech.translate),
            *(", ".join(finding.odd), finding.message.said(speech.translate)),
        )
        texts = (
            SheetText(paragraph.texts.get(code, ""), code, finding.marked.get(code, ()))
            for code in languages
        )
        yield [*map(SheetText, told), *texts]


def _blocks(paragraphs: Iterable[ConcordParagraph]) -> Iterator[_ShownParagraph]:
    for each in paragraphs:
        odd = {code for finding in each.findings for code in finding.odd}
        versions = [
            _LanguageVersion(
                language_for(code),
                marked(text, joined(found.marked.get(code, ()) for found in each.findings)),
                each.stated.get(code, ()),
                code in odd,
            )
            for code, text in each.texts.items()
        ]
        yield _ShownParagraph(each.tuid, each.findings, versions)
