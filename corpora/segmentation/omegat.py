"""Where OmegaT cuts a paragraph with the segmentation rules that it comes with.

A match is found only where the segments of a memory are those of the tool. The tables say what
OmegaT 3.6 does when it is asked, and its rules for our languages are the same in 2026: it cuts at
white space after stops, save after certain words, and after a line break that it shows (`<br1>`);
each language has its own words, and Arabic none. A word counts in most cases even as the end of a
longer one, so that OmegaT keeps `Islam. Er` together, for `am.` is on its list. Its white space is
that of ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from heapq import merge
from types import MappingProxyType
from unicodedata import category

__all__ = ["omegat_cuts"]

_SPACE = r"[\x20\t\n\v\f\r]"
_REST = re.compile(r"[^\S\u00a0\u2007\u202f]*+")  # what OmegaT takes off the ends of a segment
_STOPS = re.compile(rf"(?<![.?!])[.?!]++(?={_SPACE})")
_STOPS_GERMAN = re.compile(rf"(?<![.?!])[.?!]++\"?(?={_SPACE})")
_BREAK = re.compile(r"<br\d*/?>(?=.)", re.DOTALL)  # a line break, as it shows it
_STOPS_CHINESE = re.compile(rf"[。？！](?![’”\"」）』？—])|[?!](?={_SPACE})")
# A number that begins the text is cut off where a capital follows.
_NUMBER = re.compile(rf"{_SPACE}*+\d[\d.)\]]++{_SPACE}++")
# Latin, Greek and Cyrillic
_CAPITALS = "".join(chr(code) for code in range(0x530) if category(chr(code)) == "Lu")
_REACH = 20  # characters before a stop that may matter

_ANYTHING = re.compile("")
_NO_CAPITAL = re.compile(rf"{_SPACE}(?P<next>.)", re.DOTALL)
_SMALL = re.compile(rf"{_SPACE}[a-z]")
_DIGIT = re.compile(rf"{_SPACE}\d")
_GUILLEMET = re.compile(rf"(?:{_SPACE}|\u00a0)»")
_ELLIPSIS = re.compile(r"(?<!\.)(?:\.{3})++\Z")


def _after(ends: str = "", *, words: str = "", patterns: str = "") -> re.Pattern[str]:
    """Match up to a full stop: the `ends` of words, whole `words`, or else `patterns`."""
    parts = [re.escape(end) for end in ends.split()]
    parts += [_SPACE + re.escape(word) for word in words.split()]
    return re.compile(rf"(?:{'|'.join([*parts, *patterns.split()])})\.\Z")


# What must stand before the white space, and what from there on, to keep a paragraph whole.
_KEPT: Mapping[str, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = MappingProxyType(
    {
        "en": (
            (
                _after(
                    "Dr M Mr Mrs Ms Mt Prof St U.K e.g E.g E.G i.e I.e I.E fig Fig FIG resp"
                    " approx Approx",
                    words="tel v V vs Vs VS vS",
                    patterns=rf"{_SPACE}[A-Z] \d{_SPACE}(?:mi?n|sec)",
                ),
                _ANYTHING,
            ),
            (_after("etc"), _NO_CAPITAL),
            (_after(patterns=r"[apAP]\.?[mM]"), _SMALL),
            (_after("No"), _DIGIT),
            (_ELLIPSIS, _NO_CAPITAL),
        ),
        "fr": (
            (
                _after(
                    "pp MM Mr Mme Mlle Dr Prof Resp Réf réf C.A Cf cf Art art Vol vol i.e St",
                    patterns=rf"{_SPACE}[A-Z] [A-Z]\.[A-Z] (?<![A-Z])M [^a-z]p",
                ),
                _ANYTHING,
            ),
            (_after(patterns=""), _SMALL),
            (_after(patterns=""), _GUILLEMET),
            (_ELLIPSIS, _NO_CAPITAL),
        ),
        "es": (
            (
                _after(
                    "Dr Dra Sr Sra Srta Prof Dn Da Ud Uds Vd Vds Sta Sto Excmo Rte Bco Dep Pts"
                    " Apdo etc pág av vol ej izq dcha entlo admón p.a P.D S.A S.L S.E S.A.R V.B V.E"
                    " P.V.P EE.UU CC.AA FF.CC",
                    words="p c s cta",
                    patterns=rf"a\.{_SPACE}C",
                ),
                _ANYTHING,
            ),
            (_ELLIPSIS, _NO_CAPITAL),
        ),
        "ru": (
            (
                _after("т.е Т.е т.Е Т.Е т.к Т.к т.К Т.К рт.ст", patterns=rf"рт\.{_SPACE}ст"),
                _ANYTHING,
            ),
            (_ELLIPSIS, _NO_CAPITAL),
        ),
        "ar": ((_ELLIPSIS, _NO_CAPITAL),),
        "de": (
            (
                _after(
                    "Abb Abf Abk Abo Abs Abt Adr Anh Ank Anl Anm Ant App Aufl Bd Ben Betr Bez Bhf"
                    " Bj Blk Bzgl Ca Chr Co Di Dir Do Dr Einschl Entspr Erw Fa Ffm Fr Frl Ges Hbf"
                    " Hdl Hr Hrn Hrsg Hzg Ing Inh Inv Jg Jh Kap Kfm Ki Kl Mi Min Mio Mo Mrd Nfl Nr"
                    " Obb Pfd Pl Pos Prof Red Rel Sa Sek So St Std Stellv Str Tab Tel Vgl Zi Zim"
                    " Ztr a.a.O allg am amtl b.w bes bw bzgl bzw ca d.h dgl e.h ehem einschl engl"
                    " entspr erb erl erw etc ev evtl frz geb gegr geh gek gem gest gez ggf ggfs glw"
                    " i.a i.b incl inkl insg jew kfm kgl kl led lux max min mind mod mtl o.ä org pl"
                    " r.k röm s.a s.o s.u sep sog str stv u.a u.ä u.a.m u.v.a u.v.m usw v.a verh"
                    " versch vgl wg zur zus zw zzgl österr",
                    words="Apr Aug Ch Dez Feb Febr Jan Jhdt Jul Jun Max Med Mär Nov Okt Pf Sep Sept"
                    " Stat Zt a b d dt e empf f ff i l lt n neg o od off p pos r rd reg rel s sec u"
                    " v z zul ä",
                    patterns=rf"[0-9] [{_CAPITALS}] d\.{_SPACE}h Dr\.{_SPACE}(?:med|phil)",
                ),
                _ANYTHING,
            ),
        ),
    }
)


def omegat_cuts(text: str, language: str) -> Iterator[int]:
    """Yield the places, in characters and in order, where OmegaT cuts `text` into segments.

    White space between two segments is counted to the first. Raises nothing on any text; the
    language is one of `corpora.languages.LANGUAGES`.

    >>> list(omegat_cuts("Mr. Tan spoke. He left.", "en"))
    [15]
    """
    number = _NUMBER.match(text)
    start = 0
    if number and category(text[number.end() : number.end() + 1] or " ") == "Lu":
        start = number.end()
        yield start
    stops = {"zh": _STOPS_CHINESE, "de": _STOPS_GERMAN}.get(language, _STOPS)
    matches = stops.finditer(text)
    if "<br" in text:
        matches = merge(matches, _BREAK.finditer(text), key=re.Match.end)
    for match in matches:
        end = _rest(text, match.end())
        is_break = match[0][0] == "<"
        if end > start and (is_break or not _is_kept(text, match.end(), language)):
            start = end
            yield start


def _is_kept(text: str, place: int, language: str) -> bool:
    before = text[max(0, place - _REACH) : place]
    return any(
        kept.search(before) and _goes_on(following, text, place)
        for kept, following in _KEPT.get(language, ())
    )


def _goes_on(following: re.Pattern[str], text: str, place: int) -> bool:
    match = following.match(text, place)
    return match is not None and category(match.groupdict().get("next") or " ") != "Lu"


def _rest(text: str, place: int) -> int:
    match = _REST.match(text, place)
    return match.end() if match else place
