"""The page on which two versions are compared: documents of the memory, or a draft with one."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from anyio import from_thread, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hexapla.corpora.document import Document, Paragraph
from hexapla.corpora.errors import DocumentError, HexaplaError, UsageError
from hexapla.memory.comparison.comparison import ChangeKind, Compared, compare_paragraphs
from hexapla.memory.comparison.projection import Projection, Target, project
from hexapla.memory.comparison.versions import closest_symbol, stored_version
from hexapla.memory.lookup.renderings.answers import Known
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.reports.comparison_files import ComparedVersion, redlined, redlined_translation
from hexapla.memory.reports.comparison_page import (
    ComparisonRow,
    Projected,
    page_rows,
    shown_rows,
    tracked_by_place,
)
from hexapla.memory.text.language_codes import language_required
from hexapla.memory.web.errors import http_status, told
from hexapla.memory.web.proxies import root_of
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import (
    attachment,
    body_of,
    in_time,
    in_turn,
    interface_of,
    natural_number,
    page,
    piece,
    refusal,
    store_of,
    who_asks,
)

__all__ = ["compare_draft", "send_changes", "show_comparison"]

_LARGEST: Final = 1 << 23  # bytes of a draft
_SHOWN: Final = 50  # changes of a page
_LISTED: Final = 500  # symbols that are proposed
_LONGEST: Final = 200  # characters of a symbol or the name of a file
# Old paragraphs by new ones: two versions of 4,000 paragraphs of 40 words that have nothing in
# common, the dearest, took 5 seconds of a processor.
_MOST_PAIRS: Final = 25_000_000
_UNCHANGED: Final = (ChangeKind.SAME, ChangeKind.MOVED)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _WantedVersions:
    """What is compared: symbols, "" for a draft or for what is to be found; the languages.

    `language` is that of the versions, None for the old one's own.
    """

    old: str
    new: str
    language: str | None
    targets: tuple[str, ...]
    first: int

    def query(self, **more: object) -> str:
        """Return the query of the address of this comparison, with more parameters."""
        named = {"old": self.old, "new": self.new, "language": self.language or "", **more}
        return urlencode([*named.items(), *(("target", each) for each in self.targets)])


@dataclass(frozen=True, slots=True)
class _ComparedVersions:
    """Two versions, and what became of each paragraph."""

    asked: _WantedVersions
    versions: tuple[ComparedVersion, ComparedVersion]
    rows: Sequence[Compared]

    @property
    def language(self) -> str:
        """The language of both."""
        return self.versions[1].document.language

    @property
    def targets(self) -> tuple[str, ...]:
        """The languages of the translations."""
        return tuple(each for each in self.asked.targets if each != self.language)


def _given_in(request: Request) -> _WantedVersions:
    """Return what a request asks for. Raises UsageError where it names a language that is none."""
    given = request.query_params
    old, new = (given.get(name, "").strip()[:_LONGEST] for name in ("old", "new"))
    language = given.get("language", "")
    return _WantedVersions(
        old,
        new,
        language_required(language) if language else None,
        tuple(dict.fromkeys(map(language_required, given.getlist("target")))),
        natural_number(given.get("from", 0)),
    )


async def show_comparison(request: Request) -> Response:
    """Show the form, and what changed between two documents of the memory where they are named."""
    given = request.query_params
    status, wrong, result = 200, "", dict[str, Any]()
    asked = _WantedVersions(given.get("old", ""), given.get("new", ""), None, (), 0)
    try:
        asked = _given_in(request)
        # A page of a document leads here with the old one alone; the form names both.
        if asked.new or (asked.old and "new" in given):
            result = await _result(request, await _compared(request, asked))
    except HexaplaError as error:
        status = http_status(error)
        wrong = told(error, translator(interface_of(request)))
    listed = await in_turn(request, store_of(request).newest_symbols, limit=_LISTED)
    return page(
        request,
        "compare.html",
        status=status,
        asked=asked,
        listed=listed,
        wrong=wrong,
        has_result=bool(result),
        **result,
    )


async def compare_draft(request: Request) -> Response:
    """Return what changed between a document of the memory and a draft, which is the body.

    Where none is named, it is the one that has most paragraphs of the draft.
    """
    try:
        found = await _compared(
            request, _given_in(request), await body_of(request, largest=_LARGEST)
        )
        result = await _result(request, found)
    except HexaplaError as error:
        return refusal(request, error)
    html = piece(request, "compared.html", language=interface_of(request), **result)
    return JSONResponse({"html": html, "old": found.versions[0].document.symbol})


async def send_changes(request: Request) -> Response:
    """Send the Word file of a comparison: the old version with the changes, or its translation."""
    content = await body_of(request, largest=_LARGEST) if request.method == "POST" else None
    found = await _compared(request, _given_in(request), content)
    target, author = request.query_params.get("of", ""), who_asks(request).name or "hexapla"
    if target and target not in found.targets:
        raise UsageError("there is no such language")
    if target:
        known = await _projected(request, found, [row for row in found.rows if row.old], (target,))
        languages = (found.language, target)

        def make() -> bytes:
            return redlined_translation(found.rows, known[target], languages, author).saved()
    else:

        def make() -> bytes:
            return redlined(*found.versions, author).saved()

    names = [each.name for each in found.versions]
    ending = f".{target}.docx" if target else ".docx"
    return attachment(await _worked(request, make), f"{' - '.join(names)}{ending}")


async def _compared(
    request: Request, asked: _WantedVersions, draft: bytes | None = None
) -> _ComparedVersions:
    """Read both versions and compare them; what asks nothing of the memory holds nobody up."""
    new = None
    if draft is not None:
        name = request.query_params.get("name", "")[-_LONGEST:]
        new = await _worked(request, lambda: _read_draft(draft, name, asked.language))
    elif not (asked.old and asked.new):
        raise UsageError("name both versions, or choose a draft")

    def stored() -> tuple[ComparedVersion, ComparedVersion]:
        store = store_of(request)
        language = asked.language if new is None else new.document.language
        symbol = asked.old or (closest_symbol(store, new.document) if new else "")
        if not symbol:
            raise UsageError("nothing in the memory is like it: name the old version")
        old = stored_version(store, symbol, language)
        return _stored(old), new or _stored(stored_version(store, asked.new, old.language))

    before, after = await in_time(request, stored)
    one, other = before.document, after.document
    sizes = len(one.paragraphs), len(other.paragraphs)
    if sizes[0] * sizes[1] > _MOST_PAIRS:
        raise UsageError(
            "the versions have %(old)s and %(new)s paragraphs, too many to be compared here: use"
            " the command hexapla compare",
            old=sizes[0],
            new=sizes[1],
        )
    rows = await _worked(
        request, lambda: compare_paragraphs(one.paragraphs, other.paragraphs, other.language)
    )
    return _ComparedVersions(asked, (before, after), rows)


def _stored(document: Document) -> ComparedVersion:
    return ComparedVersion(document.symbol, document)


def _read_draft(content: bytes, name: str, language: str | None) -> ComparedVersion:
    """Read a draft, by its name for its owner. Raises UsageError where it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        # Of the name, the reader sees nothing: the content says what it is.
        path = Path(folder) / "draft"
        path.write_bytes(content)
        try:
            read = ComparedVersion.of_file(path, language)
        except DocumentError as error:
            raise UsageError(error.cause) from error
    return ComparedVersion(name or "draft", read.document, read.word)


async def _worked(request: Request, work: Callable[[], _T]) -> _T:
    """Do in a thread what takes a processor for long, few of it at once."""
    return await to_thread.run_sync(work, limiter=request.app.state.comparing)


async def _projected(
    request: Request, found: _ComparedVersions, rows: Sequence[Compared], targets: Sequence[str]
) -> Projected:
    """Return the marked translations of the old paragraphs of some rows."""
    symbol = found.versions[0].document.symbol
    meanings = known_meanings()
    finders = {
        code: Target(store_of(request), (found.language, code), meanings, symbol)
        for code in targets
    }

    def translations() -> dict[str, dict[int, str]]:
        return {
            code: {row.old_place: finder.translation(row.old.text) for row in rows if row.old}
            for code, finder in finders.items()
        }

    await to_thread.run_sync(meanings.ready)
    known = await in_time(request, translations)
    sides = {row.old_place: (row.old.text, _new_text(row)) for row in rows if row.old}

    def marked(code: str) -> dict[int, Projection | None]:
        finder = finders[code]

        def look_up(words: str) -> Known | None:
            # A turn for each, that others need not wait for all.
            return from_thread.run(in_time, request, finder.known, words)

        return {
            place: project(old, new, text, finder.languages, meanings, known=look_up)
            if (text := known[code][place])
            else None
            for place, (old, new) in sides.items()
        }

    return {code: await _worked(request, partial(marked, code)) for code in targets}


def _new_text(row: Compared) -> str:
    """Return what the old text became; what fell out stays as it was, to be struck through."""
    side = row.new or row.old
    return side.text if side else ""


async def _result(request: Request, found: _ComparedVersions) -> dict[str, Any]:
    """Return what the template shows of a comparison, a page of it."""
    every = page_rows(found.rows)
    rows, changes = _part(every, found.asked.first)
    old, new = found.versions
    changed = [each.row for each in rows if each.row.change not in _UNCHANGED]
    projected = await _projected(request, found, changed, found.targets)
    tracked = new.tracked
    paragraphs = {row.new_place: row.new for row in found.rows if row.new}
    root, lead = root_of(request.scope), _to_find if request.app.state.read_only else _in_rows
    return {
        "names": (old.name, new.name),
        "query": replace(found.asked, old=old.document.symbol, language=found.language).query,
        "counts": Counter(row.change for row in found.rows),
        "every_tracked": tracked,
        "changes": changes,
        "first": found.asked.first,
        "step": _SHOWN,
        **shown_rows(
            rows,
            found.language,
            projected,
            symbols=(old.document.symbol, new.document.symbol if found.asked.new else ""),
            address=lambda symbol, paragraph: root + lead(symbol, paragraph),
            tracked=tracked_by_place(tracked, paragraphs),
        ),
    }


def _in_rows(symbol: str, paragraph: Paragraph) -> str:
    """Return the address of a paragraph among the rows of its set."""
    query = {"symbol": symbol, "level": "paragraph", "at": paragraph.id}
    return f"/set?{urlencode(query)}"


def _to_find(symbol: str, paragraph: Paragraph) -> str:
    """Return the address of a paragraph in all languages, where there are no rows to see."""
    return f"/find?{urlencode({'q': f'{symbol} {paragraph.label or paragraph.id}'})}"


def _part(rows: Sequence[ComparisonRow], first: int) -> tuple[Sequence[ComparisonRow], int]:
    """Return the rows of the page that begins with a change, and how many changes there are."""
    places = [
        place
        for place, each in enumerate(rows)
        if each.row.change is not ChangeKind.SAME and not each.left
    ]
    begin = places[first] if 0 < first < len(places) else 0
    end = places[first + _SHOWN] if first + _SHOWN < len(places) else len(rows)
    return rows[begin:end], len(places)
