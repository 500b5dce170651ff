"""Measures the comparison of drafts: `python -m scripts.dev.evaluate.compared_drafts DATA`.

Drafts are made from the texts of the data with a seed: paragraphs are changed slightly or strongly,
moved, moved and changed, left out, added, put in the place of others, renumbered, and their numbers
and dates exchanged. What is added comes from the same text, which the old version lacks, or from
another one. Headings that are their number alone (`Article 12`) stay: one is as good as another. A
change is found where its kind and both its texts are right.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read
from hexapla.memory.comparison.comparison import ChangeKind, Compared, compare_paragraphs
from hexapla.memory.comparison.likeness import is_number, number_apart
from hexapla.memory.text.keys import IDEOGRAPHS
from hexapla.memory.text.placeables import placeables
from scripts.dev.bench.data import SEED
from scripts.dev.command import command, data_argument, json_option, table
from scripts.dev.evaluate.defects import parallel_units

__all__ = ["Draft", "Found", "main", "make_draft", "measure", "texts"]

# Shares of the paragraphs that become something else; the rest stays.
_SHARES: Final = {
    "slightly": 0.08,
    "strongly": 0.06,
    "figures": 0.05,
    "moved": 0.03,
    "moved slightly": 0.02,
    "left out": 0.05,
    "in place": 0.03,
}
_ADDED: Final = 0.05
_FEWEST: Final = 12  # paragraphs of a text that drafts are made of
_KEPT_BACK: Final = 0.15  # of the paragraphs, to be added
_WORDS: Final = re.compile(r"\s+")

Gold = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """An old and a new version, and the changes: kind, old text, new text; "" for none."""

    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    gold: tuple[Gold, ...]


@dataclass(slots=True)
class Found:
    """Changes that are right, told and there, by their kinds."""

    right: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Gold]] = field(default_factory=list)

    def add(self, draft: Draft, rows: Sequence[Compared]) -> None:
        """Count what a comparison found of the changes of a draft."""
        told = Counter(
            (
                str(row.change),
                # As they were given: a number in the text may have become the label.
                draft.old[row.old_place].text if row.old else "",
                draft.new[row.new_place].text if row.new else "",
            )
            for row in rows
            if row.change is not ChangeKind.SAME
        )
        gold = Counter(draft.gold)
        for each, count in (told & gold).items():
            self.right[each[0]] += count
        for each, count in told.items():
            self.told[each[0]] += count
        for each, count in gold.items():
            self.there[each[0]] += count
        self.wrong += [("told", each) for each in told - gold]
        self.wrong += [("missed", each) for each in gold - told]

    def f1(self, kind: str | None = None) -> float:
        """Return the F1 of a kind, or of all changes."""
        counts = (self.right, self.told, self.there)
        right, told, there = (each.total() if kind is None else each[kind] for each in counts)
        return 2 * right / (told + there) if told + there else 1.0


def texts(data: Path) -> Iterator[tuple[str, str, tuple[Paragraph, ...]]]:
    """Yield name, language and paragraphs of the texts that drafts are made of."""
    for name, versions in parallel_units(data).items():
        for language, units in versions.items():
            yield name, language, tuple(_paragraph(label, text) for label, text in units if text)
    for path in sorted((data / "cc-legal" / "plain").glob("??.txt")):
        lines = path.read_text("utf-8").splitlines()
        yield "licence", path.stem, tuple(_paragraph("", line) for line in lines if line.strip())
    for path in sorted((data / "un-reports").glob("*.docx")):
        document = read(path)
        yield path.stem, document.language, document.paragraphs


def _paragraph(label: str, text: str) -> Paragraph:
    return Paragraph(label, Kind.BODY, label, text)


class _Pen:
    """Changes texts of one language, with words of others."""

    def __init__(self, language: str, words: Sequence[str], dice: random.Random) -> None:
        self.language, self.words, self.dice = language, words, dice

    def pieces(self, text: str) -> list[str]:
        return list(text) if self.language == "zh" else _WORDS.split(text)

    def joined(self, pieces: Sequence[str]) -> str:
        return ("" if self.language == "zh" else " ").join(pieces)

    def some(self, count: int) -> list[str]:
        start = self.dice.randrange(max(1, len(self.words) - count))
        return list(self.words[start : start + count])

    def slightly(self, text: str) -> str:
        """Put in, take out or exchange one to three words."""
        pieces = self.pieces(text)
        for _ in range(self.dice.randint(1, 2)):
            at = self.dice.randrange(len(pieces))
            count = self.dice.randint(1, 2 + 2 * (self.language == "zh"))
            kind = self.dice.choice(("in", "out", "other"))
            gone = 0 if kind == "in" or len(pieces) < 4 + count else count
            come = [] if kind == "out" and gone else self.some(count)
            pieces[at : at + gone] = come
        return self.joined(pieces)

    def strongly(self, text: str) -> str:
        """Exchange, or take out, a third to a half of a text in one or two places."""
        pieces = self.pieces(text)
        share = self.dice.uniform(0.3, 0.5)
        parts = self.dice.randint(1, 2)
        for _ in range(parts):
            count = max(1, round(share * len(pieces) / parts))
            at = self.dice.randrange(max(1, len(pieces) - count + 1))
            way = self.dice.choice(("out", "other", "other"))
            come = self.some(self.dice.randint(count // 2, count)) if way == "other" else []
            pieces[at : at + count] = come
        return self.joined(pieces)

    def figures(self, text: str) -> str:
        """Exchange every number, save that of the paragraph itself."""
        own = len(text) - len(number_apart(text)[1])
        for each in reversed(placeables(text, self.language)):
            if each.start >= own and not each.value.startswith("month"):
                new = str(int(each.value) + self.dice.randint(1, 9))
                text = text[: each.start] + new + text[each.end :]
        return text


def make_draft(
    paragraphs: Sequence[Paragraph],
    others: Sequence[str],
    language: str,
    dice: random.Random,
) -> Draft:
    """Make an old version and a draft of it; `others` are texts to take words and paragraphs of."""
    numbers = {each.text for each in paragraphs if is_number(each.text, language)}
    kept_back = {
        at
        for at, each in enumerate(paragraphs)
        if dice.random() < _KEPT_BACK and each.text not in numbers
    }
    old = [each for at, each in enumerate(paragraphs) if at not in kept_back]
    spare = [paragraphs[at].text for at in sorted(kept_back)] + dice.sample(
        list(others), min(len(others), 20)
    )
    dice.shuffle(spare)
    known = {each.text for each in old}
    spare = [text for text in dict.fromkeys(spare) if text not in known]
    words = [word for text in others for word in (text if language == "zh" else text.split())]
    pen = _Pen(language, words, dice)
    gold: list[Gold] = []
    new: list[Paragraph] = []
    moved: list[Paragraph] = []
    for each in old:
        way = _way(each, dice)
        way = "stays" if each.text in numbers else way
        text, kind = _rewritten(each.text, way, pen)
        if way == "left out" or (way == "in place" and spare):
            gold.append((ChangeKind.REMOVED, each.text, ""))
            if way == "in place":
                new.append(_paragraph(each.label, spare.pop()))
                gold.append((ChangeKind.ADDED, "", new[-1].text))
            continue
        after = Paragraph(each.id, each.kind, each.label, text)
        if kind:
            gold.append((kind, each.text, text))
        (moved if way.startswith("moved") else new).append(after)
    _put_back(moved, new, old, dice)
    for _ in range(round(_ADDED * len(old))):
        if spare:
            text = spare.pop()
            new.insert(dice.choice(_between_paragraphs(new)), _paragraph("", text))
            gold.append((ChangeKind.ADDED, "", text))
    renumbered = [
        Paragraph(each.id, each.kind, str(number) if each.label else "", each.text)
        for number, each in enumerate(new, 1)
    ]
    return Draft(tuple(old), tuple(renumbered), tuple(gold))


def _way(each: Paragraph, dice: random.Random) -> str:
    """Choose what becomes of a paragraph; of short ones and cells, only some things."""
    at = dice.random()
    for way, share in _SHARES.items():
        if at < share:
            short = len(each.text) < (25 if _is_chinese(each.text) else 60)
            if each.kind is Kind.TABLE_CELL:
                return way if way == "figures" else "stays"
            if short or each.kind is Kind.NOTE:
                return way if way in ("slightly", "figures", "left out") else "stays"
            return way
        at -= share
    return "stays"


def _is_chinese(text: str) -> bool:
    return bool(re.search(f"[{IDEOGRAPHS}]", text))


def _between_paragraphs(new: Sequence[Paragraph]) -> list[int]:
    """Return the places where something can stand: not inside a table."""
    return [
        at
        for at in range(len(new) + 1)
        if not any(each.kind is Kind.TABLE_CELL for each in new[max(0, at - 1) : at + 1])
    ]


def _rewritten(text: str, way: str, pen: _Pen) -> tuple[str, str]:
    """Return a text rewritten, and the change that this is; "" for none."""
    moves = way.startswith("moved")
    step = way.removeprefix("moved").strip()
    new = {"slightly": pen.slightly, "strongly": pen.strongly, "figures": pen.figures}.get(
        step, str
    )(text)
    short = len(text) < (12 if pen.language == "zh" else 30)
    if " ".join(new.split()) != new or not new or (short and step != "figures"):
        new = text
    if new != text:
        return new, ChangeKind.MOVED_AND_CHANGED if moves else ChangeKind.CHANGED
    return new, ChangeKind.MOVED if moves else ""


def _put_back(
    moved: Sequence[Paragraph],
    new: list[Paragraph],
    old: Sequence[Paragraph],
    dice: random.Random,
) -> None:
    """Put what moves in at another place, three or more paragraphs from its own."""
    place = {each.id: at for at, each in enumerate(old)}
    for each in moved:
        far = [
            at
            for at in _between_paragraphs(new)
            if not any(
                abs(place.get(near.id, -9) - place[each.id]) <= 3
                for near in new[max(0, at - 2) : at + 2]
            )
        ]
        new.insert(dice.choice(far) if far else len(new), each)


def measure(data: Path, *, seed: int = SEED, each: int = 1, part: int = 1) -> dict[str, Found]:
    """Compare `each` drafts of every `part`-th text; return what was found by language.

    Raises UsageError where the data cannot be read.
    """
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    every = [item for item in texts(data) if len(item[2]) >= _FEWEST]
    by_language: dict[str, dict[str, list[str]]] = {code: {} for code in LANGUAGES}
    for name, language, paragraphs in every:
        by_language[language][name] = [text.text for text in paragraphs if len(text.text) > 30]
    found = {code: Found() for code in LANGUAGES}
    for name, language, paragraphs in every[::part]:
        others = [
            text
            for other, listed in by_language[language].items()
            if other != name
            for text in listed[:200]
        ]
        for _ in range(each):
            draft = make_draft(_distinct(paragraphs), others, language, dice)
            rows = compare_paragraphs(draft.old, draft.new, language)
            found[language].add(draft, rows)
    return found


def _distinct(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return paragraphs with ids of their own."""
    return [
        Paragraph(f"{each.id}({at})", each.kind, each.label, each.text)
        for at, each in enumerate(paragraphs)
    ]


def _row(language: str, found: Found) -> Mapping[str, object]:
    kinds = [kind for kind in ChangeKind if kind is not ChangeKind.SAME]
    return {"F1": language, "all": found.f1()} | {str(kind): found.f1(kind) for kind in kinds}


@command
@data_argument
@click.option("--seed", default=SEED, show_default=True, help="Draws the drafts.")
@click.option("--each", default=1, show_default=True, help="Drafts of each text.")
@click.option("--wrong", is_flag=True, help="Print what is not right.")
@json_option
def main(*, data: Path, seed: int, each: int, wrong: bool, as_json: bool) -> None:
    """Measure how many changes between drafts are found, and of the right kind.

    \b
    Example: python -m scripts.dev.evaluate.compared_drafts ../shared/data
    """
    found = measure(data, seed=seed, each=each)
    if wrong:
        for language, counts in found.items():
            for why, gold in counts.wrong:
                click.echo(json.dumps([language, why, *gold], ensure_ascii=False))
    if as_json:
        click.echo(json.dumps({code: counts.f1() for code, counts in found.items()}))
        return
    click.echo("\n".join(table(_row(code, counts) for code, counts in found.items())))


if __name__ == "__main__":
    run(main)
