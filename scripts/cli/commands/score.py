"""`hexapla score`: alignments against a gold standard."""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.align.beads import Bead, parse_beads
from hexapla.align.evaluation import score as score_beads
from hexapla.cli.output import json_line, say
from hexapla.corpora.errors import DocumentError, UsageError
from hexapla.corpora.input.decoding import load

__all__ = ["score"]


@click.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument(
    "test", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a test file.")
def score(gold: Path, test: tuple[Path, ...], as_json: bool) -> None:
    """Score alignments (TEST…) against GOLD: strict and lax precision, recall and F1.

    All files hold one bead a line, `[0, 1]:[2]`, as `hexapla lines` prints them.

    \b
    Example: hexapla score gold/001 mine/001 theirs/001
    """
    wanted = _read_beads(gold)
    if not as_json:
        say(f"{'':<30}{'strict P':>9}{'R':>7}{'F1':>7}{'lax P':>9}{'R':>7}{'F1':>7}")
    for path in test:
        found = score_beads(wanted, _read_beads(path))
        figures = {
            f"{name}_{figure}": getattr(getattr(found, name), figure)
            for name in ("strict", "lax")
            for figure in ("precision", "recall", "f1")
        }
        if as_json:
            say(json_line({"file": str(path)} | figures))
        else:
            widths = (9, 7, 7, 9, 7, 7)
            cells = zip(figures.values(), widths, strict=True)
            say(f"{path.name:<30}" + "".join(f"{value:>{w}.3f}" for value, w in cells))


def _read_beads(path: Path) -> list[Bead]:
    try:
        return parse_beads(load(path).decode("utf-8").splitlines())
    except (DocumentError, UnicodeError) as error:
        raise UsageError(f"{path}: not a text file: {error}") from error
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error
