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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import click
from lxml import html

from hexapla.corpora.document import Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read

__all__ = ["Reading", "evaluate"]

_ROW = tuple[str, ...]
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


def evaluate(data: Path) -> Iterator[Reading]:
    """Read the gold sets below `data` and compare, one document at a time."""
    yield from _seed(data / "seed")
    for language in LANGUAGES:
        yield from _targets(data / "sdg-targets", language)
    for language in LANGUAGES:
        yield _declaration(data / "udhr" / f"{language}.html", language)


def _seed(folder: Path) -> Iterator[Reading]:
    lines = (folder / "paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    for language in ("zh", "en"):
        want = [
            (row["id"], row["kind"].replace("footnote", "note"), row["number"], row[language])
            for row in gold
        ]
        got = _paragraphs(folder / f"seed.{language}.txt", language)
        # Where a note stands depends on the pages of a version; its own order does not.
        rows = sorted(((p.id, str(p.kind), p.label, p.text) for p in got), key=_noted)
        yield _compared("seed", language, sorted(want, key=_noted), rows)


def _noted(row: _ROW) -> bool:
    return row[1] == "note"


def _targets(folder: Path, language: str) -> Iterator[Reading]:
    """Compare the four editions; only the paged and the numbered one have labels to be found."""
    numbered = _lines(folder / "numbered" / f"{language}.txt")
    want = [_goal_or_target(line) for line in numbered]
    for edition in ("paged", "numbered"):
        got = _paragraphs(folder / edition / f"{language}.txt", language)
        rows = [(str(p.kind), p.label, p.text) for p in got]
        yield _compared(f"sdg-targets/{edition}", language, want, rows)
    texts = [(text,) for text in _lines(folder / "unnumbered" / f"{language}.txt")]
    got = _paragraphs(folder / "unnumbered" / f"{language}.txt", language)
    yield _compared("sdg-targets/unnumbered", language, texts, [(p.text,) for p in got])
    noisy = folder / "noisy" / f"{language}.txt"
    got = _paragraphs(noisy, language)
    texts = [(_goal_or_target(line)[2],) for line in _lines(noisy)]
    yield _compared("sdg-targets/noisy", language, texts, [(p.text,) for p in got])


def _goal_or_target(line: str) -> _ROW:
    """Return kind, label and text of a line of the numbered edition."""
    match = _PREFIX.match(line)
    if not match:
        return "body", "", line
    if match[1]:
        return "heading", match[1], line[match.end() :]
    label = match[2].replace("-", ".")
    return "body", label[:-1] + _ARABIC_LETTERS.get(label[-1], label[-1]), line[match.end() :]


def _declaration(path: Path, language: str) -> Reading:
    """Compare texts and labels with the articles and lists of the HTML."""
    root = html.fromstring(path.read_text(encoding="utf-8"))
    want: list[_ROW] = []
    for element in root.iter("h1", "h2", "p"):
        article = next((a.get("data-number", "") for a in element.iterancestors("article")), "")
        item = next(element.iterancestors("li"), None)
        if item is not None:
            article += f".{1 + len(list(item.itersiblings('li', preceding=True)))}"
        want.append((article, " ".join(str(element.xpath("string()")).split())))
    got = _paragraphs(path, language)
    return _compared("udhr", language, want, [(p.label, p.text) for p in got])


def _compared(gold_set: str, language: str, want: Sequence[_ROW], got: Sequence[_ROW]) -> Reading:
    matcher = SequenceMatcher(None, want, got, autojunk=False)
    right = sum(block.size for block in matcher.get_matching_blocks())
    return Reading(gold_set, language, right, len(want), len(got) - right)


def _paragraphs(path: Path, language: str) -> tuple[Paragraph, ...]:
    return read(path, language=language).paragraphs


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(data: Path) -> None:
    """Print the reading accuracy on the gold sets below DATA."""
    for reading in evaluate(data):
        click.echo(
            f"{reading.gold_set:24}{reading.language:4}{reading.right:5}/{reading.total:<5}"
            f"{100 * reading.accuracy:7.2f} %   extra {reading.extra}"
        )


if __name__ == "__main__":
    main()
