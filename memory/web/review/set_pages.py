"""The pages of one document set: its rows, corrections of them, history and downloads."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.errors import ConflictError, StoreError, UsageError
from hexapla.memory.formats.reading import nobody
from hexapla.memory.formats.tables import table_rows
from hexapla.memory.formats.taken import read_ahead
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.formats.workbook import write_workbook
from hexapla.memory.output.files import build_time
from hexapla.memory.review.accepting import accept_sure
from hexapla.memory.review.offline import read_reviewed, reviewed_change
from hexapla.memory.review.realign import realign
from hexapla.memory.review.session import Command
from hexapla.memory.review.view import (
    find_paragraph,
    next_row,
    progress_of,
    title_of,
    view_of,
    window,
)
from hexapla.memory.rows import Change, Grid, Row
from hexapla.memory.store.store import Store
from hexapla.memory.terms.checks import TermChecks
from hexapla.memory.terms.recognition import recognizers_of
from hexapla.memory.units import Level, Status, Unit
from hexapla.memory.web.accounts import Role, require, touched_languages
from hexapla.memory.web.errors import told
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import (
    SetView,
    apply_change,
    attachment,
    body_of,
    in_turn,
    interface_of,
    json_of,
    natural_number,
    page,
    piece,
    session_of,
    set_rows,
    set_view,
    store_of,
    string_list,
    who_asks,
)

__all__ = [
    "accept_rows",
    "download",
    "go_to_next",
    "go_to_paragraph",
    "import_reviewed",
    "realign_rows",
    "run_command",
    "show_changes",
    "show_history",
    "show_rows",
]

MAX_FILE: Final = 1 << 26
# What needs no reviewer: corrections of texts.
_OF_TRANSLATORS: Final = frozenset({"edit", "replace"})
_DOWNLOADS: Final = {
    "tmx": "application/octet-stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "application/octet-stream",
}


def show_rows(request: Request) -> Response:
    """Show a window of the rows of a set."""
    grid, shown = set_rows(request)
    given = request.query_params
    show, query = given.get("show", "all"), given.get("q", "")
    at = given.get("at", "")
    terms = TermChecks(recognizers_of(store_of(request)))
    found = window(grid, shown.languages, show, query, at, terms=terms)
    newest = store_of(request).history(shown.symbol, shown.level, limit=1)
    title, title_language = title_of(grid, interface_of(request))
    return page(
        request,
        "set.html",
        grid=grid,
        title=title,
        title_language=title_language,
        progress=progress_of(grid, shown.languages),
        notice=given.get("notice", ""),
        here=shown,
        window=found,
        show=show,
        q=query,
        at=at if any(view.row.reference == at for view in found.rows) else "",
        last=newest[0].number if newest else 0,
        levels=tuple(Level),
    )


def go_to_next(request: Request) -> Response:
    """Lead to the next row that needs a look, or the previous one."""
    grid, shown = set_rows(request)
    given = request.query_params
    step = -1 if given.get("step") == "-1" else 1
    start = given.get("from", "")
    found = next_row(grid, shown.languages, start, step)
    notice = ""
    if found is None:
        # At the end it goes on from the other one, and says so.
        found = next_row(grid, shown.languages, "", step)
        notice = "around" if found else "nothing"
    more = {"notice": notice} if notice and start else {}
    return RedirectResponse(f"/set?{shown.query(at=found or start, **more)}", 303)


def go_to_paragraph(request: Request) -> Response:
    """Lead to the paragraph with a number."""
    grid, shown = set_rows(request)
    wanted = request.query_params.get("to", "").strip()
    found = find_paragraph(grid, wanted)
    if found is None:
        raise UsageError("there is no such paragraph")
    return RedirectResponse(f"/set?{shown.query(at=grid.rows[found].reference)}", 303)


async def run_command(request: Request) -> Response:
    """Run a command of the reviewer, and return the rows that it changed."""
    return await in_turn(request, _run_command, request, await json_of(request))


def _run_command(request: Request, given: Mapping[str, Any]) -> Response:
    shown = set_view(given.get("symbol"), given.get("level"), string_list(given.get("languages")))
    command = Command(
        action=str(given.get("action", "")),
        reference=str(given.get("reference", "")),
        language=str(given.get("language", "")),
        languages=shown.languages,
        text=str(given.get("text", "")),
        at=natural_number(given.get("at", 0)),
        other=str(given.get("other", "")),
    )
    seen = given.get("versions")
    seen = seen if isinstance(seen, dict) else {}
    translate = translator(interface_of(request))
    session, account = session_of(request), who_asks(request)
    source = session.grid(shown.symbol, shown.level).source_language

    def allow(change: Change) -> None:
        # What is undone or done again is said behind that.
        own = change.action.rpartition(" ")[2] in _OF_TRANSLATORS
        needed = Role.TRANSLATOR if own else Role.REVIEWER
        require(account, needed, touched_languages(change, source))

    try:
        entry = session.run(shown.symbol, shown.level, command, seen, who=account.name, allow=allow)
    except ConflictError as error:
        fresh = _fresh(request, shown, tuple(map(str, seen)))
        return JSONResponse({"message": told(error, translate), **fresh}, status_code=409)
    if entry is None:
        return JSONResponse(
            {"message": translate("there is nothing more to take back or do again")}
        )
    return JSONResponse(
        {
            "message": _said(translate, entry.change),
            "focus": entry.change.after[0].reference if entry.change.after else "",
            **_fresh(request, shown, entry.change.references),
        }
    )


async def realign_rows(request: Request) -> Response:
    """Align anew what nobody has accepted."""
    given = await json_of(request)
    shown = set_view(given.get("symbol"), given.get("level"), string_list(given.get("languages")))
    grid = await in_turn(request, session_of(request).grid, shown.symbol, shown.level)
    wanted = [each for each in shown.languages if each in grid.languages]
    change = await to_thread.run_sync(
        lambda: realign(
            grid, get_encoder(request.app.state.encoder), languages=wanted, level=shown.level
        )
    )
    translate = translator(interface_of(request))
    if not change.references:
        return JSONResponse({"message": translate("everything is aligned as it would be again")})
    await in_turn(request, apply_change, request, shown, change)
    return JSONResponse({"message": _said(translate, change), "reload": True})


async def accept_rows(request: Request) -> Response:
    """Accept all that is sure, and of which no check warns."""
    given = await json_of(request)
    shown = set_view(given.get("symbol"), given.get("level"), string_list(given.get("languages")))
    grid = await in_turn(request, session_of(request).grid, shown.symbol, shown.level)
    terms = TermChecks(await in_turn(request, recognizers_of, store_of(request)))
    change = await to_thread.run_sync(accept_sure, grid, shown.languages, terms)
    translate = translator(interface_of(request))
    if not change.references:
        return JSONResponse({"message": translate("nothing more is sure and without a remark")})
    await in_turn(request, apply_change, request, shown, change)
    said = translate("rows accepted: %(n)s", n=len(change.after))
    return JSONResponse({"message": said, "reload": True})


async def import_reviewed(request: Request) -> Response:
    """Take back a file that was reviewed elsewhere: its content is the body of the request."""
    grid, shown = await in_turn(request, set_rows, request)
    content = await body_of(request, largest=MAX_FILE)
    # Of the name, only the ending is used.
    ending = Path(request.query_params.get("name", "")).suffix
    ending = ending if ending[1:].isalnum() and len(ending) < 10 else ""

    def change() -> Change:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"file{ending}"
            path.write_bytes(content)
            try:
                with read_ahead(read_reviewed(path), path, nobody) as units:
                    return reviewed_change(grid, shown.symbol, units)
            except StoreError as error:
                # The reviewer knows the file by another name.
                raise UsageError(error.cause.replace(str(path), "the file")) from error

    found = await to_thread.run_sync(change)
    translate = translator(interface_of(request))
    count = len(found.after)
    if count:
        await in_turn(request, apply_change, request, shown, found)
    said = translate("rows taken over from the file: %(n)s", n=count)
    return JSONResponse({"message": said, "reload": bool(count)})


def show_changes(request: Request) -> Response:
    """Return the rows that were changed after an entry of the history."""
    _, shown = set_rows(request)
    after = natural_number(request.query_params.get("after", 0))
    found = store_of(request).history(shown.symbol, shown.level, after=after)
    touched = {name for entry in found for name in entry.change.references}
    return JSONResponse(
        {
            "last": found[0].number if found else after,
            "who": sorted({entry.who for entry in found}),
            **_fresh(request, shown, tuple(touched)),
        }
    )


def show_history(request: Request) -> Response:
    """Show who changed what in a set, and when."""
    _, shown = set_rows(request)
    found = store_of(request).history(shown.symbol, shown.level, limit=500)
    translate = translator(interface_of(request))
    return page(
        *(request, "history.html"),
        here=shown,
        entries=[
            (entry, _said(translate, entry.change), _touched(entry.change)) for entry in found
        ],
    )


def _touched(change: Change) -> tuple[Row, ...]:
    """Return the rows that a change touches, as they are after it where they are there still."""
    rows = {row.reference: row for row in (*change.before, *change.after)}
    return tuple(rows[name] for name in change.references)


def download(request: Request) -> Response:
    """Send a set, or what is reviewed of it, as TMX, as a workbook or as a page."""
    grid, shown = set_rows(request)
    kind = request.query_params.get("format", "")
    if kind not in _DOWNLOADS:
        raise UsageError("there is no such action")
    targets = [each for each in shown.languages if each in grid.languages] or grid.languages
    only_reviewed = request.query_params.get("only") == "reviewed"
    store = store_of(request)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{kind}"
        units = _exported(store, shown, targets, only_reviewed=only_reviewed)
        if kind == "tmx":
            write_tmx(
                path,
                units,
                source=grid.source_language,
                target=targets[0],
                level=shown.level,
                created=build_time(),
            )
        elif kind == "xlsx":
            write_workbook(path, units, source=grid.source_language, targets=targets)
        else:
            # To be read and corrected elsewhere: a page of its own, without a script.
            template = request.app.state.environment.get_template("review/offline.html")
            rows = table_rows(units, source=grid.source_language, targets=targets)
            path.write_text(
                template.render(
                    symbol=shown.symbol,
                    names=next(rows),
                    rows=rows,
                    language=interface_of(request),
                ),
                encoding="utf-8",
            )
        content = path.read_bytes()
    pair = f"_{targets[0]}" if kind == "tmx" else ""
    name = f"{shown.symbol}_{grid.source_language}{pair}.{kind}"
    return attachment(content, name, _DOWNLOADS[kind])


def _exported(
    store: Store, shown: SetView, targets: Collection[str], *, only_reviewed: bool
) -> Iterator[Unit]:
    for unit in store.units(level=shown.level, symbol=shown.symbol):
        kept = tuple(
            each
            for each in unit.translations
            if each.language in targets and (each.status is Status.REVIEWED or not only_reviewed)
        )
        if kept:
            yield replace(unit, translations=kept)


def _fresh(request: Request, shown: SetView, references: Collection[str]) -> dict[str, Any]:
    """Return rows as they are now, as HTML that is put into the page, and which are gone."""
    grid = session_of(request).grid(shown.symbol, shown.level)
    template = request.app.state.environment.get_template("review/row.html")
    translate = translator(interface_of(request))
    terms = TermChecks(recognizers_of(store_of(request)))
    indices = {name: grid.index_of(name) for name in references}
    rows = []
    for index in sorted(index for index in indices.values() if index is not None):
        view = view_of(grid, index, shown.languages, terms)
        hidden = view.row.is_unlinked and view.row.cells[0].language not in shown.languages
        if not hidden:
            rows.append(
                {
                    "reference": view.row.reference,
                    "version": view.row.version,
                    "previous": grid.rows[index - 1].reference if index else "",
                    "html": template.render(view=view, grid=grid, _=translate),
                }
            )
    return {
        "rows": rows,
        "gone": [name for name, index in indices.items() if index is None],
        "progress": _progress(request, grid, shown),
    }


def _progress(request: Request, grid: Grid, shown: SetView) -> str:
    """Return the bar of the progress as it is now, as HTML that is put into the page."""
    return piece(request, "progress.html", progress=progress_of(grid, shown.languages))


def _said(translate: Callable[..., str], change: Change) -> str:
    step, _, name = change.action.rpartition(" ")
    done = translate(name)
    return translate(f"{step}: %(action)s", action=done) if step else done
