"""Makes defective versions of parallel texts, with the gold alignment that follows.

For tests, for learning weights and for evaluations: seeded, so that they can be made again.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hexapla.align.beads import Bead
from hexapla.align.search.disjoint_set import DisjointSet
from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read
from scripts.dev.evaluate.states import STATES, sort_key

__all__ = [
    "DEFECTS",
    "Defects",
    "Line",
    "Rates",
    "Units",
    "damage",
    "damaged",
    "gold_beads",
    "parallel_units",
]

# (label, text) of each unit.
Units = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the numbers of the units whose text it holds; none where nothing answers it.

    Units with consecutive numbers follow one another and can be joined.
    """

    label: str
    text: str
    units: tuple[int, ...]

    @property
    def written(self) -> str:
        """Return the line as it stands in a file, its number first."""
        stop = "." if self.label.isdigit() else ""
        return f"{self.label}{stop} {self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True)
class Rates:
    """What one version suffers by itself: shares of its lines, and counts of runs."""

    dropped: float = 0.04
    joined: float = 0.06
    split: float = 0.06
    unnumbered: float = 0.05
    wrong: float = 0.02
    shifted_run: int = 0  # lines in a row with the number of the next
    moved: int = 0  # runs of lines that stand elsewhere
    copied: float = 0.0  # repeated elsewhere, in this version only
    interrupted: float = 0.0  # cut in two, with a caption or a page header between


@dataclass(frozen=True, slots=True)
class Defects:
    """What the source suffers, what each target suffers, and what is so in all versions."""

    source: Rates = Rates()
    target: Rates = Rates()
    repeated: float = 0.0  # share of the paragraphs that are repeated elsewhere
    states: int = 0  # States in a list, in the order of each language
    replies: bool = False  # the paragraphs are replies of States, in the order of each language


_PLAIN: Final = Rates(unnumbered=1)
_WHOLE: Final = Rates(dropped=0, joined=0, split=0, unnumbered=1)
_RUNS: Final = Rates(wrong=0.2, shifted_run=20)
_CUT: Final = Rates(joined=0.2, split=0.2, unnumbered=1)

DEFECTS: Final[Mapping[str, Defects]] = {
    "mixed": Defects(),
    "unnumbered": Defects(_PLAIN, _PLAIN),
    "third-missing": Defects(Rates(dropped=0), Rates(dropped=0.3)),
    "third-missing-unnumbered": Defects(replace(_PLAIN, dropped=0), replace(_PLAIN, dropped=0.3)),
    "half-missing": Defects(_WHOLE, replace(_WHOLE, dropped=0.5)),
    "wrong-numbers": Defects(_RUNS, _RUNS),
    "joined-and-split": Defects(_CUT, _CUT),
    "repeated": Defects(_PLAIN, replace(_PLAIN, copied=0.05), repeated=0.08),
    "moved": Defects(_PLAIN, replace(_PLAIN, moved=3)),
    "states": Defects(_PLAIN, _PLAIN, states=40),
    "replies": Defects(_PLAIN, _PLAIN, replies=True),
    "interrupted": Defects(_PLAIN, replace(_PLAIN, interrupted=0.08)),
    "everything": Defects(
        Rates(unnumbered=0.5, wrong=0.05),
        Rates(0.1, unnumbered=0.5, wrong=0.05, moved=1, copied=0.02, interrupted=0.04),
        repeated=0.04,
        states=20,
    ),
}

# What stands between the halves of an interrupted paragraph.
_CAPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": ("图三 各区域登记的先例", "表 2（续）", "二. 调查结果", "A/99/905"),
    "en": ("Figure III. Precedents by region", "Table 2 (continued)", "II. Findings", "A/99/905"),
    "fr": ("Figure III. Précédents par région", "Tableau 2 (suite)", "II. Constats", "A/99/905"),
    "es": (
        "Gráfico III. Precedentes por región",
        "Cuadro 2 (continuación)",
        "II. Conclusiones",
        "A/99/905",
    ),
    "ru": (
        "Диаграмма III. Прецеденты по регионам",
        "Таблица 2 (продолжение)",
        "II. Выводы",
        "A/99/905",
    ),
    "ar": ("الشكل الثالث - السوابق حسب المنطقة", "الجدول 2 (تابع)", "ثانيا - النتائج", "A/99/905"),
    "de": (
        "Abbildung III. Präzedenzfälle nach Region",
        "Tabelle 2 (Fortsetzung)",
        "II. Ergebnisse",
        "A/99/905",
    ),
}
_COMMAS: Final = ",，、،"
_LEAST: Final = 8  # characters that a half has at least
_AWAY: Final = 5  # lines between a text and its copy
_RUN: Final = (3, 8)  # lines of a run that is moved
_REPLY: Final = (2, 6)  # paragraphs of a State's reply


def parallel_units(data: Path) -> dict[str, Mapping[str, Units]]:
    """Read the parallel texts of a folder laid out as ../shared/data: set → language → units.

    Units of one set have the same place in all its languages. Raises CorpusError where a document
    cannot be read, OSError where another file cannot.
    """
    targets = _rows(data / "sdg-targets" / "gold.jsonl")
    resolution = _rows(data / "seed" / "paragraphs.jsonl")
    return {
        "targets": {code: [(row["label"], row[code]) for row in targets] for code in LANGUAGES},
        "resolution": {
            code: [(row["number"], row[code]) for row in resolution if row["kind"] != "footnote"]
            for code in ("zh", "en")
        },
        "declaration": _declaration(data / "udhr"),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _declaration(folder: Path) -> dict[str, Units]:
    """Read the articles of the Universal Declaration: their paragraphs agree in all languages."""
    documents = {
        code: read(folder / f"{code}.html", language=code).paragraphs for code in LANGUAGES
    }
    common = set.intersection(*({each.id for each in found} for found in documents.values()))

    def is_article(each: Paragraph) -> bool:
        return bool(each.label) and each.id in common

    return {
        code: [
            (each.label if each.kind is Kind.BODY and "." in each.label else "", each.text)
            for each in found
            if is_article(each)
        ]
        for code, found in documents.items()
    }


def damaged(versions: Mapping[str, Units], defects: Defects, seed: int) -> dict[str, list[Line]]:
    """Damage the versions of a text, language → units; the first is the source.

    What befalls a version depends on the seed and its language alone, not on the other versions.
    """
    lines = {}
    for index, (language, units) in enumerate(versions.items()):
        laid_out = _lay_out(_lines(units), defects, language, _dice(seed))
        rates = defects.target if index else defects.source
        lines[language] = _suffer(laid_out, rates, language, _dice(f"{seed} {language}"))
    return lines


def damage(units: Units, seed: int, rates: Rates, language: str) -> list[Line]:
    """Damage one version."""
    return _suffer(_lines(units), rates, language, _dice(seed))


def gold_beads(source: Sequence[Line], target: Sequence[Line]) -> list[Bead]:
    """Join the lines of both sides that hold parts of the same units."""
    sets = DisjointSet[int]()
    for line in (*source, *target):
        sets.union(line.units)
    sides: dict[int, tuple[list[int], list[int]]] = {}
    alone: list[Bead] = []
    for side, lines in enumerate((source, target)):
        for index, line in enumerate(lines):
            if line.units:
                sides.setdefault(sets.find(line.units[0]), ([], []))[side].append(index)
            else:
                alone.append(Bead((), (index,)) if side else Bead((index,), ()))
    return [Bead(tuple(rows), tuple(columns)) for rows, columns in sides.values()] + alone


def _dice(seed: int | str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - not for secrets


def _lines(units: Units) -> list[Line]:
    return [Line(label, text, (number,)) for number, (label, text) in enumerate(units)]


def _lay_out(lines: list[Line], defects: Defects, language: str, dice: random.Random) -> list[Line]:
    """Make what all versions have; the same dice give the same units in every language."""
    # Numbers of new units leave gaps, so that they are joined with nothing.
    fresh = range(2 * len(lines), 100 * len(lines), 2)
    if defects.repeated:
        chosen = dice.sample(lines, round(defects.repeated * len(lines)))
        for unit, line in zip(fresh, chosen, strict=False):
            lines.insert(dice.randrange(len(lines)), replace(line, units=(unit,)))
        fresh = fresh[len(chosen) :]
    if defects.replies:
        lines = _replies(lines, fresh, language, dice)
    if defects.states:
        place = dice.randrange(len(lines))
        chosen_states = dice.sample(STATES[language], defects.states)
        units = dict(zip(chosen_states, fresh, strict=False))
        lines[place:place] = [
            Line("", state, (units[state],)) for state in _in_order(units, language)
        ]
    return lines


def _replies(
    lines: Sequence[Line], fresh: Sequence[int], language: str, dice: random.Random
) -> list[Line]:
    """Cut a text into replies under the names of States, as far as there are States."""
    replies: dict[str, list[Line]] = {}
    start = 0
    for state, unit in zip(
        dice.sample(STATES[language], len(STATES[language])), fresh, strict=False
    ):
        if start >= len(lines):
            break
        end = start + dice.randint(*_REPLY)
        replies[state] = [Line("", state, (unit,)), *lines[start:end]]
        start = end
    in_order = [line for state in _in_order(replies, language) for line in replies[state]]
    return [*in_order, *lines[start:]]


def _in_order(states: Iterable[str], language: str) -> list[str]:
    return sorted(states, key=lambda state: sort_key(state, language))


def _suffer(lines: Sequence[Line], rates: Rates, language: str, dice: random.Random) -> list[Line]:
    """Make what one version has, in this order: runs move, paragraphs change, others are added."""
    moved = _move(lines, rates.moved, dice)
    changed = _change(moved, rates, "" if language == "zh" else " ", dice)
    copied = _copy(changed, rates.copied, dice)
    return _interrupt(copied, rates.interrupted, _CAPTIONS[language], dice)


def _move(lines: Sequence[Line], runs: int, dice: random.Random) -> list[Line]:
    found = list(lines)
    for _ in range(runs):
        start, size = dice.randrange(len(found)), dice.randint(*_RUN)
        run = found[start : start + size]
        del found[start : start + size]
        place = dice.randint(0, len(found))
        found[place:place] = run
    return found


def _change(units: Sequence[Line], rates: Rates, joiner: str, dice: random.Random) -> list[Line]:
    """Drop, join and split paragraphs, and spoil their numbers."""
    labels = [unit.label for unit in units]
    if rates.shifted_run:
        start = dice.randrange(len(labels) - rates.shifted_run)
        run = slice(start, start + rates.shifted_run)
        labels[run] = labels[start + 1 : start + rates.shifted_run + 1]
    lines: list[Line] = []
    join = False
    for unit, given in zip(units, labels, strict=True):
        if dice.random() < rates.dropped:
            join = False
            continue
        label = given
        if dice.random() < rates.unnumbered:
            label = ""
        elif dice.random() < rates.wrong:
            label = dice.choice(labels)
        if join and unit.units[0] == lines[-1].units[-1] + 1:
            last = lines.pop()
            text = joiner.join((last.text, unit.text))
            lines.append(Line(last.label, text, last.units + unit.units))
            join = False
            continue
        cuts = _cuts(unit.text)
        join = False
        if cuts and dice.random() < rates.split:
            lines.extend(_halves(replace(unit, label=label), dice.choice(cuts)))
        else:
            lines.append(replace(unit, label=label))
            join = dice.random() < rates.joined
    return lines


def _copy(lines: Sequence[Line], share: float, dice: random.Random) -> list[Line]:
    """Repeat lines elsewhere in this version only, so that nothing answers the copies."""
    copied = list(lines)
    for chosen in dice.sample(range(len(lines)), round(share * len(lines))):
        index = copied.index(lines[chosen])
        places = [place for place in range(len(copied)) if abs(place - index) > _AWAY]
        if places:
            copied.insert(dice.choice(places), replace(lines[chosen], label="", units=()))
    return copied


def _interrupt(
    lines: Sequence[Line], share: float, captions: Sequence[str], dice: random.Random
) -> list[Line]:
    interrupted: list[Line] = []
    for line in lines:
        cuts = _cuts(line.text)
        if cuts and line.units and dice.random() < share:
            first, second = _halves(line, dice.choice(cuts))
            interrupted += [first, Line("", dice.choice(captions), ()), second]
        else:
            interrupted.append(line)
    return interrupted


def _cuts(text: str) -> list[int]:
    """Return the places after commas that leave something on both sides."""
    return [i + 1 for i in range(_LEAST + 1, len(text) - _LEAST) if text[i] in _COMMAS]


def _halves(line: Line, cut: int) -> tuple[Line, Line]:
    first, second = line.text[:cut].strip(), line.text[cut:].strip()
    return replace(line, text=first), replace(line, label="", text=second)
