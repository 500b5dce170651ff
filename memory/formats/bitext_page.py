"""Two languages side by side on a page: those of other people, and one to read in a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.input.archives import load
from hexapla.corpora.input.decoding import decode
from hexapla.corpora.input.markup import declared_encoding
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.html_rows import page_rows
from hexapla.memory.formats.tables import table_units
from hexapla.memory.output.files import replacing
from hexapla.memory.units import Unit

__all__ = ["read_bitext", "write_bitext"]


def read_bitext(path: Path, languages: Sequence[str]) -> Iterator[Unit]:
    """Yield the rows of the tables of a page, each a unit with these languages in its columns.

    Raises StoreError where the file cannot be read or less than two languages are given.
    """
    try:
        data = load(path)
        rows = page_rows(decode(data, path, declared=declared_encoding(data)))
    except DocumentError as error:
        raise StoreError(path, error.cause) from error
    yield from table_units(rows, path, languages)


def write_bitext(path: Path, units: Iterable[Unit], *, source: str, target: str) -> int:
    """Write units with one translation each as an HTML page without script; return how many.

    Raises StoreError where the file cannot be written.
    """
    # Templates take a while to load, and only pages need them.
    from hexapla.memory.output.pages import content_policy, page_environment  # noqa: PLC0415

    environment = page_environment()
    style = environment.get_template("pretranslation.css").render()
    counted = _Counted(units)
    page = environment.get_template("bitext.html").generate(
        csp=content_policy(style),
        title=path.stem,
        source=LANGUAGES[source],
        target=LANGUAGES[target],
        units=counted,
    )
    with replacing(path) as stream:
        stream.writelines(page)
    return counted.count


class _Counted:
    """Units, counted as they go by."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = iter(units)
        self.count = 0

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> Unit:
        unit = next(self._units)
        self.count += 1
        return unit
