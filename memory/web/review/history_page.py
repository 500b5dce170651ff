"""The page that tells who did what with a document: changes of rows, comments, assignments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from hexapla.memory.rows import Change, Grid, HistoryEntry, Row
from hexapla.memory.teamwork import Assignment, Comment, Said
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.set_pages import said_of
from hexapla.memory.web.review.site import interface_of, page, set_rows, store_of

__all__ = ["show_history"]

# Entries of each kind that are shown, the newest.
_SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class _HistoryLine:
    """What somebody did, in the words of the page; `rows` are those that it touches."""

    made: datetime
    who: str
    said: str
    text: str = ""
    rows: tuple[Row, ...] = ()
    state: str = ""


def show_history(request: Request) -> Response:
    """Show who did what with a set, and when."""
    grid, shown = set_rows(request)
    store, translate = store_of(request), translator(interface_of(request))
    changes = store.history(shown.symbol, shown.level, limit=_SHOWN)
    comments = store.comments(shown.symbol, shown.level)[-_SHOWN:]
    gone = {each.withdraws for each in comments}
    lines = [
        *(_changed(translate, each) for each in changes),
        *(_said(translate, each, grid, taken_back=each.number in gone) for each in comments[::-1]),
        *(_given(translate, each) for each in store.assignments(shown.symbol)[: -_SHOWN - 1 : -1]),
    ]
    lines.sort(key=lambda each: each.made, reverse=True)
    return page(request, "history.html", here=shown, lines=lines)


def _changed(translate: Callable[..., str], entry: HistoryEntry) -> _HistoryLine:
    return _HistoryLine(
        entry.made,
        entry.who,
        said_of(translate, entry.change),
        rows=_touched(entry.change),
        state=entry.state,
    )


def _said(
    translate: Callable[..., str], entry: Comment, grid: Grid, *, taken_back: bool
) -> _HistoryLine:
    row = grid.find(entry.reference)
    words = {
        Said.COMMENT: translate("comment"),
        Said.RESOLVE: translate("resolved"),
        Said.REOPEN: translate("open again"),
        Said.WITHDRAW: translate("comment taken back"),
    }
    return _HistoryLine(
        entry.made,
        entry.who,
        words[entry.said],
        entry.text,
        rows=(row,) if row else (),
        state="undone" if taken_back else "",
    )


def _given(translate: Callable[..., str], entry: Assignment) -> _HistoryLine:
    said = (
        translate("given to %(who)s until %(day)s", who=entry.person, day=f"{entry.ends:%Y-%m-%d}")
        if entry.person
        else translate("given back")
    )
    return _HistoryLine(entry.made, entry.who, said)


def _touched(change: Change) -> tuple[Row, ...]:
    """Return the rows that a change touches, as they are after it where they are there still."""
    rows = {row.reference: row for row in (*change.before, *change.after)}
    return tuple(rows[name] for name in change.references)
