"""PO catalogues, by polib: `msgctxt` is the address of a unit, SYMBOL#label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import language_of
from hexapla.memory.units import Carried, Level, Status, Translation, Unit

__all__ = ["read_po", "write_po"]

_SOURCE = "X-Source-Language"


def read_po(path: Path, *, source: str | None = None, target: str | None = None) -> Iterator[Unit]:
    """Read the translated messages of a catalogue.

    The languages are those that its head names, unless they are given. Raises StoreError where the
    file cannot be read, or a language is not known.
    """
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
        yield Unit(
            symbol=symbol or path.stem,
            level=Level.SENTENCE,
            position=place,
            reference=reference or str(place + 1),
            kind=Kind.BODY,
            label="",
            language=languages[0],
            text=texts[0],
            translations=(
                Translation(
                    languages[1],
                    texts[1],
                    0.5 if entry.fuzzy else 1.0,
                    "imported",
                    carried=_carried(entry),
                ),
            ),
        )


def _carried(entry: polib.POEntry) -> Carried | None:
    """Give the comments of a message, those of the translator and of the program."""
    notes = tuple(text for text in (clean(entry.tcomment), clean(entry.comment)) if text)
    return Carried(notes=notes) if notes else None


def write_po(path: Path, units: Iterable[Unit], *, source: str, target: str) -> int:
    """Write the translations of units as a catalogue; give how many.

    What no one has reviewed is marked fuzzy; rejected ones are left out. The catalogue is built in
    memory. Raises StoreError where the file cannot be written.
    """
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
