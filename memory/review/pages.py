"""The web application for review: library, rows of a set, search, citation, matches, downloads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlencode

from anyio import to_thread
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from align.encoders import get_encoder
from corpora.errors import ConflictError, HexaplaError, StoreError, UsageError
from corpora.languages import LANGUAGES, Language
from memory.exchange.tables import table_rows
from memory.exchange.workbook import write_workbook
from memory.review.desk import Correction, Desk
from memory.review.messages import INTERFACES, preferred, translator
from memory.review.offline import read_reviewed, returned
from memory.review.realign import realign
from memory.review.rows import Change, Grid, Progress
from memory.review.safety import Guard
from memory.review.view import SYMBOLS, Mark, next_row, place_of, view_of, window
from memory.search.citation import cite
from memory.search.concordance import Hit, Phrase, concordance, symbol_year
from memory.search.difference import difference
from memory.search.match import find_matches
from memory.selection import Selection
from memory.store import Store, open_store
from memory.tmx import build_time, write_tmx
from memory.units import Level, Priority, SetSummary, Status, Unit

__all__ = ["application"]

_LARGEST_BODY: Final = 1 << 20
_LARGEST_FILE: Final = 1 << 26
_FILES: Final = {
    "review.css": "text/css",
    "review.js": "text/javascript",
}
_DOWNLOADS: Final = {
    "tmx": "application/octet-stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "application/octet-stream",
}
_UNSHOWABLE: Final = dict.fromkeys(
    [*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF], "\ufffd"
)

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Which rows are looked at: a set at a level, with some of its languages."""

    symbol: str
    level: Level
    languages: tuple[str, ...]

    def query(self, **more: str) -> str:
        """Give the address of these rows, with more said."""
        named = {"symbol": self.symbol, "level": self.level.value, **more}
        return urlencode([*named.items(), *(("language", each) for each in self.languages)])


def application(
    location: str, *, token: str, hosts: Collection[str], who: str, encoder: str = "embedded"
) -> Starlette:
    """Give the web application over the memory at a path or URL, which is opened when it starts.

    It answers whoever has the `token`, under the names `hosts` (with their ports) alone. `who` is
    entered into the history of what is changed; `encoder` is that of realigning.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with open_store(location, create=False) as store:
            app.state.store = store
            app.state.desk = Desk(store)
            app.state.who = who
            app.state.encoder = encoder
            app.state.environment = _environment()
            yield

    return Starlette(
        routes=[
            Route("/", _answered(_library)),
            Route("/priority", _answered(_prioritize), methods=["POST"]),
            Route("/set", _answered(_set)),
            Route("/set/next", _answered(_next)),
            Route("/set/jump", _answered(_jump)),
            Route("/set/change", _answered(_change), methods=["POST"]),
            Route("/set/realign", _answered(_realign), methods=["POST"]),
            Route("/set/return", _answered(_return), methods=["POST"]),
            Route("/set/news", _answered(_news)),
            Route("/set/history", _answered(_history)),
            Route("/set/download", _answered(_download)),
            Route("/search", _answered(_search)),
            Route("/cite", _answered(_cite)),
            Route("/match", _answered(_match)),
            Route("/interface", _answered(_interface)),
            Route("/static/{name}", _answered(_static)),
            # Browsers ask for it unasked.
            Route("/favicon.ico", lambda _: Response(status_code=204)),
        ],
        middleware=[Middleware(Guard, token=token, hosts=hosts)],
        lifespan=lifespan,
    )


def _answered(endpoint: Endpoint) -> Endpoint:
    """Answer what is refused with a page, or with one line of JSON to what asks for that."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except HexaplaError as error:
            status = {ConflictError: 409, UsageError: 400}.get(type(error), 500)
            told = translator(_interface_of(request))(str(error))
            if request.method == "POST" or request.url.path == "/set/news":
                return JSONResponse({"message": told}, status_code=status)
            return _page(request, "error.html", status=status, told=told)

    return answer


async def _library(request: Request) -> Response:
    store, level = _store(request), _level(request)
    summaries = {each.symbol: each for each in store.sets()}
    sets = [(each, summaries[each.symbol]) for each in store.progress(level)]
    wanted = request.query_params.get("sort", "look")
    text = request.query_params.get("q", "").strip().casefold()
    sets = [each for each in sets if text in each[0].symbol.casefold()]
    if wanted == "look":
        sets.sort(key=lambda each: (each[1].priority < 0, -each[1].priority, -each[0].to_look_at))
    elif wanted == "year":
        sets.sort(key=lambda each: -(symbol_year(each[0].symbol) or 0))
    elif wanted == "organ":
        sets.sort(key=lambda each: each[0].symbol.split("/")[0])
    return _page(
        request,
        "library.html",
        sets=[_listed(*each) for each in sets],
        level=level,
        sort=wanted,
        q=text,
    )


def _listed(found: Progress, summary: SetSummary) -> dict[str, Any]:
    return {
        "progress": found,
        "summary": summary,
        "year": symbol_year(found.symbol) or "",
        "organ": found.symbol.split("/")[0],
        "languages": summary.languages,
    }


async def _prioritize(request: Request) -> Response:
    given = parse_qs((await _body(request)).decode("utf-8", "replace"))
    (symbol,), (name,) = given.get("symbol", [""]), given.get("priority", [""])
    try:
        priority = Priority[name]
    except KeyError as error:
        raise UsageError("there is no such action") from error
    _store(request).prioritize(Selection(symbol=symbol), priority)
    return RedirectResponse("/", status_code=303)


async def _set(request: Request) -> Response:
    grid, place = _grid(request)
    given = request.query_params
    show, query = given.get("show", "all"), given.get("q", "")
    at = given.get("at", "")
    found = window(grid, place.languages, show, query, at)
    newest = _store(request).history(place.symbol, place.level, limit=1)
    return _page(
        request,
        "set.html",
        grid=grid,
        here=place,
        window=found,
        show=show,
        q=query,
        at=at if any(view.row.reference == at for view in found.rows) else "",
        last=newest[0].number if newest else 0,
        levels=tuple(Level),
    )


async def _next(request: Request) -> Response:
    grid, place = _grid(request)
    given = request.query_params
    step = -1 if given.get("step") == "-1" else 1
    found = next_row(grid, place.languages, given.get("from", ""), step)
    # At the end it goes on from the other one.
    found = found or next_row(grid, place.languages, "", step)
    return RedirectResponse(f"/set?{place.query(at=found or given.get('from', ''))}", 303)


async def _jump(request: Request) -> Response:
    grid, place = _grid(request)
    wanted = request.query_params.get("to", "").strip()
    found = place_of(grid, wanted)
    if found is None:
        raise UsageError("there is no such paragraph")
    return RedirectResponse(f"/set?{place.query(at=grid.rows[found].reference)}", 303)


async def _change(request: Request) -> Response:
    given = await _json(request)
    place = _place_of(given.get("symbol"), given.get("level"), _strings(given.get("languages")))
    correction = Correction(
        action=str(given.get("action", "")),
        reference=str(given.get("reference", "")),
        language=str(given.get("language", "")),
        languages=place.languages,
        text=str(given.get("text", "")),
        at=_whole(given.get("at", 0)),
        other=str(given.get("other", "")),
    )
    seen = given.get("versions")
    seen = seen if isinstance(seen, dict) else {}
    told = translator(_interface_of(request))
    desk = _desk(request)
    try:
        entry = desk.correct(place.symbol, place.level, correction, seen, who=request.app.state.who)
    except ConflictError as error:
        fresh = _fresh(request, place, tuple(map(str, seen)))
        return JSONResponse({"message": told(str(error)), **fresh}, status_code=409)
    if entry is None:
        return JSONResponse({"message": told("there is nothing more to take back or do again")})
    return JSONResponse(
        {
            "message": _said(told, entry.change),
            "focus": entry.change.after[0].reference if entry.change.after else "",
            **_fresh(request, place, entry.change.references),
        }
    )


async def _realign(request: Request) -> Response:
    given = await _json(request)
    place = _place_of(given.get("symbol"), given.get("level"), _strings(given.get("languages")))
    grid = _desk(request).grid(place.symbol, place.level)
    wanted = [each for each in place.languages if each in grid.languages]
    change = await to_thread.run_sync(
        lambda: realign(
            grid, get_encoder(request.app.state.encoder), languages=wanted, level=place.level
        )
    )
    told = translator(_interface_of(request))
    if not change.references:
        return JSONResponse({"message": told("everything is aligned as it would be again")})
    _desk(request).make(place.symbol, place.level, change, who=request.app.state.who)
    return JSONResponse({"message": _said(told, change), "reload": True})


async def _return(request: Request) -> Response:
    """Take back a file that was reviewed elsewhere: its content is the body of the request."""
    grid, place = _grid(request)
    content = await _body(request, largest=_LARGEST_FILE)
    # Of the name, only the ending is used.
    ending = Path(request.query_params.get("name", "")).suffix[:10]

    def change() -> Change:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"file{ending}"
            path.write_bytes(content)
            try:
                return returned(grid, place.symbol, read_reviewed(path))
            except StoreError as error:
                # The reviewer knows the file by another name.
                raise UsageError(error.cause) from error

    found = await to_thread.run_sync(change)
    told = translator(_interface_of(request))
    count = len(found.after)
    if count:
        _desk(request).make(place.symbol, place.level, found, who=request.app.state.who)
    said = told("rows taken over from the file: %(n)s", n=count)
    return JSONResponse({"message": said, "reload": bool(count)})


async def _news(request: Request) -> Response:
    _, place = _grid(request)
    after = _whole(request.query_params.get("after", 0))
    found = _store(request).history(place.symbol, place.level, after=after)
    touched = {name for entry in found for name in entry.change.references}
    return JSONResponse(
        {
            "last": found[0].number if found else after,
            "who": sorted({entry.who for entry in found}),
            **_fresh(request, place, tuple(touched)),
        }
    )


async def _history(request: Request) -> Response:
    _, place = _grid(request)
    found = _store(request).history(place.symbol, place.level, limit=500)
    told = translator(_interface_of(request))
    return _page(
        *(request, "history.html"),
        here=place,
        entries=[(entry, _said(told, entry.change)) for entry in found],
    )


async def _download(request: Request) -> Response:
    grid, place = _grid(request)
    kind = request.query_params.get("format", "")
    if kind not in _DOWNLOADS:
        raise UsageError("there is no such action")
    targets = [each for each in place.languages if each in grid.languages] or grid.languages
    only_reviewed = request.query_params.get("only") == "reviewed"
    store = _store(request)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{kind}"
        units = _exported(store, place, targets, only_reviewed=only_reviewed)
        if kind == "tmx":
            write_tmx(
                path,
                units,
                source=grid.source_language,
                target=targets[0],
                level=place.level,
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
                    symbol=place.symbol,
                    names=next(rows),
                    rows=rows,
                    language=_interface_of(request),
                ),
                encoding="utf-8",
            )
        content = path.read_bytes()
    pair = f"_{targets[0]}" if kind == "tmx" else ""
    name = f"{place.symbol}_{grid.source_language}{pair}.{kind}".replace("/", "_")
    return Response(
        content,
        media_type=_DOWNLOADS[kind],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )


def _exported(
    store: Store, place: _Place, targets: Collection[str], *, only_reviewed: bool
) -> Iterator[Unit]:
    for unit in store.units(level=place.level, symbol=place.symbol):
        kept = tuple(
            each
            for each in unit.translations
            if each.language in targets and (each.status is Status.REVIEWED or not only_reviewed)
        )
        if kept:
            yield replace(unit, translations=kept)


async def _search(request: Request) -> Response:
    given = request.query_params
    source, target = _pair(request)
    level = _level(request)
    found, hits = None, []
    if given.get("q", "").strip():
        phrases = [Phrase(given["q"][:1000], source)]
        if given.get("with", "").strip():
            phrases.append(Phrase(given["with"][:1000], target))
        found = concordance(_store(request), *phrases, level=level, limit=50)
        hits = [(hit, _marked(hit, (source, target))) for hit in found.hits]
    return _page(
        *(request, "search.html"),
        found=found,
        hits=hits,
        q=given.get("q", ""),
        other=given.get("with", ""),
        source=source,
        target=target,
        level=level,
    )


def _marked(hit: Hit, languages: tuple[str, str]) -> list[tuple[str, list[tuple[bool, str]]]]:
    """Give the texts of a hit in two languages in pieces, and whether each was looked for."""
    unit = hit.unit
    texts = {each.language: each.text for each in unit.translations}
    texts[unit.language] = unit.text
    found = []
    for language in languages:
        if language in texts:
            marks = sorted(mark for code, marks in hit.marks if code == language for mark in marks)
            found.append((language, _pieces(texts[language], marks)))
    return found


def _pieces(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[bool, str]]:
    pieces, end = [], 0
    for start, stop in marks:
        pieces += [(False, text[end:start]), (True, text[max(start, end) : stop])]
        end = max(end, stop)
    return [each for each in (*pieces, (False, text[end:])) if each[1]]


async def _cite(request: Request) -> Response:
    given = request.query_params
    found = None
    if given.get("document", "").strip():
        found = cite(
            _store(request), given["document"], given.get("paragraph", "").strip() or "title"
        )
    return _page(
        *(request, "cite.html"),
        found=found,
        document=given.get("document", ""),
        paragraph=given.get("paragraph", ""),
    )


async def _match(request: Request) -> Response:
    given = request.query_params
    source, target = _pair(request)
    text = given.get("text", "").strip()[:10_000]
    found = find_matches(_store(request), text, source=source, target=target) if text else []
    return _page(
        *(request, "match.html"),
        found=[(each, difference(each.source, text)) for each in found],
        text=text,
        source=source,
        target=target,
    )


async def _interface(request: Request) -> Response:
    language = request.query_params.get("language", "")
    back = request.query_params.get("back", "/")
    # Only an address on this server, whatever the browser makes of slashes.
    response = RedirectResponse("/" + back.lstrip("/\\"), status_code=303)
    if language in INTERFACES:
        response.set_cookie("hexapla-interface", language, path="/", samesite="strict")
    return response


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        return Response(status_code=404)
    content = (files("memory") / "static" / name).read_bytes()
    return Response(content, media_type=_FILES[name])


def _fresh(request: Request, place: _Place, references: Collection[str]) -> dict[str, Any]:
    """Give rows as they are now, as HTML that is put into the page, and which are gone."""
    grid = _desk(request).grid(place.symbol, place.level)
    template = request.app.state.environment.get_template("review/row.html")
    told = translator(_interface_of(request))
    places = {name: grid.place(name) for name in references}
    rows = []
    for where in sorted(where for where in places.values() if where is not None):
        view = view_of(grid, where, place.languages)
        hidden = view.row.is_loose and view.row.cells[0].language not in place.languages
        if not hidden:
            rows.append(
                {
                    "reference": view.row.reference,
                    "version": view.row.version,
                    "previous": grid.rows[where - 1].reference if where else "",
                    "html": template.render(view=view, grid=grid, _=told),
                }
            )
    return {"rows": rows, "gone": [name for name, where in places.items() if where is None]}


def _said(told: Callable[..., str], change: Change) -> str:
    step, _, name = change.action.rpartition(" ")
    done = told(name)
    return told(f"{step}: %(action)s", action=done) if step else done


def _page(request: Request, template: str, *, status: int = 200, **content: Any) -> Response:
    language = _interface_of(request)
    environment: Environment = request.app.state.environment
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    html = environment.get_template(f"review/{template}").render(
        _=translator(language), language=language, path=path, **content
    )
    return HTMLResponse(html, status_code=status)


def _environment() -> Environment:
    """Give the templates; everything they show is escaped."""
    environment = Environment(
        loader=PackageLoader("memory"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_showable,
    )
    environment.globals.update(
        INTERFACES=INTERFACES,
        LANGUAGES=LANGUAGES,
        Mark=Mark,
        SYMBOLS=SYMBOLS,
        Priority=Priority,
        language_of=lambda code: LANGUAGES.get(code) or Language(code, code, "", "auto"),
    )
    environment.filters["query"] = lambda values: urlencode(values, doseq=True)
    # Compiled before the first page is asked for.
    for name in environment.list_templates(filter_func=lambda name: name.startswith("review/")):
        environment.get_template(name)
    return environment


def _showable(value: object) -> object:
    return value.translate(_UNSHOWABLE) if type(value) is str else value


def _grid(request: Request) -> tuple[Grid, _Place]:
    given = request.query_params
    place = _place_of(given.get("symbol"), given.get("level"), given.getlist("language"))
    grid = _desk(request).grid(place.symbol, place.level)
    chosen = tuple(each for each in grid.languages if each in place.languages)
    return grid, replace(place, languages=chosen or grid.languages)


def _place_of(symbol: object, level: object, languages: Collection[str]) -> _Place:
    try:
        return _Place(str(symbol or ""), Level(str(level or "sentence")), tuple(languages))
    except ValueError as error:
        raise UsageError("the level is sentence or paragraph") from error


def _level(request: Request) -> Level:
    return _place_of("", request.query_params.get("level"), ()).level


def _pair(request: Request) -> tuple[str, str]:
    given = request.query_params
    pair = given.get("source", "zh"), given.get("target", "en")
    if not set(pair) <= set(LANGUAGES):
        raise UsageError("there is no such language")
    return pair


async def _body(request: Request, *, largest: int = _LARGEST_BODY) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise UsageError("the request is too large")
    return bytes(body)


async def _json(request: Request) -> Mapping[str, Any]:
    try:
        found = json.loads(await _body(request))
    except ValueError as error:
        raise UsageError("the request is not understood") from error
    if not isinstance(found, dict):
        raise UsageError("the request is not understood")
    return found


def _strings(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _whole(found: object) -> int:
    text = str(found)
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _interface_of(request: Request) -> str:
    chosen = request.cookies.get("hexapla-interface", "")
    if chosen in INTERFACES:
        return chosen
    return preferred(request.headers.get("accept-language", ""))


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk
