"""PO catalogues, by polib: `msgctxt` is the address of a unit, SYMBOL#label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hexapla.corpora.errors import LimitError, StoreError
from hexapla.corpora.input import bounds
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import (
    LeftOut,
    at_line,
    imported_text,
    imported_translation,
    imported_unit,
    no_text,
    nobody,
    reading,
)
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import is_traditional, language_of
from hexapla.memory.units import Carried, Status, Translation, Unit

if TYPE_CHECKING:
    import polib

__all__ = ["read_po", "write_po"]

_SOURCE: Final = "X-Source-Language"
_GENERATOR: Final = "X-Generator"
_OURS: Final = "hexapla"
# The properties that flags and places in a program are carried in.
_FLAGS: Final = "x-po-flags"
_PLACES: Final = "x-po-references"
# The confidence in a message that is marked as fuzzy, of which gettext says only that someone has
# to look at it.
_FUZZY: Final = 0.5
# The bytes of a text or comment.
_LONGEST_RUN: Final = 4 * bounds.LONGEST_TEXT


def read_po(
    path: Path, languages: Sequence[str] = (), left_out: LeftOut = nobody
) -> Iterator[Unit]:
    """Yield the translated messages of a catalogue.

    `languages`, source and target, are those that its head names, unless they are given. Of a
    message with plural forms, the first goes with the singular and the last with the plural; where
    a language has one form, that goes with the plural. What is not translated, obsolete, or marked
    as fuzzy in a catalogue that is not ours, is left out. Raises StoreError where the file cannot
    be read, or a language is not known.
    """
    catalogue = _catalogue(path)
    named = catalogue.metadata.get("Language", "")
    source, target = (*languages, "", "")[:2]
    if not target and is_traditional(named):
        raise StoreError(
            path, "is in %(language)s: traditional characters are kept apart", language=named
        )
    source = source or language_of(catalogue.metadata.get(_SOURCE, ""))
    target = target or language_of(named)
    if not (source and target):
        raise StoreError(path, "does not say its languages: give them with --languages")
    own = catalogue.metadata.get(_GENERATOR) == _OURS
    for place, entry in enumerate(catalogue):
        where = at_line(max(entry.linenum, 1))
        cause = _useless(entry, own=own)
        if cause:
            left_out(where, cause)
            continue
        symbol, _, reference = (entry.msgctxt or "").rpartition("#")
        for text, translated in _pairs(entry, where, left_out):
            translation = imported_translation(
                target,
                translated,
                score=_FUZZY if entry.fuzzy else 1.0,
                carried=_carried(entry),
            )
            yield imported_unit(
                place, symbol or path.stem, reference, (source, text), (translation,)
            )


def _catalogue(path: Path) -> polib.POFile:
    import polib  # noqa: PLC0415 - only catalogues need it

    with reading(path):
        _require_short(path)
    try:
        try:
            return polib.pofile(str(path), encoding="utf-8-sig")
        except UnicodeDecodeError:
            return polib.pofile(str(path), encoding=polib.detect_encoding(str(path)))
    except (OSError, ValueError, LookupError) as error:
        raise StoreError(path, "cannot be read as PO: %(error)s", error=str(error)) from error


def _require_short(path: Path) -> None:
    """Raise LimitError where polib would take long: for a text, the square of its lines.

    A text, or a comment, is what stands in lines that begin alike.
    """
    messages = length = 0
    before = ""
    with path.open(encoding="latin-1") as stream:
        for line in iter(lambda: stream.readline(_LONGEST_RUN + 1), ""):
            words = line.split(maxsplit=2)
            begin = words[0][0] if words else ""
            messages += "msgid" in words[:2]
            length = length + len(line) if begin == before and begin in '"#' else len(line)
            before = begin
            if length > _LONGEST_RUN:
                raise LimitError(
                    "a text or comment has more than %(most)s bytes", most=f"{_LONGEST_RUN:,}"
                )
            if messages > bounds.MOST_MESSAGES:
                raise LimitError(
                    "has more than %(most)s messages", most=f"{bounds.MOST_MESSAGES:,}"
                )


def _useless(entry: polib.POEntry, *, own: bool) -> Message | None:
    """Return why no translation is taken from a message, None where one is."""
    if entry.obsolete:
        return Message("is obsolete")
    # In ours the mark says only that nobody has reviewed it.
    if entry.fuzzy and not own:
        return Message("is marked as fuzzy")
    texts = [entry.msgstr, *entry.msgstr_plural.values()]
    return None if any(map(imported_text, texts)) else Message("is not translated")


def _pairs(entry: polib.POEntry, where: Message, left_out: LeftOut) -> Iterator[tuple[str, str]]:
    """Yield the texts of a message with their translations."""
    forms = [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)]
    if not entry.msgid_plural or not forms:
        found = [(entry.msgid, entry.msgstr)]
    elif len(forms) == 1:
        found = [(entry.msgid_plural, forms[0])]
    else:
        found = [(entry.msgid, forms[0]), (entry.msgid_plural, forms[-1])]
    for form in forms[1:-1]:
        if imported_text(form):
            left_out(where, Message("has a plural form between the first and the last"))
    for pair in found:
        text, translated = map(imported_text, pair)
        if text and translated:
            yield text, translated
        else:
            left_out(where, Message("has a form that is not translated") if text else no_text())


def _carried(entry: polib.POEntry) -> Carried | None:
    """Return what a message has besides: comments of the translator and the program, and flags."""
    properties = (
        (_FLAGS, ", ".join(flag for flag in entry.flags if flag != "fuzzy")),
        (_PLACES, " ".join(":".join(filter(None, place)) for place in entry.occurrences)),
    )
    carried = Carried(
        notes=tuple(text for text in map(clean, (entry.tcomment, entry.comment)) if text),
        properties=tuple((name, text) for name, value in properties if (text := clean(value))),
    )
    return None if carried == Carried() else carried


def write_po(path: Path, units: Iterable[Unit], *, source: str, target: str) -> int:
    """Write the translations of units as a catalogue; return how many.

    What no one has reviewed is marked fuzzy; rejected ones are left out. The catalogue is built in
    memory. Raises StoreError where the file cannot be written.
    """
    import polib  # noqa: PLC0415 - only catalogues need it

    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": target,
        _SOURCE: source,
        _GENERATOR: _OURS,
    }
    for unit in units:
        for each in unit.translations:
            wanted = unit.language == source and each.language == target
            if wanted and each.status is not Status.REJECTED:
                catalogue.append(_message(unit, each))
    with replacing(path) as stream:
        stream.write(str(catalogue))
    return len(catalogue)


def _message(unit: Unit, translation: Translation) -> polib.POEntry:
    import polib  # noqa: PLC0415 - only catalogues need it

    carried = translation.carried or Carried()
    given = dict(carried.properties)
    fuzzy = [] if translation.status is Status.REVIEWED else ["fuzzy"]
    return polib.POEntry(
        msgctxt=unit.tuid,
        msgid=clean(unit.text),
        msgstr=clean(translation.text),
        flags=fuzzy + given.get(_FLAGS, "").split(", ") if given.get(_FLAGS) else fuzzy,
        tcomment="\n".join(carried.notes),
        occurrences=[
            (name, number) if name and number.isdecimal() else (place, "")
            for place in given.get(_PLACES, "").split()
            for name, _, number in (place.rpartition(":"),)
        ],
    )
