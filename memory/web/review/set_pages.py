"""The pages of one document set: its rows, and corrections of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.errors import ConflictError, UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.review.accepting import accept_sure
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
from hexapla.memory.rows import Change, Grid
from hexapla.memory.teamwork import MOST_DAYS, threads_of
from hexapla.memory.terms.checks import TermChecks
from hexapla.memory.terms.recognition import recognizers_of
from hexapla.memory.units import Level
from hexapla.memory.web.accounts import AccountRole, require, touched_languages
from hexapla.memory.web.errors import told
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import (
    SetView,
    apply_change,
    in_turn,
    interface_of,
    json_of,
    leads_to,
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
    "fresh_rows",
    "go_to_next",
    "go_to_paragraph",
    "realign_rows",
    "run_command",
    "said_of",
    "show_changes",
    "show_rows",
]

# What needs no reviewer: corrections of texts.
_OF_TRANSLATORS: Final = frozenset({"edit", "replace"})
# As `memory.editing.replacing` enters it into the history.
_REPLACE: Final = re.compile(
    r'replace (?P<find>".*"|/.*/) with (?P<replacement>".*"|nothing) in (?P<language>[a-z]{2})'
)
_STEPS: Final = frozenset({"undo", "redo"})


def show_rows(request: Request) -> Response:
    """Show a window of the rows of a set."""
    grid, shown = set_rows(request)
    given = request.query_params
    show, query = given.get("show", "all"), given.get("q", "")
    at = given.get("at", "")
    store, account = store_of(request), who_asks(request)
    terms = TermChecks(recognizers_of(store))
    said = store.comments(shown.symbol, shown.level)
    threads = threads_of(said, grid.row_for)
    found = window(grid, shown.languages, show, query, at, terms=terms, threads=threads)
    newest = store.history(shown.symbol, shown.level, limit=1)
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
        threads=threads,
        holder=store.holder(shown.symbol),
        people=request.app.state.people(),
        account_name=account.name,
        may_assign=account.role >= AccountRole.REVIEWER,
        most_days=MOST_DAYS,
        newest_comment=said[-1].number if said else 0,
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
    return leads_to(request, f"/set?{shown.query(at=found or start, **more)}")


def go_to_paragraph(request: Request) -> Response:
    """Lead to the paragraph with a number."""
    grid, shown = set_rows(request)
    wanted = request.query_params.get("to", "").strip()
    found = find_paragraph(grid, wanted)
    if found is None:
        raise UsageError("there is no such paragraph")
    return leads_to(request, f"/set?{shown.query(at=grid.rows[found].reference)}")


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
        _, action = _step_of(change)
        own = action.partition(" ")[0] in _OF_TRANSLATORS
        needed = AccountRole.TRANSLATOR if own else AccountRole.REVIEWER
        require(account, needed, touched_languages(change, source))

    try:
        entry = session.run(shown.symbol, shown.level, command, seen, who=account.name, allow=allow)
    except ConflictError as error:
        fresh = fresh_rows(request, shown, tuple(map(str, seen)))
        return JSONResponse({"message": told(error, translate), **fresh}, status_code=409)
    if entry is None:
        return JSONResponse(
            {"message": translate("there is nothing more to take back or do again")}
        )
    return JSONResponse(
        {
            "message": said_of(translate, entry.change),
            "focus": entry.change.after[0].reference if entry.change.after else "",
            **fresh_rows(request, shown, entry.change.references),
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
    return JSONResponse({"message": said_of(translate, change), "reload": True})


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


def show_changes(request: Request) -> Response:
    """Return the rows that were changed after an entry of the history."""
    grid, shown = set_rows(request)
    after = natural_number(request.query_params.get("after", 0))
    said_after = natural_number(request.query_params.get("said", 0))
    store = store_of(request)
    found = store.history(shown.symbol, shown.level, after=after)
    said = [each for each in store.comments(shown.symbol, shown.level) if each.number > said_after]
    touched = {name for entry in found for name in entry.change.references}
    touched.update(grid.row_for(each.reference) for each in said)
    return JSONResponse(
        {
            "last": found[0].number if found else after,
            "said": said[-1].number if said else said_after,
            "who": sorted({each.who for each in found} | {each.who for each in said}),
            **fresh_rows(request, shown, tuple(touched)),
        }
    )


def fresh_rows(request: Request, shown: SetView, references: Collection[str]) -> dict[str, Any]:
    """Return rows as they are now, as HTML that is put into the page, and which are gone."""
    grid, store = session_of(request).grid(shown.symbol, shown.level), store_of(request)
    threads = threads_of(store.comments(shown.symbol, shown.level), grid.row_for)
    template = request.app.state.environment.get_template("review/row.html")
    translate = translator(interface_of(request))
    terms = TermChecks(recognizers_of(store))
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
                    "said": thread.version if (thread := threads.get(view.row.reference)) else "",
                    "html": template.render(view=view, grid=grid, threads=threads, _=translate),
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


def _step_of(change: Change) -> tuple[str, str]:
    """Return how a change was taken back or done again, "" where it was not, and what it does."""
    step, _, name = change.action.partition(" ")
    return (step, name) if step in _STEPS else ("", change.action)


def _replaced(translate: Callable[..., str], name: str) -> str:
    """Return what was found and replaced, "" where that is not what was done."""
    match = _REPLACE.fullmatch(name)
    if match is None or match["language"] not in LANGUAGES:
        return ""
    language = translate(LANGUAGES[match["language"]].name)
    if match["replacement"] == "nothing":
        return translate("delete %(find)s in %(language)s", find=match["find"], language=language)
    return translate(
        "replace %(find)s with %(replacement)s in %(language)s",
        find=match["find"],
        replacement=match["replacement"],
        language=language,
    )


def said_of(translate: Callable[..., str], change: Change) -> str:
    """Return what a change did, in the words of the page."""
    step, name = _step_of(change)
    done = _replaced(translate, name) or translate(name)
    return translate(f"{step}: %(action)s", action=done) if step else done
