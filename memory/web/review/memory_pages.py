"""The pages that look up in the whole memory, with the document one click away."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from hexapla.corpora.errors import MissingError
from hexapla.memory.lookup.citation import Citation, cite
from hexapla.memory.lookup.kwic.parsing import is_query, parse
from hexapla.memory.lookup.kwic.query import QueryPhrase, leaves
from hexapla.memory.lookup.questions import Asked, question
from hexapla.memory.text.language_codes import other_language
from hexapla.memory.web.errors import http_status, told
from hexapla.memory.web.review.answers import (
    NOTHING,
    language_of_words,
    languages_asked,
    phrase_answers,
    text_answers,
)
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.site import (
    interface_of,
    leads_to,
    level_of,
    narrowed,
    page,
    pair_of,
    store_of,
)

__all__ = [
    "find",
    "show_citation",
    "show_matches",
    "show_search",
]

# Characters of a text that is looked up.
_MOST_TYPED: Final = 10_000
_LONGEST_PHRASE: Final = 1_000


@narrowed
def show_search(request: Request) -> Response:
    """Show where a phrase stands, with what its translation holds."""
    given = request.query_params
    source, target = pair_of(request)
    level = level_of(request)
    q, other = given.get("q", "").strip()[:_LONGEST_PHRASE], given.get("with", "").strip()
    found = (
        phrase_answers(
            store_of(request),
            q,
            other=other[:_LONGEST_PHRASE],
            source=source,
            target=target,
            level=level,
        )
        if q
        else NOTHING
    )
    return page(
        request,
        "search.html",
        **found,
        q=q,
        other=other,
        source=source,
        target=target,
        level=level,
    )


def find(request: Request) -> Response:
    """Lead on to the page that answers what was typed: a paragraph, a query, a text or a phrase."""
    given = request.query_params
    asked = question(given.get("q", "")[:_MOST_TYPED])
    if not asked.text:
        return leads_to(request, "/search")
    if asked.asked is Asked.PARAGRAPH:
        query = {"document": asked.text, "paragraph": asked.paragraph}
        return leads_to(request, f"/cite?{urlencode(query)}")
    if is_query(asked.text):
        source, text = _query_language(request, asked.text), asked.text
        query = {"q": text, "source": source, "target": given.get("to") or other_language(source)}
        return leads_to(request, f"/concordance?{urlencode(query)}")
    pair = given.get("from", ""), given.get("to", "")
    source, target = languages_asked(store_of(request), asked, pair, interface_of(request))
    page_name, name = ("match", "text") if asked.asked is Asked.TEXT else ("search", "q")
    query = {name: asked.text, "source": source, "target": target}
    return leads_to(request, f"/{page_name}?{urlencode(query)}")


def _query_language(request: Request, text: str) -> str:
    """Return the language of what names none in a query: that of its first words.

    Where all is named, it is the first of the languages.
    """
    if named := request.query_params.get("from"):
        return named
    every = list(leaves(parse(text, ""), denied=True))
    unnamed = [each for each in every if not each.language]
    if not unnamed:
        return every[0].language
    first = next((each.text for each in unnamed if isinstance(each, QueryPhrase)), "")
    if not first:
        return "en"
    own = interface_of(request)
    return question(first).language or language_of_words(store_of(request), first, own)


def show_citation(request: Request) -> Response:
    """Show a paragraph in every language; what is not there stays to be mended."""
    given = request.query_params
    found: tuple[Citation, ...] = ()
    wrong, status = "", 200
    if given.get("document", "").strip():
        paragraph = given.get("paragraph", "").strip() or "title"
        try:
            found = cite(store_of(request), given["document"], paragraph).every
        except MissingError as error:
            wrong, status = told(error, translator(interface_of(request))), http_status(error)
    return page(
        request,
        "cite.html",
        status=status,
        citations=found,
        wrong=wrong,
        document=given.get("document", ""),
        paragraph=given.get("paragraph", ""),
    )


@narrowed
def show_matches(request: Request) -> Response:
    """Show what is like a text, and what differs."""
    source, target = pair_of(request)
    text = request.query_params.get("text", "").strip()[:_MOST_TYPED]
    found = text_answers(store_of(request), text, source=source, target=target) if text else NOTHING
    return page(request, "match.html", **found, text=text, source=source, target=target)
