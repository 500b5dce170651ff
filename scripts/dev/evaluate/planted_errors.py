"""Plants errors in translations: `python -m scripts.dev.evaluate.planted_errors ../shared/data`.

How many of them the checks of quality find, by kind and by pair of languages, and how many pairs of
official texts they flag without cause. Errors are planted in the sentences of the data, where
another number, month, State or "not" stands in one language, in sentences written for kinds that
are rare there, and in others in the style of the United Nations, with errors written out.
Sentences, values and places depend on the seed alone.

`known_differences.tsv` lists what the texts of the data really state differently: by the place of a
text in its set, which of lines is the Chinese line, the languages that stand apart from the others,
and the checks that are right to tell it.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, permutations
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.numerals import format_roman
from hexapla.memory.checks.flags import Check
from hexapla.memory.checks.pair import check_pair
from hexapla.memory.checks.values.names import names_of
from hexapla.memory.checks.values.tables import cells, rows
from scripts.dev.bench.data import SEED
from scripts.dev.evaluate.defects import parallel_units
from scripts.dev.evaluate.gold_sets import read_gold
from scripts.dev.tables.number_words import SPELT

__all__ = ["VALUES", "Shares", "main", "measure", "right_rows"]

# The checks that compare what texts state.
VALUES: Final = frozenset(
    (
        *(Check.NUMBERS, Check.DATES, Check.SYMBOLS, Check.LABELS, Check.NAMES),
        *(Check.OPPOSITES, Check.NEGATION),
    )
)
_HERE: Final = Path(__file__).parent
_DIGITS: Final = re.compile(r"[0-9]+")
_ABJAD: Final = "أبجدهوزح"
_SLOT: Final = re.compile(r"\{(\w+)(?::([^}]*))?\}")
# What is put into the sentences: slot → the least and the most.
_RANGES: Final = {
    "y": (1990, 2049), "z": (2050, 2070), "m": (1, 12), "d": (4, 14), "e": (16, 28), "h": (14, 21),
    "n": (11, 96), "o": (101, 140), "r": (60, 98), "k": (12_345, 98_765), "a": (2, 9), "b": (1, 9),
    "q": (14, 21), "f": (1, 2), "c": (0, 2), "u": (0, 5), "l": (0, 6), "s": (0, 190), "t": (0, 60),
    "x": (0, 1),
}  # fmt: skip
_FEW: Final = {"chapter": 10, "annex": 10}
_DENIED: Final = {
    "zh": ("不得", "应"), "en": (" not ", " "), "fr": ("ne peut", "peut"), "es": (" no ", " "),
    "ru": (" не ", " "), "ar": ("لا يجوز", "يجوز"), "de": (" nicht ", " "),
}  # fmt: skip

# "Not" that denies nothing: not less than, not only.
_LIMIT: Final = re.compile(
    r"\bnot (?:only|just|least|less|more|later|fewer)\b|"
    r"\bno (?:s[oó]lo|solamente|únicamente|menos|más|obstante)\b|"
    r"\bне (?:только|менее|более|позднее|ранее|меньше|больше)\b|\bтем не менее\b|"
    r"\bnicht (?:nur|zuletzt|mehr als|weniger|später)\b"
)

Row = Mapping[str, str]


@dataclass(slots=True)
class Shares:
    """Of how many planted errors, or right pairs, how many were found, or flagged without cause."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, *names: str, found: bool) -> None:
        """Count one pair under some names."""
        for name in names:
            self.planted[name] += 1
            self.found[name] += found

    def shares(self) -> dict[str, float]:
        """Return the share that was found, or flagged, by name."""
        return {name: self.found[name] / count for name, count in sorted(self.planted.items())}


def right_rows(data: Path) -> Iterator[tuple[str, Row]]:
    """Yield the sets of the data with texts that translate one another, language → text."""
    for name, versions in parallel_units(data).items():
        languages = list(versions)
        for texts in zip(*versions.values(), strict=True):
            yield name, {code: text for code, (_, text) in zip(languages, texts, strict=True)}
    for name, folder in (("pud", data / "pud/noisy"), ("licence", data / "cc-legal/plain")):
        for row in _aligned(folder):
            yield name, row


def _aligned(folder: Path) -> Iterator[Row]:
    """Yield the lines of a gold set that are aligned one to one with Chinese, by language."""
    lines = {code: (folder / f"{code}.txt").read_text("utf-8").splitlines() for code in LANGUAGES}
    partners = {
        code: {
            bead.source[0]: bead.target[0]
            for bead in read_gold(folder / "gold" / f"zh-{code}")
            if len(bead.source) == len(bead.target) == 1
        }
        for code in LANGUAGES
        if code != "zh"
    }
    for index, text in enumerate(lines["zh"]):
        others = {code: lines[code][of[index]] for code, of in partners.items() if index in of}
        yield {"zh": text} | others


@cache
def _table(name: str) -> list[dict[str, str]]:
    head, *lines = (_HERE / name).read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


@cache
def _spelt(language: str, *, ordinal: bool) -> list[str]:
    forms: dict[str, list[str]] = json.loads(SPELT.read_text("utf-8"))[language]
    return next(words for form, words in forms.items() if ("ordinal" in form) is ordinal)


@cache
def _names(of: str) -> list[dict[str, str]]:
    """Return the names of States, or of bodies, that are written in all languages."""
    codes = [row[0] for row in rows("bodies.tsv" if of == "body" else "places.tsv")]
    if of == "state":
        codes = [code for code in codes if code in {row[0] for row in rows("states.tsv")}]
    return [
        {language: names_of(language)[code][0] for language in LANGUAGES}
        for code in codes
        if all(names_of(language).get(code) for language in LANGUAGES)
    ]


def _written(kind: str, language: str, values: Mapping[str, int]) -> str:
    """Return the sentence of a kind in a language with some values in it."""
    sentence = next(row[language] for row in _table("value_sentences.tsv") if row["kind"] == kind)
    return _SLOT.sub(lambda slot: _slot(slot[1], slot[2], language, values), sentence)


def _slot(name: str, form: str | None, language: str, values: Mapping[str, int]) -> str:
    if name == "month":
        return _month(values["m"], language)
    if name == "h12":
        return str(values["h"] - 12)
    value = values["t" if form == "body" else name]
    choices = _choices(name, form, language)
    return choices[value % len(choices)] if choices else _number(value, form, language)


def _choices(name: str, form: str | None, language: str) -> Sequence[str]:
    """Return the words that a slot chooses from, by its value; none where it is a number."""
    if form == "body" or name == "s":
        return [each[language] for each in _names("body" if form == "body" else "state")]
    if name == "x":
        return (form or "").split("|")
    if name == "l":
        return _ABJAD if form == "abjad" else "abcdefg"
    if name == "f" and form is None:
        return "二一"
    what = {"c": "currency", "u": "unit", "f": "part"}.get(name)
    found = [row[language] for row in _table("value_words.tsv") if row["what"] == what]
    # Parts are counted from one.
    return found[-1:] + found[:-1] if name == "f" else found


def _number(value: int, form: str | None, language: str) -> str:
    if form == "count" or (form or "").startswith("order"):
        words = _spelt(language, ordinal=form != "count")[value - 1]
        if form == "order:m":
            return _masculine(words)
        return words
    if form == "roman":
        return format_roman(value)
    if form in (" ", ",", "."):
        return f"{value:,}".replace(",", form)
    return str(value)


def _masculine(words: str) -> str:
    """Return an Arabic ordinal of the feminine as one of the masculine."""
    return " ".join(word.removesuffix("ة") for word in words.split())


def _month(month: int, language: str) -> str:
    row = next(row for row in rows("months.tsv") if int(row[0]) == month)
    names = cells("months.tsv", row, language)
    name = names[1 if language == "ru" else 0].replace("_", " ")
    return name.capitalize() if language in ("en", "de") else name


def _slots(kind: str) -> list[str]:
    """Return the values of a kind that an error can change, the same in all languages."""
    sentence = next(row["en"] for row in _table("value_sentences.tsv") if row["kind"] == kind)
    found = [
        {"month": "m", "h12": "h"}.get(slot[1], "t" if slot[2] == "body" else slot[1])
        for slot in _SLOT.finditer(sentence)
    ]
    return list(dict.fromkeys(found))


def _sentences(seed: int, each: int) -> Iterator[tuple[str, str, str, Row, Row]]:
    """Yield kind, source, target, and the right and the wrong sentence of each language."""
    dice = random.Random(f"sentences {seed}")  # noqa: S311 - not for secrets
    for row in _table("value_sentences.tsv"):
        kind = row["kind"]
        for source, target in permutations(LANGUAGES, 2):
            for _ in range(each):
                values = {name: dice.randint(*ends) for name, ends in _RANGES.items()}
                if kind in _FEW:
                    values["n"] = dice.randint(2, _FEW[kind])
                if kind == "negation":
                    values["x"] = 0
                changed = dice.choice(_slots(kind))
                low, high = _RANGES[changed]
                if kind in _FEW:
                    low, high = 2, _FEW[kind]
                other = dice.choice([n for n in range(low, high + 1) if n != values[changed]])
                right = {code: _written(kind, code, values) for code in (source, target)}
                wrong = _written(kind, target, values | {changed: other})
                if wrong != right[target]:
                    yield kind, source, target, right, {target: wrong}


def _replaced(text: str, language: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the kinds of error that can be planted in a text, each with the wrong text."""
    if found := list(_DIGITS.finditer(text)):
        chosen = dice.choice(found)
        digit = dice.randrange(len(chosen[0]))
        other = dice.choice([sign for sign in "123456789" if sign != chosen[0][digit]])
        place = chosen.start() + digit
        yield "digit in a text", text[:place] + other + text[place + 1 :]
    for state in dice.sample(_names("state"), len(_names("state"))):
        written = _whole(state[language], language)
        if written.search(text) and len(state[language]) > 3 - (language == "zh"):
            other_state = dice.choice([each for each in _names("state") if each is not state])
            yield "State in a text", written.sub(other_state[language], text)
            break
    there, gone = _DENIED[language]
    if there in text and text.count(there) == 1 and not _LIMIT.search(text):
        yield "negation in a text", text.replace(there, gone)


@cache
def _whole(name: str, language: str) -> re.Pattern[str]:
    """Return what finds a name, but not in another word: India is no part of Indiana."""
    pattern = re.escape(name)
    return re.compile(pattern if language == "zh" else rf"(?<!\w){pattern}(?!\w)")


def _in_style(errors: Shares, alarms: Shares) -> None:
    """Count the errors that are written out for sentences in the style of the United Nations."""
    for each in json.loads((_HERE / "style_sentences.json").read_text("utf-8")):
        texts: Row = each["texts"]
        for languages in permutations(LANGUAGES, 2):
            source, target = (texts[code] for code in languages)
            pair = "-".join(languages)
            flagged = _flagged(source, target, languages)
            alarms.add("style", found=bool(flagged))
            if flagged:
                alarms.missed["style"].append((pair, source, target))
            for error in each["errors"]:
                right, wrong = error["changes"][languages[1]]
                changed = target.replace(right, wrong, 1)
                found = bool(_flagged(source, changed, languages))
                kind = f"style: {error['kind']}"
                errors.add(kind, found=found)
                if not found:
                    errors.missed[kind].append((pair, source, changed))


def _flagged(source: str, target: str, languages: tuple[str, str]) -> frozenset[Check]:
    found = {flag.check for flag in check_pair(source, target, languages)}
    return frozenset(found & VALUES)


def measure(data: Path, seed: int = SEED, *, each: int = 3, part: int = 1) -> tuple[Shares, Shares]:
    """Return the errors found, by kind and by pair, and the right pairs flagged without cause.

    These are by pair, set and check, and of all pairs.

    `each` sentences of every kind are written for every pair of languages; of the data, every
    `part`-th text is taken. Raises OSError and CorpusError where the data cannot be read.
    """
    errors, alarms = Shares(), Shares()
    for kind, source, target, right, wrong in _sentences(seed, each):
        languages = source, target
        pair = "-".join(languages)
        flagged = _flagged(right[source], right[target], languages)
        alarms.add("sentences", f"sentences {kind}", found=bool(flagged))
        if flagged:
            alarms.missed[kind].append((pair, right[source], right[target]))
        found = _flagged(right[source], wrong[target], languages)
        errors.add(kind, pair, found=bool(found))
        if not found:
            errors.missed[kind].append((pair, right[source], wrong[target]))
    _in_style(errors, alarms)
    places: Counter[str] = Counter()
    for number, (name, row) in enumerate(right_rows(data)):
        places[name] += 1
        if number % part == 0:
            _in_texts((name, places[name]), row, f"texts {seed} {number}", errors, alarms)
    return errors, alarms


def _in_texts(place: tuple[str, int], row: Row, seed: str, errors: Shares, alarms: Shares) -> None:
    name, number = place
    unit = f"{name} {number}"
    known, told = _known().get(unit, ()), set[_Difference]()
    for languages in combinations([code for code in LANGUAGES if code in row], 2):
        source, target = (row[code] for code in languages)
        pair = "-".join(languages)
        flagged = _flagged(source, target, languages)
        causes = {each for each in known if len(each.apart.intersection(languages)) == 1}
        told |= {each for each in causes if flagged & each.checks}
        without = flagged.difference(*(each.checks for each in causes))
        alarms.add(pair, name, "all pairs", found=bool(without))
        for check in VALUES:
            alarms.add(check, found=check in without)
            if check in without:
                alarms.missed[check].append((f"{unit}, {pair}", source, target))
        if flagged:
            continue
        # Of its own, or what is planted would hang on which pairs before it were flagged.
        dice = random.Random(f"{seed} {pair}")  # noqa: S311 - not for secrets
        for kind, wrong in _replaced(target, languages[1], dice):
            found = bool(_flagged(source, wrong, languages))
            errors.add(kind, found=found)
            if not found:
                errors.missed[kind].append((pair, source, wrong))
    for each in known:
        errors.add("known difference", found=each in told)


@dataclass(frozen=True, slots=True)
class _Difference:
    """What official texts state differently: the languages that stand apart, and the checks."""

    apart: frozenset[str]
    checks: frozenset[str]


@cache
def _known() -> Mapping[str, Sequence[_Difference]]:
    """Return the differences of the official texts by set and place: `pud 12`."""
    found: dict[str, list[_Difference]] = {}
    for row in _table("known_differences.tsv"):
        apart, checks = (frozenset(row[what].split(",")) for what in ("languages", "checks"))
        found.setdefault(f"{row['set']} {row['unit']}", []).append(_Difference(apart, checks))
    return found


def _print(title: str, shares: Shares, examples: int) -> None:
    click.echo(title)
    for name, share in shares.shares().items():
        click.echo(f"  {name:<24}{100 * share:6.1f} % of {shares.planted[name]}")
        for pair, source, target in shares.missed.get(name, ())[:examples]:
            click.echo(f"      {pair}: {source[:200]} | {target[:200]}")


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--seed", default=SEED, show_default=True)
@click.option("--examples", default=0, help="So many that were missed, or flagged, of each kind.")
def main(*, data: Path, seed: int, examples: int) -> None:
    """Plant errors in right translations and count those that the checks of quality find.

    \b
    Example: python -m scripts.dev.evaluate.planted_errors ../shared/data
    """
    errors, alarms = measure(data, seed)
    _print("found, of planted errors", errors, examples)
    _print("flagged without cause, of right pairs", alarms, examples)


if __name__ == "__main__":
    run(main)
