"""The official text of a paragraph in every language, by symbol and number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import MissingError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.numbers.numerals import HAN_DIGIT, parse_chinese
from hexapla.corpora.numbers.worded import worded
from hexapla.corpora.symbols import find_symbol
from hexapla.memory.lookup.revisions import replaced_by
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.register import FactKind
from hexapla.memory.selection import Selection
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import Level, Unit

__all__ = [
    "Citation",
    "cite",
    "cite_all",
    "paragraph_reference",
    "resolution_symbol",
    "stored_symbol",
]

_WORDS: Final = MappingProxyType(
    {"op": "", "para": "", "paragraph": "", "pp": "pp-", "preamble": "pp-", "fn": "fn-"}
    | {"note": "fn-", "footnote": "fn-", "第": "", "序言": "pp-", "脚注": "fn-"}
    | {"preambularpara": "pp-", "preambularparagraph": "pp-"}
    # As keys are written: without accents.
    | dict.fromkeys(("paras", "par", "paragraphe", "parr", "parrafo", "п", "пункт", "الفقره"), "")
    | dict.fromkeys(("abs", "absatz", "ziff", "ziffer", "nr"), "")
)
_ADDRESS: Final = re.compile(
    rf"(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})[.\s-]*(?P<number>\d.*?)"
    r"(?:分?[段条款])?"
)
# What Chinese writes around each number, and between two of them.
_COUNTED: Final = re.compile("第|分?[段条款项目]")
_WITHIN_COUNTED: Final = re.compile(r"(?<=\d)分?[段条款项目]第?(?=\d)")
_HAN_NUMBER: Final = re.compile(rf"第({HAN_DIGIT}{{1,7}})(?=[段款项])")
# What stands behind the number of an article: `, para. 2`, ` Abs. 2`, `(a)`, `第2款`.
_WITHIN: Final = re.compile(
    r"\s*[,，،]\s*|\s*(?=[(（])|(?<=条)\s*(?=.)|(?<=\d)\s(?=[^\W\d]{1,12}\.?\s?\d)"
)
_SECTION: Final = re.compile(r"sect(?:ion)?[.\s]*(?P<number>(?:[ivxlc]+|[a-z]|\d+)(?:\.\w+)*)")
# As `memory.lookup.sources` writes it: `annex II, para. 3`.
_IN_ANNEX: Final = re.compile(
    r"(?P<annex>annex|appendix)(?:\s+(?!table)(?P<which>[\w-]+))?(?:\s*,\s*(?P<rest>.+))?"
)
# A table, a row, a cell or a paragraph of one: `table 15.3`, `表15.3.r2`, `annex.table-A.1.r2.c1`.
_TABLE: Final = re.compile(
    r"(?P<annex>(?:annex|appendix)[^\s.]*\.)?(?:table|tableau|cuadro|tabla|таблица|tabelle|الجدول|"
    r"جدول|表)[\s-]*(?P<number>u?\d[\w.()-]*|[a-z]{1,4}\.\d[\w.()-]*)",
    re.IGNORECASE,
)
_WITH_TABLE: Final = re.compile(rf"(?P<document>\S.*?)[\s,，]+(?P<table>{_TABLE.pattern})\s*", re.I)
_RESOLUTION: Final = re.compile(r"(?<![\d/])(\d{1,3}/\d{1,4}(?:[a-z](?![a-z]))?)(?![\d/])")
_OLD_RESOLUTION: Final = re.compile(r"(?<!\d)(\d{1,4})(?:\s?[a-z])?\s?(\((?:[ivxlc]+|\d{4})\))")


@dataclass(frozen=True, slots=True)
class Citation:
    """One paragraph in every language that the memory has it in.

    `texts` are language and text, in the usual order of the languages. `missing` are those
    asked for, or else all of the document, that lack this paragraph on its own. `replaced_by` is
    the revision in the memory that takes the place of the document, "" for none. `titles` are those
    of the document, as (language, title), and `date` is as exact as it is known.
    """

    symbol: str
    reference: str
    label: str
    texts: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()
    replaced_by: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    date: str = ""

    @property
    def tuid(self) -> str:
        """The address of the paragraph in every exchange format."""
        return f"{self.symbol}#{self.reference}"


@in_snapshot
def cite(
    store: Store,
    document: str,
    paragraph: str = "title",
    *,
    languages: Collection[str] | None = None,
) -> Citation:
    """Return a paragraph of a document in every language, or in some.

    `document` is a symbol, in any case, or names a resolution (`第73/186号决议`); `paragraph` is a
    number (`12`, `12(a)`), `pp3`, `fn4` or any other reference of the memory. Rejected translations
    are left out. Raises MissingError where the memory has no such document or paragraph.
    """
    symbol, present = stored_symbol(store, document)
    _, found = _searched(store, symbol, paragraph)
    (citation,) = _citations(store, [found], languages or present)
    return citation


@in_snapshot
def cite_all(
    store: Store,
    document: str,
    paragraph: str = "title",
    *,
    languages: Collection[str] | None = None,
) -> tuple[Citation, ...]:
    """Return what `cite` does, but of an article or a table all that stands in it, in its order.

    Where the number is that of a heading (`article 13`), what is under it follows. `paragraph`
    may name a table by its number in any language (`table 15.3`), a row of it (`table 15.3.r2`)
    or a cell (`table 15.3.r2.c1`), and may stand in `document`, behind the symbol. Raises
    MissingError where the memory has none of it.
    """
    parted = _WITH_TABLE.fullmatch(document) if paragraph == "title" else None
    if parted:
        document, paragraph = parted["document"], parted["table"]
    table = _TABLE.fullmatch(paragraph.strip())
    symbol, present = stored_symbol(store, document)
    if table is None:
        whole = _with_what_is_under(*_searched(store, symbol, paragraph))
        return tuple(_citations(store, whole, languages or present))
    annex, number = (table["annex"] or "").casefold(), table["number"].casefold().rstrip(".")
    found = [
        unit
        for unit in store.units(level=Level.PARAGRAPH, symbol=symbol)
        if _is_of_table(unit.reference.casefold(), annex, number)
    ]
    if not found:
        raise MissingError(
            "%(symbol)s: there is no %(table)s", symbol=symbol, table=paragraph.strip()
        )
    return tuple(_citations(store, found, languages or present))


def _searched(store: Store, symbol: str, paragraph: str) -> tuple[list[Unit], Unit]:
    """Return the paragraphs of a document, and the one that is meant.

    Raises MissingError where there is none.
    """
    units = list(store.units(level=Level.PARAGRAPH, symbol=symbol))
    found = _found(units, paragraph_reference(paragraph))
    if found is None:
        raise MissingError(
            "%(symbol)s: there is no paragraph %(number)s", symbol=symbol, number=paragraph
        )
    return units, found


def _with_what_is_under(units: Sequence[Unit], found: Unit) -> list[Unit]:
    """Return a paragraph; if it is the heading of an article, with the paragraphs of that."""
    if found.kind is not Kind.HEADING or not found.label:
        return [found]
    inner = (f"{found.label}.", f"{found.label}(")
    return [
        unit
        for unit in units
        if unit is found or unit.label == found.label or unit.label.startswith(inner)
    ]


def _is_of_table(reference: str, annex: str, number: str) -> bool:
    """Return whether a reference is that of a table, or of a row or cell of it."""
    before, named, own = reference.rpartition("table-")
    whole = own == number or own.startswith((f"{number}.r", f"{number}.c", f"{number}("))
    return bool(named) and whole and before.endswith(annex)


def stored_symbol(store: Store, document: str) -> tuple[str, Sequence[str]]:
    """Return the symbol that a document has in the memory, and its languages.

    `document` is a symbol, in any case, or names a resolution. Raises MissingError where the memory
    has no such document.
    """
    symbol = resolution_symbol(document)
    present = _languages(store, symbol)
    if not present:
        symbol = _in_any_case(store, symbol)
        present = _languages(store, symbol)
    if not present:
        raise MissingError(
            "%(document)s: the memory has no such document", document=symbol or document
        )
    return symbol, present


def _citations(
    store: Store, units: Sequence[Unit], languages: Collection[str]
) -> Iterator[Citation]:
    """Yield units of one document, cited with what is known of it."""
    symbol = units[0].symbol
    later = replaced_by(store, [symbol]).get(symbol, "")
    entry = store.registered([symbol])[symbol]
    titles = {each.language: each.text for each in entry.facts if each.kind is FactKind.TITLE}
    wanted = sorted(languages, key=language_rank)
    for unit in units:
        texts = unit.texts
        yield Citation(
            unit.symbol,
            unit.reference,
            unit.label,
            tuple((language, texts[language]) for language in wanted if language in texts),
            tuple(language for language in wanted if language not in texts),
            later,
            tuple((language, titles[language]) for language in wanted if language in titles),
            entry.date,
        )


def resolution_symbol(text: str) -> str:
    """Return the symbol in a text, or that of the resolution that it names by number, or the text.

    A bare number (`73/186`, `2200 A (XXI)`) is a resolution of the General Assembly's.

    >>> resolution_symbol("第73/186号决议"), resolution_symbol("a/c.3/74/l.5")
    ('A/RES/73/186', 'A/C.3/74/L.5')
    """
    symbol = find_symbol(text) or find_symbol(text.upper())
    if symbol:
        return symbol
    key = match_key(text)
    number = _RESOLUTION.search(key) or _OLD_RESOLUTION.search(key)
    return f"A/RES/{''.join(number.groups()).upper()}" if number else text.strip()


def paragraph_reference(text: str) -> str:
    """Return the reference that a paragraph is stored under.

    >>> paragraph_reference("pp3"), paragraph_reference("12 (a)"), paragraph_reference("第4段")
    ('pp-3', '12(a)', '4')
    >>> paragraph_reference("Table 15.3.r2.c1"), paragraph_reference("表3")
    ('table-15.3.r2.c1', 'table-3')
    >>> paragraph_reference("annex II, para. 3"), paragraph_reference("sect. IV.B")
    ('annex-ii.3', 'iv.b')
    >>> paragraph_reference("Article 13, para. 2"), paragraph_reference("第2段第1分段")
    ('13.2', '2.1')
    """
    table = _TABLE.fullmatch(text.strip())
    if table:
        return f"{table['annex'] or ''}table-{table['number'].removesuffix('.')}"
    if article := _article_reference(text.strip()):
        return article
    key = match_key(_HAN_NUMBER.sub(_in_digits, text))
    if annexed := _IN_ANNEX.fullmatch(key):
        rest = [paragraph_reference(annexed["rest"])] if annexed["rest"] else []
        return ".".join(["-".join(filter(None, annexed.group("annex", "which"))), *rest])
    plain = key.replace(" ", "")
    if section := _SECTION.fullmatch(plain):
        return section["number"]
    match = _ADDRESS.fullmatch(plain)
    if match is None:
        return plain.removesuffix(".")
    number = _COUNTED.sub("", _WITHIN_COUNTED.sub(".", match["number"]))
    return _WORDS[match["word"]] + number.removesuffix(".")


def _in_digits(match: re.Match[str]) -> str:
    value = parse_chinese(match[1])
    return f"第{value}" if value else match[0]


def _article_reference(text: str) -> str:
    """Return the reference of an article, or of a paragraph in it; "" for another text."""
    article, *within = _WITHIN.split(text, maxsplit=1)
    for language in LANGUAGES:
        for marker in worded(f"{article[:1].upper()}{article[1:]}", language) if article else ():
            if marker.family is Family.ARTICLE and not marker.length:
                inner = paragraph_reference(within[0]) if within else ""
                joint = "." if inner and not inner.startswith("(") else ""
                return f"{'.'.join((*marker.parents, marker.name))}{joint}{inner}"
    return ""


def _in_any_case(store: Store, symbol: str) -> str:
    """Return the symbol of the memory that differs in case alone, or the symbol itself."""
    folded = symbol.casefold()
    return next((each for each in store.selected(Selection()) if each.casefold() == folded), symbol)


def _languages(store: Store, symbol: str) -> list[str]:
    """Return the languages of a document, none where there is no such document."""
    own = store.source_language(symbol)
    if own is None:
        return []
    every = {own, *(record.language for record in store.documents(symbol))}
    return sorted(every, key=language_rank)


def _found(units: list[Unit], reference: str) -> Unit | None:
    """Return the unit of a reference; of a label, where nothing has this reference."""
    folded = reference.casefold()
    for unit in units:
        if unit.reference.casefold() == folded:
            return unit
    return next((unit for unit in units if unit.label.casefold() == folded), None)
