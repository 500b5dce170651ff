"""The pages over the whole memory: the library, and look-up with the document one click away."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.citation import cite
from hexapla.memory.lookup.concordance import Hit, Phrase, concordance, symbol_year
from hexapla.memory.lookup.fragments import Fragments, Span, find_fragments
from hexapla.memory.lookup.kwic.parsing import is_query, parse
from hexapla.memory.lookup.kwic.query import Words, leaves
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.lookup.questions import Asked, question
from hexapla.memory.lookup.renderings.answering import Answering
from hexapla.memory.lookup.renderings.marking import with_answers
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.rows import Progress
from hexapla.memory.selection import Selection
from hexapla.memory.terms.recognition import find_terms
from hexapla.memory.text.difference import difference
from hexapla.memory.units import Priority, SetSummary
from hexapla.memory.web.review.pieces import pieces
from hexapla.memory.web.review.site import (
    body_of,
    in_turn,
    interface_of,
    level_of,
    page,
    pair_of,
    store_of,
)

__all__ = [
    "find",
    "prioritize",
    "show_citation",
    "show_library",
    "show_matches",
    "show_search",
]

# From here on a match is of the very text: parts of it tell nothing more.
_THE_SAME: Final = 99
# Characters of a text that is looked up.
_MOST_TYPED: Final = 10_000
# Languages that a few words do not tell apart.
_LATIN: Final = ("en", "fr", "es", "de")


def show_library(request: Request) -> Response:
    """Show the document sets, those first that need a look most, or in another order."""
    store, level = store_of(request), level_of(request)
    summaries = {each.symbol: each for each in store.sets()}
    sets = [(each, summaries[each.symbol]) for each in store.progress(level)]
    wanted = request.query_params.get("sort", "look")
    text = request.query_params.get("q", "").strip().casefold()
    titles = store.titles(interface_of(request))
    sets = [each for each in sets if text in _named(each[0].symbol, titles).casefold()]
    if wanted == "look":
        sets.sort(key=lambda each: (each[1].priority < 0, -each[1].priority, -each[0].to_look_at))
    elif wanted == "year":
        sets.sort(key=lambda each: -(symbol_year(each[0].symbol) or 0))
    elif wanted == "organ":
        sets.sort(key=lambda each: each[0].symbol.split("/")[0])
    return page(
        request,
        "library.html",
        sets=[_listed(*each, titles) for each in sets],
        level=level,
        sort=wanted,
        q=text,
    )


def _named(symbol: str, titles: Mapping[str, tuple[str, str]]) -> str:
    title, _ = titles.get(symbol, ("", ""))
    return f"{symbol} {title}"


def _listed(
    found: Progress, summary: SetSummary, titles: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    title, title_language = titles.get(found.symbol, ("", ""))
    return {
        "title": title,
        "title_language": title_language,
        "progress": found,
        "summary": summary,
        "year": symbol_year(found.symbol) or "",
        "organ": found.symbol.split("/")[0],
        "languages": summary.languages,
    }


async def prioritize(request: Request) -> Response:
    """Exclude or prefer a set, or take either back."""
    given = parse_qs((await body_of(request)).decode("utf-8", "replace"))
    symbols, names = given.get("symbol", [""]), given.get("priority", [""])
    if len(symbols) != 1 or len(names) != 1:
        raise UsageError("the request is not understood")
    (symbol,), (name,) = symbols, names
    try:
        priority = Priority[name]
    except KeyError as error:
        raise UsageError("there is no such action") from error
    await in_turn(request, store_of(request).prioritize, Selection(symbol=symbol), priority)
    return RedirectResponse("/", status_code=303)


def show_search(request: Request) -> Response:
    """Show where a phrase stands, with what its translation holds."""
    given = request.query_params
    source, target = pair_of(request)
    level = level_of(request)
    found, hits = None, []
    if given.get("q", "").strip():
        phrases = [Phrase(given["q"][:1000], source)]
        if given.get("with", "").strip():
            phrases.append(Phrase(given["with"][:1000], target))
        found = concordance(store_of(request), *phrases, level=level, limit=50)
        wanted = [target] if target != source else []
        found = with_answers(store_of(request), found, phrases[0], wanted, known_meanings())
        hits = [(hit, _marked(hit, (source, target))) for hit in found.hits]
    return page(
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
    """Return the texts of a hit in two languages in pieces, and whether each was looked for."""
    found, texts = [], hit.unit.texts
    for language in languages:
        if language in texts:
            every = (*hit.marks, *hit.answers)
            marks = sorted(mark for code, marks in every if code == language for mark in marks)
            found.append((language, pieces(texts[language], marks)))
    return found


def find(request: Request) -> Response:
    """Lead on to the page that answers what was typed: a paragraph, a query, a text or a phrase."""
    given = request.query_params
    asked = question(given.get("q", "")[:_MOST_TYPED])
    if not asked.text:
        return RedirectResponse("/search", status_code=303)
    if asked.asked is Asked.PARAGRAPH:
        query = {"document": asked.text, "paragraph": asked.paragraph}
        return RedirectResponse(f"/cite?{urlencode(query)}", status_code=303)
    if is_query(asked.text):
        source, text = _query_language(request, asked.text), asked.text
        query = {"q": text, "source": source, "target": given.get("to") or _other(source)}
        return RedirectResponse(f"/concordance?{urlencode(query)}", status_code=303)
    source = given.get("from") or asked.language or _language_of(request, asked.text)
    target = given.get("to") or _other(source)
    page_name, name = ("match", "text") if asked.asked is Asked.TEXT else ("search", "q")
    query = {name: asked.text, "source": source, "target": target}
    return RedirectResponse(f"/{page_name}?{urlencode(query)}", status_code=303)


def _other(source: str) -> str:
    """Return the language into which is looked up where none is named."""
    return "zh" if source == "en" else "en"


def _query_language(request: Request, text: str) -> str:
    """Return the language of what names none in a query: that of its first words."""
    named = request.query_params.get("from")
    words = [each.text for each in leaves(parse(text, "en")) if isinstance(each, Words)]
    first = words[0] if words else ""
    if named or not first:
        return named or "en"
    return question(first).language or _language_of(request, first)


def _language_of(request: Request, text: str) -> str:
    """Return the first language that has words which do not tell theirs, that of the page first."""
    own = interface_of(request)
    likely = sorted(_LATIN, key=lambda code: code != own)
    for code in likely:
        with suppress(UsageError):  # there is no word in it
            if concordance(store_of(request), Phrase(text, code), limit=1).total:
                return code
    return likely[0]


def show_citation(request: Request) -> Response:
    """Show a paragraph in every language."""
    given = request.query_params
    found = None
    if given.get("document", "").strip():
        found = cite(
            store_of(request), given["document"], given.get("paragraph", "").strip() or "title"
        )
    return page(
        *(request, "cite.html"),
        found=found,
        document=given.get("document", ""),
        paragraph=given.get("paragraph", ""),
    )


def show_matches(request: Request) -> Response:
    """Show what is like a text, and what differs."""
    given = request.query_params
    source, target = pair_of(request)
    text = given.get("text", "").strip()[:_MOST_TYPED]
    found = find_matches(store_of(request), text, source=source, target=target) if text else []
    parts = Fragments()
    if text and not any(each.score >= _THE_SAME for each in found):
        parts = find_fragments(
            *(store_of(request), text),
            source=source,
            target=target,
            answers=Answering((source, target)),
        )
    terms = find_terms(store_of(request), text, source=source, target=target) if text else []
    return page(
        *(request, "match.html"),
        terms=terms,
        found=[(each, difference(each.source, text)) for each in found],
        parts=parts,
        spanned=_spanned,
        text=text,
        source=source,
        target=target,
    )


def _spanned(text: str, span: Span | None) -> list[tuple[bool, str]]:
    """Return the pieces of a text, and whether each is the span."""
    return pieces(text, [span] if span else [])
