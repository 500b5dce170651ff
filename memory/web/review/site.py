"""What all pages for review share: how a request is read, and how a page is made."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache, wraps
from inspect import iscoroutinefunction
from typing import Any, Final, ParamSpec, TypeVar, cast
from urllib.parse import parse_qs, quote, urlencode

from anyio import to_thread
from jinja2 import Environment
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from hexapla.corpora.errors import ConflictError, HexaplaError, UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.sources import address_line, source_line
from hexapla.memory.output.pages import new_environment
from hexapla.memory.review.marks import SYMBOLS, Mark
from hexapla.memory.review.session import Comments, ReviewSession
from hexapla.memory.rows import Change, Grid
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Priority
from hexapla.memory.web.access import account_in, account_of
from hexapla.memory.web.accounts import Account, AccountRole, require, touched_languages
from hexapla.memory.web.errors import http_status, retry_headers, told
from hexapla.memory.web.narrowing import narrowing, selection_of
from hexapla.memory.web.proxies import path_of, root_of
from hexapla.memory.web.review.messages import INTERFACES, preferred, translator
from hexapla.memory.web.turns import Turns, told_apart

__all__ = [
    "MAX_BODY",
    "MAX_FILE",
    "SetView",
    "answered",
    "apply_change",
    "attachment",
    "body_of",
    "compile_templates",
    "environment",
    "form_of",
    "handle_errors",
    "in_time",
    "in_turn",
    "interface_of",
    "json_of",
    "leads_to",
    "level_of",
    "narrowed",
    "natural_number",
    "page",
    "pair_of",
    "parsed_of",
    "piece",
    "refusal",
    "session_of",
    "set_rows",
    "set_view",
    "store_of",
    "string_list",
    "take_in",
    "who_asks",
]

MAX_BODY: Final = 1 << 20  # bytes of a form; what takes files says so
MAX_FILE: Final = 1 << 26
"""Bytes of a file that is brought; `read` takes no larger ones."""
# Which memory a page is of: another one may have been opened since.
_MEMORY: Final = "hexapla-memory"
_ANOTHER: Final = "another memory was opened meanwhile: load the page again"
# What scripts of the pages ask for.
_DATA: Final = frozenset({"/add/state", "/set/news", "/set/row"})

Handler = Callable[[Request], Awaitable[Response]]
_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class SetView:
    """Which rows are looked at: a set at a level, with some of its languages."""

    symbol: str
    level: Level
    languages: tuple[str, ...]

    def query(self, **more: str) -> str:
        """Return the query of the address of these rows, with more parameters.

        >>> SetView("A/RES/1/2", Level.SENTENCE, ("en", "fr")).query(at="12")
        'symbol=A%2FRES%2F1%2F2&level=sentence&at=12&language=en&language=fr'
        """
        named = {"symbol": self.symbol, "level": self.level.value, **more}
        return urlencode([*named.items(), *(("language", each) for each in self.languages)])


async def answered(handler: Handler | Callable[[Request], Response], request: Request) -> Response:
    """Return what a handler answers.

    One that is no coroutine has its turn with the memory; the others take it themselves.
    """
    if iscoroutinefunction(handler):
        found: Response = await handler(request)
        return found
    return await in_turn(request, cast(Callable[[Request], Response], handler), request)


def handle_errors(
    handler: Handler | Callable[[Request], Response], needed: AccountRole | None = None
) -> Handler:
    """Wrap a handler so that errors are answered with a page, or with JSON where that is asked.

    It answers as `answered` says. Whoever asks must have the role that is `needed`: where none is
    named, what changes anything is for administrators.
    """

    async def answer(request: Request) -> Response:
        usual = AccountRole.ADMINISTRATOR if request.method == "POST" else AccountRole.READER
        # Another memory can be opened while a request is answered: this one stays with its own.
        request.state.turns = request.app.state.turns
        request.state.session = request.app.state.session
        request.state.workbench = request.app.state.workbench
        request.state.memory = await to_thread.run_sync(told_apart, _turns(request).location)
        try:
            require(who_asks(request), needed or usual)
            if await _memory_named(request) != request.state.memory:
                raise ConflictError(_ANOTHER)
            return await answered(handler, request)
        except HexaplaError as error:
            of_script = path_of(request.scope) in _DATA
            if of_script or (request.method == "POST" and not _is_form(request)):
                return refusal(request, error)
            message = told(error, translator(interface_of(request)))
            return page(request, "error.html", status=http_status(error), message=message)

    return answer


def refusal(request: Request, error: HexaplaError) -> Response:
    """Return what tells a script of a page of an error, in the language of the page."""
    status = http_status(error)
    message = told(error, translator(interface_of(request)))
    return JSONResponse({"message": message}, status_code=status, headers=retry_headers(status))


async def _memory_named(request: Request) -> str:
    """Return the memory that a request is meant for, as its header or a field of its form says.

    What says nothing is meant for the open one, but changes nothing where another can be opened.
    """
    own: str = request.state.memory
    if _MEMORY in request.headers:
        return request.headers[_MEMORY]
    if request.method != "POST":
        return own
    named = (await form_of(request)).get("memory", [""])[0] if _is_form(request) else ""
    return own if not named and request.state.workbench is None else named


def _is_form(request: Request) -> bool:
    """Return whether a form of a page was sent, so that a page answers it."""
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


async def in_turn(
    request: Request, work: Callable[_P, _T], *given: _P.args, **named: _P.kwargs
) -> _T:
    """Do what asks the memory in its turn.

    Raises UnavailableError where that does not come, ConflictError where another memory was put in
    the place of the one that the request is meant for, so that nothing of both is mixed.
    """
    turns = _turns(request)
    meant = getattr(request.state, "memory", None)

    def in_its_memory() -> _T:
        if meant not in {None, told_apart(turns.location)}:
            raise ConflictError(_ANOTHER)
        return work(*given, **named)

    return await turns.take(in_its_memory)


async def in_time(
    request: Request, look_up: Callable[_P, _T], *given: _P.args, **named: _P.kwargs
) -> _T:
    """Look up in turn, in no more time than the server gives to that, if it sets any.

    Raises LimitError where it takes longer.
    """
    seconds: float | None = request.app.state.seconds

    def limited() -> _T:
        with nullcontext() if seconds is None else store_of(request).limited(seconds):
            return look_up(*given, **named)

    return await in_turn(request, limited)


def page(request: Request, template: str, *, status: int = 200, **content: Any) -> Response:
    """Return a page in the language of the interface."""
    language = interface_of(request)
    environment: Environment = request.app.state.environment
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    role = who_asks(request).role
    administers = role is AccountRole.ADMINISTRATOR
    html = environment.get_template(f"review/{template}").render(
        _=translator(language),
        language=language,
        root=root_of(request.scope),
        path=path,
        can_add=request.app.state.workbench is not None and administers,
        administers=administers,
        may_bring=role >= AccountRole.TRANSLATOR,
        account=account_in(request.scope),
        memory="" if request.app.state.read_only else request.state.memory,
        read_only=request.app.state.read_only,
        narrowing=narrowing(request.query_params),
        **content,
    )
    return HTMLResponse(html, status_code=status, headers=retry_headers(status))


def piece(request: Request, template: str, **content: Any) -> str:
    """Return a piece of a page in the language of the interface, as scripts put it there."""
    made = request.app.state.environment.get_template(f"review/{template}")
    translate = translator(interface_of(request))
    return str(
        made.render(
            _=translate,
            root=root_of(request.scope),
            read_only=request.app.state.read_only,
            **content,
        )
    )


def leads_to(request: Request, address: str) -> Response:
    """Return the way to another page of this server, whatever a proxy has before its addresses."""
    return RedirectResponse(root_of(request.scope) + address, status_code=303)


def attachment(content: bytes, name: str, media_type: str = "application/octet-stream") -> Response:
    """Return a file that a browser keeps under a name."""
    kept = quote(name.replace("/", "_"), safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{kept}"}
    return Response(content, media_type=media_type, headers=headers)


@cache
def environment() -> Environment:
    """Return the templates; everything they show is escaped."""
    environment = new_environment()
    environment.globals.update(
        INTERFACES=INTERFACES,
        LANGUAGES=LANGUAGES,
        Mark=Mark,
        SYMBOLS=SYMBOLS,
        Priority=Priority,
        address_line=address_line,
        source_line=source_line,
    )
    environment.filters["query"] = lambda values: urlencode(values, doseq=True)
    return environment


def compile_templates() -> None:
    """Compile what has not been shown yet, so that nobody waits for it."""
    every = environment()
    for name in every.list_templates(filter_func=lambda name: name.startswith("review/")):
        every.get_template(name)


def set_rows(request: Request) -> tuple[Grid, SetView]:
    """Return the rows that a request is about, and the languages of them that it wants to see."""
    given = request.query_params
    shown = set_view(given.get("symbol"), given.get("level"), given.getlist("language"))
    grid = session_of(request).grid(shown.symbol, shown.level)
    chosen = tuple(each for each in grid.languages if each in shown.languages)
    return grid, replace(shown, languages=chosen or grid.languages)


def set_view(symbol: object, level: object, languages: Collection[str]) -> SetView:
    """Return the rows that a request names. Raises UsageError where there is no such level."""
    try:
        return SetView(str(symbol or ""), Level(str(level or "sentence")), tuple(languages))
    except ValueError as error:
        raise UsageError("the level is sentence or paragraph") from error


def level_of(request: Request) -> Level:
    """Return the level that a request is about, that of sentences where it does not say."""
    return set_view("", request.query_params.get("level"), ()).level


def narrowed(show: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Return a handler that looks up only in the documents that the address names, if it does."""

    @wraps(show)
    def within(request: Request) -> Response:
        with store_of(request).within(selection_of(request.query_params)):
            return show(request)

    return within


def pair_of(request: Request) -> tuple[str, str]:
    """Return the two languages of a look-up."""
    given = request.query_params
    pair = given.get("source", "zh"), given.get("target", "en")
    if not set(pair) <= set(LANGUAGES):
        raise UsageError("there is no such language")
    return pair


async def body_of(request: Request, *, largest: int = MAX_BODY) -> bytes:
    """Read the body of a request. Raises UsageError where it is too large."""
    if (known := getattr(request.state, "body", None)) is not None:
        return bytes(known)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > largest:
                raise UsageError("the request is too large")
    except ClientDisconnect as error:
        # What was sent cannot be read as a body either.
        raise UsageError("the request broke off") from error
    # A form is read twice: for the memory that it is meant for, and for what it says.
    request.state.body = bytes(body)
    return bytes(body)


async def form_of(request: Request) -> Mapping[str, list[str]]:
    """Read a body that is a form of a page. Raises UsageError where it is too large."""
    return parse_qs((await body_of(request)).decode("utf-8", "replace"))


async def json_of(request: Request) -> Mapping[str, Any]:
    """Read a body that is one JSON object. Raises UsageError where it is not."""
    found = await parsed_of(request)
    if not isinstance(found, dict):
        raise UsageError("the request is not understood")
    return found


async def parsed_of(request: Request, *, largest: int = MAX_BODY) -> object:
    """Read a body that is JSON. Raises UsageError where it is not, or too large."""
    try:
        found: object = json.loads(await body_of(request, largest=largest))
        # Half a character, which no answer could repeat.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise UsageError("the request is not understood") from error
    return found


def string_list(found: object) -> tuple[str, ...]:
    """Return a list of JSON as texts."""
    return tuple(map(str, found)) if isinstance(found, list) else ()


def natural_number(found: object) -> int:
    """Return a number from 0, 0 where it is none."""
    text = str(found)
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def interface_of(request: Request) -> str:
    """Return the language of the interface: the one chosen, or that of the browser."""
    chosen = request.cookies.get("hexapla-interface", "")
    if chosen in INTERFACES:
        return chosen
    return preferred(request.headers.get("accept-language", ""))


def who_asks(request: Request) -> Account:
    """Return who asks; where the server knows nobody by name, who started it."""
    return account_of(request.scope, request.app.state.who)


def apply_change(request: Request, shown: SetView, change: Change) -> None:
    """Change rows in the name of who asks. Raises ForbiddenError where that is not theirs."""
    who = _who_changes(request, shown, change)
    session_of(request).apply(shown.symbol, shown.level, change, who=who)


def take_in(request: Request, shown: SetView, change: Change, comments: Comments) -> None:
    """Change rows as `apply_change` does, and say something of some, wholly or not at all."""
    who = _who_changes(request, shown, change)
    session_of(request).take_in(shown.symbol, shown.level, change, comments, who=who)


def _who_changes(request: Request, shown: SetView, change: Change) -> str:
    """Return the name of who asks for a change. Raises ForbiddenError where it is not theirs."""
    account = who_asks(request)
    source = session_of(request).grid(shown.symbol, shown.level).source_language
    require(account, AccountRole.TRANSLATOR, touched_languages(change, source))
    return account.name


def _turns(request: Request) -> Turns:
    """Return the memory of the whole request, or of a server that has one alone."""
    turns: Turns = getattr(request.state, "turns", request.app.state.turns)
    return turns


def store_of(request: Request) -> Store:
    """Return the memory, to be asked in turn."""
    return _turns(request).store


def session_of(request: Request) -> ReviewSession:
    """Return the rows that were looked at last."""
    session: ReviewSession = request.state.session
    return session
