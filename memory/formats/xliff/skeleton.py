"""XLIFF that leads back: the document that it was made of is inside it, as its skeleton.

A skeleton is what translations are put back into (XLIFF 1.2, section 2.2.6; 2.1, section 4.2.2.5).
Ours is the document itself, in base64.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.input.archives import load
from hexapla.corpora.input.xml import local_name, parse
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.reading import imported_text
from hexapla.memory.formats.xliff.segments import XliffSegment, segments_of, text_of
from hexapla.memory.text.language_codes import is_traditional, language_of
from hexapla.memory.units import Status

__all__ = ["WORD", "FinishedUnit", "FinishedXliff", "add_skeleton", "read_finished"]

WORD: Final = "x-docx"
"""What a file of XLIFF 1.2 says that its original is (section 2.3, datatype)."""

# A text of XML has at most ten million signs (libxml2); base64 makes four of three bytes.
_MOST_BYTES: Final = 7_000_000
_FORM: Final = "base64"


@dataclass(frozen=True, slots=True)
class FinishedUnit:
    """A text and its translation, "" where there is none yet.

    One that is `proposed` is as a CAT tool put it there, and nobody has confirmed it.
    """

    source: str
    target: str
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class FinishedXliff:
    """The one document of an XLIFF file; `skeleton` is empty where the document is not inside."""

    source: str
    target: str
    skeleton: bytes
    units: tuple[FinishedUnit, ...]


def add_skeleton(file: etree._Element, document: bytes, name: str) -> None:
    """Put a document into the header of a `file` of XLIFF 1.2; one too large is only named."""
    space = etree.QName(file).namespace
    header = etree.Element(f"{{{space}}}header")
    file.insert(0, header)
    skeleton = etree.SubElement(header, f"{{{space}}}skl")
    if len(document) > _MOST_BYTES:
        etree.SubElement(skeleton, f"{{{space}}}external-file", {"href": name})
    else:
        inside = etree.SubElement(skeleton, f"{{{space}}}internal-file", {"form": _FORM})
        inside.text = base64.b64encode(document).decode("ascii")


def read_finished(path: Path) -> FinishedXliff:
    """Return the translations of a file of XLIFF 1.2, 2.0 or 2.1, and its skeleton.

    A unit that a CAT tool has cut is whole again, and has no translation where a part of it lacks
    one, or is the source text in a state that says that nobody has translated it. Raises StoreError
    where the file cannot be read, is no XLIFF of one document, or its skeleton is damaged.
    """
    try:
        root = parse(load(path), path)
    except DocumentError as error:
        raise StoreError(path, error.cause) from error
    if local_name(root) != "xliff" or not root.get("version", "").startswith(("1.", "2.")):
        raise StoreError(path, "is no XLIFF 1.2, 2.0 or 2.1")
    files = [each for each in root if local_name(each) == "file"]
    if len(files) != 1:
        raise StoreError(path, "holds %(count)s documents, and not one", count=len(files))
    codes = [
        files[0].get(f"{side}-language") or root.get(f"{short}Lang") or ""
        for side, short in (("source", "src"), ("target", "trg"))
    ]
    source, target = (_language(code, path) for code in codes)
    if source == target:
        raise StoreError(
            path, "source and target are the same language: %(language)s", language=source
        )
    units = tuple(
        _unit(each) for each in files[0].iter("{*}trans-unit", "{*}unit") if _is_translated(each)
    )
    return FinishedXliff(source, target, _skeleton(files[0], path), units)


def _language(code: str, path: Path) -> str:
    language = language_of(code)
    if language not in LANGUAGES or is_traditional(code):
        if not code:
            raise StoreError(path, "names no language")
        raise StoreError(path, "%(name)s is none of our languages", name=repr(code))
    return language


def _is_translated(unit: etree._Element) -> bool:
    return unit.get("translate") != "no"


def _skeleton(file: etree._Element, path: Path) -> bytes:
    """Return the document inside a file, of version 1 in its header, of version 2 in itself."""
    for name in ("{*}header/{*}skl/{*}internal-file", "{*}skeleton"):
        inside = file.find(name)
        if inside is not None and (text := "".join((inside.text or "").split())):
            try:
                return base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError) as error:
                raise StoreError(path, "its skeleton is damaged: no base64") from error
    return b""


def _unit(element: etree._Element) -> FinishedUnit:
    segments = [each for each in segments_of(element) if text_of(each.source)]
    whole = [_whole(element, side) for side in ("source", "target")]
    finished = segments and all(map(_is_finished, segments))
    proposed = bool(finished) and any(each.proposed for each in segments)
    return FinishedUnit(whole[0], whole[1] if finished else "", proposed)


def _is_finished(segment: XliffSegment) -> bool:
    text = text_of(segment.target)
    if not text or segment.status is Status.REJECTED:
        return False
    # OmegaT leaves the state of what it translates as it was.
    return not segment.cause or text != text_of(segment.source)


def _whole(unit: etree._Element, side: str) -> str:
    """Return the text of a side with what stands between its segments."""
    if local_name(unit) == "trans-unit":
        return text_of(unit.find(f"{{*}}{side}"))
    return imported_text("".join(_of_version_2(unit, side)))


def _of_version_2(unit: etree._Element, side: str) -> Iterator[str]:
    for part in unit:
        if local_name(part) in ("segment", "ignorable"):
            own = part.find(f"{{*}}{side}")
            # What a tool did not write out again of the space between segments is as it was.
            if own is None and local_name(part) == "ignorable":
                own = part.find("{*}source")
            yield "" if own is None else "".join(map(str, own.itertext()))
