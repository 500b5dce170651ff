"""Scores the aligner on gold sets: `python -m scripts.dev.evaluate.alignment ../shared/data`."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from tqdm import tqdm

from hexapla.align.aligner import align_texts, mark_crossing, split_labels
from hexapla.align.beads import Bead
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.evaluation import Counts, count, total
from hexapla.align.joint import align_languages
from hexapla.align.resources import single_threaded
from hexapla.align.scoring.similarity import encode_texts
from hexapla.cli.main import run
from hexapla.corpora.errors import UsageError
from scripts.dev.command import command, data_argument, json_option
from scripts.dev.evaluate.gold_sets import (
    GoldPair,
    gold_pairs,
    harder_pairs,
    in_all_languages,
    read_gold,
    read_lines,
)
from scripts.dev.evaluate.harder_sets import write_sets
from scripts.dev.evaluate.measures import (
    RESAMPLING,
    Tallies,
    calibration_error,
    f1,
    interval,
    reliability,
    resampled,
    tally,
    tally_rows,
)
from scripts.dev.evaluate.report import Report, SetScore, compared, lines, plot

__all__ = [
    "Result",
    "evaluate",
    "evaluate_together",
    "main",
    "score_sets",
    "signature",
]


@dataclass(frozen=True, slots=True)
class Result:
    """One pair's counts, its beads with whether each is strictly right, and the seconds taken."""

    pair: GoldPair
    counts: Counts
    judged: tuple[tuple[Bead, bool], ...]
    seconds: float
    gold: tuple[Bead, ...]
    lines: tuple[int, int]


def evaluate(pair: GoldPair, encoder: Encoder) -> Result:
    """Align one pair and judge each bead.

    Raises UsageError where a file cannot be read, or the gold is no alignment of the texts.
    """
    source, target = read_lines(pair.source), read_lines(pair.target)
    start = time.perf_counter()
    beads = align_texts(source, target, encoder=encoder, languages=pair.languages)
    return _judge(pair, beads, (len(source), len(target)), time.perf_counter() - start)


def evaluate_together(pairs: Sequence[GoldPair], encoder: Encoder) -> list[Result]:
    """Align one source with all its targets at once, as `hexapla align` does, and judge each bead.

    Raises UsageError as `evaluate` does.
    """
    paths = {pairs[0].languages[0]: pairs[0].source}
    paths |= {pair.languages[1]: pair.target for pair in pairs}
    lines = {language: read_lines(path) for language, path in paths.items()}
    start = time.perf_counter()
    with single_threaded():
        source, *targets = (
            encode_texts(encoder, *split_labels(texts, language))
            for language, texts in lines.items()
        )
    found = [mark_crossing(beads) for beads in align_languages([source, *targets])]
    seconds = (time.perf_counter() - start) / len(pairs)
    return [
        _judge(
            replace(pair, group=f"together {pair.group}"),
            beads,
            (len(source), len(target)),
            seconds,
        )
        for pair, target, beads in zip(pairs, targets, found, strict=True)
    ]


def _judge(pair: GoldPair, beads: Sequence[Bead], sizes: tuple[int, int], seconds: float) -> Result:
    gold = read_gold(pair.gold, sizes)
    right = {bead.indices for bead in gold}
    judged = tuple((bead, bead.indices in right) for bead in beads)
    return Result(pair, count(gold, beads), judged, seconds, tuple(gold), sizes)


def signature(encoder: Encoder, *, only: str = "", harder: int | None = None) -> str:
    """Return what the figures depend on, in sacrebleu's manner."""
    return (
        f"strict-F1|sets:{only or 'all'}|harder:{'no' if harder is None else harder}"
        f"|encoder:{encoder.name}|revision:{encoder.revision}|{RESAMPLING}"
        f"|version:{version('hexapla')}"
    )


def score_sets(
    results: Iterable[Result], together: Iterable[Sequence[Result]]
) -> dict[str, SetScore]:
    """Score each group of pairs, and the rows of texts that are aligned with all languages."""
    groups: dict[str, list[Result]] = {}
    texts: dict[str, dict[str, Tallies]] = {}
    for result in results:
        groups.setdefault(result.pair.group, []).append(result)
    for inside in together:
        pair = inside[0].pair
        name = pair.group.split()[1]
        groups.setdefault(f"together {name}", []).extend(inside)
        texts.setdefault(f"rows {name}", {})[pair.source.parent.name] = _tally_rows(inside)
    sets = {name: _score_set(inside) for name, inside in groups.items()}
    return sets | {name: _score_rows(files) for name, files in texts.items()}


def _score_set(results: Sequence[Result]) -> SetScore:
    files = {
        f"{each.pair.gold.parent.parent.name}/{each.pair.gold.name}": tally(
            each.gold, (bead for bead, _ in each.judged), each.lines
        )
        for each in results
    }
    score = total(each.counts for each in results)
    return SetScore(
        score.strict.precision,
        score.strict.recall,
        score.strict.f1,
        score.lax.f1,
        *interval(resampled(list(files.values()))),
        calibration_error(reliability(_judged(results))),
        sum(each.seconds for each in results),
        {name: blocks.tolist() for name, blocks in files.items()},
    )


def _tally_rows(results: Sequence[Result]) -> Tallies:
    gold = {each.pair.languages[1]: each.gold for each in results}
    found = {each.pair.languages[1]: [bead for bead, _ in each.judged] for each in results}
    return tally_rows(gold, found, results[0].lines[0])


def _score_rows(files: Mapping[str, Tallies]) -> SetScore:
    share = float(f1(np.concatenate(list(files.values())).sum(axis=0)))
    low, high = interval(resampled(list(files.values())))
    blocks = {name: blocks.tolist() for name, blocks in files.items()}
    return SetScore(share, share, share, None, low, high, None, None, blocks)


def _judged(results: Iterable[Result]) -> list[tuple[float, bool]]:
    return [(bead.score, right) for each in results for bead, right in each.judged]


@command
@data_argument
@click.option("--encoder", "name", default="embedded", show_default=True)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to keep vectors in; what is kept is not in the seconds.",
)
@json_option
@click.option("--only", default="", help="Only the sets whose names begin so.")
@click.option(
    "--harder", type=int, metavar="SEED", help="Also the sets of make_harder_sets with this seed."
)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The --json of an earlier run to compare with.",
)
@click.option(
    "--plot",
    "plot_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="SVG file to draw confidence against accuracy in; needs the extra `benchmark`.",
)
def main(
    *,
    data: Path,
    name: str,
    cache: Path | None,
    as_json: bool,
    only: str,
    harder: int | None,
    against: Path | None,
    plot_file: Path | None,
) -> None:
    """Score the aligner on the gold sets under DATA.

    Sets named `together` are aligned with all six targets at once, as hexapla align does; `rows`
    give the share of the gold rows of these that are exactly right in all seven languages.

    \b
    Example: python -m scripts.dev.evaluate.alignment ../shared/data --harder 7 --plot plot.svg
    """
    if plot_file and find_spec("matplotlib") is None:
        raise UsageError("matplotlib is not installed: pip install '.[benchmark]'")
    encoder = get_encoder(name, cache=cache)
    with ExitStack() as stack:
        pairs = list(gold_pairs(data))
        if harder is not None:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            write_sets(data, folder, harder)
            pairs += harder_pairs(folder)
        chosen = [pair for pair in pairs if pair.group.startswith(only)]
        if not chosen:
            raise UsageError(f"no set is called {only}…")
        results = [evaluate(pair, encoder) for pair in tqdm(chosen, disable=None, leave=False)]
        whole = in_all_languages(chosen)
        together = [
            evaluate_together(each, encoder) for each in tqdm(whole, disable=None, leave=False)
        ]
    sets = score_sets(results, together)
    bands = reliability(_judged([*results, *chain.from_iterable(together)]))
    report = Report(
        compared(sets, against) if against else sets,
        bands,
        calibration_error(bands),
        signature(encoder, only=only, harder=harder),
    )
    if plot_file:
        plot(bands, plot_file)
    click.echo(json.dumps(asdict(report), indent=1) if as_json else "\n".join(lines(report)))


if __name__ == "__main__":
    run(main)
