"""PO catalogues, by polib: `msgctxt` is the address of a unit, SYMBOL#label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.reading import imported_translation, imported_unit
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import language_of
from hexapla.memory.units import Carried, Status, Unit

if TYPE_CHECKING:
    import polib

__all__ = ["read_po", "write_po"]

_SOURCE: Final = "X-Source-Language"
# The confidence in a message that is marked as fuzzy, of which gettext says only that someone has
# to look at it.
_FUZZY: Final = 0.5


def read_po(path: Path, *, source: str | None = None, target: str | None = None) -> Iterator[Unit]:
    """Yield the translated messages of a catalogue.

    The languages are those that its head names, unless they are given. Raises StoreError where the
    file cannot be read, or a language is not known.
    """
    import polib  # noqa: PLC0415 - only catalogues need it

    try:
        catalogue = polib.pofile(str(path), encoding="utf-8")
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise StoreError(path, f"cannot be read as PO: {error}") from error
    languages = (
        source or language_of(catalogue.metadata.get(_SOURCE, "")),
        target or language_of(catalogue.metadata.get("Language", "")),
    )
    if not all(languages):
        raise StoreError(path, "does not say its languages: give them with --languages")
    for place, entry in enumerate(catalogue):
        texts = clean(entry.msgid), clean(entry.msgstr)
        if entry.obsolete or not all(texts):
            continue
        symbol, _, reference = (entry.msgctxt or "").rpartition("#")
        translation = imported_translation(
            languages[1], texts[1], score=_FUZZY if entry.fuzzy else 1.0, carried=_carried(entry)
        )
        yield imported_unit(
            place, symbol or path.stem, reference, (languages[0], texts[0]), (translation,)
        )


def _carried(entry: polib.POEntry) -> Carried | None:
    """Return the comments of a message, those of the translator and of the program."""
    notes = tuple(text for text in (clean(entry.tcomment), clean(entry.comment)) if text)
    return Carried(notes=notes) if notes else None


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
    }
    for unit in units:
        for each in unit.translations:
            wanted = unit.language == source and each.language == target
            if wanted and each.status is not Status.REJECTED:
                catalogue.append(
                    polib.POEntry(
                        msgctxt=unit.tuid,
                        msgid=clean(unit.text),
                        msgstr=clean(each.text),
                        flags=[] if each.status is Status.REVIEWED else ["fuzzy"],
                        tcomment="\n".join(each.carried.notes if each.carried else ()),
                    )
                )
    with replacing(path) as stream:
        stream.write(str(catalogue))
    return len(catalogue)
