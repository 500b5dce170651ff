"""Makes the table of number words: `python -m scripts.dev.tables.number_words`.

It needs PyICU (`pip install icukit-pyicu`), whose rules for spelt numbers come from the Unicode
CLDR. Words that the rules lack, and all of Arabic, whose rules say what nobody writes, are here.
Numbers of several words are composed by the parser: the table has single words only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from scripts.dev.paths import ROOT

__all__ = ["SPELT", "WORDS", "main"]

WORDS: Final = ROOT / "memory" / "checks" / "tables" / "number_words.json"
SPELT: Final = ROOT / "scripts" / "dev" / "evaluate" / "spelt.json"
# Single words beyond a hundred that the languages have.
_ROUND: Final = (*range(100, 1000, 100), 1000, 1_000_000, 2_000_000, 5_000_000, 10**9, 2 * 10**9)
_LARGER: Final = (5 * 10**9, 10**12, 2 * 10**12, 5 * 10**12, 2000, 5000)
_SCALES: Final = (10**12, 10**9, 1_000_000, 1000, 100)
# What the rules of CLDR lack: other spellings, abbreviations, plurals, fractions. A word is a
# cardinal (c), an ordinal (o), a scale (s) that others multiply, or a part (f).
_MORE: Final = Path(__file__).with_name("more_number_words.tsv")
_ARABIC_UNITS: Final = (
    "واحد واحدة أحد إحدى|اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي إثنان|ثلاث ثلاثة|"
    "أربع أربعة|خمس خمسة|ست ستة|سبع سبعة|ثمان ثماني ثمانية|تسع تسعة|عشر عشرة"
)
_ARABIC_ORDINALS: Final = (
    "أول أولى|ثاني ثانية ثان|ثالث ثالثة|رابع رابعة|خامس خامسة|سادس سادسة|سابع سابعة|ثامن ثامنة|"
    "تاسع تاسعة|عاشر عاشرة|حادي حادية"
)
_ARABIC_TENS: Final = "عشر ثلاث أربع خمس ست سبع ثمان تسع"
_ARABIC_SCALES: Final = (
    "100 مئة مائة مئات مائات|200 مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي|"
    "1000 ألف ألفا ألفًا آلاف ألوف|2000 ألفان ألفين ألفا ألفي|"
    "1000000 مليون مليونا ملايين|2000000 مليونان مليونين مليونا مليوني|"
    "1000000000 بليون بليونا بلايين مليار مليارا مليارات|2000000000 بليونان بليونين بليوني "
    "ملياران مليارين ملياري|1000000000000 تريليون تريليونا تريليونات"
)
_ARABIC_PARTS: Final = "2 نصف|3 ثلث|4 ربع أرباع|5 أخماس|6 سدس|8 ثمن|10 أعشار"


def _arabic() -> Iterator[tuple[str, int, str]]:
    for value, words in enumerate(_ARABIC_UNITS.split("|"), 1):
        yield from ((word, value, "c") for word in words.split())
    for value, words in enumerate(_ARABIC_ORDINALS.split("|"), 1):
        yield from ((word, 1 if value == 11 else value, "o") for word in words.split())
    for value, stem in zip(range(20, 100, 10), _ARABIC_TENS.split(), strict=True):
        yield from ((stem + ending, value, "c") for ending in ("ون", "ين"))
        # 300 in one word: ثلاثمائة.
        if value > 20:
            yield from ((stem + word, value * 10, "c") for word in ("مائة", "مئة"))
    yield from ((f"ثماني{word}", 800, "c") for word in ("مائة", "مئة"))
    for row in _ARABIC_SCALES.split("|"):
        scale, *forms = row.split()
        yield from ((form, int(scale), "s" if scale[0] == "1" else "c") for form in forms)
    for row in _ARABIC_PARTS.split("|"):
        part, *forms = row.split()
        yield from ((form, int(part), "f") for form in forms)
    yield from ((form, 3, "d") for form in ("ثلثا", "ثلثي", "ثلثان", "ثلثين"))


def _rules(language: str) -> Iterator[tuple[str, Any]]:
    """Yield the rule sets of a language: their names and what spells a number by them."""
    import icu  # noqa: PLC0415 - only who makes the table needs it

    rules = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(language))
    for index in range(rules.getNumberOfRuleSetNames()):
        name = rules.getRuleSetName(index)
        if "year" not in name and "days" not in name:
            yield (
                name,
                lambda number, name=name: re.sub(
                    " +", " ", rules.format(number, name).replace("\xad", "")
                ),
            )


def _words(language: str) -> Iterator[tuple[str, int, str]]:
    """Yield the single words for numbers with their values and what they are."""
    numbers = (*range(1, 100), *_ROUND, *_LARGER)
    for name, spell in _rules(language):
        ordinal = "ordinal" in name
        for number in numbers:
            words = [word for word in re.split(r"[\s-]+", spell(number)) if word]
            if any(character.isdigit() for word in words for character in word):
                continue
            if number < 100 and len(words) == 1:
                yield words[0], number, "o" if ordinal else "c"
            elif number >= 100:
                yield from _scale(words, number, ordinal=ordinal)


def _scale(words: list[str], number: int, *, ordinal: bool) -> Iterator[tuple[str, int, str]]:
    unit = next(each for each in _SCALES if number % each == 0)
    if len(words) == 1 and number != unit:
        yield words[0], number, "o" if ordinal else "c"
    elif len(words) <= 2 and not (ordinal and len(words) == 2 and number != unit):
        yield words[-1], unit, "o" if ordinal else "s"


def _table(language: str) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    rows = [
        (word, int(value), kind)
        for of, word, value, kind in (
            line.split("\t") for line in _MORE.read_text("utf-8").splitlines()[1:]
        )
        if of == language
    ]
    rows += _arabic() if language == "ar" else _words(language)
    for word, value, kind in rows:
        key = unicodedata.normalize("NFC", word).lower().replace("ё", "е")
        found.setdefault(key, [value, kind])
    return dict(sorted(found.items()))


# Forms that the tests and the planted errors write: language → ordinals or not → rule sets.
_FORMS: Final = {
    "zh": ("%spellout-cardinal", "%spellout-ordinal"),
    "en": ("%spellout-cardinal-verbose", "%spellout-ordinal-verbose"),
    "fr": ("%spellout-cardinal-masculine", "%spellout-ordinal-feminine"),
    "es": ("%spellout-cardinal-masculine", "%spellout-ordinal-masculine-adjective"),
    "ru": (
        "%spellout-cardinal-masculine",
        "%spellout-cardinal-masculine-genitive",
        "%spellout-cardinal-masculine-instrumental",
        "%spellout-ordinal-feminine",
        "%spellout-ordinal-feminine-genitive",
    ),
    "ar": ("%spellout-cardinal-masculine", "%spellout-ordinal-feminine"),
    "de": ("%spellout-cardinal-masculine", "%spellout-ordinal-n"),
}
_SPELT_UP_TO: Final = 200


def _spelt() -> dict[str, dict[str, list[str]]]:
    return {
        language: {
            name.removeprefix("%spellout-"): [spell(number) for number in range(1, _SPELT_UP_TO)]
            for name, spell in _rules(language)
            if name in forms
        }
        for language, forms in _FORMS.items()
    }


def _write(path: Path, table: object) -> None:
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    """Write both tables."""
    _write(WORDS, {language: _table(language) for language in ("en", "fr", "es", "ru", "ar", "de")})
    _write(SPELT, _spelt())


if __name__ == "__main__":
    main()
