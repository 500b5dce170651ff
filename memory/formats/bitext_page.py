"""Two languages side by side on a page: those of other people, and one to read in a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.files.bitexts import OWN_PAGE
from hexapla.corpora.input.archives import load
from hexapla.corpora.input.decoding import decode
from hexapla.corpora.input.markup import declared_encoding
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.html_rows import page_table_rows
from hexapla.memory.formats.reading import LeftOut, nobody
from hexapla.memory.formats.separated import TableRow
from hexapla.memory.formats.tables import table_units
from hexapla.memory.output.files import replacing
from hexapla.memory.units import Status, Unit

__all__ = ["read_bitext", "write_bitext"]

# The class of what the page tells of a unit beside its texts, and how that ends where somebody
# has reviewed it.
_ORIGIN: Final = "origin"
_REVIEWED: Final = ", reviewed"


def read_bitext(
    path: Path, languages: Sequence[str] = (), left_out: LeftOut = nobody
) -> Iterator[Unit]:
    """Yield the rows of the tables of a page as units; a row of headings names the languages.

    Without one, `languages` are those of the columns. Pages that `write_bitext` made come back
    with their addresses and states. Raises StoreError where the file cannot be read, has no rows,
    or the languages are not known.
    """
    try:
        data = load(path)
        text = decode(data, path, declared=declared_encoding(data))
    except DocumentError as error:
        raise StoreError(path, error.cause) from error
    own = OWN_PAGE in data
    yield from table_units(_rows(text, own=own), path, languages, left_out, exact=True)


def _rows(text: str, *, own: bool) -> Iterator[TableRow]:
    """Yield the rows of a page; what `write_bitext` wrote of a unit becomes cells of their own."""
    for place, row in enumerate(page_table_rows(text, aside=_ORIGIN if own else "")):
        cells: Sequence[str] = row.cells
        if own:
            reviewed = row.aside[-1:] and row.aside[-1].endswith(_REVIEWED)
            status = Status.REVIEWED if reviewed else Status.AUTOMATIC
            first = ("id", "status") if row.is_heading else (row.name, status.value)
            cells = (*first, *cells)
        yield TableRow(place, cells)


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
