"""What `hexapla serve` answers, described as OpenAPI 3.1 (spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.fragments import FragmentKind
from hexapla.memory.lookup.match import MatchKind
from hexapla.memory.selection import DATE
from hexapla.memory.termbase import TermStatus
from hexapla.memory.units import Level, Status
from hexapla.memory.web.narrowing import NARROWING

__all__ = ["MAX_RESULTS", "MAX_SYMBOL", "MAX_TEXT", "MAX_UNITS", "description"]

MAX_RESULTS: Final = 100
"""The most matches or hits of one answer."""
MAX_TEXT: Final = 10_000
"""The characters of the longest text that may be asked for."""

MAX_UNITS: Final = 100
"""Units that one request may add: an import takes files of any length."""
MAX_SYMBOL: Final = 200
"""The characters of the longest symbol that a unit may be added under."""

Schema = Mapping[str, Any]


def description() -> dict[str, Any]:
    """Return the description of all addresses."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "hexapla", "version": version("hexapla")},
        "paths": _PATHS,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        # Only a server that others can reach asks for the token.
        "security": [{}, {"token": []}],
    }


def _object(**properties: Schema) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _array(items: Schema) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _numbers(most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "maximum": most}


_STRING: Final = {"type": "string"}
_NUMBER: Final = {"type": "number"}
_INTEGER: Final = {"type": "integer"}
_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
# A code may have a region, which makes no difference: zh_CN, en-US.
_LANGUAGE: Final = {"type": "string", "pattern": f"^({'|'.join(LANGUAGES)})([-_][A-Za-z]{{2,4}})?$"}
_PAIR: Final = {"type": "string", "pattern": f"^({'|'.join(LANGUAGES)})[|]({'|'.join(LANGUAGES)})$"}
_YES_OR_NO: Final = {"type": "string", "enum": ["yes", "no"]}

_UNIT: Final = _object(
    source=_STRING, target=_STRING, context=_STRING, quality=_INTEGER, rank=_INTEGER
)
# What both kinds of answers say of the unit that they are taken from.
_STORED: Final[dict[str, Schema]] = {
    "symbol": _STRING,
    "reference": _STRING,
    "label": _STRING,
    "level": {"type": "string", "enum": [each.value for each in Level]},
    "status": {"type": "string", "enum": [each.value for each in Status]},
    "confidence": _NUMBER,
}
_MATCH: Final = _object(
    kind={"type": "string", "enum": [each.value for each in MatchKind]},
    score=_numbers(101),
    source=_STRING,
    target=_STRING,
    stored=_STRING,
    **_STORED,
    sources=_INTEGER,
    replaced_by=_STRING,
    cited={"type": "string", "description": "document and paragraph, as behind a quotation"},
    title={"type": "string", "description": "of the document, in the language wanted or another"},
    date={"type": "string", "description": "of the document: a day, or its year"},
)
_SPAN: Final = {"type": "array", "items": _INTEGER, "minItems": 2, "maxItems": 2}
_FRAGMENT: Final = _object(
    kind={"type": "string", "enum": [each.value for each in FragmentKind]},
    score=_numbers(100),
    text=_STRING,
    span=_SPAN,
    source=_STRING,
    source_span=_SPAN,
    target=_STRING,
    stored=_STRING,
    stored_span={"anyOf": [_SPAN, {"type": "null"}]},
    **_STORED,
    count=_INTEGER,
    exact={"type": "boolean", "description": "whether the count is no estimate"},
    in_cover={"type": "boolean", "description": "whether the text is covered with it"},
)
_TERM: Final = _object(
    language=_STRING,
    text=_STRING,
    status={"type": "string", "enum": [each.value for each in TermStatus]},
    superseded_by=_STRING,
)
_FOUND_TERM: Final = _object(
    **{"start": _INTEGER, "end": _INTEGER, "text": _STRING, "term": _TERM},
    **{"renderings": _array(_TERM), "avoided": _array(_TERM)},
    **{"domain": _STRING, "source": _STRING, "note": _STRING, "key": _INTEGER},
)
_COUNTS: Final = _array({"type": "array"})
_CONCORDANCE: Final = _object(
    hits=_array(
        _object(unit={"type": "object"}, marks={"type": "array"}, answers={"type": "array"})
    ),
    total=_INTEGER,
    organs=_COUNTS,
    years=_COUNTS,
    exact={"type": "boolean", "description": "whether the counts are no estimates"},
    documents=_array({"type": "object", "required": ["symbol", "title", "date"]}),
)
_CITATION: Final = _object(
    **dict.fromkeys(("tuid", "symbol", "reference", "label", "replaced_by", "date"), _STRING),
    **dict.fromkeys(("texts", "titles"), _array(_array(_STRING))),
    missing=_array(_STRING),
    under=_array({"type": "object", "required": ["tuid", "texts"]}),
)

# With something in it that can be seen.
_WORDS: Final = {**_TEXT, "pattern": r"\w"}
# That both sides have one language, whatever their regions.
_SAME: Final = [
    {"properties": {name: {"pattern": f"^{each}"} for name in ("source", "target")}}
    for each in LANGUAGES
]
_CONFIRMED: Final = {
    "type": "object",
    "not": {"anyOf": _SAME},
    "required": ["source", "target", "text", "translation"],
    "properties": {
        **{"source": _LANGUAGE, "target": _LANGUAGE, "text": _WORDS, "translation": _WORDS},
        "symbol": {"type": "string", "maxLength": MAX_SYMBOL},
        **{name: {"type": "string", "maxLength": MAX_TEXT} for name in ("before", "after")},
    },
}
_FOUND: Final = {"200": "found"}
_DONE: Final = {"200": "nothing of it is new", "201": "added"}

_ERROR: Final = {"application/json": {"schema": _object(error=_STRING)}}
_REFUSALS: Final = {
    code: {"description": cause, "content": _ERROR}
    for code, cause in {
        "400": "not understood",
        "401": "without the token",
        "403": "from another site, or under another name",
        "404": "not there",
        "413": "the request is too large",
        "414": "the address is too long",
        "429": "too many requests",
    }.items()
}


def _path(name: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _needed(name: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": True, "schema": schema}


def _optional(name: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _get(summary: str, answer: Schema, *parameters: dict[str, Any]) -> dict[str, Any]:
    """Describe a GET request."""
    found = {"description": "found", "content": {"application/json": {"schema": answer}}}
    responses = {"200": found, **_REFUSALS}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": responses}}


def _post(
    summary: str, body: Schema, answer: Schema, done: Mapping[str, str] = _FOUND
) -> dict[str, Any]:
    """Describe a POST request with a body of JSON; `done` says what each good status means."""
    content = {"application/json": {"schema": answer}}
    responses = {code: {"description": told, "content": content} for code, told in done.items()}
    given = {"required": True, "content": {"application/json": {"schema": body}}}
    return {
        "post": {"summary": summary, "requestBody": given, "responses": {**responses, **_REFUSALS}}
    }


# Which documents are looked in.
_SPAN_OF_DATES: Final = {
    "type": "string",
    "pattern": rf"^({DATE}(\.\.({DATE})?)?|\.\.{DATE})?$",
}
_DOCUMENTS: Final[dict[str, Schema]] = {
    name: _SPAN_OF_DATES if name == "date" else _STRING for name in NARROWING
}
_NARROWED: Final = tuple(_optional(name, schema) for name, schema in _DOCUMENTS.items())
_SEGMENT: Final = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": _TEXT, "before": _STRING, "after": _STRING},
}
_SEGMENTS: Final = {
    "type": "object",
    "required": ["segments"],
    "properties": {
        "segments": {**_array({"anyOf": [_TEXT, _SEGMENT]}), "minItems": 1, "maxItems": 200},
        **{"source": _LANGUAGE, "target": _LANGUAGE, "semantic": _YES_OR_NO},
        **{"limit": _numbers(MAX_RESULTS), "least": _numbers(101)},
        **_DOCUMENTS,
    },
}
_MY_MEMORY: Final = _object(
    responseData=_object(translatedText=_STRING, match=_NUMBER),
    responseStatus=_INTEGER,
    matches=_array({"type": "object"}),
)
_LOOK_UP: Final = (
    *(_path("source", _LANGUAGE), _path("target", _LANGUAGE), _path("text", _TEXT)),
    _optional("min_similarity", _numbers(100)),
    _optional("max_candidates", _numbers(MAX_RESULTS)),
)
_PATHS: Final = {
    "/tmserver/{source}/{target}/unit/{text}": _get(
        "Matches of a text, as tmserver gives them", _array(_UNIT), *_LOOK_UP
    ),
    "/api/v1/{source}/{target}/unit/{text}": _get(
        "Matches of a text, as amaGama gives them", _array(_UNIT), *_LOOK_UP
    ),
    "/api/v1/languages/": _get(
        "The languages of the memory",
        _object(sourceLanguages=_array(_STRING), targetLanguages=_array(_STRING)),
    ),
    "/match": _get(
        "Matches of a text with all that is known of them",
        _array(_MATCH),
        _needed("text", _TEXT),
        *(_optional("source", _LANGUAGE), _optional("target", _LANGUAGE)),
        *(_optional("before", _TEXT), _optional("after", _TEXT)),
        *(_optional("limit", _numbers(MAX_RESULTS)), _optional("least", _numbers(101))),
        _optional("semantic", _YES_OR_NO),
        *_NARROWED,
    )
    | _post("Matches of many texts at once, in their order", _SEGMENTS, _array(_array(_MATCH))),
    "/get": _get(
        "Matches of a text, as MyMemory gives them",
        _MY_MEMORY,
        *(_needed("q", _TEXT), _needed("langpair", _PAIR)),
    ),
    "/fragments": _get(
        "Stretches of a text that the memory has, and texts that contain it",
        _object(coverage=_numbers(100), fragments=_array(_FRAGMENT)),
        *_NARROWED,
        _needed("text", _TEXT),
        *(_optional("source", _LANGUAGE), _optional("target", _LANGUAGE)),
        _optional("least", _numbers(100)),
    ),
    "/terms": _get(
        "Terms of the termbase that stand in a text, with their renderings",
        _array(_FOUND_TERM),
        _needed("text", _TEXT),
        *(_optional("source", _LANGUAGE), _optional("target", _LANGUAGE)),
    ),
    "/search": _get(
        "Where a phrase stands",
        _CONCORDANCE,
        *_NARROWED,
        *(_needed("phrase", _TEXT), _optional("language", _LANGUAGE)),
        *(_optional("with", _TEXT), _optional("with_language", _LANGUAGE)),
        _optional("level", {"type": "string", "enum": [each.value for each in Level]}),
        _optional("limit", _numbers(MAX_RESULTS)),
    ),
    "/units": _post(
        "Adds confirmed translations, where the server knows people by name",
        {"anyOf": [_CONFIRMED, {**_array(_CONFIRMED), "minItems": 1, "maxItems": MAX_UNITS}]},
        _object(added=_INTEGER, merged=_INTEGER, known=_INTEGER),
        _DONE,
    ),
    "/cite": _get(
        "A paragraph in every language; a heading, or a table, with what stands under it",
        _CITATION,
        _needed("document", _TEXT),
        _optional("paragraph", _TEXT),
    ),
}
