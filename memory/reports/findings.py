"""The report of a check: every finding with its texts, the values that differ marked in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from markupsafe import Markup

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import Language, language_for
from hexapla.corpora.messages import Message
from hexapla.memory.checks.findings import Examination, Finding
from hexapla.memory.checks.flags import CHECK_NAMES, FLAG_WORDS, Check, Severity
from hexapla.memory.output.files import replacing
from hexapla.memory.output.pages import content_policy, page_environment
from hexapla.memory.output.speech import ENGLISH, Speech
from hexapla.memory.reports.sheets import SheetText, write_sheet

__all__ = [
    "HEAD",
    "MOST_KEPT",
    "MOST_SHOWN",
    "joined",
    "marked",
    "require_report",
    "write_findings",
]

MOST_SHOWN: Final = 5000
"""Findings on a page: no browser is pleasant to use with more. A workbook has more."""

MOST_KEPT: Final = 100_000
"""Findings in a workbook; nobody goes through more, and they are held for it."""

HEAD: Final = tuple(
    map(
        Message,
        (
            *("severity", "kind of check", "unit", "paragraph", "what is found"),
            *("source language", "source", "target language", "target", "name"),
        ),
    )
)
"""What stands above the columns of a workbook."""
_WIDTHS: Final = (10, 14, 28, 12, 40, 10, 60, 10, 60, 16)
_ORDER: Final = tuple(Severity)


def require_report(path: Path) -> None:
    """Raise UsageError where the name of a report is of no kind that is written."""
    if path.suffix.lower() not in (".html", ".xlsx"):
        raise UsageError(f"{path}: a report is .html or .xlsx")


def write_findings(
    path: Path,
    title: str,
    examined: Examination,
    findings: Sequence[Finding],
    speech: Speech = ENGLISH,
) -> None:
    """Write a report as HTML or as a workbook, as the name of the file says.

    `title` names what was checked; the report speaks as `speech` says. Raises UsageError where
    the name says another kind, StoreError where the file cannot be written.
    """
    require_report(path)
    if path.suffix.lower() == ".xlsx":
        head = [each.said(speech.translate) for each in HEAD]
        rows = (_row(each, speech) for each in findings)
        write_sheet(path, head, _WIDTHS, rows, language=speech.language)
        return
    environment = page_environment()
    style = environment.get_template("findings.css").render()
    shown = findings[:MOST_SHOWN]
    page = environment.get_template("findings.html").stream(
        csp=content_policy(style),
        language=speech.language,
        _=speech.translate,
        title=title,
        summary=examined.summary,
        checks=[CHECK_NAMES[each] for each in examined.rules.made],
        blocks=_blocks(shown),
        left_out=examined.found - len(shown),
        counts=_counts(findings),
    )
    page.enable_buffering(256)
    with replacing(path) as stream:
        stream.writelines(page)


def _row(finding: Finding, speech: Speech) -> list[SheetText]:
    sides = [
        SheetText(text, language, spans)
        for text, language, spans in zip(
            finding.texts, finding.languages, finding.evidence, strict=True
        )
    ]
    sides += [SheetText("")] * (2 - len(sides))
    flag = finding.flag
    told = (
        speech.translate(finding.severity),
        FLAG_WORDS[flag.check].said(speech.translate),
        finding.tuid,
        finding.label,
        flag.cause.said(speech.translate),
    )
    return [
        *map(SheetText, told),
        *(each for side in sides for each in (SheetText(side.language), side)),
        SheetText(finding.name),
    ]


def _counts(findings: Sequence[Finding]) -> list[tuple[Severity, Check, int]]:
    counts = Counter((each.severity, each.flag.check) for each in findings)
    return sorted(
        ((severity, check, count) for (severity, check), count in counts.items()),
        key=lambda each: (_ORDER.index(each[0]), -each[2], each[1]),
    )


@dataclass(frozen=True, slots=True)
class _PairFindings:
    """The findings of one pair of texts, the gravest first, and the texts with marks in them."""

    tuid: str
    findings: Sequence[Finding]
    texts: Sequence[tuple[Language, Markup]]


def _blocks(findings: Sequence[Finding]) -> Iterator[_PairFindings]:
    for (tuid, languages), group in groupby(findings, key=lambda each: (each.tuid, each.languages)):
        found = sorted(group, key=lambda each: _ORDER.index(each.severity))
        spans = [joined(sides) for sides in zip(*(each.evidence for each in found), strict=True)]
        texts = [
            (language_for(code), marked(text, side))
            for code, text, side in zip(languages, found[0].texts, spans, strict=True)
        ]
        yield _PairFindings(tuid, found, texts)


def joined(spans: Iterable[Iterable[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Return what is marked by any of several findings, in order and without overlaps."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(each for some in spans for each in some):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """Return a text as HTML with marks in it; `spans` are in order and do not overlap."""
    pieces, place = [], 0
    for start, end in spans:
        pieces += [
            Markup.escape(text[place:start]),
            Markup("<mark>{}</mark>").format(text[start:end]),
        ]
        place = end
    return Markup("").join([*pieces, Markup.escape(text[place:])])
