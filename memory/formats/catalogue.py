"""Catalogues of libraries: what they say of documents, for the register.

The United Nations Digital Library exports MARCXML (loc.gov/standards/marcxml), with fields of its
own: 191 has the symbol, the body and the session, 991 the items of agendas, 992 the date on which a
text was adopted. JSON is MARC-in-JSON, as pymarc and others write it, or plain objects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final

from lxml import etree

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.processor_time import processor_time
from hexapla.corpora.input.xml import Elements, has_entities, local_name
from hexapla.corpora.languages import language_named
from hexapla.corpora.symbols import find_symbol
from hexapla.memory.formats.reading import LeftOut, nobody, reading
from hexapla.memory.register import Fact, FactKind, RegisterEntry
from hexapla.memory.text.cleaning import clean

__all__ = ["READABLE", "read_catalogue"]

READABLE: Final = (".xml", ".json", ".jsonl")
"""The extensions of files of catalogues."""

_Field = tuple[str, tuple[tuple[str, str], ...]]
"""A field of a record: its tag, and the codes and texts of its subfields."""

# What stands before the next part of a title (ISBD): "Title : resolution / adopted by …".
_ISBD: Final = re.compile(r"\s*[:/;=]$|(?<=\w)\s*\.$")
_DATE: Final = re.compile(r"(?<!\d)(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?!\d)")
_ITEM: Final = re.compile(r"(\d{1,3})\s?\(?([a-z])?\)?")
_SESSION: Final = re.compile(r"(?:E?S-)?\d{1,4}", re.IGNORECASE)
# Bytes of one line: a record has some thousand.
_LONGEST_LINE: Final = 1 << 24
_LONGEST: Final = 2000  # characters of one fact
_MOST_FACTS: Final = 500  # of one document
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

    Records without a symbol are left out. Raises UsageError where the name is of no catalogue,
    StoreError where the file cannot be read, is none, or takes more processor time than its size
    allows.
    """
    if path.suffix.lower() not in READABLE:
        raise UsageError(f"{path}: no file of a catalogue, which are {', '.join(READABLE)}")
    with (
        reading(path),
        processor_time(bounds.cpu_seconds(path.stat().st_size)),
        path.open("rb") as stream,
    ):
        yield from _entries(stream, path, left_out)


def _entries(stream: IO[bytes], path: Path, left_out: LeftOut) -> Iterator[RegisterEntry]:
    is_xml = path.suffix.lower() == ".xml"
    records = _marc_xml(stream, path) if is_xml else _json_records(stream, path)
    for place, record in enumerate(records, 1):
        symbols, facts = (
            _of_object(record) if isinstance(record, Mapping) else _of_marc(list(record))
        )
        if not symbols:
            left_out(f"record {place}", "no symbol of a document")
        elif not facts:
            left_out(f"record {place}", "nothing that a register holds")
        # A letter to two organs has the symbols of both.
        for symbol in symbols if facts else ():
            yield RegisterEntry(symbol, facts)


def _marc_xml(stream: IO[bytes], path: Path) -> Iterator[Iterable[_Field]]:
    elements = Elements(stream, tag="{*}record")
    for _, element in elements:
        if has_entities(element):
            raise StoreError(path, f"line {element.sourceline}: has an entity of its own")
        # Records of other kinds can stand around those of MARC, as in answers of OAI-PMH.
        if fields := list(_fields(element)):
            yield fields
        elements.forget(element)
    if local_name(elements.root) not in ("collection", "record"):
        raise StoreError(path, f"is no MARCXML, but a file of <{local_name(elements.root)}>")


def _fields(record: etree._Element) -> Iterator[_Field]:
    for field in record.iterchildren("{*}datafield"):
        parts = field.iterchildren("{*}subfield")
        subfields = tuple(
            (str(each.get("code", "")), "".join(map(str, each.itertext()))) for each in parts
        )
        yield str(field.get("tag", "")), subfields


def _json_records(
    stream: IO[bytes], path: Path
) -> Iterator[Mapping[str, object] | Iterable[_Field]]:
    for place, record in enumerate(_json_values(stream, path), 1):
        if not isinstance(record, dict):
            raise StoreError(path, f"record {place}: is no object")
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
            raise StoreError(path, f"has more than {bounds.MAX_BYTES:,} bytes: give it as .jsonl")
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise StoreError(path, f"is no JSON: {error}") from error
    yield from found if isinstance(found, list) else [found]


def _json_fields(fields: list[object]) -> Iterator[_Field]:
    """Yield the fields of MARC-in-JSON: `{"191": {"subfields": [{"a": "A/RES/74/177"}]}}`."""
    for tag, value in _items(fields):
        parts = value.get("subfields") if isinstance(value, dict) else None
        yield tag, tuple((code, str(text)) for code, text in _items(parts))


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
    if item := _ITEM.match(_plain(subfields.get("b", "")).lower()):
        yield Fact(FactKind.AGENDA, f"{item[1]}({item[2]})" if item[2] else item[1])
    for code in ("c", "d"):
        if text := _plain(subfields.get(code, "")):
            yield Fact(FactKind.AGENDA, text, "en")


def _of_object(record: Mapping[str, object]) -> tuple[list[str], tuple[Fact, ...]]:
    """Return the symbol of a plain object, and what it says of the document."""
    symbol = find_symbol(_plain(record.get("symbol", "")))
    facts: list[Fact] = list(_title_facts(record.get("title")))
    for name, kind in _PLAIN.items():
        for value in _listed(record.get(name)):
            named = value if isinstance(value, dict) else {"": value}
            for language, text in named.items():
                facts += _plain_fact(kind, _plain(text), language_named(str(language)))
    return [symbol] if symbol else [], tuple(dict.fromkeys(facts))[:_MOST_FACTS]


def _title_facts(title: object) -> Iterator[Fact]:
    """Yield the titles of an object, a text in English or several by their languages."""
    titles = title if isinstance(title, dict) else {"en": title}
    for named, value in titles.items():
        language, text = language_named(str(named)), _plain(value)
        if language and text:
            yield Fact(FactKind.TITLE, text, language)


def _plain_fact(kind: FactKind, text: str, language: str) -> Iterator[Fact]:
    """Yield what an object says of a kind; a text that names no language is in English."""
    if not text:
        return
    item = None if language else _ITEM.fullmatch(text.lower())
    if kind is FactKind.AGENDA and item:
        yield Fact(kind, f"{item[1]}({item[2]})" if item[2] else item[1])
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
    """Return a text on one line, without what databases have no place for."""
    return "" if value is None else " ".join(clean(str(value)[:_LONGEST]).split())


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
    """
    found = _DATE.search(text)
    return "-".join(filter(None, found.groups())) if found else ""
