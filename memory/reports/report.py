"""The HTML report: per document set and language pair, the paragraphs side by side.

A small memory makes one self-contained page. A larger one makes an overview that links to pages
of at most `PAGE_ROWS` paragraphs in a folder beside it, for no browser is pleasant to use with
50,000 rows at once. The memory is read twice, set by set: once to count the rows and to find
those to look at, so that each of them can link to the next, and once to write.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from heapq import merge
from itertools import islice
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment

from hexapla.align.beads import Method
from hexapla.corpora.document import Kind
from hexapla.corpora.languages import Language, language_for
from hexapla.corpora.messages import Message
from hexapla.memory.output.files import make_folder, replacing
from hexapla.memory.output.pages import content_policy, new_environment
from hexapla.memory.output.speech import ENGLISH, Speech
from hexapla.memory.review.marks import SYMBOLS, Mark
from hexapla.memory.store.store import Store
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import (
    REVIEW_FROM,
    SURE_FROM,
    Level,
    SetSummary,
    Status,
    Translation,
    Unaligned,
    Unit,
    band_of,
    causes_without_partner,
)

__all__ = ["METHOD_WORDS", "PAGE_ROWS", "write_report"]

PAGE_ROWS = 2000  # of a page of the report; a browser shows it at once

# Paragraphs of a set that are held at once: a unit with six translations of 40 characters takes
# 2.7 kB (tracemalloc), and what is imported as one set can have a million of them.
_HELD = 5000
_LONGEST_TEXT = 20_000
_LONGEST_TITLE = 160
_GENERATOR = '<meta name="generator" content="hexapla report">'


_CHAINED = (Mark.DOUBTFUL, Mark.UNALIGNED)  # the marks whose rows link to the next of their kind
_MARK_OF_STATUS = {Status.REVIEWED: Mark.REVIEWED, Status.REJECTED: Mark.REJECTED}
METHOD_WORDS: dict[str, str] = {
    Method.LABEL: "found by number",
    Method.SIMILARITY: "found by meaning",
    Method.POSITION: "found by place",
    Method.DISPUTED: "does not fit the other languages",
    Method.CROSSING: "stands in another place",
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the side-by-side table; an unaligned paragraph leaves one side empty."""

    mark: Mark
    kind: Kind
    label: str
    source: str = ""
    target: str = ""
    target_label: str = ""
    percent: int = 0
    method: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class PairSurvey:
    """What the first reading finds in a pair.

    `start` is the index of its first row among all rows of its set; `chained` holds the ascending
    numbers, within the pair, of the rows that link to each other.
    """

    language: Language
    start: int
    counts: Counter[Mark]
    chained: Mapping[Mark, Sequence[int]]

    @property
    def rows(self) -> int:
        """All rows, unaligned paragraphs included."""
        return self.counts.total()

    @property
    def aligned(self) -> int:
        """The rows that have both sides."""
        return self.rows - self.counts[Mark.UNALIGNED]


@dataclass(frozen=True, slots=True)
class SetTitle:
    """What a set is called, "" where it has no title, and the language of that."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class SetSurvey:
    """What the first reading finds in a set; `slug` names it in addresses and file names."""

    summary: SetSummary
    slug: str
    title: SetTitle
    source: Language
    pairs: tuple[PairSurvey, ...]

    @property
    def rows(self) -> int:
        """The rows of all pairs."""
        return sum(pair.rows for pair in self.pairs)

    @property
    def remarks(self) -> int:
        """The warnings of the set and of its documents."""
        documents = self.summary.documents
        return len(self.summary.warnings) + sum(len(each.warnings) for each in documents)

    def pair(self, code: str) -> PairSurvey | None:
        """Return the pair with a language, if there is one."""
        return next((pair for pair in self.pairs if pair.language.code == code), None)


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """Where everything stands; a link is an address from the report's folder, with an anchor.

    `overview` is the page that the reader opens first, `folder` the one of the others, where the
    report is `split`; it has `page_rows` rows of a set on a page, or fewer.
    """

    overview: str
    folder: str
    page_rows: int
    split: bool

    def parts(self, survey: SetSurvey) -> int:
        """Count the pages that a set takes."""
        return max(1, math.ceil(survey.rows / self.page_rows))

    def part(self, survey: SetSurvey, row: int) -> int:
        """Return the part, from 0, where a row of the set stands; a pair may end without rows."""
        return min(row // self.page_rows, self.parts(survey) - 1)

    def page(self, survey: SetSurvey, part: int = 0) -> str:
        """Return the page of one part, from 0, of a set."""
        if not self.split:
            return self.overview
        return f"{self.folder}/{survey.slug}{f'.{part + 1}' if part else ''}.html"

    def set(self, survey: SetSurvey) -> str:
        """Return the link to the head of a set."""
        return self.page(survey) if self.split else f"{self.overview}#{survey.slug}"

    def row(self, survey: SetSurvey, pair: PairSurvey, number: int) -> str:
        """Return the link to a row of a pair, from 0."""
        page = self.page(survey, self.part(survey, pair.start + number))
        return f"{page}#{_anchor(survey, pair)}.{number + 1}"

    def pair(self, survey: SetSurvey, pair: PairSurvey) -> str:
        """Return the link to the head of a pair."""
        page = self.page(survey, self.part(survey, pair.start))
        return f"{page}#{_anchor(survey, pair)}"


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one pair on one page, with their anchor and the link to the next of their kind.

    `first` is the number of the first row, from 0; `firsts` are links to where each chain of the
    pair begins. `rows` can be gone through once.
    """

    pair: PairSurvey
    first: int
    count: int
    firsts: Mapping[Mark, str]
    rows: Iterator[tuple[str, ReportRow, str]]


def write_report(
    path: Path,
    store: Store,
    *,
    refused: Sequence[tuple[str, str]] = (),
    page_rows: int = PAGE_ROWS,
    speech: Speech = ENGLISH,
) -> list[Path]:
    """Write the report on a memory to `path`, and to a folder beside it where it is long.

    Gives `path`, and the folder if there is one. It speaks as `speech` says, and has
    the titles in that language where the memory has them.

    `refused` tells what the run left out, as (where, cause). Where the sets have more than
    `page_rows` rows in all, their paragraphs go to pages in a folder named like `path` without
    its ending, and pages that an earlier report left there are removed. Every file appears whole
    or not at all, `path` last. In memory are the counts of all sets, and of one set its
    paragraphs, or if it is very large those that are unaligned.

    Raises StoreError where the memory cannot be read or a file cannot be written.
    """
    surveys = _survey(store, speech.language)
    rows = sum(survey.rows for survey in surveys)
    layout = ReportLayout(
        quote(path.name), quote(path.stem), max(page_rows, 1), split=rows > page_rows
    )
    report = _Report(store, layout, surveys, speech)
    folder = path.with_suffix("")
    written = set()
    if layout.split:
        make_folder(folder, parents=False)
        for page, content in report.set_pages():
            name = page.rpartition("/")[2]
            _write(folder / name, content)
            written.add(name)
    _write(path, report.overview_page(refused))
    _remove_other_pages(folder, written)
    return [path, folder] if layout.split else [path]


class _Report:
    """The pages of one report, as streams of text."""

    def __init__(
        self, store: Store, layout: ReportLayout, surveys: Sequence[SetSurvey], speech: Speech
    ) -> None:
        self._store = store
        self._speech = speech
        self._layout = layout
        self._surveys = surveys
        self._onward, self._first = _chains(surveys, layout)
        self._environment = _environment()

    def overview_page(self, refused: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Return the first page, with all paragraphs where they fit on it."""
        shown = () if self._layout.split else self._surveys
        return self._page(
            "overview.html",
            self._layout.overview,
            surveys=self._surveys,
            totals=sum((pair.counts for each in self._surveys for pair in each.pairs), Counter()),
            columns=_columns(self._surveys),
            languages={code for each in self._surveys for code in each.summary.languages},
            first=self._first,
            refused=refused,
            contents=(
                (each, self._sections(each, 0, _rows_of_pairs(self._store, each.summary)))
                for each in shown
            ),
        )

    def set_pages(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the path and content of each set's pages; use up one before you take the next."""
        for survey in self._surveys:
            rows = _rows_of_pairs(self._store, survey.summary)
            parts = self._layout.parts(survey)
            for part in range(parts):
                page = self._layout.page(survey, part)
                sections = self._sections(survey, part, rows)
                content = {"survey": survey, "part": part, "parts": parts, "sections": sections}
                yield page, self._page("set.html", page, **content)

    def _page(self, template: str, page: str, **content: object) -> Iterator[str]:
        def href(link: str) -> str:
            """Make a link from the report's folder one from this page."""
            target, _, fragment = link.partition("#")
            if target == page:
                return f"#{fragment}"
            return f"../{link}" if "/" in page else link

        arrows = "←", "→"
        is_mirrored = language_for(self._speech.language).direction == "rtl"
        back, forth = reversed(arrows) if is_mirrored else arrows
        stream = self._environment.get_template(template).stream(
            href=href,
            layout=self._layout,
            back=back,
            forth=forth,
            language=self._speech.language,
            _=self._speech.translate,
            **content,
        )
        stream.enable_buffering(256)
        return stream

    def _sections(
        self, survey: SetSurvey, part: int, rows: Sequence[Iterator[ReportRow]]
    ) -> Iterator[Section]:
        """Yield what of each pair stands on this part of the set."""
        start = part * self._layout.page_rows
        end = start + self._layout.page_rows
        for pair, pair_rows in zip(survey.pairs, rows, strict=True):
            first = max(start - pair.start, 0)
            count = min(end - pair.start, pair.rows) - first
            if count > 0 or (not pair.rows and self._layout.part(survey, pair.start) == part):
                linked = self._linked_rows(survey, pair, first, islice(pair_rows, count))
                firsts = {
                    mark: self._layout.row(survey, pair, numbers[0])
                    for mark, numbers in pair.chained.items()
                    if numbers
                }
                yield Section(pair, first, count, firsts, linked)

    def _linked_rows(
        self, survey: SetSurvey, pair: PairSurvey, first: int, rows: Iterable[ReportRow]
    ) -> Iterator[tuple[str, ReportRow, str]]:
        onward = self._onward[survey.slug, pair.language.code]
        for number, row in enumerate(rows, first):
            link = ""
            if row.mark in pair.chained:
                numbers = pair.chained[row.mark]
                after = bisect_right(numbers, number)
                link = (
                    self._layout.row(survey, pair, numbers[after])
                    if after < len(numbers)
                    else onward[row.mark]
                )
            yield f"{_anchor(survey, pair)}.{number + 1}", row, link


def _survey(store: Store, language: str) -> tuple[SetSurvey, ...]:
    """Read every set once: counts, and the rows to look at; titles in a language where they are."""
    surveys = []
    titles = store.titles(language)
    slugs: set[str] = set()
    for summary in store.sets():
        pairs: list[PairSurvey] = []
        for each, pair_rows in zip(summary.pairs, _rows_of_pairs(store, summary), strict=True):
            counts: Counter[Mark] = Counter()
            chained: dict[Mark, list[int]] = {mark: [] for mark in _CHAINED}
            for number, row in enumerate(pair_rows):
                counts[row.mark] += 1
                if row.mark in chained:
                    chained[row.mark].append(number)
            start = pairs[-1].start + pairs[-1].rows if pairs else 0
            pairs.append(PairSurvey(language_for(each.language), start, counts, chained))
        source = language_for(summary.source_language)
        slug = slug_of(summary.symbol, slugs)
        title, written_in = titles.get(summary.symbol, ("", summary.source_language))
        named = SetTitle(_shortened(title, _LONGEST_TITLE), language_for(written_in))
        surveys.append(SetSurvey(summary, slug, named, source, tuple(pairs)))
    return tuple(surveys)


def _rows_of_pairs(store: Store, summary: SetSummary) -> list[Iterator[ReportRow]]:
    """Return the rows of each pair of a set, unaligned paragraphs in place.

    A set of usual size is read once for all its pairs, and held meanwhile; a larger one, as a
    large file that was imported is, once for each.
    """
    source = summary.source_language
    ask = partial(store.units, level=Level.PARAGRAPH, source=source, symbol=summary.symbol)
    held = list(ask()) if summary.paragraphs <= _HELD else None
    alone: dict[str, list[Unaligned]] = defaultdict(list)
    for each in store.unaligned(summary.symbol):
        alone[each.target_language].append(each)
    return [
        side_by_side(
            ask(target=pair.language) if held is None else held,
            alone[pair.language],
            source=source,
            target=pair.language,
        )
        for pair in summary.pairs
    ]


def side_by_side(
    units: Iterable[Unit], unaligned: Iterable[Unaligned], *, source: str, target: str
) -> Iterator[ReportRow]:
    """Merge the units that have a translation into `target` and the unaligned paragraphs.

    `units` are in the order of their positions. At one position the source paragraph comes
    first, then what follows it in the target.
    """
    paired = (
        (unit.position, False, _unit_row(unit, translation))
        for unit in units
        for translation in unit.translations
        if translation.language == target
    )
    alone = sorted(
        (
            (each.position, each.language != source, _unaligned_row(each, source=source))
            for each in unaligned
        ),
        key=itemgetter(0, 1),
    )
    for _, _, row in merge(paired, alone, key=itemgetter(0, 1)):
        yield row


def _unit_row(unit: Unit, translation: Translation) -> ReportRow:
    return ReportRow(
        _MARK_OF_STATUS.get(translation.status) or Mark(band_of(translation.score)),
        unit.kind,
        unit.label,
        _shortened(unit.text),
        _shortened(translation.text),
        target_label=translation.label if translation.label != unit.label else "",
        # Rounded down: 94.9 % must not be shown as 95 % beside the word of the lower band.
        percent=math.floor(100 * translation.score + 1e-9),
        method=METHOD_WORDS.get(translation.method, ""),
    )


def _unaligned_row(paragraph: Unaligned, *, source: str) -> ReportRow:
    text = _shortened(paragraph.text)
    of_source = paragraph.language == source
    return ReportRow(
        Mark.UNALIGNED,
        paragraph.kind,
        paragraph.label,
        text if of_source else "",
        "" if of_source else text,
        cause=_cause(paragraph, paragraph.target_language if of_source else source),
    )


def _cause(paragraph: Unaligned, other: str) -> Message:
    """Return why a text has no partner in the `other` language."""
    known = causes_without_partner(other, paragraph.label)
    return next((each for each in known if each == paragraph.cause), Message(paragraph.cause))


def _chains(
    surveys: Sequence[SetSurvey], layout: ReportLayout
) -> tuple[dict[tuple[str, str], dict[Mark, str]], dict[Mark, str]]:
    """Return the link from the end of each pair to the next row of each chain, and the first ones.

    A link is "" where no row follows. The pairs are keyed by the slug of the set and the language.
    """
    onward = {}
    following = dict.fromkeys(_CHAINED, "")
    for survey in reversed(surveys):
        for pair in reversed(survey.pairs):
            onward[survey.slug, pair.language.code] = following.copy()
            for mark, numbers in pair.chained.items():
                if numbers:
                    following[mark] = layout.row(survey, pair, numbers[0])
    return onward, following


def _columns(surveys: Iterable[SetSurvey]) -> list[tuple[Language, Counter[Mark]]]:
    """Return the target languages of all sets, in order, with their counts."""
    columns: dict[str, Counter[Mark]] = {}
    for survey in surveys:
        for pair in survey.pairs:
            columns.setdefault(pair.language.code, Counter()).update(pair.counts)
    return [(language_for(code), columns[code]) for code in sorted(columns, key=language_rank)]


def _anchor(survey: SetSurvey, pair: PairSurvey) -> str:
    # A slug has no full stop, so that no anchor is like another.
    return f"{survey.slug}.{pair.language.code}"


def slug_of(symbol: str, taken: set[str]) -> str:
    """Return a name for files and anchors that no other symbol has, on any file system."""
    stem = re.sub("[^A-Za-z0-9]+", "-", symbol).strip("-")[:80] or "set"
    slug, number = stem, 1
    while slug.lower() in taken:
        number += 1
        slug = f"{stem}_{number}"
    taken.add(slug.lower())
    return slug


def _shortened(text: str, longest: int = _LONGEST_TEXT) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


@cache
def _environment() -> Environment:
    """Return the templates with all that they share; everything they show is escaped."""
    environment = new_environment()
    style = environment.get_template("report.css").render()
    environment.globals.update(
        csp=content_policy(style),
        Mark=Mark,
        SYMBOLS=SYMBOLS,
        sure_from=round(100 * SURE_FROM),
        review_from=round(100 * REVIEW_FROM),
    )
    return environment


def _write(path: Path, content: Iterable[str]) -> None:
    with replacing(path) as stream:
        stream.writelines(content)


def _remove_other_pages(folder: Path, written: set[str]) -> None:
    """Remove the pages of an earlier report, and the folder if it is then empty."""
    for page in folder.glob("*.html"):
        if page.name not in written and page.is_file():
            with suppress(OSError, UnicodeDecodeError), page.open(encoding="utf-8") as stream:
                ours = _GENERATOR in stream.read(400)
                if ours:
                    page.unlink()
    if not written:
        with suppress(OSError):
            folder.rmdir()
