"""What the commands for developers share: arguments, tables, drawings, LibreOffice."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import click

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.readers.office import find_office

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from matplotlib.figure import Figure

__all__ = [
    "FOLDER",
    "Row",
    "command",
    "convert",
    "data_argument",
    "json_option",
    "save_drawing",
    "show",
    "table",
    "verdict",
]

Row = Mapping[str, object]

FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)
"""A folder that is there."""

_HUNDRED: Final = 100
_SECONDS: Final = 300  # that LibreOffice may take

data_argument = click.argument("data", type=FOLDER)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


def command(function: Callable[..., Any]) -> click.Command:
    """Return a function as a command, whose help is as wide as those of hexapla.

    A decorator of click is made anew for each: it keeps the help of the first that it is given.
    """
    settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
    return click.command(context_settings=settings)(function)


def verdict(figure: float, goal: float | None, *, unit: str = "") -> str:
    """Return whether a figure is at most its goal, as it stands behind the figure; "" without."""
    if goal is None:
        return ""
    return f"goal {goal:g}{unit}: {'met' if figure <= goal else 'NOT MET'}"


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a table: the heads of its columns, then one line a row.

    A column is as wide as its widest cell; texts stand to the left, figures to the right.
    """
    listed = [{head: _cell(value) for head, value in row.items()} for row in rows]
    if not listed:
        return
    heads = list(listed[0])
    widths = [max(len(head), *(len(row[head]) for row in listed)) for head in heads]
    for row in [dict(zip(heads, heads, strict=True)), *listed]:
        cells = [
            row[head].ljust(width) if place == 0 else row[head].rjust(width)
            for place, (head, width) in enumerate(zip(heads, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _cell(value: object) -> str:
    """Return a figure with as many digits as tell something; nothing for None."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= _HUNDRED else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def show(
    results: Iterable[DataclassInstance],
    row: Callable[[Any], Row] = asdict,
    *,
    as_json: bool,
) -> None:
    """Print results: as one JSON object a line, or as a table of the rows made of them."""
    if as_json:
        for each in results:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
    else:
        for line in table(map(row, results)):
            click.echo(line)


def save_drawing(figure: Figure, path: Path) -> None:
    """Write a drawing of matplotlib as SVG, the same at each call; StoreError where it fails."""
    # Only this optional part needs the package.
    from matplotlib import rc_context  # noqa: PLC0415 - see above

    with rc_context({"svg.hashsalt": "hexapla", "svg.fonttype": "none"}):
        try:
            figure.savefig(path, format="svg", metadata={"Date": None})
        except OSError as error:
            raise StoreError(path, error.strerror or str(error)) from error


def convert(*documents: Path, folder: Path, to: str = "pdf:writer_pdf_Export") -> None:
    """Convert documents by LibreOffice into a folder, to an extension and the filter for it.

    Raises UsageError where LibreOffice is not installed.
    """
    office = find_office()
    if not office:
        raise UsageError("LibreOffice is not installed: soffice is not found")
    with TemporaryDirectory() as profile:
        arguments = [f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        arguments += ["--convert-to", to, "--outdir"]
        subprocess.run(  # noqa: S603  # no shell, and files that we wrote
            [office, *arguments, folder, *documents],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
