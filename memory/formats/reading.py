"""What the readers of all formats share: how files fail, and how texts become units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import LimitError, StoreError
from hexapla.corpora.input.decoding import is_special
from hexapla.corpora.input.ideographs import plain_ideographs
from hexapla.corpora.input.processor_time import OutOfTimeError
from hexapla.corpora.input.xml import local_name
from hexapla.corpora.messages import Message, joined
from hexapla.memory.text.cleaning import clean
from hexapla.memory.units import (
    MOST_PLACES,
    Carried,
    Level,
    Loss,
    Status,
    Translation,
    Unit,
)

__all__ = [
    "GIVE_LANGUAGES",
    "OWN_ENTITY",
    "LeftOut",
    "Losses",
    "at_element",
    "at_line",
    "compose",
    "entity_error",
    "imported_text",
    "imported_translation",
    "imported_unit",
    "kept_apart",
    "no_text",
    "nobody",
    "reading",
    "text_outside",
    "too_long",
    "units_of_texts",
]

LeftOut = Callable[[Message, Message], object]
"""Hears of what a reader leaves out: where it stands (`row 5`), and why."""

OWN_ENTITY: Final = Message("has an entity of its own")
"""Why an element of XML is refused that has one."""

GIVE_LANGUAGES: Final = ": give --languages"
"""What the cause ends with where a file names no languages, for who gives a command."""

# Tags that stand alone, and how tools say that one is a line end, or a tab: by its type (TMX 1.4b
# and XLIFF 1.2 have `lb`, `pb`, `x-tab`), or by the code in it.
_ALONE: Final = frozenset({"ph", "x", "it", "ut"})
_BREAKS: Final = MappingProxyType({"br": "\n", "lb": "\n", "tab": "\t"})
_BREAK_KIND: Final = re.compile(
    r"(?:x-)?(lb|pb|br|newline|(?:line|page|soft|column)[-_ ]?(?:break|return)|tab)", re.IGNORECASE
)
# The code of a tag: one or more of HTML, Office and the like, an escape, or a word of RTF.
_BREAK_CODE: Final = re.compile(
    r"(?:[<{\[]/?(?:\w{1,8}:)?(br|lb|cr|line-?break|newline|tab|p|div|li|t[dhr])"
    r"(?:[\s/][^<>{}\[\]]*)?[>}\]])+"
    r"|\\([nt])|\{?\\(line|softline|par|page|sect|tab)\b\s*\}?",
    re.IGNORECASE,
)
_LONGEST_CODE: Final = 100  # characters
_TABS: Final = frozenset({"tab", "t"})

# Causes that are told apart: a file can have millions.
_MOST_CAUSES: Final = 100


def at_line(number: int) -> Message:
    """Return the place that a line of a file is, counted from 1."""
    return Message("line %(line)s", line=number)


def at_element(element: etree._Element) -> Message:
    """Return the place that the line of an element of XML is."""
    return at_line(cast("int", element.sourceline))


def no_text(languages: Iterable[str] = ()) -> Message:
    """Return that a text is missing, or all but those in some languages.

    >>> no_text(), no_text(["zh"])
    ('has no text', 'has no text but in zh')
    """
    there = ", ".join(languages)
    return (
        Message("has no text but in %(language)s", language=there)
        if there
        else Message("has no text")
    )


def kept_apart(code: str) -> Message:
    """Return why a text in traditional characters is not taken."""
    return Message("%(code)s is in traditional characters, which are kept apart", code=code)


def too_long(most: int) -> Message:
    """Return why a text of more than `most` characters is not taken."""
    return Message("has more than %(most)s characters", most=f"{most:,}")


def nobody(_: Message, __: Message) -> None:
    """Hear of what is left out where nobody asks."""


class Losses:
    """Counts what a reader leaves out, by cause.

    >>> losses = Losses()
    >>> losses(at_line(5), Message("has no text"))
    >>> losses(at_line(9), Message("has no text"))
    >>> [str(loss) for loss in losses.found()]
    ['line 5, line 9: has no text']
    """

    def __init__(self) -> None:
        self._counts: dict[Message, int] = {}
        self._places: dict[Message, list[Message]] = {}

    def __call__(self, where: Message, cause: Message) -> None:
        """Count one thing that is left out."""
        if cause not in self._counts and len(self._counts) >= _MOST_CAUSES:
            cause = Message("other causes")
        self._counts[cause] = self._counts.get(cause, 0) + 1
        places = self._places.setdefault(cause, [])
        if len(places) < MOST_PLACES:
            places.append(where)

    def found(self) -> tuple[Loss, ...]:
        """Return what was left out, in the order in which the causes were met."""
        return tuple(
            Loss(cause, count, tuple(self._places[cause])) for cause, count in self._counts.items()
        )


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what goes wrong while a file is read into StoreError, in one line that names it.

    That is an OSError, XML that is not well-formed, bytes that are no UTF-8, and a
    bound passed. A pipe or a device is refused. Where the processor time is up that stands for
    another file, which names this one, it is left to who reads that one to say so.
    """
    if is_special(path):
        raise StoreError(path, "not a file")
    try:
        yield
    except UnicodeDecodeError as error:
        raise StoreError(path, "is not UTF-8 text") from error
    except etree.XMLSyntaxError as error:
        raise StoreError(path, "is not well-formed: %(error)s", error=error.msg) from error
    except OutOfTimeError:
        raise
    except LimitError as error:
        raise StoreError(path, error.message) from error
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error


def text_outside(element: etree._Element, codes: Container[str]) -> str:
    r"""Return the text of an element without that of the elements inside it with these names.

    A tag that breaks the line is a line end, one of a tab a tab: they part words.

    >>> seg = etree.fromstring("<seg>a<ph>{0}</ph>b<hi>c</hi><ph type='lb'/>d</seg>")
    >>> text_outside(seg, {"ph"})
    'abc\nd'
    """
    pieces = [element.text or ""]
    for child in element:
        if local_name(child) in codes or not (len(child) or child.text):
            pieces.append(_white_space(child))
        else:
            pieces.append(text_outside(child, codes))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _white_space(tag: etree._Element) -> str:
    """Return the line end or tab that a tag stands for, "" where it stands for neither."""
    name = local_name(tag)
    if name in _BREAKS:
        return _BREAKS[name]
    if name not in _ALONE:
        return ""
    kind = tag.get("type") or tag.get("ctype") or ""
    shown = tag.get("equiv-text", "")
    if shown and shown.isspace():
        return shown
    code = unescape((tag.text or "")[:_LONGEST_CODE])
    if code and code.isspace():
        return "\n" if {"\n", "\r"}.intersection(code) else code[0]
    found = _BREAK_KIND.fullmatch(kind) or _BREAK_CODE.fullmatch(code.strip())
    if found is None:
        return ""
    name = next(filter(None, found.groups()))
    return "\t" if name.lower() in _TABS else "\n"


def imported_text(text: str) -> str:
    """Return a text of a file as the memory keeps it: cleaned, composed (NFC), without radicals.

    >>> imported_text(" \u2f24会 e\u0301té ")
    '大会 été'
    """
    return clean(_composed(text))


def compose(element: etree._Element) -> None:
    """Make each text within an element as `imported_text` has it, white space at its ends kept."""
    for each in element.iter():
        if each.text and not each.text.isascii() and isinstance(each.tag, str):
            each.text = _composed(each.text)
        if each.tail and not each.tail.isascii():
            each.tail = _composed(each.tail)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", plain_ideographs(text))


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


def units_of_texts(
    place: int,
    symbol: str,
    reference: str,
    texts: Sequence[tuple[str, str]],
    *,
    status: Status = Status.AUTOMATIC,
    label: str = "",
    notes: tuple[str, ...] = (),
) -> Iterator[Unit]:
    """Yield the unit of texts with their languages before them, the source first.

    Each further text of a language makes a variant: the unit once more, with this instead. The
    notes are carried by the translations.
    """
    carried = Carried(notes=notes) if notes else None
    first: dict[str, str] = {}
    for language, text in texts:
        first.setdefault(language, text)
    source, *others = first.items()

    def unit(source: tuple[str, str], others: Iterable[tuple[str, str]]) -> Unit:
        translations = (
            imported_translation(*each, status=status, carried=carried) for each in others
        )
        return imported_unit(place, symbol, reference, source, tuple(translations), label=label)

    yield unit(source, others)
    for language, text in dict.fromkeys(texts):
        if first[language] == text:
            continue
        if language == source[0]:
            yield unit((language, text), others)
        else:
            yield unit(source, [(language, text)])


def entity_error(path: Path, element: etree._Element) -> StoreError:
    """Return what says that a file has an entity of its own in an element."""
    return StoreError(path, joined([at_element(element), OWN_ENTITY], ": "))
