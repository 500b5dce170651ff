"""The page of `hexapla serve` on which everything is looked up, by its address: read only."""

from __future__ import annotations

from typing import Any, Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from hexapla.corpora.errors import HexaplaError, MissingError
from hexapla.memory.lookup.citation import cite
from hexapla.memory.lookup.questions import Asked, question
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.store.store import Store
from hexapla.memory.text.language_codes import language_required
from hexapla.memory.units import Level
from hexapla.memory.web.description import MAX_TEXT
from hexapla.memory.web.errors import http_status, told
from hexapla.memory.web.narrowing import selection_of
from hexapla.memory.web.review.answers import NOTHING, languages_asked, phrase_answers, text_answers
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import in_time, interface_of, page, store_of

__all__ = ["show_answers"]

# What a new page proposes, where nothing is asked yet.
_USUAL: Final = ("zh", "en")


async def show_answers(request: Request) -> Response:
    """Show a paragraph in all languages, what is like a text, or where a phrase stands."""
    given = request.query_params
    q = given.get("q", "").strip()[:MAX_TEXT]
    shown: dict[str, Any] = {**NOTHING, "q": q, "source": _USUAL[0], "target": _USUAL[1]}
    status = 200
    try:
        pair = _code(given.get("from", "")), _code(given.get("to", ""))
        if q:
            await to_thread.run_sync(lambda: known_meanings().ready())
        shown |= await in_time(request, _narrowed, request, q, pair)
    except HexaplaError as error:
        status = http_status(error)
        shown["missing"] = told(error, translator(interface_of(request)))
    return page(request, "find.html", status=status, **shown)


def _code(language: str) -> str:
    return language_required(language) if language else ""


def _narrowed(request: Request, q: str, pair: tuple[str, str]) -> dict[str, Any]:
    store = store_of(request)
    with store.within(selection_of(request.query_params)):
        return _answers(store, q, pair, interface_of(request))


def _answers(store: Store, q: str, pair: tuple[str, str], own: str) -> dict[str, Any]:
    """Return what is shown of a question: what its template needs, and the languages."""
    asked = question(q)
    usual = {"source": pair[0] or _USUAL[0], "target": pair[1] or _USUAL[1]}
    if not asked.text:
        return usual
    if asked.asked is Asked.PARAGRAPH:
        try:
            found = cite(store, asked.text, asked.paragraph or "title")
            return usual | {"citations": found.every}
        except MissingError as error:
            return usual | {"missing": told(error, translator(own))}
    source, target = languages_asked(store, asked, pair, own)
    languages = {"source": source, "target": target}
    if asked.asked is Asked.TEXT:
        return languages | text_answers(store, asked.text, **languages)
    return languages | phrase_answers(store, asked.text, level=Level.SENTENCE, **languages)
