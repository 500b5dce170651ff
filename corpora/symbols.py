"""Document symbols (A/RES/74/177): in text, in the masthead, and in file names with the language.

The parts of a symbol, in the order organ, committee, session or year, number, and the changes to
it (Add., Corr., Rev.), are those of "United Nations Document Symbols" (ST/LIB/SER.B/5/Rev.5).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hexapla.corpora.languages import LANGUAGES, language_named
from hexapla.corpora.numbers.note_marks import RAISED_DIGITS

__all__ = [
    "NameParts",
    "find_symbol",
    "find_symbols",
    "masthead_symbol",
    "plain_with_places",
    "symbol_from_name",
    "without_language",
]

# The organs and bodies that symbols begin with: principal organs and the Secretariat, programmes
# and funds, treaty bodies, conferences of parties, regional commissions, tribunals, press releases.
_SERIES = (
    "A|S|E|T|ST|SG|DSG|GA|SC|DPI|CEB|PBC|PBF|ICSC|JIU|UNAT|UNDT|AT|"
    "TD|UNCTAD|DP|UNW|UNFPA|UNICEF|ICEF|UNIDO|ID|IDB|GC|UNITAR|UNU|UNODC|UNEP|HS|HSP|UNFF|UNHCR|"
    "HCR|EC|WFP|OPS|UNMIK|UNTAET|HRI|CCPR|CESCR|CERD|CEDAW|CAT|CRC|CRPD|CMW|CED|"
    "CTOC|CAC|COSP|FCCC|CBD|ICCD|SAICM|IPBES|SPLOS|LOS|LOSC|ISBA|CLCS|PCNICC|ICC-ASP|MTDSG|UNTS|"
    "DC|CD|CS|NPT|BWC|CCW|APLC|CCM|TPNW|ATT|APCI|INFCIRC|GOV|"
    "ECE|EB|ESCAP|ESCWA|ECA|LC|TRADE|TRANS|ENERGY|WHO"
)
_ROMAN = "[IVXLC]{1,8}"
# What a number may have behind it, with a space or without: (III), (2013), (Sect. 1), (Vol.I).
_BRACKET = (
    rf"(?:\s?\((?:(?:E?S-)?{_ROMAN}|\d{{4}}|SUPP|"
    rf"(?:Sect|Part|PART|Vol|VOL|Suppl?|Resumption)\.?\s?(?:\d{{1,3}}[A-Z]?|{_ROMAN}))\))"
)
# The session of a conference, close to its name: COP(14), TD(XIV).
_CLOSE_BRACKET = rf"(?:\((?:\d{{1,3}}|{_ROMAN})\))"
_PART = (
    # Of a document in parts: A/99/6 (Sect. 3)/Part A.
    rf"(?:Part\s?(?:[A-Z]|\d{{1,2}}|{_ROMAN})|"
    r"[A-Z][A-Za-z]{0,11}(?:\d{4})?(?:\.[A-Z][a-z]{1,4})?"
    r"(?:[.-]\s?\d{1,5}(?:-\d{1,4})?[A-Z]?|[.-][A-Z]{1,5})?"
    rf"(?:{_CLOSE_BRACKET}|{_BRACKET})?"
    rf"|\d{{1,5}}(?:-\d{{1,4}}|-[A-Z](?!/))?[A-Z]?{_BRACKET}?)(?![A-Za-z0-9])"
)
# In a spaced symbol, `/ S/2019` begins the second of two symbols.
_SYMBOL = (
    rf"(?:{_SERIES})(?:(?<=[A-Z]{{2}})(?:\.\d{{1,3}}|{_CLOSE_BRACKET}|\([A-Z]{{2,6}}\)))?"
    rf"(?:(?!\s/\s?[ASE]/\d)\s?/\s?{_PART}){{1,8}}"
)
_IN_TEXT = re.compile(rf"(?<![A-Za-z0-9\u0400-\u04ff/.])({_SYMBOL})(?!/\w)")
_WORDS = {
    word.upper(): word
    for word in [
        "Rev",
        "Add",
        "Corr",
        "Amend",
        "Sub",
        "Summary",
        "Sect",
        "Part",
        "Vol",
        "Suppl",
        "Resumption",
    ]
}

# Look-alikes of the signs in symbols: Cyrillic capitals, other slashes, hyphens and digits.
_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("АВЕКМНОРСТХ", "ABEKMHOPCTX", strict=True)),
        **dict.fromkeys("\u2044\u2215\u29f8", "/"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True)),
        # Note marks would turn into digits of the number, direction marks stand inside it.
        **dict.fromkeys(
            f"{RAISED_DIGITS}\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\ufeff", ""
        ),
    }
)

_MASTHEAD_LINES = 30  # with text, in which the symbol of the document stands
_BESIDE = re.compile(
    r"United Nations|Nations Unies|Naciones Unidas|Организация Объединенных Наций|"
    r"Объединенные Нации|الأمم المتحدة|联合国|聯合國|Vereinte Nationen|"
    r"(?:Distr|Dist|ОБЩАЯ|分发|التوزيع)[.:：].*$|\*+"
)
_PAGE = re.compile(
    r"(?i:page|página|seite|стр\.?|страница|صفحة|الصفحة|第|页)|[\d/.\-–—\s|()]+|\([A-Z]\)"
)

_EASTERN = re.compile("[\u4e00-\u9fff]+")
_GAP = r"[\s._\-]"
# The tag at the end or at the start of a name: `zh-Hans` before `Hans`, `(EN)`, `zh_`.
_TAGGED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<base>.*)(?:{_GAP}*[(\[]|{_GAP})(?P<tag>[^\W_]+[-_][^\W_]{{4}}[-_][^\W_]+)[)\]]?",
        rf"(?P<base>.*)(?:{_GAP}*[(\[]|{_GAP})(?P<tag>[^\W_]+[-_][^\W_]+)[)\]]?",
        rf"(?P<base>.*)(?:{_GAP}*[(\[]|{_GAP})(?P<tag>[^\W_]+)[)\]]?",
        rf"(?P<tag>[^\W_]+[-_][^\W_]+){_GAP}+(?P<base>.+)",
        rf"(?P<tag>[^\W_]+?){_GAP}+(?P<base>.+)",
    )
)
# A word between two others: `minutes_en_final`, `report.zh.v2`, `report (EN) 1`.
_MIDDLE = re.compile(
    rf"(?<=\w)(?={_GAP}*[(\[\s._\-](?P<tag>[^\W_]{{2,20}})(?P<region>[-_][^\W_]{{2,4}})?"
    r"[\s._\-)\]]+\S)"
)
_CHANGE = re.compile(rf"{_GAP}*(?:rev|add|corr|amend|part)(?![a-z])", re.IGNORECASE)
_LETTERED = re.compile(r"(?P<base>.+?)(?P<gap>[\s._\-]|[\s._\-]?\()(?P<tag>[ACEFRSacefrs])\)?")
# N1941234, 19-41234, GE.19-01234, V.19-01234; and 1941234C, with the letter of the language.
_JOB = r"(?:[A-Z]{1,2}\d{7}|(?:[A-Z]{1,3}\.?\s?)?\d{2}-\d{5,6}|\d{7}(?=[ACEFRS]?$))"
_JOB_NUMBER = re.compile(_JOB, re.IGNORECASE)
_LETTERED_JOB = re.compile(rf"(?P<base>{_JOB})(?P<tag>[ACEFRS])", re.IGNORECASE)
# What has letters for its parts, in the names of files.
_OF_PARTS = re.compile(
    r"(?i:(?:annexe?|anexo|appendix|appendice|ap[eé]ndice|anlage|part|partie|parte|teil|section|"
    r"secci[oó]n|chapter|table|tableau|cuadro|figure|group|volume|vol|schedule|option|plan|version|"
    r"draft|projet|proyecto|entwurf|item|class|type|series|committee|приложение|часть|проект|"
    r"المرفق|الجزء|附件|附录|部分|草案|方案)s?)\W*$"
)
_LETTERS = {language.letter: code for code, language in LANGUAGES.items() if language.letter}
# A_99_6_Sect.3 leaves the brackets out.
_SECTION_IN_NAME = re.compile(r"[\s_/-]+SECT[.\s_-]*(\d{1,3}[A-Z]?)(?![A-Z\d])")
# Parts that stand before a number with a point, which file names leave out or replace.
_POINTED = frozenset(
    ("L", "PV", "SR", "REV", "ADD", "CORR", "AMEND", "CN", "AC", "CONF", "WG", "WP", "CRP", "SUB")
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a file name says: the symbol and language, "" each where it says none.

    `base` is the name without the language, "" where it is nothing but a language. `job` is true
    where `base` is a job number (N1941234), which differs from language to language.
    """

    symbol: str
    language: str
    base: str
    job: bool = False


def find_symbol(text: str) -> str:
    """Return the first document symbol in a text in its usual form, or "".

    Spaced (`A / 74 / L. 5`) and full-width forms, and Cyrillic look-alikes, are read too.

    >>> find_symbol("Recalling A / RES / 74 / 177 and A/74/15")
    'A/RES/74/177'
    """
    found = _symbols(_plain(text))
    return next((symbol for _, _, symbol in found), "")


def find_symbols(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield every symbol in a text with its start and end there, as `find_symbol` reads them.

    >>> list(find_symbols("See A/74/15 and Corr.1."))
    [(4, 11, 'A/74/15')]
    """
    plain, places = plain_with_places(text)
    for start, end, symbol in _symbols(plain):
        yield places[start], places[end - 1] + 1, symbol


def plain_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return a text in the usual signs of symbols and numbers, and where each stands in it.

    The places are those in `text` that the characters come from.

    >>> plain_with_places("Ａ／99")
    ('A/99', [0, 1, 2, 3])
    """
    if text.isascii():
        return text, range(len(text))
    pairs = [(sign, place) for place, each in enumerate(text) for sign in _plain_sign(each)]
    return "".join(sign for sign, _ in pairs), [place for _, place in pairs]


@lru_cache(maxsize=10_000)
def _plain_sign(sign: str) -> str:
    return _plain(sign)


def _symbols(plain: str) -> Iterator[tuple[int, int, str]]:
    if "/" not in plain:
        return
    for match in _IN_TEXT.finditer(plain):
        symbol = _usual(match.group())
        if _is_likely(symbol):
            yield *match.span(), symbol


def masthead_symbol(lines: Sequence[str]) -> str:
    """Return a document's own symbol, or "": not one that its text cites.

    It stands as a line of its own, or beside "United Nations" or "Distr.", among the first 30
    lines that are not blank, or it comes back in a running head.

    >>> masthead_symbol(["United Nations", "A/RES/74/177", "The General Assembly,"])
    'A/RES/74/177'
    """
    filled = [line for line in lines if line.strip()]
    for line in filled[:_MASTHEAD_LINES]:
        symbol = find_symbol(line) if len(line) <= 120 else ""
        if symbol and not _rest(line, symbol):
            return symbol
    return _running_symbol(filled)


# No file system has longer names, but archives do.
_LONGEST_NAME = 255


def symbol_from_name(stem: str) -> NameParts:
    """Return the symbol and language that a file name (without its extension) says.

    `A_RES_74_177-ZH`, `A-RES-74-177.en`, `seed.zh`, `zh`, `n1941234_c`, `1941234C`, `报告_中文`.
    A single letter (A C E F R S) counts after a symbol or a job number only, and not where it
    could be the part of a resolution (`A_RES_62_208_A`).

    >>> symbol_from_name("A_RES_74_177-ZH")
    NameParts(symbol='A/RES/74/177', language='zh', base='A_RES_74_177', job=False)
    """
    if len(stem) > _LONGEST_NAME:
        return NameParts("", "", stem, job=False)
    stem = unicodedata.normalize("NFKC", stem).strip()
    base, language = _split_language(stem)
    if not language:
        base, language = _split_letter(stem)
    return NameParts(
        symbol=_symbol_of_base(base),
        language=language,
        base=base,
        job=bool(_JOB_NUMBER.fullmatch(base)),
    )


def without_language(name: NameParts, language: str) -> NameParts:
    """Return what a name says that has its language in the middle: `minutes_en_final`.

    The name alone does not tell it (`rapport-de-mission`): the text must be in this language. What
    follows belongs to the name of the document, and not to its symbol unless it changes that.

    >>> without_language(symbol_from_name("A_80_1-EN_final"), "en")
    NameParts(symbol='A/80/1', language='en', base='A_80_1_final', job=False)
    >>> without_language(symbol_from_name("rapport-de-mission"), "fr").language
    ''
    """
    found = None
    for each in _MIDDLE.finditer(name.base):
        for end in ("region", "tag"):
            if each[end] and _named(name.base[each.start("tag") : each.end(end)]) == language:
                found = each.start(), each.end(end)
                break
    if found is None:
        return name
    before, after = name.base[: found[0]], name.base[found[1] :]
    base = before + after.removeprefix(")")
    own, whole = _symbol_of_base(before), _symbol_of_base(base)
    symbol = whole if not own or (whole and _CHANGE.match(after)) else own
    return NameParts(symbol, language, base, job=bool(_JOB_NUMBER.fullmatch(before)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_LOOK_ALIKES)).translate(_LOOK_ALIKES)


def _usual(found: str) -> str:
    """Return a symbol without spaces, with `Rev.`, `Add.` and their like in their usual case."""
    parts = re.sub(r"\s", "", found).split("/")
    return "/".join(
        re.sub(r"(?:^|(?<=\())[A-Za-z]+", lambda word: _WORDS.get(word[0].upper(), word[0]), part)
        for part in parts
    )


def _is_likely(symbol: str) -> bool:
    """Rule out what only looks like a symbol: no number, or `A/4`, `S/12` (a size, a ratio)."""
    series, *rest = symbol.split("/")
    if not any(char.isdigit() for char in symbol):
        return False
    return len(rest) > 1 or len(series) > 1 or bool(re.match(r"[A-Z]+\.|\d{4,}", rest[0]))


def _rest(line: str, symbol: str) -> str:
    """Return what a line holds besides its symbol (twice, where a document has two)."""
    plain = re.sub(r"\s+", " ", _plain(line))
    left = _BESIDE.sub("", _IN_TEXT.sub("", plain, count=2) if symbol else plain)
    return left.strip(" \t|-–—/")


def _running_symbol(lines: Sequence[str]) -> str:
    """Find the symbol that stands alone or beside a page number on several lines."""
    counts: Counter[str] = Counter()
    for line in lines:
        symbol = find_symbol(line) if "/" in line and len(line) <= 80 else ""
        if symbol and not _PAGE.sub("", _rest(line, symbol)).strip():
            counts[symbol] += 1
    most = counts.most_common(1)
    return most[0][0] if most and most[0][1] >= 2 else ""


def _named(tag: str) -> str:
    return language_named(tag, sure=True)


def _split_language(stem: str) -> tuple[str, str]:
    """Part a name into base and language; the language is "" where it names none, or two."""
    if _named(stem):
        return "", _named(stem)
    for base, tag in _tagged(stem):
        language = _named(tag)
        if language:
            # `zh-en` names a pair of languages, not one version of anything.
            return (stem, "") if _named(base) else (base, language)
    return stem, ""


def _tagged(stem: str) -> Iterator[tuple[str, str]]:
    """Part a name into base and tag in every way."""
    for pattern in _TAGGED:
        match = pattern.fullmatch(stem)
        if match:
            yield match["base"].strip(" ._-"), match["tag"]
    # Chinese names join it without a sign: 决议中文版.
    for length in (6, 5, 4, 3, 2):
        if len(stem) > length and _EASTERN.fullmatch(stem[-length:]):
            yield stem[:-length].strip(" ._-"), stem[-length:]


def _split_letter(stem: str) -> tuple[str, str]:
    """Part a name that ends in the letter of a language, after a symbol or a job number."""
    job = _LETTERED_JOB.fullmatch(stem)
    if job:
        return job["base"], _LETTERS[job["tag"].upper()]
    match = _LETTERED.fullmatch(stem)
    if not match:
        return stem, ""
    base, language = match["base"], _LETTERS[match["tag"].upper()]
    symbol = _symbol_of_base(base)
    if not symbol:
        named = _JOB_NUMBER.fullmatch(base) or _is_version(base, match)
        return (base, language) if named else (stem, "")
    # A_99_6_(Sect._3)_Part_A names a part, too.
    lettered = symbol.endswith("/Part") or (
        re.search(r"/(RES|DEC)/", symbol) and match["gap"] in base
    )
    return (stem, "") if lettered else (base, language)


def _is_version(base: str, letter: re.Match[str]) -> bool:
    """Return whether a capital at the end of any name is a language, and no part: `Annex_A`."""
    alone = letter["gap"] == "_" and letter["tag"].isupper()
    return alone and not (_OF_PARTS.search(base) or re.search(r"_[ACEFRS]$", base))


def _symbol_of_base(base: str) -> str:
    """Return a symbol whose slashes became `_`, `-` or spaces; "" where it is another name."""
    plain = _plain(base.replace("%2F", "/").replace("%2f", "/")).strip().upper()
    # S_RES_2118_(2013) and A_74_6_(Sect._1): brackets and what is in them stay with the number.
    plain = re.sub(r"[\s_-]*\([^()]*\)", lambda found: re.sub(r"[\s_]|^-", "", found[0]), plain)
    plain = _SECTION_IN_NAME.sub(r"(SECT.\1)", plain)
    separator = next((sign for sign in "/_ -" if sign in plain), "")
    if not separator:
        return ""
    parts = _pointed(plain.split(separator))
    symbol = _usual("/".join(parts))
    whole = re.fullmatch(_SYMBOL, symbol)
    named = len(parts) > 2 or (len(parts) == 2 and "." in "".join(parts))
    # A last part that is a lone letter is a language or the part of a resolution.
    return symbol if whole and named and len(parts[-1]) + parts[-1].isdigit() > 1 else ""


def _pointed(parts: Sequence[str]) -> list[str]:
    """Return the parts of a symbol with their points and hyphens: `L`, `5` and `L5` are `L.5`."""
    found: list[str] = []
    for part in parts:
        word = found[-1] if found else ""
        session = word in ("S", "ES") and len(found) > 1
        if part[:1].isdigit() and (word in _POINTED or session):
            found[-1] = f"{word}{'-' if session else '.'}{part}"
            continue
        joined = re.fullmatch(r"([A-Z]+)[.-]?(\d+)", part)
        found.append(f"{joined[1]}.{joined[2]}" if joined and joined[1] in _POINTED else part)
    return found
