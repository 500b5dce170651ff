"""Shows how TMX files of other tools are read.

    python -m scripts.dev.evaluate.tmx_zoo ../shared/data/tmx-zoo

For each file: how many units, the first pair, and whether all of it came back when it was imported
into a memory, exported and read again; or the one line that it is refused with.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from hexapla.cli.main import run
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.profiles import OWN_PROPERTIES
from hexapla.memory.formats.tmx.portable import portable_date, portable_markup, portable_property
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.lookup.pairs import pairs
from hexapla.memory.output.files import build_time
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Carried, Level, Unit
from scripts.dev.command import FOLDER, command, json_option

__all__ = ["FileResult", "main", "table"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """A file, what was read of it, and whether it was given back; or why it was refused."""

    file: str
    units: int = 0
    first: tuple[str, str] | None = None
    given_back: bool = False
    cause: str = ""


def table(folder: Path) -> list[FileResult]:
    """Read every TMX file of a folder, by the order of their names."""
    return [_row(path) for path in sorted(folder.iterdir()) if ".tmx" in path.name]


def _row(path: Path) -> FileResult:
    with TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with open_store(folder / "memory.db") as store:
                import_file(store, path)
                stored = [unit for level in Level for unit in store.units(level=level)]
                back = list(_given_back(store, stored, folder / "back.tmx"))
        except StoreError as error:
            return FileResult(path.name, cause=str(error))
    first = (stored[0].text, stored[0].translations[0].text) if stored else None
    return FileResult(path.name, len(stored), first, _facts(stored) == _facts(back))


def _given_back(store: Store, stored: Iterable[Unit], path: Path) -> Iterator[Unit]:
    """Write all pairs of languages as TMX, one after the other, and read them again."""
    languages = {(unit.language, each.language) for unit in stored for each in unit.translations}
    for source, target in sorted(languages):
        for level in Level:
            write_tmx(
                path,
                pairs(store, source, target, level=level),
                source=source,
                target=target,
                level=level,
                created=build_time(),
            )
            yield from read_units(path)


def _facts(units: Iterable[Unit]) -> Counter[tuple[object, ...]]:
    """Return all that is known of the pairs of units; confidence aside, which no file says."""
    return Counter(
        (
            *(unit.symbol, unit.reference, unit.level, unit.before, unit.after),
            *(unit.language, unit.text, _others(unit.carried)),
            *(each.language, each.text, each.status, _others(each.carried)),
        )
        for unit in units
        for each in unit.translations
    )


def _others(carried: Carried | None) -> Carried:
    """Return what is carried along, without what the unit says itself, as every tool takes it."""
    found = carried or Carried()
    others = tuple(
        (portable_property(name), value)
        for name, value in found.properties
        if name not in OWN_PROPERTIES
    )
    attributes = tuple(
        (name, portable_date(value) if name.endswith("date") else value)
        for name, value in found.attributes
    )
    return Carried(attributes, others, found.notes, portable_markup(found.markup))


@command
@click.argument("folder", type=FOLDER)
@json_option
def main(folder: Path, *, as_json: bool) -> None:
    """Show how each TMX file in FOLDER is read, or why it is refused.

    \b
    Example: python -m scripts.dev.evaluate.tmx_zoo ../shared/data/tmx-zoo
    """
    for row in table(folder):
        if as_json:
            click.echo(json.dumps(asdict(row), ensure_ascii=False))
        elif row.first is None:
            click.echo(f"{row.file:<28} refused: {row.cause.partition(': ')[2] or 'no units'}")
        else:
            whole = "given back whole" if row.given_back else "NOT GIVEN BACK WHOLE"
            click.echo(f"{row.file:<28} {row.units} units, {whole}: {' = '.join(row.first)}")


if __name__ == "__main__":
    run(main)
