"""Finds the documents that a text names: by their symbols, and resolutions by their numbers.

`resolution 73/186` of the General Assembly is A/RES/73/186, and so are `第73/186号决议` and
`القرار 73/186`: the links of a paragraph are the same in all languages. The form of a number says
most about whose it is; the organ named beside it, or the organ of the document, decides the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from hexapla.corpora.numbers.numerals import LETTER_NAMES
from hexapla.corpora.symbols import find_symbols, plain_with_places

__all__ = ["Link", "links"]


@dataclass(frozen=True, slots=True)
class Link:
    """A document named in a text: `text[start:end]` is its symbol, or its number."""

    start: int
    end: int
    symbol: str


def links(text: str, language: str, own: str = "") -> tuple[Link, ...]:
    """Return the documents that a text names, in its order.

    `own` is the symbol of the document that the text is of: in a document of the Human Rights
    Council, `its resolution 42/1` is the Council's. A number that could be several organs' is left
    out. KeyError if `language` is none of `corpora.languages.LANGUAGES`.

    >>> links("Recalling its resolution 73/186", "en", "A/RES/74/177")
    (Link(start=25, end=31, symbol='A/RES/73/186'),)
    >>> [link.symbol for link in links("回顾第73/186号决议", "zh")]
    ['A/RES/73/186']
    """
    plain, places = plain_with_places(text)
    symbols = list(find_symbols(plain))
    named = [*_title(plain, own), *symbols, *_issues(plain, symbols)]
    found: list[Link] = []
    for start, end, symbol in sorted([*named, *_resolutions(plain, language, own)]):
        if not found or places[start] >= found[-1].end:
            found.append(Link(places[start], places[end - 1] + 1, symbol))
    return tuple(found)


_Place = tuple[int, int, str]  # start, end, symbol


def _title(plain: str, own: str) -> Iterator[_Place]:
    """Find the number of a resolution before its title: `73/186. Recordings`."""
    number = own.partition("/RES/")[2]
    if number and plain.startswith(f"{number}."):
        yield 0, len(number), own


# What follows a symbol for short: A/99/415 and Add.1, A/99/415 et Corr.1.
_ISSUE = re.compile(
    r"\s?(?:[,،、]|and|et|y|и|und|و|和|及)\s?((?:Add|Corr|Rev)\.\s?\d{1,3}(?:/Corr\.\s?\d)?)(?![A-Za-z0-9-])"
)


def _issues(plain: str, symbols: list[_Place]) -> Iterator[_Place]:
    """Find further issues of a document that are named, after its symbol, by their end alone."""
    for _, place, symbol in symbols:
        end = place
        while match := _ISSUE.match(plain, end):
            issue = re.sub(r"\s", "", match[1])
            # After Add.1 comes Add.2 of the same document, not of the addendum.
            base, _, last = symbol.rpartition("/")
            same = last.partition(".")[0] == issue.partition(".")[0]
            yield *match.span(1), f"{base if same else symbol}/{issue}"
            end = match.end()


# Resolutions and decisions

_WORDS = MappingProxyType(
    {
        "zh": ("决议", "决定"),
        "en": (r"\b[Rr]esolutions?\b", r"\b[Dd]ecisions?\b"),
        "fr": (r"\b[Rr]ésolutions?\b", r"\b[Dd]écisions?\b"),
        "es": (r"\b[Rr]esoluci(?:ón|ones)\b", r"\b[Dd]ecisi(?:ón|ones)\b"),
        "ru": (r"\b\w?езолюци\w{1,3}\b", r"\b\w?ешени\w{1,2}\b"),
        "ar": (r"قرار\w*", r"مقرر\w*"),
        "de": (r"\bResolution(?:en)?\b", r"\bBeschl[uü]ss\w{0,2}\b"),
    }
)
# Numbers by their forms: 2015/19 of the Economic and Social Council; 73/186, 62/208 A, S-30/1 of
# the General Assembly or the Human Rights Council; 217 A (III) of the Assembly or the Economic and
# Social Council; 1325 (2000) of the Security Council.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9/.(-])(?:"
    r"(?P<year>(?:19[789]|20\d)\d/\d{1,3})|"
    r"(?P<session>\d{2,3}|E?S-\d{1,2})/(?P<place>\d{1,3})"
    rf"(?:\s?(?P<part>[A-Z]|{'|'.join(LETTER_NAMES)})(?!(?!号)[\w’'-]))?|"
    r"(?P<old>\d{1,4})(?:\s?[A-Z]{1,2})?\s?(?P<bracket>\((?:E?S-)?[IVXLC]+\))|"
    r"(?P<council>\d{1,4})\s?(?P<in>\((?:19|20)\d\d\))"
    r")(?![\d/])"
)
_FIRST_SESSION = 31  # the first whose resolutions were numbered as 31/1
_MOST_OF_OTHERS = 99  # resolutions of one session; only the General Assembly has more
_LONGEST_GAP = 80  # characters between two numbers of one list, such as a date
_TIGHT_GAP = 12  # characters
_STOP = re.compile(r"[;؛。!?؟]|(?<!\W\d)(?<!\W\d\d)[.:]\s+[^\W\d_a-zа-я]")
_CHINESE_LEAD = re.compile(r"[第号、和及与,]\s?$")

# The organs as their names are in plain text, whose Cyrillic capitals look Latin. A council that
# is not named in full is the Economic and Social one where the number is of its form. Those of the
# last group have resolutions too, but no symbols that follow from the number.
_ORGANS = MappingProxyType(
    {
        "A/HRC": "Human Rights Council|Conseil des droits de l.homme|Consejo de Derechos Humanos|"
        r"\wовет\w* по правам человека|مجلس حقوق الإنسان|Menschenrechtsrat|人权理事会",
        "E": "Economic and Social Council|Conseil économique et social|Consejo Económico y Social|"
        r"кономическ\w+ и \wоциальн\w+ \wовет|المجلس الاقتصادي والاجتماعي|"
        "Wirtschafts- und Sozialrat|经济及社会理事会|经社理事会",
        "A": r"General Assembly|Assemblée générale|Asamblea General|енеральн\w+ \wссамбле|"
        "الجمعية العامة|Generalversammlung|(?<![方国境生法])大会",
        "S": r"Security Council|Conseil de sécurité|Consejo de Seguridad|"
        r"\wовет\w* \wезопасности|مجلس الأمن|Sicherheitsrat|安全理事会|安理会",
        "council": r"Council|Conseil\b|Consejo|\wовет\w{0,2}\b|المجلس|\bRat(?:es|s)?\b|理事会",
        "": r"[Cc]ommission\b|Conference|(?:Environment|Health) Assembly|"
        r"Conférence|Assemblée (?:pour|mondiale)|[Cc]omisión|Conferencia|"
        r"Asamblea (?:de las|Mundial)|"
        r"\w?омисси|онференци|لجنة|اللجنة|مؤتمر|المؤتمر|جمعية|"
        "[Kk]ommission|[Kk]onferenz|委员会|缔约[方国](?:大会|会议)|环境大会|卫生大会",
    }
)
_ORGAN = re.compile("|".join(f"({names})" for names in _ORGANS.values()))
_KNOWN = re.compile(rf"\d{{4}}|{_ORGAN.pattern}")
_REACH = 40  # characters from the name of an organ to its resolution
_CHINESE_REACH = 120  # there, what the resolution is about stands between them
_ABOUT = "关于"
_DATE = r"\d{1,2}(?:er|\.|º)?\s(?:de\s)?\w+\s(?:de\s)?\d{4}(?:\sгода|\sг\.)?"
# `resolution 42/1 of 26 September 2019 of the Human Rights Council`
_OWNER = re.compile(
    rf"(?:,?\s(?:of|du|en date du|de|vom|от)\s{_DATE},?)?\s"
    rf"(?:(?:of the|de la|del|du|der|des|الصادر عن)\s|de l.)?\w??(?:{_ORGAN.pattern})"
)


def _resolutions(plain: str, language: str, own: str) -> Iterator[_Place]:
    """Find the numbers of resolutions and decisions in the lists beside a word for them.

    In Chinese the word comes after its numbers, elsewhere before them.
    """
    kinds = zip(("RES", "DEC"), _WORDS[language], strict=True)
    words = sorted((m.start(), m.end(), kind) for kind, w in kinds for m in re.finditer(w, plain))
    numbers = list(_NUMBER.finditer(plain)) if words else []
    starts = [match.start() for match in numbers]
    limits = [0, *(end for _, end, _ in words)], [*(start for start, _, _ in words[1:]), len(plain)]
    for (start, end, kind), before, after in zip(words, *limits, strict=False):
        if language == "zh":
            near = numbers[bisect_left(starts, before) : bisect_left(starts, start)]
            chain = _listed_before(plain, near, start)
        else:
            near = numbers[bisect_left(starts, end) : bisect_left(starts, after)]
            chain = _listed_after(plain, near, end)
        if not chain:
            continue
        first = chain[0].start()
        reach = _CHINESE_REACH if language == "zh" else _REACH
        organ = _organ_before(plain[max(before, min(start, first) - reach) : first])
        if organ is None:
            organ = _organ_after(plain, chain[-1].end())
        for previous, match in zip([chain[0], *chain], chain, strict=False):
            named = _organ_before(plain[previous.end() : match.start()])
            organ = organ if named is None else named
            symbol = _symbol(match, kind, organ, own)
            if symbol:
                yield *match.span(), symbol


def _listed_after(plain: str, numbers: list[re.Match[str]], end: int) -> list[re.Match[str]]:
    """Return the numbers that follow one another after a word that ends at `end`."""
    found: list[re.Match[str]] = []
    for match in numbers:
        gap = plain[end : match.start()]
        # 2018/19 may also be a biennium: it is believed close by, or after a date or an organ.
        sure = not match["year"] or len(gap) <= _TIGHT_GAP or _KNOWN.search(gap)
        if not sure or not _links_up(gap):
            break
        found.append(match)
        end = match.end()
    return found


def _listed_before(plain: str, numbers: list[re.Match[str]], start: int) -> list[re.Match[str]]:
    """Return the numbers that lead up to a Chinese word at `start`."""
    found: list[re.Match[str]] = []
    for match in reversed(numbers):
        lead = _CHINESE_LEAD.search(plain[max(0, match.start() - 2) : match.start()])
        gap = plain[match.end() : start]
        if not (lead or gap.lstrip().startswith("号")) or not _links_up(gap):
            break
        found.append(match)
        start = match.start()
    return found[::-1]


def _links_up(gap: str) -> bool:
    """Return whether what stands between two numbers lets them be of one list."""
    return len(gap) <= _LONGEST_GAP and not _STOP.search(gap)


def _organ_before(text: str) -> str | None:
    """Return the last organ that a text names, "" for one without such symbols, None for none."""
    if _ABOUT in text:
        text = text[: text.rindex(_ABOUT)]
    stops = [stop.end() for stop in _STOP.finditer(text)]
    organs = list(_ORGAN.finditer(text, stops[-1] if stops else 0))
    return _which(organs[-1]) if organs else None


def _organ_after(plain: str, end: int) -> str | None:
    """Return the organ whose resolution it is, where its name follows."""
    owner = _OWNER.match(plain, end)
    return _which(owner) if owner else None


def _which(organ: re.Match[str]) -> str:
    return tuple(_ORGANS)[(organ.lastindex or 1) - 1]


def _symbol(match: re.Match[str], kind: str, organ: str | None, own: str) -> str:
    """Return the symbol of a resolution by its number, "" where it cannot be told."""
    if match["session"]:
        return _session_symbol(match, kind, organ, own)
    if organ == "":
        return ""
    if match["year"]:
        # Of whom "its resolution 2015/19" is cannot be told but in the Council's own documents.
        council = organ in ("E", "council") or (organ is None and own[:2] in ("", "E/"))
        return f"E/{kind}/{match['year']}" if council else ""
    if match["council"]:
        return f"S/RES/{match['council']}{match['in']}" if kind == "RES" else ""
    return f"{'E' if organ == 'E' else 'A'}/RES/{match['old']}{match['bracket']}"


def _session_symbol(match: re.Match[str], kind: str, organ: str | None, own: str) -> str:
    session, place = match["session"], match["place"]
    special = not session.isdecimal()
    assembly = session.startswith("E") or (
        kind == "RES" and not special and int(place) > _MOST_OF_OTHERS
    )
    if organ == "" and not assembly:
        return ""
    council = organ == "A/HRC" or (organ in (None, "council") and own.startswith("A/HRC/"))
    if council and not assembly:
        return f"A/HRC/{kind}/{session}/{place}"
    if not special and int(session) < _FIRST_SESSION:
        return ""
    part = match["part"] or ""
    if part in LETTER_NAMES:
        part = chr(ord("A") + LETTER_NAMES.index(part))
    return f"A/{kind}/{session}/{place}{part}"
