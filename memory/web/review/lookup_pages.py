"""The pages of words: key words in context, and how a term is said in other languages."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.kwic.lines import KeyWordLine, KeyWords, Sort, find_key_words
from hexapla.memory.lookup.kwic.parsing import parse
from hexapla.memory.lookup.kwic.query import Query, languages_of
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.lookup.renderings.renderings import find_renderings
from hexapla.memory.reports.key_words import ENDINGS, write_key_words
from hexapla.memory.store.store import Store
from hexapla.memory.text.language_codes import other_language
from hexapla.memory.units import Level
from hexapla.memory.web.errors import told
from hexapla.memory.web.narrowing import narrowing
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.pieces import pieces
from hexapla.memory.web.review.site import (
    attachment,
    interface_of,
    level_of,
    narrowed,
    natural_number,
    page,
    pair_of,
    store_of,
)

__all__ = ["download_key_words", "show_key_words", "show_renderings"]

# Lines of one page, and those of one file.
_LINES: Final = 100
_MOST_WRITTEN: Final = 20_000
# Signs of a context that are shown: no screen has room for more.
_CONTEXT: Final = 160
_RENDERINGS: Final = 20
# Characters of a query.
_LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class _KeyWordQuery:
    """What the page of key words is asked for."""

    text: str
    source: str
    target: str
    level: Level
    sort: Sort
    narrowing: Mapping[str, str]

    @property
    def query(self) -> Query:
        """What is looked for. Raises UsageError where it cannot be read."""
        return parse(self.text, self.source)

    def address(self, **more: object) -> dict[str, object]:
        """Return the parameters of the address, with more."""
        named = {"q": self.text, "source": self.source, "target": self.target}
        named |= {"level": self.level.value, "sort": self.sort.value}
        return {**named, **self.narrowing, **more}

    def found(self, store: Store, *, limit: int, skip: int = 0) -> KeyWords:
        """Return what the memory has."""
        return find_key_words(
            store, self.query, level=self.level, sort=self.sort, limit=limit, skip=skip
        )


def _asked(request: Request) -> _KeyWordQuery:
    given = request.query_params
    source, target = pair_of(request)
    try:
        sort = Sort(given.get("sort") or Sort.NEWEST)
    except ValueError as error:
        raise UsageError("there is no such action") from error
    text = given.get("q", "").strip()[:_LONGEST]
    return _KeyWordQuery(text, source, target, level_of(request), sort, narrowing(given))


@narrowed
def show_key_words(request: Request) -> Response:
    """Show where a query stands, in columns; a query that cannot be read stays to be mended."""
    asked = _asked(request)
    skip = natural_number(request.query_params.get("skip", "0"))
    found, wrong = None, ""
    if asked.text:
        try:
            found = asked.found(store_of(request), limit=_LINES, skip=skip)
            if found.total and not found.lines:
                # An address of before, when there was more: its last page is shown.
                skip = (found.total - 1) // _LINES * _LINES
                found = asked.found(store_of(request), limit=_LINES, skip=skip)
        except UsageError as error:
            wrong = told(error, translator(interface_of(request)))
    lines = [] if found is None else [_shown(line, asked.target) for line in found]
    return page(
        request,
        "concordance.html",
        asked=asked,
        q=asked.text,
        source=asked.source,
        target=asked.target,
        sorts=tuple(Sort),
        found=found,
        lines=lines,
        wrong=wrong,
        skip=skip,
        earlier=max(skip - _LINES, 0) if skip else None,
        later=skip + _LINES if found and skip + _LINES < found.total else None,
        endings=[each.removeprefix(".") for each in ENDINGS],
    )


@dataclass(frozen=True, slots=True)
class _ShownLine:
    """A line as the page shows it, with the translation in pieces, each looked for or not."""

    line: KeyWordLine
    left: str
    right: str
    translation: list[tuple[bool, str]]
    translation_language: str


def _shown(line: KeyWordLine, target: str) -> _ShownLine:
    texts = line.unit.texts
    code = target if target in texts and target != line.language else ""
    marks = dict(line.marks).get(code, ())
    left, right = line.left.strip(), line.right.strip()
    return _ShownLine(
        line,
        f"…{left[-_CONTEXT:]}" if len(left) > _CONTEXT else left,
        f"{right[:_CONTEXT]}…" if len(right) > _CONTEXT else right,
        pieces(texts[code], marks) if code else [],
        code,
    )


@narrowed
def download_key_words(request: Request) -> Response:
    """Send the lines as a table or their pairs as TMX."""
    asked = _asked(request)
    ending = f".{request.query_params.get('format', '')}"
    if ending not in ENDINGS:
        raise UsageError("there is no such action")
    query = asked.query
    found = asked.found(store_of(request), limit=_MOST_WRITTEN)
    source = languages_of(query)[0]
    other = other_language(source, (asked.target, asked.source))
    targets = (other,) if ending == ".tmx" else ()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{ending}"
        write_key_words(path, found.lines, source=source, targets=targets, level=asked.level)
        content = path.read_bytes()
    return attachment(content, f"{asked.text[:40]}{ending}")


@narrowed
def show_renderings(request: Request) -> Response:
    """Show how a term is said in every language of the memory, the one asked for first."""
    given = request.query_params
    source, target = pair_of(request)
    term = given.get("q", "").strip()[:1000]
    store = store_of(request)
    found = []
    if term:
        others = [each for each in store.languages() if each != source and each in LANGUAGES]
        found = find_renderings(
            store,
            term,
            source=source,
            targets=sorted(others, key=lambda code: code != target),
            meanings=known_meanings(),
            limit=_RENDERINGS,
        )
    return page(
        request,
        "renderings.html",
        found=found,
        pieces=pieces,
        q=term,
        source=source,
        target=target,
    )
