"""Says how exactly documents are read: the share of paragraphs right in text, label and kind.

    python -m scripts.dev.evaluate.reading ../shared/data

prints one line a gold set and language. A paragraph of the gold counts as right where the reader
gave one with the same text, label and kind, in the same order (a longest common subsequence); for
the seed, the id must agree as well. `extra` are paragraphs that the gold does not have.

One paragraph of the paged German edition cannot be right: the official text has a space behind a
hyphen by mistake (`Binnensüßwasser- Ökosysteme`), and that stands at a line end, which hides it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import click
from lxml import html

from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read
from scripts.dev.command import command, data_argument

__all__ = ["GOLD_SETS", "GoldSet", "Reading", "evaluate"]

_Row = tuple[str, ...]
_PREFIX = re.compile(
    r"(?:Goal|Objectif|Objetivo|Ziel|Цель|目标|الهدف) (\d+)(?:\.| -) |(\d+[.-]\w+) "
)
_ARABIC_LETTERS = dict(zip("أبجد", "abcd", strict=True))


@dataclass(frozen=True, slots=True)
class Reading:
    """How one document was read: paragraphs of the gold, how many are right, how many are extra."""

    gold_set: str
    language: str
    right: int
    total: int
    extra: int

    @property
    def accuracy(self) -> float:
        """Share of the gold's paragraphs that were read exactly."""
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents with gold, one a language; `{}` in the path stands for the language's code.

    `gold` gives the rows that are right, of the document's path and language, and `row` what is
    compared of a paragraph that was read. Where a note stands depends on the pages of a version;
    with `notes_last`, notes are compared apart, in their own order.
    """

    name: str
    document: str
    languages: tuple[str, ...]
    gold: Callable[[Path, str], list[_Row]]
    row: Callable[[Paragraph], _Row]
    notes_last: bool = False


def evaluate(data: Path) -> Iterator[Reading]:
    """Yield how each document of the gold sets below `data` was read, one at a time."""
    for each in GOLD_SETS:
        for language in each.languages:
            path = data / each.document.format(language)
            want = each.gold(path, language)
            paragraphs = list(read(path, language=language).paragraphs)
            if each.notes_last:
                paragraphs.sort(key=lambda paragraph: paragraph.kind is Kind.NOTE)
            got = [each.row(paragraph) for paragraph in paragraphs]
            yield _compared(each.name, language, want, got)


def _seed(path: Path, language: str) -> list[_Row]:
    lines = (path.parent / "paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    gold.sort(key=lambda row: row["kind"] == "footnote")
    return [
        (row["id"], row["kind"].replace("footnote", "note"), row["number"], row[language])
        for row in gold
    ]


def _goals_and_targets(path: Path, _: str) -> list[_Row]:
    """Return kind, label and text; the numbered edition is the gold of the paged one."""
    numbered = path.parent.parent / "numbered" / path.name
    return [_goal_or_target(line) for line in _lines(numbered)]


def _texts(path: Path, _: str) -> list[_Row]:
    return [(text,) for text in _lines(path)]


def _texts_without_numbers(path: Path, _: str) -> list[_Row]:
    return [(_goal_or_target(line)[2],) for line in _lines(path)]


def _goal_or_target(line: str) -> _Row:
    """Return kind, label and text of a line of the numbered edition."""
    match = _PREFIX.match(line)
    if not match:
        return "body", "", line
    if match[1]:
        return "heading", match[1], line[match.end() :]
    label = match[2].replace("-", ".")
    return "body", label[:-1] + _ARABIC_LETTERS.get(label[-1], label[-1]), line[match.end() :]


def _declaration(path: Path, _: str) -> list[_Row]:
    """Return the labels and texts of the articles and lists of the HTML."""
    root = html.fromstring(path.read_text(encoding="utf-8"))
    want: list[_Row] = []
    for element in root.iter("h1", "h2", "p"):
        article = next((a.get("data-number", "") for a in element.iterancestors("article")), "")
        item = next(element.iterancestors("li"), None)
        if item is not None:
            article += f".{1 + len(list(item.itersiblings('li', preceding=True)))}"
        want.append((article, " ".join(str(element.xpath("string()")).split())))
    return want


def _text(paragraph: Paragraph) -> _Row:
    return (paragraph.text,)


def _label_text(paragraph: Paragraph) -> _Row:
    return paragraph.label, paragraph.text


def _kind_label_text(paragraph: Paragraph) -> _Row:
    return str(paragraph.kind), paragraph.label, paragraph.text


def _all(paragraph: Paragraph) -> _Row:
    return paragraph.id, str(paragraph.kind), paragraph.label, paragraph.text


_ALL_LANGUAGES = tuple(LANGUAGES)
# A new set is one line here, and its floors in tests/floors.json.
GOLD_SETS = (
    GoldSet("seed", "seed/seed.{}.txt", ("zh", "en"), _seed, _all, notes_last=True),
    *(
        GoldSet(
            f"sdg-targets/{edition}", f"sdg-targets/{edition}/{{}}.txt", _ALL_LANGUAGES, gold, row
        )
        for edition, gold, row in (
            ("paged", _goals_and_targets, _kind_label_text),
            ("numbered", _goals_and_targets, _kind_label_text),
            ("unnumbered", _texts, _text),
            ("noisy", _texts_without_numbers, _text),
        )
    ),
    GoldSet("udhr", "udhr/{}.html", _ALL_LANGUAGES, _declaration, _label_text),
)


def _compared(gold_set: str, language: str, want: Sequence[_Row], got: Sequence[_Row]) -> Reading:
    matcher = SequenceMatcher(None, want, got, autojunk=False)
    right = sum(block.size for block in matcher.get_matching_blocks())
    return Reading(gold_set, language, right, len(want), len(got) - right)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]


@command
@data_argument
def main(data: Path) -> None:
    """Print the reading accuracy on the gold sets below DATA."""
    for reading in evaluate(data):
        click.echo(
            f"{reading.gold_set:24}{reading.language:4}{reading.right:5}/{reading.total:<5}"
            f"{100 * reading.accuracy:7.2f} %   extra {reading.extra}"
        )


if __name__ == "__main__":
    main()
