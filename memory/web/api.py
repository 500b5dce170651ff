"""The memory over HTTP for CAT tools and scripts, which look up, and add what people confirm.

The addresses of the translation memory are those of translate-toolkit's tmserver and of amaGama
(docs.translatehouse.org, "tmserver"; github.com/translate/amagama, "API"), which Virtaal, Pootle
and others ask. `memory.web` says who is answered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from html import escape
from inspect import iscoroutinefunction
from typing import Any, Final, cast

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from hexapla.corpora.errors import ForbiddenError, HexaplaError, UsageError
from hexapla.memory.lookup.citation import cite
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.fragments import find_fragments
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.lookup.renderings.answering import Answering
from hexapla.memory.lookup.renderings.marking import with_answers
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.lookup.semantic import Neighbours, made_neighbours
from hexapla.memory.lookup.sources import source_line
from hexapla.memory.terms.recognition import find_terms
from hexapla.memory.text.language_codes import language_required
from hexapla.memory.units import Level, Status
from hexapla.memory.web.access import AccessPolicy, account_in
from hexapla.memory.web.accounts import AccountRole, require
from hexapla.memory.web.confirmed import add_confirmed, confirmed_units
from hexapla.memory.web.description import MAX_RESULTS, MAX_TEXT, description
from hexapla.memory.web.errors import error_response, http_status, told
from hexapla.memory.web.limits import COMPARISONS_AT_ONCE, DEFAULT_LIMITS, Limits
from hexapla.memory.web.look_up import show_answers
from hexapla.memory.web.narrowing import NARROWING, selection_of
from hexapla.memory.web.operation import ALONE, WATCHED, Operation, middleware
from hexapla.memory.web.proxies import root_of
from hexapla.memory.web.review.assets import ASSETS
from hexapla.memory.web.review.compare_page import (
    compare_draft,
    send_changes,
    show_comparison,
)
from hexapla.memory.web.review.site import (
    compile_templates,
    environment,
    in_time,
    in_turn,
    json_of,
    parsed_of,
    store_of,
)
from hexapla.memory.web.turns import opened

__all__ = ["application"]

# The page for people, beside what programs ask for.
_PAGE: Final = "/find"
_COMPARE: Final = "/compare"
# Segments of one request: a page of a document in a CAT tool, or the neighbours of the open one.
_MOST_SEGMENTS: Final = 200
_SHARED: Final = ("source", "target", "limit", "least", "semantic", *NARROWING)

LookUp = Callable[[Request], Response]
Handler = Callable[[Request], Awaitable[Response]]


def application(
    location: str,
    *,
    access: AccessPolicy,
    limits: Limits = DEFAULT_LIMITS,
    operation: Operation = ALONE,
) -> Starlette:
    """Return the web application over the memory at a path or URL, which is opened when it starts.

    `access` says whom it answers, `limits` how much, `operation` how it is run.
    """
    figures = operation.figures()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with opened(location) as turns:
            app.state.turns = turns
            app.state.figures = figures
            app.state.seconds = limits.seconds
            app.state.location = location
            app.state.environment = environment()
            compile_templates()
            app.state.read_only = True
            app.state.comparing = CapacityLimiter(COMPARISONS_AT_ONCE)
            app.state.workbench = None
            app.state.who = ""  # nobody changes anything here under the server's name
            yield

    unit = "/{source}/{target}/unit/{text:path}"
    routes = [
        Route("/", _index),
        Route("/openapi.json", _openapi),
        Route(f"/tmserver{unit}", handle_errors(_unit)),
        Route(f"/api/v1{unit}", handle_errors(_unit)),
        # Virtaal's address of an amaGama ends with a slash, and it adds another.
        Route(f"/api/v1/{unit}", handle_errors(_unit)),
        Route("/api/v1/languages/", handle_errors(_languages)),
        Route("/match", handle_errors(_match)),
        Route("/match", handle_errors(_match_all), methods=["POST"]),
        Route("/get", handle_errors(_get)),
        Route("/fragments", handle_errors(_fragments)),
        Route("/terms", handle_errors(_terms)),
        Route("/search", handle_errors(_search)),
        Route("/cite", handle_errors(_cite)),
        Route("/units", handle_errors(_add_units), methods=["POST"]),
        Route(_PAGE, show_answers),
        Route(_COMPARE, show_comparison),
        Route(_COMPARE, compare_draft, methods=["POST"]),
        Route(f"{_COMPARE}/file", handle_errors(send_changes), methods=["GET", "POST"]),
        *ASSETS,
        *WATCHED,
    ]
    through = middleware(
        operation,
        access=access,
        limits=limits,
        pages=False,
        shown=(_PAGE, _COMPARE),
        routes=routes,
        figures=figures,
    )
    return Starlette(routes=routes, middleware=through, lifespan=lifespan)


def handle_errors(handler: LookUp | Handler) -> Handler:
    """Answer what is refused, or takes too long, with one line of JSON.

    A handler that is no coroutine looks up in turn; the others take their turns themselves.
    """

    async def answer(request: Request) -> Response:
        try:
            if iscoroutinefunction(handler):
                found: Response = await handler(request)
                return found
            if handler in (_fragments, _search):
                await to_thread.run_sync(lambda: known_meanings().ready())
            return await in_time(request, cast(LookUp, handler), request)
        except HexaplaError as error:
            return error_response(http_status(error), told(error), pages=False)

    return answer


def _unit(request: Request) -> Response:
    """Answer as tmserver and amaGama do: source, target, context, quality (per cent) and rank."""
    matches = find_matches(
        store_of(request),
        _text(request.path_params["text"]),
        source=language_required(request.path_params["source"]),
        target=language_required(request.path_params["target"]),
        limit=_number(request.query_params, "max_candidates", 5, MAX_RESULTS),
        min_score=_number(request.query_params, "min_similarity", 70, 100),
    )
    return JSONResponse(
        [
            {
                "source": each.source,
                "target": each.target,
                "context": each.tuid,
                "quality": min(each.score, 100),
                "rank": min(each.score, 100),
            }
            for each in matches
        ]
    )


def _languages(request: Request) -> Response:
    sides = {
        summary.source_language: {pair.language for pair in summary.pairs}
        for summary in store_of(request).sets()
    }
    every = sorted({*sides, *(target for targets in sides.values() for target in targets)})
    return JSONResponse({"sourceLanguages": every, "targetLanguages": every})


def _match(request: Request) -> Response:
    return JSONResponse(_matches(request, request.query_params))


def _matches(request: Request, given: Mapping[str, str]) -> list[dict[str, Any]]:
    store = store_of(request)
    source = language_required(given.get("source", "zh"))
    target = language_required(given.get("target", "en"))
    with store.within(selection_of(given)):
        matches = find_matches(
            store,
            _text(_required(given, "text")),
            source=source,
            target=target,
            before=given.get("before"),
            after=given.get("after"),
            limit=_number(given, "limit", 5, MAX_RESULTS),
            min_score=_number(given, "least", 60, 101),
            neighbours=_neighbours(request, given, source),
        )
    entries = store.registered({each.symbol for each in matches})
    return [
        {
            **asdict(each),
            "cited": source_line(each.symbol, each.reference, each.label),
            "title": entries[each.symbol].title(target),
            "date": entries[each.symbol].date,
        }
        for each in matches
    ]


async def _match_all(request: Request) -> Response:
    """Answer many segments at once, each in a turn of its own: others do not wait for all."""
    segments = _segments(await json_of(request))
    return JSONResponse([await in_time(request, _matches, request, each) for each in segments])


def _segments(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what is asked of each segment of a request, as of one that is asked alone."""
    shared = {name: str(given[name]) for name in _SHARED if name in given}
    segments = given.get("segments")
    if not isinstance(segments, list) or not segments:
        raise UsageError("segments is missing: a list of texts, or of objects with text")
    if len(segments) > _MOST_SEGMENTS:
        raise UsageError(f"there are more than {_MOST_SEGMENTS} segments")
    return [shared | _segment(each) for each in segments]


def _segment(given: object) -> dict[str, str]:
    if isinstance(given, str):
        return {"text": given}
    if isinstance(given, dict):
        names = ("text", "before", "after")
        return {name: given[name] for name in names if isinstance(given.get(name), str)}
    raise UsageError("a segment is a text, or an object with text, before and after")


def _get(request: Request) -> Response:
    """Answer as MyMemory does (mymemory.translated.net/doc/spec.php), without its machine."""
    given = request.query_params
    codes = _required(given, "langpair").split("|")
    if len(codes) != 2:
        raise UsageError("langpair is two languages, as en|fr")
    source, target = map(language_required, codes)
    found = find_matches(
        *(store_of(request), _text(_required(given, "q"))), source=source, target=target
    )
    matches = [
        {
            "id": each.tuid,
            "segment": each.source,
            "translation": each.target,
            "source": source,
            "target": target,
            "quality": "74" if each.status is Status.AUTOMATIC else "100",
            "reference": source_line(each.symbol, each.reference, each.label),
            "usage-count": each.sources,
            "subject": each.symbol,
            "match": min(each.score, 100) / 100,
        }
        for each in found
    ]
    best = found[0] if found else None
    data = {
        "translatedText": best.target if best else "",
        "match": min(best.score, 100) / 100 if best else 0,
    }
    return JSONResponse(
        {
            **{"responseData": data, "quotaFinished": False, "responseDetails": ""},
            **{"responseStatus": 200, "matches": matches},
        }
    )


def _fragments(request: Request) -> Response:
    given = request.query_params
    source = language_required(given.get("source", "zh"))
    target = language_required(given.get("target", "en"))
    with store_of(request).within(selection_of(given)):
        found = find_fragments(
            store_of(request),
            _text(_required(given, "text")),
            source=source,
            target=target,
            min_score=_number(request.query_params, "least", 60, 100),
            answers=Answering((source, target)),
        )
    return JSONResponse(
        {"coverage": found.coverage, "fragments": [asdict(each) for each in found.every]}
    )


def _terms(request: Request) -> Response:
    given = request.query_params
    found = find_terms(
        store_of(request),
        _text(_required(given, "text")),
        source=language_required(given.get("source", "zh")),
        target=language_required(given.get("target", "en")),
    )
    return JSONResponse([asdict(each) for each in found])


def _neighbours(request: Request, given: Mapping[str, str], language: str) -> Neighbours | None:
    """Return what finds texts that are alike in meaning; None where they are not asked for."""
    wanted = given.get("semantic", "no")
    if wanted not in ("yes", "no"):
        raise UsageError("semantic is yes or no")
    return made_neighbours(request.app.state.location, language) if wanted == "yes" else None


def _search(request: Request) -> Response:
    given = request.query_params
    language = language_required(given.get("language", "zh"))
    phrases = [Phrase(_text(_required(given, "phrase")), language)]
    other = language_required(given.get("with_language", "en"))
    if given.get("with"):
        phrases.append(Phrase(_text(given["with"]), other))
    store = store_of(request)
    with store.within(selection_of(given)):
        found = concordance(
            store,
            *phrases,
            level=_level(given.get("level", Level.SENTENCE)),
            limit=_number(request.query_params, "limit", 20, MAX_RESULTS),
        )
        wanted = [other] if other != phrases[0].language else []
        found = with_answers(store, found, phrases[0], wanted, known_meanings())
    entries = store.registered({hit.unit.symbol for hit in found})
    documents = [entry.as_json() for entry in entries.values()]
    return JSONResponse({**asdict(found), "documents": documents})


def _cite(request: Request) -> Response:
    given = request.query_params
    found = cite(store_of(request), _required(given, "document"), given.get("paragraph", "title"))
    return JSONResponse(found.as_json())


async def _add_units(request: Request) -> Response:
    """Add what a translator has confirmed; only where the server knows people by name."""
    account = account_in(request.scope)
    if account is None:
        raise ForbiddenError("units are added by people with an account: start with --accounts")
    units = confirmed_units(await parsed_of(request, largest=DEFAULT_LIMITS.body), who=account.name)
    targets = {cell.language for each in units for cell in each.translations}
    require(account, AccountRole.TRANSLATOR, targets)
    counts = await in_turn(request, add_confirmed, store_of(request), units, who=account.name)
    added = {"added": counts.added, "merged": counts.merged, "known": counts.known}
    return JSONResponse(added, 201 if counts.added + counts.merged else 200)


async def _openapi(_: Request) -> Response:
    return JSONResponse(description())


async def _index(request: Request) -> Response:
    root = escape(root_of(request.scope))
    rows = "".join(
        f"<dt><code>{method.upper()} {path}</code></dt><dd>{told['summary']}</dd>"
        for path, methods in description()["paths"].items()
        for method, told in methods.items()
    )
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>hexapla</title>'
        "<h1>hexapla</h1><p>What can be asked for, also as"
        f' <a href="{root}/openapi.json">OpenAPI</a>:</p>'
        f"<dl>{rows}</dl>"
        f'<p><a href="{root}{_PAGE}">The page on which people look things up</a></p></html>'
    )


def _text(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise UsageError(f"the text has more than {MAX_TEXT} characters")
    return text


def _level(name: str) -> Level:
    try:
        return Level(name)
    except ValueError as error:
        raise UsageError("the level is sentence or paragraph") from error


def _required(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "").strip()
    if not value:
        raise UsageError(f"{name} is missing")
    return value


def _number(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    value = given.get(name)
    if value is None:
        return usual
    if not value.isdecimal() or len(value) > len(str(most)) or int(value) > most:
        raise UsageError(f"{name} is no number from 0 to {most}")
    return int(value)
