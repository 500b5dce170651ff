"""Numbers in words, put together from single words: quatre-vingt-douze, السادسة والثلاثون.

One grammar serves all languages that write words apart: small numbers add to large ones, scales
multiply what stands before them. German compounds, which are one word, are in the table up to a
hundred; `german` takes apart what is beyond.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from hexapla.memory.checks.values.literals import Readings
from hexapla.memory.checks.values.plain import fold
from hexapla.memory.checks.values.tables import ambiguous, number_words

__all__ = ["NumberWord", "Spelt", "compose", "is_number", "lexicon"]


class NumberWord(NamedTuple):
    """A word for a number: what it is worth, and whether "and" is part of it (Arabic)."""

    value: int
    kind: str
    joined: bool = False
    optional: bool = False


class Spelt(NamedTuple):
    """A number in words: its readings, the token after it, and whether the text means it surely.

    `orders`: it is an ordinal.
    """

    readings: Readings
    end: int
    required: bool
    orders: bool = False


_JOINERS: Final = {"en": "and", "fr": "et", "es": "y", "de": "und", "ar": "و"}
_DECADES: Final = {
    "en": "twenties thirties forties fifties sixties seventies eighties nineties",
    "ar": "عشرينات ثلاثينات أربعينات خمسينات ستينات سبعينات ثمانينات تسعينات",
}
_PREFIXES: Final = ("", "ال", "ب", "ل", "ك", "بال", "لل", "كال")


@cache
def lexicon(language: str) -> Mapping[str, NumberWord]:
    """Return the words for numbers of a language, folded, in Arabic with what is prefixed."""
    optional = {fold(word, language) for word in ambiguous("number", language)}
    words = {
        key: NumberWord(value, kind, optional=key in optional)
        for key, (value, kind) in number_words(language).items()
    }
    for value, word in enumerate(_DECADES.get(language, "").split(), 2):
        words[fold(word, language)] = NumberWord(value * 10, "c")
        if language == "ar":
            words[fold(word.removesuffix("ات") + "يات", language)] = NumberWord(value * 10, "c")
    if language != "ar":
        return words
    # The article makes an ordinal certain: ثاني is much else, الثاني is the second.
    found = {}
    for prefix in _PREFIXES:
        article = prefix.endswith(("ال", "لل"))
        for key, plain_word in words.items():
            sure = plain_word._replace(
                optional=plain_word.optional and not (article and plain_word.kind == "o")
            )
            found[prefix + key] = sure
            found["و" + prefix + key] = sure._replace(joined=True)
            found["ف" + prefix + key] = sure
    # What begins with the letter for "and" or "by" itself is not prefixed.
    return found | dict(words)


# What a half is taken of, with its article: half a dozen are six.
_DOZENS: Final[Mapping[tuple[str, ...], int]] = MappingProxyType({("a", "dozen"): 12})


def is_number(key: str, language: str) -> bool:
    """Return whether a folded word is one for a number."""
    return _look_up(lexicon(language), key, language) is not None


def compose(tokens: Sequence[str], start: int, language: str) -> Spelt:
    """Return the number that the words from `start` on make; the first of them is one for sure.

    `tokens` are folded words, numbers in digits and signs.
    """
    words = lexicon(language)
    first = _look_up(words, tokens[start], language)
    assert first is not None
    if alone := _alone(tokens, start, first):
        return alone
    sum_ = _Sum(first)
    position, last, count, scales = start + 1, first, 1, first.kind == "s"
    while True:
        following = _next(tokens, position, words, language, last)
        if following is None:
            break
        word, after, joined = following
        if first.kind == "f" and word.kind == "s":
            return Spelt(((word.value // first.value,), (word.value,)), after, required=False)
        if _is_part(sum_, last, word) and not _is_only_ordinal(
            word, language, tokens[after : after + 1]
        ):
            return _fraction(sum_.total, word, after)
        if last.kind == "o" and word.kind not in "oc" and not word.joined:
            break
        if not sum_.add(word, joined=joined or word.joined):
            break
        position, last, count = after, word, count + 1
        scales = scales and word.kind == "s"
        if word.kind == "f":
            break
    # The twelfth is "the second ten" in Arabic: its first word is the ordinal.
    orders = "o" in {first.kind, last.kind}
    if orders and language == "ar":
        hundreds = _after_hundreds(tokens, position, words)
        if hundreds:
            total = sum_.total + hundreds
            return Spelt(_whole(total, last), position + 2, required=True, orders=True)
    if count == 1 and first.kind == "f":
        return Spelt(((f"1/{first.value}",), (first.value,)), position, required=False)
    # One and two are said in many ways: both, a pair, a dual. Scales alone are thousands of things.
    unsure = scales or sum_.total <= 2 or (count == 1 and first.optional)
    return Spelt(_whole(sum_.total, last), position, required=not unsure, orders=orders)


def _alone(tokens: Sequence[str], start: int, first: NumberWord) -> Spelt | None:
    """Return the number that a word makes whatever follows: a dual of parts, half a dozen."""
    if first.kind == "d":
        return Spelt(((f"2/{first.value}",), (2, first.value)), start + 1, required=True)
    dozen = _DOZENS.get(tuple(tokens[start + 1 : start + 3])) if first.kind == "f" else None
    if dozen is None:
        return None
    return Spelt(((dozen // first.value,), (dozen,)), start + 3, required=False)


def _after_hundreds(tokens: Sequence[str], position: int, words: Mapping[str, NumberWord]) -> int:
    """Return the hundreds that an Arabic ordinal stands after: الخامسة بعد المائة is the 105th."""
    if position + 1 >= len(tokens) or tokens[position] != "بعد":
        return 0
    word = words.get(tokens[position + 1])
    return word.value if word is not None and word.value in (100, 200) else 0


def _look_up(words: Mapping[str, NumberWord], key: str, language: str) -> NumberWord | None:
    word = words.get(key)
    if word is None and language == "de" and len(key) > 10:
        return german(key)
    return word


def _next(
    tokens: Sequence[str],
    position: int,
    words: Mapping[str, NumberWord],
    language: str,
    last: NumberWord,
) -> tuple[NumberWord, int, bool] | None:
    """Return the next word for a number, the place after it, and whether "and" stands before it."""
    joiner, joined = _JOINERS.get(language), False
    if position < len(tokens) and tokens[position] == "-":
        position += 1
    if position < len(tokens) and tokens[position] == joiner and last.kind != "f":
        position, joined = position + 1, True
        if position < len(tokens) and tokens[position] == "-":
            position += 1
    if position >= len(tokens):
        return None
    word = _look_up(words, tokens[position], language)
    return None if word is None else (word, position + 1, joined)


class _Sum:
    """What the words so far come to."""

    def __init__(self, first: NumberWord) -> None:
        self.done, self.group, self.scale = 0, first.value, 10**15
        if first.kind == "s" and first.value >= 1000:
            self.scale = first.value

    @property
    def total(self) -> int:
        return self.done + self.group

    def add(self, word: NumberWord, *, joined: bool) -> bool:
        """Add a word; return False where it begins another number."""
        value, group = word.value, self.group
        if word.kind in "so" and value >= 1000:
            return self._multiply(value)
        if 0 < group < 100 and (word.kind == "s" or (word.kind == "o" and value == 100)):
            self.group = group * value
            return True
        if word.kind == "f":
            return False
        fits = (
            (group == 0 or (group % 100 == 0 and value < 100 and group >= 100))
            or (group % 100 >= 20 and group % 10 == 0 and value < 10)
            or (group % 100 in (60, 80) and 10 <= value < 20)
            or (
                joined
                and word.joined
                and 0 < group % 100 < 10
                and 20 <= value < 100
                and value % 10 == 0
            )
            or (not joined and 0 < group % 100 < 10 and value == 10 and word.kind == "c")
            or (group % 100 == 10 and value < 10 and (word.kind == "o" or value > 6))
        )
        if group % 100 == 4 and value == 20 and not joined:
            self.group = group - 4 + 80
            return True
        if fits:
            self.group += value
        return fits

    def _multiply(self, value: int) -> bool:
        if value > self.scale and self.total:
            # Mil millones: what was a thousand counts millions.
            self.done, self.group, self.scale = self.total * value, 0, value
            return True
        if not self.group or value == self.scale:
            return False
        self.done, self.group, self.scale = self.done + self.group * value, 0, value
        return True


def _is_part(sum_: _Sum, last: NumberWord, word: NumberWord) -> bool:
    """Return whether words make a fraction: deux tiers, one fifth, две пятых."""
    small = sum_.done == 0 and 1 <= sum_.group <= 9 and last.kind == "c" and not word.joined
    return small and (word.kind == "f" or (word.kind == "o" and 3 <= word.value <= 10))


# Ordinals that name no part, for another word does: ein drittes System, ein Drittel.
_ONLY_ORDINALS: Final = {"fr": range(3, 5), "es": range(3, 4), "de": range(3, 11)}


def _is_only_ordinal(word: NumberWord, language: str, following: Sequence[str]) -> bool:
    """Return whether a word is an ordinal and no part; una tercera parte is one all the same."""
    return (
        word.kind == "o"
        and word.value in _ONLY_ORDINALS.get(language, ())
        and following[:1] not in (["parte"], ["teil"])
    )


def _fraction(count: int, word: NumberWord, after: int) -> Spelt:
    whole: Readings = ((f"{count}/{word.value}",), (count, word.value))
    halves: Readings = ((f"{count}/4",), (f"{count * 3}/12",)) if word.value == 4 else whole
    return Spelt((*halves, *whole) if word.value == 4 else whole, after, required=word.value > 2)


def _whole(total: int, last: NumberWord) -> Readings:
    """Return the readings of a whole number: the third is a third, too."""
    return ((total,), (f"1/{total}",)) if last.kind == "o" and 3 <= total <= 10 else ((total,),)


_UNITS: Final = (
    "eins?|eine|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|"
    "fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn"
)
_TENS: Final = "zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
_BELOW_HUNDRED: Final = rf"(?:(?:{_UNITS})und)?(?:{_TENS})|(?:{_UNITS})"
_BELOW_THOUSAND: Final = rf"(?:(?:{_UNITS})?hundert(?:und)?)?(?:{_BELOW_HUNDRED})?"
_ORDINALS: Final = "(?:erste|zweite|dritte|siebte|achte)[nrsm]?|"
_GERMAN: Final = re.compile(
    rf"(?:(?P<thousands>{_BELOW_THOUSAND})tausend(?:und)?)?(?:(?P<hundreds>{_UNITS})?"
    rf"(?P<hundred>hundert)(?:und)?)?(?P<rest>{_ORDINALS}{_BELOW_HUNDRED})?(?P<ordinal>s?te[nrsm]?)?"
)


def german(key: str) -> NumberWord | None:
    """Return what a German compound is worth: zweihundertfünfundvierzigste.

    >>> german("zweihundertfünfundvierzigste")
    NumberWord(value=245, kind='o', joined=False, optional=False)
    """
    if len(key) > 60 or not key.startswith(_GERMAN_STARTS):
        return None
    match = _GERMAN.fullmatch(key)
    if match is None or not ("hundert" in key or "tausend" in key):
        return None
    total = 0
    if "tausend" in key:
        total += 1000 * _below_thousand(match["thousands"] or "ein")
    if match["hundred"]:
        total += 100 * _below_hundred(match["hundreds"] or "ein")
    rest = match["rest"] or ""
    words = number_words("de")
    ordinal = bool(match["ordinal"])
    if rest:
        value, kind = words.get(rest, (_below_hundred(rest), "c"))
        total, ordinal = total + value, ordinal or kind == "o"
    return NumberWord(total, "o" if ordinal else "c") if total else None


_GERMAN_STARTS: Final = tuple(f"{_UNITS}|{_TENS}|hundert|tausend|ein".replace("?", "").split("|"))


def _below_thousand(words: str) -> int:
    hundreds, found, rest = words.rpartition("hundert")
    total = 100 * _below_hundred(hundreds or "ein") if found else 0
    rest = rest.removeprefix("und")
    return total + (_below_hundred(rest) if rest else 0)


def _below_hundred(word: str) -> int:
    value, _ = number_words("de").get(word, (0, ""))
    return value or (1 if word.startswith("ein") else 0)
