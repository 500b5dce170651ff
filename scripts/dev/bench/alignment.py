"""Measures hexapla's speed and memory: `python -m scripts.dev.bench.alignment ../shared/data`.

Three things are measured in one run, with the embedded encoder, start-up (imports, loading the
model, a warm-up) apart:

- the novels of MAC-Dev, from lines to beads, against three others in turn: the overlap method of
  bertalign and vecalign with the same encoder (`scripts.dev.bench.overlap_baseline`), galechurch
  (Gale and Church 1993, by lengths alone; Apache-2.0), and the floor, encoding each line once;
- document pairs of growing length, made from real texts, each in a process of its own: time to
  encode and to align, peak memory, and the exponent of processor time against length;
- a document set in seven languages, from files to stored beads.

Machines and their load differ, so the figures to compare are ratios within one run: repeats are
interleaved, and a ratio is the median of the repeats' ratios. Needs the extra `benchmark`.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click

from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.resources import available_cores
from hexapla.cli.main import run
from hexapla.corpora.errors import UsageError
from hexapla.memory.output.files import make_folder
from scripts.dev.bench.data import SEED, novels
from scripts.dev.bench.runs import (
    ENCODER,
    Growth,
    Method,
    SetTime,
    exponent,
    measure_growth,
    measure_methods,
    measure_set,
)
from scripts.dev.command import command, data_argument, json_option, save_drawing, table

__all__ = ["FULL", "QUICK", "Goal", "Plan", "Report", "lines", "main", "measure"]

_GIGABYTE: Final = 1e9


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: gold beads a novel, repeats, paragraphs a document, and in the set."""

    beads: int
    repeats: int
    sizes: tuple[int, ...]
    paragraphs: int


FULL: Final = Plan(sys.maxsize, 3, (100, 300, 1000, 3000, 10_000), 100)
QUICK: Final = Plan(6, 1, (5, 10), 5)


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to reach."""

    name: str
    figure: str
    met: bool


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured; exponents are of processor time against paragraphs."""

    methods: tuple[Method, ...]
    growth: tuple[Growth, ...]
    exponents: Mapping[str, float]
    document_set: SetTime
    goals: tuple[Goal, ...]
    signature: str


def measure(data: Path, plan: Plan) -> Report:
    """Measure everything that the plan asks for, on a folder laid out as ../shared/data is.

    Raises UsageError where a part of the data is missing, or a document needs too much memory.
    """
    _note("growing documents, each in a process of its own")
    # First, while this process is small: where there is no /proc, its size would count as theirs.
    growth = tuple(measure_growth(data, size) for size in plan.sizes)
    encoder = get_encoder(ENCODER)
    _note("novels of MAC-Dev")
    methods = measure_methods(list(novels(data, plan.beads)), encoder, plan.repeats)
    _note("document set in seven languages")
    document_set = measure_set(data, encoder, plan.paragraphs, plan.repeats)
    sizes = [each.paragraphs for each in growth]
    exponents = {
        "encode": exponent(sizes, [each.encode_cpu_seconds for each in growth]),
        "align": exponent(sizes, [each.align_cpu_seconds for each in growth]),
        "both": exponent(sizes, [each.cpu_seconds for each in growth]),
    }
    goals = tuple(_goals(methods, growth, exponents["both"], document_set))
    return Report(methods, growth, exponents, document_set, goals, _signature(encoder, plan))


def _goals(
    methods: Sequence[Method],
    growth: Sequence[Growth],
    slope: float,
    document_set: SetTime,
) -> Iterator[Goal]:
    for method in methods:
        if method.name.startswith("overlap"):
            name = f"10 times as fast as {method.name}"
            yield Goal(name, f"{method.ratio:.1f} times", method.ratio >= 10)
    yield Goal(
        f"linear to {growth[-1].paragraphs} paragraphs (exponent at most 1.1)",
        f"exponent {slope:.2f}",
        slope <= 1.1,
    )
    peak = max(each.peak_bytes for each in growth)
    yield Goal("peak memory below 1 GB", f"{peak / _GIGABYTE:.2f} GB", peak < _GIGABYTE)
    yield Goal(
        f"{document_set.paragraphs} paragraphs in {document_set.languages} languages under 3 s",
        f"{document_set.seconds:.1f} s",
        document_set.seconds < 3,
    )


def _signature(encoder: Encoder, plan: Plan) -> str:
    """Return what the figures depend on, in sacrebleu's manner."""
    return (
        f"encoder:{encoder.name}|revision:{encoder.revision}|repeats:{plan.repeats}|seed:{SEED}"
        f"|cores:{available_cores()}|machine:{platform.machine()}"
        f"|python:{platform.python_version()}|numpy:{version('numpy')}"
        f"|galechurch:{version('galechurch')}|version:{version('hexapla')}"
    )


def _note(text: str) -> None:
    """Tell what is being measured, to who sits before a terminal."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


def _plot(growth: Sequence[Growth], path: Path) -> None:
    """Draw processor time and peak memory against length, all axes logarithmic."""
    # Only this optional part needs the package.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    sizes = [each.paragraphs for each in growth]
    figure = Figure(figsize=(9, 4), layout="constrained")
    time_axes, memory_axes = figure.subplots(1, 2)
    time_axes.loglog(sizes, [each.encode_cpu_seconds for each in growth], "o-", label="encode")
    time_axes.loglog(sizes, [each.align_cpu_seconds for each in growth], "s-", label="align")
    time_axes.loglog(sizes, [each.cpu_seconds for each in growth], "-", label="both")
    linear = [growth[0].cpu_seconds * size / sizes[0] for size in sizes]
    time_axes.loglog(sizes, linear, ":", color="grey", label="linear")
    time_axes.set(xlabel="paragraphs a side", ylabel="processor seconds")
    time_axes.legend()
    memory_axes.loglog(sizes, [each.peak_bytes / _GIGABYTE for each in growth], "o-")
    memory_axes.axhline(1, linestyle=":", color="grey")
    memory_axes.set(xlabel="paragraphs a side", ylabel="peak memory, GB")
    save_drawing(figure, path)


def lines(report: Report) -> Iterator[str]:
    """Yield the lines that show a report."""
    yield from table(
        {
            "MAC-Dev zh-en, lines to beads": method.name,
            "s": method.seconds,
            "CPU s": method.cpu_seconds,
            "ratio": method.ratio,
            "F1": None if method.strict_f1 is None else f"{method.strict_f1:.3f}",
        }
        for method in report.methods
    )
    yield ""
    yield from table(
        {
            "paragraphs": each.paragraphs,
            "sentences": each.sentences,
            "s": each.seconds,
            "encode CPU s": each.encode_cpu_seconds,
            "align CPU s": each.align_cpu_seconds,
            "CPU ms each": 1000 * each.cpu_seconds / each.paragraphs,
            "peak GB": each.peak_bytes / _GIGABYTE,
            "F1": f"{each.strict_f1:.3f}",
        }
        for each in report.growth
    )
    fitted = ", ".join(f"{name} {value:.2f}" for name, value in report.exponents.items())
    yield f"exponent of processor time against paragraphs: {fitted}"
    yield ""
    found = report.document_set
    yield (
        f"{found.paragraphs} paragraphs in {found.languages} languages, files to stored beads: "
        f"{found.seconds:.2f} s ({found.cpu_seconds:.2f} s CPU),"
    )
    yield (
        f"{found.ratio:.1f} times the {found.floor_seconds:.2f} s of encoding each line once; "
        f"{100 * found.complete:.1f} % of the paragraphs have all translations"
    )
    yield ""
    for goal in report.goals:
        yield f"{'met    ' if goal.met else 'not met'}  {goal.name}: {goal.figure}"
    yield ""
    yield report.signature


@command
@data_argument
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for scaling.svg."
)
@json_option
@click.option("--quick", is_flag=True, help="Tiny sizes, once: only to see that it runs.")
@click.option(
    "--repeats", type=click.IntRange(min=1), help=f"How often to measure [default: {FULL.repeats}]."
)
def main(*, data: Path, out: Path | None, as_json: bool, quick: bool, repeats: int | None) -> None:
    """Measure speed and memory on DATA, a folder laid out as ../shared/data is.

    Takes about ten minutes on two cores, and needs `pip install '.[benchmark]'`.

    \b
    Example: python -m scripts.dev.bench.alignment ../shared/data --out out
    """
    for package in ("galechurch", *(["matplotlib"] if out else [])):
        if find_spec(package) is None:
            raise UsageError(f"{package} is not installed: pip install '.[benchmark]'")
    plan = QUICK if quick else FULL
    if repeats:
        plan = replace(plan, repeats=repeats)
    if out:
        make_folder(out)
    report = measure(data, plan)
    if out:
        _plot(report.growth, out / "scaling.svg")
    click.echo(json.dumps(asdict(report), indent=1) if as_json else "\n".join(lines(report)))


if __name__ == "__main__":
    run(main)
