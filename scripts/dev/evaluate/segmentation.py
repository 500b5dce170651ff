"""Says how exactly paragraphs are cut into sentences: precision, recall and F1 of the boundaries.

    python -m scripts.dev.evaluate.segmentation

prints one line a language for hexapla, and for yasbd and pysbd where `pip install .[benchmark]`
has brought them, on the gold set of scripts/gold/sentences: paragraphs in the style of the United
Nations, one a line, with `‖` where a sentence begins. A boundary is right where it stands at the
same character, white space aside; the two ends of a paragraph are none. Hard cases are common in
the set, and the rules were written with it at hand: on other hard paragraphs, before anything was
mended, hexapla reached .88 to 1.

    python -m scripts.dev.evaluate.segmentation --omegat ../shared/data

says instead how far the profile "omegat" cuts that data, and the gold, as OmegaT itself does.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import click

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.segmentation.sentences import segment
from scripts.dev.command import FOLDER, command
from scripts.dev.evaluate.omegat import agreement, real_paragraphs

__all__ = ["Boundaries", "Segmenter", "evaluate", "gold", "segmenters"]

Segmenter = Callable[[str, str], Iterable[int]]
_GOLD = Path(__file__).parent / "gold" / "sentences"
_MARK = "‖"


@dataclass(frozen=True, slots=True)
class Boundaries:
    """How many boundaries between sentences are right, were found, and are in the gold."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        """Share of the found boundaries that are right; 1 where none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold's boundaries that were found; 1 where there are none."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.found + self.expected
        return 2 * self.right / total if total else 1.0


def gold(language: str) -> list[list[str]]:
    """Return the gold set's paragraphs, each as its sentences; joined they are the paragraph."""
    lines = (_GOLD / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(_MARK) for line in lines]


def segmenters() -> dict[str, Segmenter]:
    """Return the segmenters that are installed: each tells where the sentences of a text begin."""
    known: dict[str, Segmenter] = {"yasbd": _yasbd, "pysbd": _pysbd}
    return {"hexapla": _hexapla, **{name: known[name] for name in known if find_spec(name)}}


def _hexapla(text: str, language: str) -> Iterable[int]:
    return [start for start, _ in segment(text, language)]


def _yasbd(text: str, language: str) -> Iterable[int]:
    return list(import_module("yasbd").BoundaryDetector(language).detect(text))


def _pysbd(text: str, language: str) -> Iterable[int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # its patterns are no raw strings
        segmenter = import_module("pysbd").Segmenter(language, clean=False, char_span=True)
    return [piece.start for piece in segmenter.segment(text)]


def evaluate(segmenter: Segmenter, language: str) -> tuple[Boundaries, list[str]]:
    """Score a segmenter on the gold set of a language.

    Gives the counts, and the paragraphs that were not cut as in the gold, with marks where they
    were cut.
    """
    right = found = expected = 0
    wrong = []
    for sentences in gold(language):
        text = "".join(sentences)
        ends = [sum(map(len, sentences[:count])) for count in range(1, len(sentences))]
        want = {_after_space(text, end) for end in ends}
        got = {_after_space(text, cut) for cut in segmenter(text, language)} - {0, len(text)}
        right += len(want & got)
        found, expected = found + len(got), expected + len(want)
        if want != got:
            edges = [0, *sorted(got), len(text)]
            wrong.append(_MARK.join(text[start:end] for start, end in pairwise(edges)))
    return Boundaries(right, found, expected), wrong


def _after_space(text: str, place: int) -> int:
    return len(text) - len(text[place:].lstrip())


@command
@click.option("--wrong", is_flag=True, help="Also print the paragraphs that hexapla cuts wrongly.")
@click.option(
    "--omegat",
    "data",
    type=FOLDER,
    help="Compare with OmegaT on the texts of this folder instead.",
)
def main(wrong: bool, data: Path | None) -> None:
    """Print how exactly the gold set is cut into sentences."""
    for language in LANGUAGES:
        if data:
            _print_agreement(data, language)
        else:
            _print_scores(language, wrong=wrong)


def _print_scores(language: str, *, wrong: bool) -> None:
    for name, segmenter in segmenters().items():
        score, missed = evaluate(segmenter, language)
        click.echo(
            f"{language}  {name:8} P {score.precision:.3f}  R {score.recall:.3f}"
            f"  F1 {score.f1:.3f}  of {score.expected}"
        )
        if wrong and name == "hexapla":
            click.echo("".join(f"    {line}\n" for line in missed), nl=False)


def _print_agreement(data: Path, language: str) -> None:
    paragraphs = ["".join(sentences) for sentences in gold(language)]
    with tempfile.TemporaryDirectory() as folder:
        both = agreement([*paragraphs, *real_paragraphs(data, language)], language, Path(folder))
    click.echo(f"{language}  agreement {both.share:.4f} of {len(both.both | both.theirs)} segments")
    for segments, sign in ((both.ours, "+"), (both.theirs, "-")):
        click.echo("".join(f"    {sign} {text}\n" for text in sorted(segments)), nl=False)


if __name__ == "__main__":
    main()
