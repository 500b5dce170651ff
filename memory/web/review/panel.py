"""The panel beside the rows of a set: what is known of one of them."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePath
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.review.view import view_of
from hexapla.memory.rows import Grid, Row
from hexapla.memory.store.store import Store
from hexapla.memory.teamwork import LONGEST_COMMENT, threads_of
from hexapla.memory.terms.checks import TermChecks
from hexapla.memory.terms.recognition import find_terms, recognizers_of
from hexapla.memory.text.difference import difference
from hexapla.memory.units import Level
from hexapla.memory.web.accounts import AccountRole
from hexapla.memory.web.review.original import has_picture
from hexapla.memory.web.review.site import piece, set_rows, store_of, who_asks

__all__ = ["show_row"]

# Rows before and after that are shown: a paragraph or two of sentences.
_AROUND: Final = 3
_EARLIER: Final = 5
# Below, a translator has more to change than to take over.
_LEAST: Final = 60


def show_row(request: Request) -> Response:
    """Return what is known of a row in one language, as HTML that is put into the page."""
    grid, shown = set_rows(request)
    given, source = request.query_params, grid.source_language
    target = given.get("of", "")
    index = grid.index_of(given.get("at", ""))
    if index is None or target not in grid.languages:
        raise UsageError("this row is not there any more")
    row, store = grid.rows[index], store_of(request)
    # Words are told apart in these languages alone.
    looked_up = bool(row.text) and {source, target} <= set(LANGUAGES)
    earlier = (
        find_matches(
            store,
            row.text,
            source=source,
            target=target,
            limit=_EARLIER,
            min_score=_LEAST,
            exclude=(shown.symbol,),
        )
        if looked_up
        else []
    )
    terms = TermChecks(recognizers_of(store))
    (cell,) = view_of(grid, index, (target,), terms).cells
    who = who_asks(request)
    entries = store.comments(shown.symbol, shown.level)
    html = piece(
        request,
        "about.html",
        symbol=shown.symbol,
        row=row,
        cell=cell if cell.text else None,
        thread=threads_of(entries, grid.row_for).get(row.reference),
        who=who.name,
        may_comment=who.role >= AccountRole.TRANSLATOR,
        longest=LONGEST_COMMENT,
        terms=find_terms(store, row.text, source=source, target=target) if looked_up else [],
        earlier=[(each, difference(each.source, row.text)) for each in earlier],
        around={code: _around(grid, index, code, shown.level) for code in (source, target)},
        documents=_documents(store, shown.symbol),
        level=shown.level,
        source=source,
        target=target,
    )
    return JSONResponse({"html": html})


def _around(grid: Grid, index: int, language: str, level: Level) -> list[list[tuple[bool, str]]]:
    """Return the texts around a row by paragraph, and whether each is its own."""
    near = range(max(index - _AROUND, 0), min(index + _AROUND + 1, len(grid)))
    return [
        [(at == index, found) for at in paragraph if (found := grid.text_at(at, language))]
        for _, paragraph in groupby(near, key=lambda at: _paragraph(grid.rows[at], level))
    ]


def _paragraph(row: Row, level: Level) -> str:
    """Return the paragraph that a row is, or begins in."""
    first = row.reference.partition("+")[0]
    return first.rpartition(".")[0] if level is Level.SENTENCE else first


def _documents(store: Store, symbol: str) -> dict[str, tuple[str, bool]]:
    """Return the names of the files of a set by language, and whether their pages can be shown."""
    return {
        each.language: (PurePath(each.path).name, has_picture(each))
        for each in store.documents(symbol)
        if each.path
    }
