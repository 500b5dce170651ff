"""What the readers of all formats share: how files fail, and how texts become units."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.xml import local_name
from hexapla.memory.units import Carried, Level, Status, Translation, Unit

__all__ = ["imported_translation", "imported_unit", "reading", "text_outside"]


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what goes wrong while a file is read into StoreError, in one line that names it.

    That is an OSError, XML that is not well-formed, and bytes that are no UTF-8.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise StoreError(path, "is not UTF-8 text") from error
    except etree.XMLSyntaxError as error:
        raise StoreError(path, f"is not well-formed: {error.msg}") from error
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error


def text_outside(element: etree._Element, codes: Container[str]) -> str:
    """Return the text of an element without that of the elements inside it with these names.

    >>> seg = etree.fromstring("<seg>a<ph>{0}</ph>b<hi>c</hi></seg>")
    >>> text_outside(seg, {"ph"})
    'abc'
    """
    pieces = [element.text or ""]
    for child in element:
        if local_name(child) not in codes:
            pieces.append(text_outside(child, codes))
        pieces.append(child.tail or "")
    return "".join(pieces)


def imported_translation(
    language: str,
    text: str,
    *,
    score: float = 1.0,
    status: Status = Status.AUTOMATIC,
    carried: Carried | None = None,
) -> Translation:
    """Return a translation from a file, as sure as can be where the file does not say."""
    return Translation(language, text, score, "imported", status=status, carried=carried)


def imported_unit(
    place: int,
    symbol: str,
    reference: str,
    source: tuple[str, str],
    translations: tuple[Translation, ...],
    *,
    level: Level = Level.SENTENCE,
    label: str = "",
    before: str = "",
    after: str = "",
    carried: Carried | None = None,
) -> Unit:
    """Return the unit that stands at a place of a file, counted from 0.

    Where the file has no `reference` for it, it is called by its place, counted from 1. `source` is
    language and text. Other programs know neither kinds nor, mostly, labels of paragraphs.
    """
    return Unit(
        symbol=symbol,
        level=level,
        position=place,
        reference=reference or str(place + 1),
        kind=Kind.BODY,
        label=label,
        language=source[0],
        text=source[1],
        translations=translations,
        before=before,
        after=after,
        carried=carried,
    )
