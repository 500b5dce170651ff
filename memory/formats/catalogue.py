"""Catalogues of libraries: what they say of documents, for the register.

The United Nations Digital Library exports MARCXML (loc.gov/standards/marcxml), with fields of its
own: 191 has the symbol, the body and the session, 991 the items of agendas, 992 the date on which a
text was adopted. JSON is MARC-in-JSON, as pymarc and others write it, or plain objects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

from lxml import etree

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.processor_time import processor_time
from hexapla.corpora.input.xml import Elements, has_entities
from hexapla.corpora.languages import language_named
from hexapla.corpora.messages import Message
from hexapla.corpora.symbols import find_symbol
from hexapla.memory.formats.reading import LeftOut, entity_error, nobody, reading
from hexapla.memory.output.spooled import spooled
from hexapla.memory.register import Fact, FactKind, RegisterEntry, agenda_item, agenda_items
from hexapla.memory.text.cleaning import clean

__all__ = ["READABLE", "read_catalogue"]

READABLE: Final = (".xml", ".json", ".jsonl")
"""The extensions of files of catalogues."""

_Field = tuple[str, tuple[tuple[str, str], ...]]
"""A field of a record: its tag, and the codes and texts of its subfields."""

# What stands before the next part of a title (ISBD): "Title : resolution / adopted by …".
_ISBD: Final = re.compile(r"\s*[:/;=]$|(?<=\w)\s*\.$")
# 2018-2019 and 1998-99 are years from one to another.
_DATE: Final = re.compile(
    r"(?<!\d)(\d{4})(?:(-?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
_SESSION: Final = re.compile(r"(?:E?S-)?\d{1,4}", re.IGNORECASE)
# Bytes of one line: a record has some thousand.
_LONGEST_LINE: Final = 1 << 24
_LONGEST: Final = 2000  # characters of one fact
_MOST_FACTS: Final = 500  # of one document
# Of one record, whose facts are kept for each; a letter to several organs has a few.
_MOST_SYMBOLS: Final = 20
# The names that plain objects give to their fields.
_PLAIN: Final = {
    "body": FactKind.BODY,
    "session": FactKind.SESSION,
    "agenda": FactKind.AGENDA,
    "date": FactKind.DATE,
    "subject": FactKind.SUBJECT,
    "subjects": FactKind.SUBJECT,
}


def read_catalogue(path: Path, left_out: LeftOut = nobody) -> Iterator[RegisterEntry]:
    """Yield what a catalogue says of documents, one after the other, however many they are.

    All of it is read before the first is given: how long they are worked with is no matter of the
    file. Records without a symbol are left out. Raises UsageError where the name is of no
    catalogue, StoreError where the file cannot be read, is none, or takes more processor time than
    its size allows.
    """
    if path.suffix.lower() not in READABLE:
        raise UsageError(f"{path}: no file of a catalogue, which are {', '.join(READABLE)}")
    with ExitStack() as kept:
        with (
            reading(path),
            processor_time(bounds.cpu_seconds(path.stat().st_size)),
            path.open("rb") as stream,
        ):
            found = kept.enter_context(spooled(_entries(stream, path, left_out)))
        yield from found


def _entries(stream: IO[bytes], path: Path, left_out: LeftOut) -> Iterator[RegisterEntry]:
    is_xml = path.suffix.lower() == ".xml"
    records = _marc_xml(stream, path) if is_xml else _json_records(stream, path)
    for place, record in enumerate(records, 1):
        symbols, facts = _of_marc(record) if isinstance(record, list) else _of_object(record)
        where = Message("record %(place)s", place=place)
        if not symbols:
            left_out(where, Message("no symbol of a document"))
        elif len(symbols) > _MOST_SYMBOLS:
            left_out(where, Message("has more than %(most)s symbols", most=_MOST_SYMBOLS))
        elif not facts:
            left_out(where, Message("nothing that a register holds"))
        else:
            # A letter to two organs has the symbols of both.
            yield from (RegisterEntry(symbol, facts) for symbol in symbols)


def _marc_xml(stream: IO[bytes], path: Path) -> Iterator[list[_Field]]:
    elements = Elements(stream, tag="{*}record")
    is_marc = False
    for _, element in elements:
        if has_entities(element):
            raise entity_error(path, element)
        # Records of other kinds can stand around those of MARC, as in answers of OAI-PMH.
        if fields := list(_fields(element)):
            is_marc = True
            yield fields
        elements.forget(element)
    if not is_marc:
        raise StoreError(path, "is no MARCXML: no record of it has a field")


def _fields(record: etree._Element) -> Iterator[_Field]:
    for field in record.iterchildren("{*}datafield"):
        parts = field.iterchildren("{*}subfield")
        subfields = tuple(
            (str(each.get("code", "")), "".join(map(str, each.itertext()))) for each in parts
        )
        yield str(field.get("tag", "")), subfields


def _json_records(stream: IO[bytes], path: Path) -> Iterator[Mapping[str, object] | list[_Field]]:
    for place, record in enumerate(_json_values(stream, path), 1):
        if not isinstance(record, dict):
            raise StoreError(path, "record %(number)s: is no object", number=place)
        fields = record.get("fields")
        yield list(_json_fields(fields)) if isinstance(fields, list) else record


def _json_values(stream: IO[bytes], path: Path) -> Iterator[object]:
    """Yield the objects of a list, of one object, or of lines of them."""
    try:
        if path.suffix.lower() == ".jsonl":
            for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
                if line.strip():
                    yield json.loads(line)
            return
        data = stream.read(bounds.MAX_BYTES + 1)
        if len(data) > bounds.MAX_BYTES:
            raise StoreError(
                path,
                "has more than %(most)s bytes: give it as .jsonl",
                most=f"{bounds.MAX_BYTES:,}",
            )
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise StoreError(path, "is no JSON: %(error)s", error=str(error)) from error
    yield from found if isinstance(found, list) else [found]


def _json_fields(fields: list[object]) -> Iterator[_Field]:
    """Yield the fields of MARC-in-JSON: `{"191": {"subfields": [{"a": "A/RES/74/177"}]}}`."""
    for tag, value in _items(fields):
        parts = value.get("subfields") if isinstance(value, dict) else None
        yield tag, tuple((code, _plain(text)) for code, text in _items(parts))


def _items(found: object) -> Iterator[tuple[str, object]]:
    """Yield the names and values of the objects of a list."""
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict):
            yield from ((str(name), value) for name, value in each.items())


def _of_marc(fields: list[_Field]) -> tuple[list[str], tuple[Fact, ...]]:
    """Return the symbols of a record, and what it says of the document."""

    def texts(tag: str, code: str) -> Iterator[str]:
        parts = (part for found, subfields in fields if found == tag for part in subfields)
        return (_plain(text) for own, text in parts if own == code and _plain(text))

    symbols = [symbol for text in texts("191", "a") if (symbol := find_symbol(text))]
    dates = (_date(text) for tag, code in _DATES for text in texts(tag, code))
    titles = [_ISBD.sub("", text) for text in texts("245", "a")]
    agenda = [found for tag, parts in fields if tag == "991" for found in _agenda(dict(parts))]
    facts = (
        *(Fact(FactKind.TITLE, text, "en") for text in titles[:1]),
        *(Fact(FactKind.BODY, text.strip("/")) for text in texts("191", "b") if text.strip("/")),
        *(Fact(FactKind.SESSION, text) for text in map(_session, texts("191", "c")) if text),
        *agenda,
        *[Fact(FactKind.DATE, date) for date in dates if date][:1],
        *(Fact(FactKind.SUBJECT, text, "en") for text in (*texts("650", "a"), *texts("651", "a"))),
    )
    return list(dict.fromkeys(symbols)), tuple(dict.fromkeys(facts))[:_MOST_FACTS]


# In this order: the day of adoption, of the document, and what else says when it came out.
_DATES: Final = (("992", "a"), ("269", "a"), ("260", "c"), ("264", "c"))


def _agenda(subfields: Mapping[str, str]) -> Iterator[Fact]:
    """Yield the number of an item, its name, and what it is about."""
    for item in agenda_items(_plain(subfields.get("b", ""))):
        yield Fact(FactKind.AGENDA, item)
    for code in ("c", "d"):
        if text := _plain(subfields.get(code, "")):
            yield Fact(FactKind.AGENDA, text, "en")


def _of_object(record: Mapping[str, object]) -> tuple[list[str], tuple[Fact, ...]]:
    """Return the symbols of a plain object, and what it says of the document."""
    named = (find_symbol(_plain(each)) for each in _listed(record.get("symbol")))
    symbols = list(dict.fromkeys(filter(None, named)))
    titles = (
        Fact(FactKind.TITLE, text, language or "en")
        for language, text in _texts(record.get("title"))
    )
    others = (
        fact
        for name, kind in _PLAIN.items()
        for language, text in _texts(record.get(name))
        for fact in _plain_fact(kind, text, language)
    )
    return symbols, tuple(dict.fromkeys((*titles, *others)))[:_MOST_FACTS]


def _texts(value: object) -> Iterator[tuple[str, str]]:
    """Yield languages and texts: of a text, a list of them, or such by their languages."""
    for each in _listed(value):
        named = each if isinstance(each, dict) else {"": each}
        for name, texts in named.items():
            language = language_named(str(name))
            if language or not name:
                yield from ((language, text) for text in map(_plain, _listed(texts)) if text)


def _plain_fact(kind: FactKind, text: str, language: str) -> Iterator[Fact]:
    """Yield what an object says of a kind; a text that names no language is in English."""
    item = "" if language else agenda_item(text)
    if kind is FactKind.AGENDA and item:
        yield Fact(kind, item)
    elif kind is FactKind.DATE:
        yield from [Fact(kind, date)] if (date := _date(text)) else []
    elif kind is FactKind.SESSION:
        yield from [Fact(kind, session)] if (session := _session(text)) else []
    else:
        # The code of a body is in no language.
        is_code = kind is FactKind.BODY and not language and text.upper() == text
        yield Fact(kind, text.strip("/"), "" if is_code else language or "en")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _plain(value: object) -> str:
    """Return a text on one line, without what databases have no place for; "" for what is none.

    >>> _plain(" Trees\\nof cities "), _plain(74), _plain(True), _plain(["b"])
    ('Trees of cities', '74', '', '')
    """
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return " ".join(clean(str(value)[:_LONGEST]).split()) if is_text else ""


def _session(text: str) -> str:
    """Return a session as symbols write it.

    >>> _session("74"), _session("S-27 2019"), _session("75th sess.")
    ('74', 'S-27', '75')
    """
    found = _SESSION.search(text)
    return found[0].upper() if found else ""


def _date(text: str) -> str:
    """Return the first date of a text, as exact as it is.

    >>> _date("20191218"), _date("2019-12"), _date("[New York] : UN, 27 Jan. 2020")
    ('2019-12-18', '2019-12', '2020')
    >>> _date("2018-2019"), _date("1998-99"), _date("2019-13-32"), _date("20191332")
    ('2018', '1998', '2019', '')
    """
    found = _DATE.search(text)
    return "-".join(filter(None, found.group(1, 3, 4))) if found else ""
