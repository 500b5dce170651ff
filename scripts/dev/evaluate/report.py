"""Shows the scores of alignment sets: a table, a comparison with an earlier run, a plot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hexapla.corpora.errors import UsageError
from scripts.dev.command import Row, save_drawing, table
from scripts.dev.evaluate.measures import Band, Tallies, compare, resampled

__all__ = ["Report", "SetScore", "compared", "lines", "plot"]


@dataclass(frozen=True, slots=True)
class SetScore:
    """The scores of a set; `files` holds the tallies of each file by blocks (`evaluation.tally`).

    `low` and `high` bound the strict F1 at 95 %. What a set of rows has no score for is None, and
    so are the difference to an earlier run and its p where there is none.
    """

    strict_precision: float
    strict_recall: float
    strict_f1: float
    lax_f1: float | None
    low: float
    high: float
    calibration_error: float | None
    seconds: float | None
    files: Mapping[str, list[list[int]]]
    difference: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The scores by name of the set, how far confidence can be relied on, and the signature."""

    sets: Mapping[str, SetScore]
    reliability: Sequence[Band]
    calibration_error: float
    signature: str


def compared(sets: Mapping[str, SetScore], path: Path) -> dict[str, SetScore]:
    """Add the differences to an earlier run, of which `path` holds the JSON object.

    Raises UsageError where it holds none, or the gold of a set is another.
    """
    try:
        earlier = json.loads(path.read_text("utf-8"))["sets"]
        before = {
            name: {file: np.array(blocks) for file, blocks in earlier[name]["files"].items()}
            for name in sets
            if name in earlier
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: not the --json of an earlier run: {error}") from error
    return {
        name: _compared(score, before[name], f"{path}: {name}") if name in before else score
        for name, score in sets.items()
    }


def _compared(score: SetScore, before: Mapping[str, Tallies], where: str) -> SetScore:
    now = {file: np.array(blocks) for file, blocks in score.files.items()}
    same = now.keys() == before.keys() and all(
        now[file].shape == before[file].shape
        and np.array_equal(now[file][:, 2], before[file][:, 2])
        for file in now
    )
    if not same:
        raise UsageError(f"{where}: scored on another gold alignment, so it cannot be compared")
    difference, p = compare(
        resampled(list(now.values())), resampled([before[file] for file in now])
    )
    return replace(score, difference=difference, p=p)


def lines(report: Report) -> Iterator[str]:
    """Yield the lines that show a report."""
    against = any(score.p is not None for score in report.sets.values())
    yield from table(_row(name, score, against=against) for name, score in report.sets.items())
    yield ""
    yield from table(
        {
            "confidence": f"{band.low:.2f}-{band.high:.2f}",
            "beads": band.beads,
            "mean": _figure(band.confidence),
            "right": _figure(band.right),
        }
        for band in report.reliability
    )
    yield f"expected calibration error {report.calibration_error:.4f}"
    yield ""
    yield report.signature


def _row(name: str, score: SetScore, *, against: bool) -> Row:
    return {
        "set": name,
        "P": _figure(score.strict_precision),
        "R": _figure(score.strict_recall),
        "F1": _figure(score.strict_f1),
        "95 %": f"{score.low:.3f}-{score.high:.3f}",
        "lax F1": _figure(score.lax_f1),
        "ECE": _figure(score.calibration_error),
        "s": score.seconds,
    } | ({"change": _figure(score.difference, "+"), "p": _figure(score.p)} if against else {})


def _figure(value: float | None, sign: str = "") -> str | None:
    return None if value is None else f"{value:{sign}.3f}"


def plot(bands: Sequence[Band], path: Path) -> None:
    """Draw the share of right beads against confidence, and how many beads each band has: an SVG.

    Needs the extra `benchmark`. Raises StoreError where the file cannot be written.
    """
    # Only this optional part needs the package.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(5, 6), layout="constrained")
    shares, numbers = figure.subplots(2, 1, height_ratios=(3, 1))
    shares.plot([0, 1], [0, 1], ":", color="grey")
    shares.plot([band.confidence for band in bands], [band.right for band in bands], "o-")
    for band in bands:
        place = band.confidence, band.right
        shares.annotate(str(band.beads), place, (4, -10), textcoords="offset points", fontsize=8)
    shares.set(xlabel="mean confidence", ylabel="share right", xlim=(0, 1.12), ylim=(0, 1.02))
    names = [f"{band.low:g} to {band.high:g}" for band in bands]
    numbers.bar(names, [band.beads for band in bands])
    numbers.tick_params(axis="x", labelrotation=45)
    numbers.set(ylabel="beads", yscale="log")
    save_drawing(figure, path)
