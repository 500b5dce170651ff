"""Scores the aligner on all gold sets: `python -m scripts.evaluate_alignment ../shared/data`."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import click
import numpy as np

from align.aligner import align_texts
from align.beads import Bead, parse_beads
from align.encoders import get_encoder
from align.encoders.base import Encoder
from align.scores import Counts, count, total

__all__ = ["GoldPair", "Result", "evaluate", "gold_pairs", "signature"]

_TARGETS: Final = ("en", "fr", "es", "ru", "ar", "de")
_RESAMPLES: Final = 1000


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two texts, one segment a line, and their gold alignment; `group` is what is scored as one."""

    group: str
    languages: tuple[str, str]
    source: Path
    target: Path
    gold: Path


@dataclass(frozen=True, slots=True)
class Result:
    """One pair's counts, its beads with whether each is strictly right, and the seconds taken."""

    pair: GoldPair
    counts: Counts
    judged: tuple[tuple[Bead, bool], ...]
    seconds: float


def gold_pairs(data: Path) -> Iterator[GoldPair]:
    """List the gold pairs of a folder laid out as ../shared/data is."""
    for name, source, target in (("mac-dev", "zh", "en"), ("text-berg", "de", "fr")):
        folder = data / name
        for gold in sorted((folder / "gold").iterdir()):
            paths = folder / source / gold.name, folder / target / gold.name
            yield GoldPair(name, (source, target), *paths, gold)
    for form in ("numbered", "unnumbered", "noisy"):
        folder = data / "sdg-targets" / form
        for target in _TARGETS:
            paths = folder / "zh.txt", folder / f"{target}.txt"
            gold = folder / "gold" / f"zh-{target}"
            yield GoldPair(f"sdg-{form} zh-{target}", ("zh", target), *paths, gold)


def evaluate(pair: GoldPair, encoder: Encoder) -> Result:
    """Align one pair and judge each bead."""
    source, target = _lines(pair.source), _lines(pair.target)
    gold = parse_beads(pair.gold.read_text("utf-8").splitlines())
    start = time.perf_counter()
    beads = align_texts(source, target, encoder=encoder, languages=pair.languages)
    seconds = time.perf_counter() - start
    right = {(bead.source, bead.target) for bead in gold}
    judged = tuple((bead, (bead.source, bead.target) in right) for bead in beads)
    return Result(pair, count(gold, beads), judged, seconds)


def signature(encoder: Encoder) -> str:
    """Give what the figures depend on, in sacrebleu's manner."""
    return (
        f"metric:strict-f1|encoder:{encoder.name}|revision:{encoder.revision}"
        f"|bootstrap:{_RESAMPLES}|version:{version('hexapla')}"
    )


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").removesuffix("\n").split("\n")


def _interval(results: list[Result]) -> tuple[float, float]:
    """Resample beads' counts within the files: the middle 95 % of the strict F1."""
    found = np.concatenate([[right for _, right in each.judged] for each in results])
    dice = np.random.default_rng(12345)
    recalled = sum(each.counts.gold_strict for each in results)
    gold = sum(each.counts.gold for each in results)
    precision = dice.binomial(len(found), found.mean(), _RESAMPLES) / len(found)
    recall = dice.binomial(gold, recalled / gold, _RESAMPLES) / gold
    low, high = np.percentile(2 * precision * recall / (precision + recall), [2.5, 97.5])
    return float(low), float(high)


def _reliability(results: list[Result]) -> list[dict[str, float]]:
    """Compare confidence with the share of right beads, in bands of confidence."""
    judged = [(bead.score, right) for each in results for bead, right in each.judged]
    table = []
    for low, high in ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95),
                      (0.95, 0.99), (0.99, 1.01)):  # fmt: skip
        inside = [(score, right) for score, right in judged if low <= score < high]
        if inside:
            scores, rights = zip(*inside, strict=True)
            share, mean = sum(rights) / len(rights), sum(scores) / len(scores)
            table.append({"from": low, "beads": len(inside), "confidence": mean, "right": share})
    return table


def _groups(results: list[Result]) -> dict[str, list[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.pair.group, []).append(result)
    return groups


def _report(results: list[Result], encoder: Encoder) -> dict[str, object]:
    sets = {}
    for name, inside in _groups(results).items():
        found = total(each.counts for each in inside)
        low, high = _interval(inside)
        sets[name] = {
            "strict_precision": found.strict.precision,
            "strict_recall": found.strict.recall,
            "strict_f1": found.strict.f1,
            "lax_f1": found.lax.f1,
            "low": low,
            "high": high,
            "seconds": sum(each.seconds for each in inside),
        }
    return {
        "sets": sets,
        "reliability": _reliability(results),
        "signature": signature(encoder),
    }


def _print(report: dict[str, object]) -> None:
    sets, table = report["sets"], report["reliability"]
    assert isinstance(sets, dict)
    assert isinstance(table, list)
    click.echo(f"{'set':<24}{'P':>7}{'R':>7}{'F1':>7}  {'95 %':<13}{'lax F1':>7}{'s':>7}")
    for name, row in sets.items():
        click.echo(
            f"{name:<24}{row['strict_precision']:>7.3f}{row['strict_recall']:>7.3f}"
            f"{row['strict_f1']:>7.3f}  {row['low']:.3f}-{row['high']:.3f}  "
            f"{row['lax_f1']:>7.3f}{row['seconds']:>7.1f}"
        )
    click.echo(f"\n{'confidence from':<17}{'beads':>7}{'mean':>7}{'right':>7}")
    for row in table:
        click.echo(
            f"{row['from']:<17.2f}{row['beads']:>7}{row['confidence']:>7.3f}{row['right']:>7.3f}"
        )
    click.echo(f"\n{report['signature']}")


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--encoder", "name", default="embedded", show_default=True)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to keep vectors in; what is kept is not in the seconds.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--only", default="", help="Only the sets whose names begin so.")
def main(data: Path, name: str, cache: Path | None, as_json: bool, only: str) -> None:
    """Score the aligner on the gold sets under DATA.

    \b
    Example: python -m scripts.evaluate_alignment ../shared/data
    """
    encoder = get_encoder(name, cache=cache)
    pairs = [pair for pair in gold_pairs(data) if pair.group.startswith(only)]
    report = _report([evaluate(pair, encoder) for pair in pairs], encoder)
    if as_json:
        click.echo(json.dumps(report, indent=1))
    else:
        _print(report)


if __name__ == "__main__":
    main()
