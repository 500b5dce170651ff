"""Sentence segmentation: where a paragraph is cut into segments.

A sentence is what a translator takes for one. Chinese is cut by the marks of
`corpora.segmentation.chinese`, the other languages by the shape of the words around the stop and
the abbreviations of `corpora.segmentation.abbreviations`: the token-based stage of Kiss and Strunk,
"Unsupervised Multilingual Sentence Boundary Detection" (Computational Linguistics 32, 2006), with
closed lists for what they learn. Nothing is cut inside of a quotation, title or bracket that is a
part of its sentence (`corpora.segmentation.enclosures`).

The profile "omegat" cuts as that tool does instead, right or wrong, for the segments that it must
find again (`corpora.segmentation.omegat`): it knows no quotations, so what it cuts inside of them
stays cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, TypeAlias
from unicodedata import normalize

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.note_marks import NOTE_SIGNS
from hexapla.corpora.segmentation.abbreviations import (
    GERMAN_DETERMINERS,
    LEXICONS,
    NAME_PARTICLES,
    RUSSIAN_CONJUNCTIONS,
    RUSSIAN_OPENINGS,
    Lexicon,
)
from hexapla.corpora.segmentation.chinese import chinese_cuts
from hexapla.corpora.segmentation.enclosures import Enclosure, Enclosures
from hexapla.corpora.segmentation.omegat import omegat_cuts

__all__ = ["Profile", "segment"]

Profile: TypeAlias = Literal["sentences", "omegat"]

# A stop (also `. . .`), what closes with it, and the white space that must follow. The quantifiers
# are possessive and the first is anchored by a look-behind: no text costs more than linear time.
_STOP_SIGNS = ".!?…؟۔"
_STOPS = rf"(?<![{_STOP_SIGNS}])(?P<stop>[{_STOP_SIGNS}]++(?:[ \u00a0]\.){{0,5}}+)"
_CLOSING = "\"'”’“»«›‹)]} \u00a0\u202f"  # what may stand behind the last stop of a text
_CLOSERS = rf"(?:[\"'”’“»«›‹)\]}}{NOTE_SIGNS}]|[ \u00a0]?\[\d{{1,3}}\](?=\s))"
_END = re.compile(rf"{_STOPS}(?P<close>{_CLOSERS}*+)\s++")
# French sets its closing guillemet off with a space.
_END_FRENCH = re.compile(rf"{_STOPS}(?P<close>(?:{_CLOSERS}|[ \u00a0\u202f]»)*+)\s++")

_FEW = 8  # signs that may stand before a bracket that begins a sentence
_REACH = 60  # characters before a stop that may hold its abbreviation
_OPENERS = "\"'“”„‟‘‚«»‹›([{¿¡—–-•*"
_NEXT = re.compile(r"\W{0,20}(?P<word>\w[\w/.’'-]{0,40})?")
_ENUMERATOR = re.compile(r"\(?(?:\w|[ivxlc]{1,6}|\d{1,3})\)\s")
_NUMBER = re.compile(r"\d+(?:[.–-]\d+)*")
_VOWEL = re.compile(r"[aeiouyàâäáéèêëíìîïóòôöúùûüœæаеёиоуыэюя]", re.IGNORECASE)
_NOT_SPANISH = re.compile(r"[bcfghkmpqtvw]$")
_ROMAN = re.compile(r"[IVXLC]+")
# Who asked, after the question: elsewhere a small letter or a comma shows it.
_SAID = {
    "en": re.compile(
        r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\. )?(?:[A-Z][\w’'-]* ){1,3}"
        r"(?:asked|said|replied|answered|inquired|enquired|exclaimed|cried|wondered)(?=[.,;:])"
    ),
    "ar": re.compile(r"(?:سأل|سألت|تساءل|تساءلت|أجاب|أجابت|صاح|صاحت)\b"),
}
_UNITS = ("km", "cm", "mm", "kg", "ha", "min", "км", "см", "мм", "кг", "га", "мин")
_BUT_ARABIC = ("لكن", "ولكن", "بل")
_YEAR = re.compile(r"(?:\d{4}[–-])?\d{4}")
_CENTURY = re.compile(r"[IVX]+(?:[–-][IVX]+)?")
# Russian verbs, by their endings; no more than a hint, for some nouns end like them.
_VERB = re.compile(
    r"[а-яё]{2,}(?:[аиеяуы]л[аои]?|[аяуе]ет|[аяую]ют|ит|(?:ня|ры|зя)т[аоы]?"
    r"|(?:[влджзчщшнр]е|ова|ева|бра|зва|зда|каза|писа)н[аоы]?)(?:ся|сь)?"
)
# What a German ordinal stands before.
_ORDERED = re.compile(
    r"(?:jän|jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*|.*(?:tagung|sitzung|jahrhundert"
    r"s?|ausschuss(?:es)?|instanz|jahrestags?|auflage|kapitel|teil|wahlperiode|absatz|satz|klasse"
    r"|ebene|stufe|runde|lesung|grades?|hälfte|weltkriegs?|wahlgang|etage|stock|mal|tage?s?)"
    r"|jh|jhs|jhdt|aufl|abschn|abs|hj|quartals?|halbjahrs?"
)


@dataclass(frozen=True, slots=True)
class _Stop:
    """The words around a single full stop.

    `words` are the last ones of the sentence, up to the stop, and `whole` is true where they are
    all of it. `following` is the first word after. `bracketed`: a bracket closes after the stop.
    """

    words: list[str]
    whole: bool
    following: str
    bracketed: bool
    language: str
    lexicon: Lexicon

    @property
    def word(self) -> str:
        return self.words[-1].lstrip(_OPENERS).rstrip(NOTE_SIGNS)

    @property
    def previous(self) -> str:
        return self.words[-2].lstrip(_OPENERS) if len(self.words) > 1 else ""

    @property
    def after_numbered(self) -> bool:
        """Whether the word is the number of a part: `annex I.`, `sect. B.`."""
        name = self.previous.lower().rstrip(".,")
        if len(name) == 1 and self.previous[0].isupper():
            return False  # an initial
        short = self.previous.rstrip(",").endswith(".") and name in self.lexicon.numeric
        return short or name in self.lexicon.numbered

    @property
    def before_starter(self) -> bool:
        """Whether the next word, a capitalised function word, must begin a sentence."""
        first = re.split(r"[’']", self.following, maxsplit=1)[0]
        return first[:1].isupper() and first.lower() in self.lexicon.starters


def segment(text: str, language: str, *, profile: Profile = "sentences") -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence of `text`, or of each segment that OmegaT makes.

    They count characters, in order. The pieces joined are the text, none is empty, and white space
    belongs to the end of the piece before it. No text, no pieces. Time grows with the length of the
    text. Raises UsageError for a language that is not in `corpora.languages.LANGUAGES`.

    >>> text = "See Art. 5 of the Charter. It holds."
    >>> [text[start:end] for start, end in segment(text, "en")]
    ['See Art. 5 of the Charter. ', 'It holds.']
    >>> [text[start:end] for start, end in segment(text, "en", profile="omegat")]
    ['See Art. ', '5 of the Charter. ', 'It holds.']
    """
    if language not in LANGUAGES:
        raise UsageError(f"no sentence rules for language {language!r}")
    if profile == "omegat":
        cuts = omegat_cuts(text, language)
    else:
        cuts = chinese_cuts(text) if language == "zh" else _cuts(text, language)
    edges = [0, *(cut for cut in cuts if cut < len(text)), len(text)]
    return list(pairwise(edges)) if text else []


def _cuts(text: str, language: str) -> Iterator[int]:
    enclosures = Enclosures.of(text, language)
    closed: dict[int, re.Match[str]] = {}
    stops = list((_END_FRENCH if language == "fr" else _END).finditer(text))
    for match in stops:
        closed.update(dict.fromkeys(range(*match.span("close")), match))
    last = len(text.rstrip(_CLOSING))
    stopped = text[last - 1 : last] in tuple(_STOP_SIGNS)
    start = 0

    def goes_on(enclosure: Enclosure) -> bool:
        """Return whether the sentence from `start` goes on behind an enclosure that has a stop."""
        before = text[start : min(enclosure.start, start + _FEW)]
        if enclosure.is_speech(text) or not (enclosure.quoted or before.strip(_OPENERS)):
            return False
        if enclosure.end not in closed:
            return not (stopped and enclosure.end >= last)
        return not _ends_sentence(text, start, closed[enclosure.end], language)

    for match in stops:
        inside = enclosures.keep(match.start(), start, goes_on)
        if not inside and _ends_sentence(text, start, match, language):
            start = match.end()
            yield start


def _ends_sentence(text: str, start: int, match: re.Match[str], language: str) -> bool:
    """Return whether the stop of `match` ends the sentence that began at `start`."""
    begin = max(start, match.start() - _REACH)
    before = normalize("NFC", text[begin : match.start()])  # as the abbreviations are written
    found = _NEXT.match(text, match.end())
    stop = _Stop(
        words=before.split() or [""],
        whole=begin == start,
        following=(found and found["word"]) or "",
        bracketed=")" in match["close"],
        language=language,
        lexicon=LEXICONS[language],
    )
    if match["stop"] == "." and _is_inside(stop):
        return False
    if _marks_omission(match["stop"], before, language):
        return stop.before_starter
    if "." in match["stop"][1:] and stop.following.startswith(_BUT_ARABIC):
        return False
    if language == "ru" and text.startswith(("— ", "– "), match.end()):
        return False  # `«К порядку! — воскликнул Председатель. — Тише!»`
    if language in _SAID and match["close"] and _SAID[language].match(text, match.end()):
        return False  # `“Is it closed?” Mr. Ito asked.`
    return not stop.following[:1].islower() or bool(_ENUMERATOR.match(text, match.end()))


def _marks_omission(stop: str, before: str, language: str) -> bool:
    """Return whether a stop is that of `[…]`, and not of words that trail off."""
    ellipsis = "…" in stop or stop.count(".") > 1
    spaced = language in ("ar", "de") and before.endswith((" ", "\u00a0"))
    return ellipsis and (spaced or before.endswith(("[", "(")))


def _is_inside(stop: _Stop) -> bool:
    """Return whether a full stop belongs to the word before it, by the first rule that knows."""
    rules = (
        _paragraph_number,
        _unit,
        _namesake,
        _year,
        _abbreviation,
        _initial,
        _acronym,
        _ordinal,
        _shape,
    )
    return next((inside for rule in rules if (inside := rule(stop)) is not None), False)


def _paragraph_number(stop: _Stop) -> bool | None:
    """Keep the numbers that begin a paragraph with it: `12.`, `Article 12.`, `Article 12. 1.`."""
    numbers = [word.lstrip(_OPENERS).rstrip("." + NOTE_SIGNS) for word in stop.words]
    if not stop.whole or len(numbers) > 3 or not _is_label(numbers[-1]):
        return None
    if len(numbers) == 1:
        return True
    if len(numbers) == 3:
        numbered = numbers[0].lower() in stop.lexicon.numbered | stop.lexicon.numeric
        return True if numbered and stop.previous.endswith(".") else None
    is_next = stop.following.lower() in stop.lexicon.numbered  # Section A. Section B.
    return True if stop.after_numbered and not is_next else None


def _is_label(word: str) -> bool:
    return len(word) <= 1 or bool(_NUMBER.fullmatch(word) or _ROMAN.fullmatch(word))


def _unit(stop: _Stop) -> bool | None:
    """Take units for words, though they be abbreviations: `1.5° C.`, `45 min.`, `20 см.`."""
    measured = stop.word in _UNITS and _NUMBER.fullmatch(stop.previous)
    return False if measured or stop.previous.endswith("°") else None


def _namesake(stop: _Stop) -> bool | None:
    """Return whether `им.` means “named after” and not “to them”, by the genitive after it."""
    if stop.language != "ru" or stop.word != "им":
        return None
    return not stop.before_starter and stop.following.endswith(("а", "я", "ого", "ой", "."))


def _abbreviation(stop: _Stop) -> bool | None:
    lexicon = stop.lexicon
    is_number = len(stop.word) == 1 and stop.after_numbered and not _is_number(stop.following)
    # `A. M. Roca`, `М. Орлов`: initials, not the time of day nor metres; but `n. Chr.`, `12 v. H.`
    after_letter = len(stop.previous) == 2 and stop.previous[0].islower()
    is_initial = len(stop.word) == 1 and stop.word.isupper() and not after_letter
    ahead = stop.following.rstrip(".").lower()
    cites = _is_number(stop.following) or (
        stop.following.endswith(".") and ahead in lexicon.numeric  # `Suppl. No. 4`
    )
    for key in _keys(stop):
        if f"{key}.{ahead}" in _dotted(stop.language):
            return True
        if is_number and key == stop.word.lower():
            return False  # `literal c. El Comité`
        if key in lexicon.words and stop.before_starter:
            return False
        if key in lexicon.bound or (key in lexicon.numeric and cites):
            return True
        if key in lexicon.final and not is_initial:
            return not _may_end(stop)
    return None


def _may_end(stop: _Stop) -> bool:
    """Return whether a sentence can end with the abbreviation before a stop, and does so here."""
    alone = len(stop.words) == 1 and not stop.before_starter  # `Sr. M. Cruz…`, but `Ibid. See…`
    if stop.bracketed or alone or _opens_sentence(stop):
        return False
    # Where capitals show nothing, words show that a sentence begins: German nouns, and Arabic.
    if stop.language == "de":
        return stop.before_starter
    if stop.language == "ar":
        return stop.following.startswith(("و", "ف")) or stop.following in (
            "كما",
            "ثم",
            "غير",
            "وقد",
        )
    return True


def _opens_sentence(stop: _Stop) -> bool:
    """Recognize the time that a sentence opens with: `At 3 p.m. Mrs. Sow…`."""
    return (
        stop.language == "en"
        and stop.whole
        and len(stop.words) <= 4
        and stop.words[0] in ("At", "By", "From", "Until", "Before", "After", "Since")
    )


def _year(stop: _Stop) -> bool | None:
    """Decide on `г.`: a city `г. Женева`, a year that ends a sentence, or one within; and on `в.`.

    Within are years and centuries in a phrase that opens a sentence or clause and has no verb yet:
    `В своем докладе за 2018 г. Комитет…`, `…, а в 2019 г. Совет…`, `В XXI в. Комитет…`.
    """
    century = stop.word in ("в", "вв") and _CENTURY.fullmatch(stop.previous)
    if stop.language != "ru" or not (century or stop.word in ("г", "гг")):
        return None
    if not (century or _YEAR.fullmatch(stop.previous)):
        return True
    commas = [place for place, word in enumerate(stop.words) if word.endswith((",", ";", ":"))]
    clause = stop.words[commas[-1] + 1 :] if commas else stop.words
    if any(_VERB.fullmatch(word) for word in clause):
        return False
    first = clause[0].lstrip(_OPENERS)
    return first in RUSSIAN_CONJUNCTIONS if commas else stop.whole and first in RUSSIAN_OPENINGS


def _initial(stop: _Stop) -> bool | None:
    """Keep `A. Guterres` together, and cut after `annex I.`, `plan B. The…`, `Mr. R. K. He…`."""
    if len(stop.word) != 1 or not stop.word.isalpha() or stop.word.islower():
        return None
    if _YEAR.fullmatch(stop.previous) or stop.after_numbered:
        return False
    if not stop.before_starter:
        return True
    initials = len(stop.previous) == 2 and stop.previous.endswith(".")  # `R. K. He`
    in_name = stop.following.lower() in NAME_PARTICLES and not stop.previous[:1].islower()
    return in_name and not initials


def _acronym(stop: _Stop) -> bool | None:
    """Cut after `U.S.` and `EE. UU.` only where the next word must begin a sentence."""
    if _is_acronym(f"{stop.word}.{stop.following.rstrip('.')}") and stop.following.endswith("."):
        return True
    chained = stop.previous.endswith(".") and len(stop.previous) <= 3
    whole = stop.previous + stop.word if chained else stop.word
    return not stop.before_starter if _is_acronym(whole) else None


def _ordinal(stop: _Stop) -> bool | None:
    """Keep the German `12. Juni` and `II. Weltkrieg` together; years are no ordinals.

    A numeral before a capital is an ordinal where a determiner, a comma or another ordinal
    stands before it, or a month, a session or the like after it; else a sentence ends there.
    """
    is_short = stop.word.isdecimal() and len(stop.word) <= 3
    if stop.language != "de" or not (is_short or _ROMAN.fullmatch(stop.word)):
        return None
    if re.fullmatch(r"\d{1,2}\.", stop.previous) and stop.following[:1].isdecimal():
        return True  # `20. 12. 2019`
    if stop.after_numbered or stop.before_starter:
        return False
    if not is_short or stop.following[:1].islower():
        return True
    joined = stop.words[-3:-1]  # `3. und`
    return (
        stop.previous.lower() in GERMAN_DETERMINERS
        or stop.previous.endswith((",", "(", "/"))
        or bool(_ORDERED.fullmatch(stop.following.lower().rstrip(".")))
        or (len(joined) == 2 and bool(re.fullmatch(r"\d+\.", joined[0])))
    )


def _shape(stop: _Stop) -> bool | None:
    """Take for an abbreviation what is spelt like no word: without a vowel, or as Spanish is not.

    Words of capitals are left to the other rules, and units after a number end a sentence.
    """
    word = stop.word
    if not word.isalpha() or word.isupper() or not 2 <= len(word) <= 5 or stop.before_starter:
        return None
    odd = stop.language == "es" and bool(_NOT_SPANISH.search(word))
    voiceless = stop.language != "ar" and not _VOWEL.search(word)
    return True if (odd or voiceless) and not stop.previous[:1].isdecimal() else None


def _keys(stop: _Stop) -> Iterator[str]:
    """Yield the abbreviations that may end here, longest first: `p.ej` and `ej` for `p. ej.`."""
    chains = [stop.word.lower()]
    for before in reversed(stop.words[-3:-1]):
        if not (before.endswith(".") and len(before) <= 5):
            break
        chains.append(before.lstrip(_OPENERS).lower() + chains[-1])
    yield from reversed(chains)
    for mark in ("’", "'", "-", "–", "/"):
        if mark in stop.word:
            yield stop.word.rpartition(mark)[2].lower()
    if stop.language == "ar":
        yield stop.word.removeprefix("و")
    if stop.language == "de":  # `Thorackerstr. 3`, `Vizeadm. Kowalski`
        yield from (end for end in ("str", "adm", "präs", "min", "sekr") if chains[0].endswith(end))


@cache
def _dotted(language: str) -> frozenset[str]:
    """Return every beginning, of two parts or more, of abbreviations that have stops inside."""
    lexicon = LEXICONS[language]
    return frozenset(
        ".".join(parts[:count])
        for parts in (key.split(".") for key in lexicon.bound | lexicon.final)
        for count in range(2, len(parts) + 1)
    )


def _is_number(word: str) -> bool:
    """Return whether a citation can go on with `word`: `15`, `A/74/10`, `II`, `B`, `I.A`."""
    parts = word.rstrip(".").split(".")
    return bool(re.search(r"\d", word)) or all(
        len(part) == 1 or _ROMAN.fullmatch(part) for part in parts
    )


def _is_acronym(word: str) -> bool:
    """Return whether `word` is capitals with stops between them: `U.S`, `J.-C`, `EE.UU`."""
    parts = [part.lstrip("-") for part in word.split(".")]
    return len(parts) > 1 and all(
        part.isalpha() and len(part) <= 2 and part == part.upper() for part in parts
    )
