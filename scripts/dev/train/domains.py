"""Parallel texts of many domains, and documents with defects made of them, to learn from.

Nothing is stored: the texts are read from a folder laid out as ../shared/data is, from Debian's
translated manuals where they have been unpacked, and lists of short near-duplicate names are put
together here. Every language of a document suffers by itself, from 3 to 30 in 100 texts; beside
each stands a short one that suffers nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

from lxml import html

from hexapla.corpora.languages import LANGUAGES
from scripts.dev.evaluate.defects import (
    Line,
    Rates,
    Units,
    damage,
    parallel_units,
)
from scripts.dev.evaluate.gold_sets import TARGETS, read_gold, read_lines
from scripts.dev.evaluate.states import STATES

__all__ = ["Made", "documents", "domains"]

# A text of a domain in some of its languages, which agree unit by unit.
_Versions = Mapping[str, Units]

_NOISE: Final = (0.03, 0.1, 0.2, 0.3)
# More than this part of a text joined or split leaves no document that anybody has.
_MOST_CUT: Final = 0.12
# Units of one document: of more, a text tells nothing new and takes long.
_LENGTH: Final = 45
# Units of a short document, a letter or a decision: it suffers nothing.
_SHORT: Final = (1, 6)
# Paragraphs of a document of much noise that a caption or a page header cuts in two.
_INTERRUPTED: Final = 0.02
# Characters that a unit of a manual has at least.
_SHORTEST: Final = 2
_HANDBOOK: Final = {
    "zh": "zh-CN",
    "en": "en-US",
    "fr": "fr-FR",
    "es": "es-ES",
    "ru": "ru-RU",
    "ar": "ar-MA",
    "de": "de-DE",
}
_GUIDE: Final = {
    "zh": ("maint-guide-zh-cn", "zh-cn"),
    "en": ("maint-guide", "en"),
    "fr": ("maint-guide-fr", "fr"),
    "es": ("maint-guide-es", "es"),
    "ru": ("maint-guide-ru", "ru"),
    "de": ("maint-guide-de", "de"),
}
_PARTS: Final = ("p", "h1", "h2", "h3", "h4", "dt", "li")
# What a list says of each State, in each language: near-duplicates, some with numbers.
_ENTRIES: Final[Mapping[str, Sequence[str]]] = {
    "zh": ("{0}", "{0}的报告", "{0}的评论", "{0}的报告（增编{1}）", "{1}年{0}的答复", "{0}观察员"),
    "en": (
        "{0}",
        "Report of {0}",
        "Comments of {0}",
        "Report of {0} (addendum {1})",
        "Reply of {0} in {1}",
        "Observer for {0}",
    ),
    "fr": (
        "{0}",
        "Rapport : {0}",
        "Observations : {0}",
        "Rapport : {0} (additif {1})",
        "Réponse de {1} : {0}",
        "Observateur : {0}",
    ),
    "es": (
        "{0}",
        "Informe de {0}",
        "Observaciones de {0}",
        "Informe de {0} (adición {1})",
        "Respuesta de {0} en {1}",
        "Observador de {0}",
    ),
    "ru": (
        "{0}",
        "Доклад: {0}",
        "Замечания: {0}",
        "Доклад: {0} (добавление {1})",
        "Ответ {1} года: {0}",
        "Наблюдатель: {0}",
    ),
    "ar": (
        "{0}",
        "تقرير {0}",
        "تعليقات {0}",
        "تقرير {0} (الإضافة {1})",
        "رد {0} في عام {1}",
        "المراقب عن {0}",
    ),
    "de": (
        "{0}",
        "Bericht: {0}",
        "Anmerkungen: {0}",
        "Bericht: {0} (Nachtrag {1})",
        "Antwort von {1}: {0}",
        "Beobachter: {0}",
    ),
}
_NUMBERS: Final = range(1, 2031)


@dataclass(frozen=True, slots=True)
class Made:
    """A document pair that was made, with its gold in the units of its lines."""

    domain: str
    title: str
    source: Sequence[Line]
    target: Sequence[Line]


def domains(data: Path, manuals: Path | None = None) -> dict[str, list[_Versions]]:
    """Return the texts of each domain, each in two or more languages.

    `manuals` is where debian-handbook and maint-guide with its translations were unpacked. Raises
    UsageError, CorpusError or OSError where a text cannot be read.
    """
    found: dict[str, list[_Versions]] = {
        name: [versions] for name, versions in parallel_units(data).items()
    }
    legal = data / "cc-legal" / "plain"
    found["legal"] = [{code: _plain(read_lines(legal / f"{code}.txt")) for code in LANGUAGES}]
    found["news"] = [_linked(data / "pud" / "noisy", target) for target in TARGETS]
    found["names"] = [{code: _names(code, seed) for code in LANGUAGES} for seed in (1, 2)]
    if manuals is not None:
        pages = manuals / "usr" / "share" / "doc"
        handbook = {c: pages / "debian-handbook" / "html" / n for c, n in _HANDBOOK.items()}
        found["handbook"] = _manual(handbook)
        guide = {code: pages / name / "html" for code, (name, _) in _GUIDE.items()}
        found["guide"] = _manual(guide)
    return found


def documents(
    found: Mapping[str, Sequence[_Versions]], seeds: Sequence[int], *, a_domain: int
) -> Iterator[Made]:
    """Yield so many documents with defects of each domain, the noise and the languages in turn.

    Beside each there is a short one without defects.
    """
    for domain, texts in found.items():
        pairs = cycle(
            [
                (versions, ("zh", other))
                for other in TARGETS
                for versions in texts
                if {"zh", other} <= versions.keys()
            ]
        )
        for number, seed in zip(range(a_domain), cycle(seeds), strict=False):
            versions, (first, second) = next(pairs)
            noise = _NOISE[number % len(_NOISE)]
            yield _made(domain, versions, (first, second), noise, f"{seed} {number}")
            yield _short(domain, versions, (first, second), f"{seed} {number} short")


def _made(
    domain: str, versions: _Versions, languages: tuple[str, str], noise: float, seed: str
) -> Made:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    size = len(versions[languages[0]])
    start = dice.randrange(max(size - _LENGTH, 0) + 1)
    numbered = dice.random() < 0.5
    cut = min(noise, _MOST_CUT)
    rates = Rates(
        noise,
        cut,
        cut,
        0.05 if numbered else 1,
        0.02 if numbered else 0,
        interrupted=_INTERRUPTED if noise > _MOST_CUT else 0,
    )
    sides = []
    for language in languages:
        units = versions[language][start : start + _LENGTH]
        if numbered and not any(label for label, _ in units):
            units = [(str(number), text) for number, (_, text) in enumerate(units, 1)]
        lines = damage(units, dice.randrange(2**32), rates, language)
        sides.append(lines)
    title = f"{domain} {'-'.join(languages)}, noise {noise}, {seed}"
    return Made(domain, title, *sides)


def _short(domain: str, versions: _Versions, languages: tuple[str, str], seed: str) -> Made:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    size = dice.randint(*_SHORT)
    start = dice.randrange(max(len(versions[languages[0]]) - size, 0) + 1)
    sides = (versions[language][start : start + size] for language in languages)
    title = f"{domain} {'-'.join(languages)}, {size} units, {seed}"
    return Made(
        domain,
        title,
        *([Line(*unit, (number,)) for number, unit in enumerate(side)] for side in sides),
    )


def _plain(lines: Sequence[str]) -> Units:
    return [("", line) for line in lines]


def _linked(folder: Path, target: str) -> dict[str, Units]:
    """Read what a gold alignment links: a bead's lines are one unit."""
    sides = read_lines(folder / "zh.txt"), read_lines(folder / f"{target}.txt")
    beads = [bead for bead in read_gold(folder / "gold" / f"zh-{target}") if all(bead.indices)]
    return {
        "zh": _plain(["".join(sides[0][i] for i in bead.source) for bead in beads]),
        target: _plain([" ".join(sides[1][j] for j in bead.target) for bead in beads]),
    }


def _names(language: str, seed: int) -> Units:
    """Make a list of short near-duplicate names, the same in every language."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    units = []
    for place in range(len(STATES[language])):
        for entry in sorted(dice.sample(range(len(_ENTRIES[language])), 3)):
            number = dice.choice(_NUMBERS)
            units.append(("", _ENTRIES[language][entry].format(STATES[language][place], number)))
    return units


def _manual(folders: Mapping[str, Path]) -> list[_Versions]:
    """Read a manual in Chinese and each other language: the pages that have the same parts in both.

    A part that says the same in both languages was not translated, and is left out.
    """
    pages = {code: _pages(folder) for code, folder in folders.items()}
    return [
        {"zh": [("", x) for x, _ in rows], code: [("", y) for _, y in rows]}
        for code in pages
        if code != "zh"
        for rows in [list(_rows(pages["zh"], pages[code]))]
    ]


def _rows(
    left: Mapping[str, Sequence[str]], right: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    for name in sorted(left.keys() & right.keys()):
        if len(left[name]) == len(right[name]):
            for x, y in zip(left[name], right[name], strict=True):
                if min(len(x), len(y)) >= _SHORTEST and x != y:
                    yield x, y


def _pages(folder: Path) -> dict[str, list[str]]:
    """Return the texts of each page of a manual, by its name without the language."""
    known = {code for _, code in _GUIDE.values()}
    return {
        ".".join(part for part in path.name.split(".") if part not in known): _texts(path)
        for path in folder.glob("*.html")
    }


def _texts(path: Path) -> list[str]:
    tree = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    # A list item with paragraphs is told by them.
    return [
        " ".join("".join(map(str, part.itertext())).split())
        for part in tree.iter(*_PARTS)
        if part.tag != "li" or part.find(".//p") is None
    ]
