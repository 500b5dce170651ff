"""Links between sentences of TEI documents, as the United Nations Parallel Corpus has them.

A file of links names pairs of documents, and in each pair the sentences that are translations of
one another (`<link xtargets="3:1;3:1 3:2">` in `<linkGrp fromDoc="en/2013/a/res/68/1.xml.gz"
toDoc="zh/2013/a/res/68/1.xml.gz">`; Ziemski, Junczys-Dowmunt and Pouliquen, "The United Nations
Parallel Corpus v1.0", LREC 2016; the links are those of XCES: Ide, Bonhomme and Romary, LREC 2000).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

from hexapla.corpora.errors import DocumentError, StoreError
from hexapla.corpora.files.bitexts import HEAD
from hexapla.corpora.input import bounds
from hexapla.corpora.input.compressed import unpacked_name
from hexapla.corpora.input.markup import ascii_head, first_element
from hexapla.corpora.input.xml import Elements, local_name, one_line, parse
from hexapla.corpora.languages import language_named
from hexapla.corpora.structure.joiner import Joiner
from hexapla.memory.formats.moses import corpus_symbol
from hexapla.memory.formats.reading import (
    LeftOut,
    at_element,
    imported_text,
    imported_translation,
    imported_unit,
    no_text,
    reading,
    too_long,
)
from hexapla.memory.formats.tmx.unpacking import open_unpacked
from hexapla.memory.units import Unit

__all__ = ["is_of_links", "links_read", "read_links"]

# The first element of a file of links.
_ROOTS: Final = ("cesAlign", "linkGrp")
_PACKED: Final = ".gz"
# Folders above the file of links in which the documents may lie: `en/…` beside it, or one up.
_ABOVE: Final = 2


@dataclass(frozen=True, slots=True)
class _DocumentSentences:
    """The sentences of a document by their ids."""

    language: str
    symbol: str
    sentences: Mapping[str, str]
    joiner: Joiner

    def text(self, ids: str) -> str | None:
        """Return the sentences with some ids as one text, "" where any is not there.

        None where it is longer than any text: one sentence can be named again and again.
        """
        found = [self.sentences.get(each, "") for each in ids.split()]
        if sum(map(len, found)) > bounds.LONGEST_TEXT:
            return None
        return imported_text(self.joiner.join(*found)) if found and all(found) else ""


def is_of_links(path: Path) -> bool:
    """Return whether the first element of a file is one of links between documents.

    Raises StoreError where it cannot be read.
    """
    with reading(path), open_unpacked(path) as stream:
        return first_element(ascii_head(stream.read(HEAD))) in _ROOTS


def read_links(path: Path, _: Sequence[str], left_out: LeftOut) -> Iterator[Unit]:
    """Yield the linked sentences of a file of links as units; `fromDoc` is the source.

    The documents lie where the file says, in its folder or the one above. Raises StoreError where
    the file cannot be read or is none of links.
    """
    with reading(path), open_unpacked(path) as stream:
        elements = Elements(stream, ("start", "end"), ("{*}linkGrp", "{*}link"))
        pair: tuple[_DocumentSentences, _DocumentSentences] | None = None
        place, is_known = 0, False
        for event, element in elements:
            is_known = is_known or _check_root(element.getroottree().getroot(), path)
            if local_name(element) == "linkGrp":
                pair = _pair(element, path, left_out) if event == "start" else None
            elif event == "end":
                if pair is not None:
                    yield from _unit(element, pair, place, left_out)
                place += 1
            if event == "end":
                elements.forget(element)
        if not is_known:
            _check_root(elements.root, path)


def links_read(path: Path) -> list[Path]:
    """Return the files that `read_links` reads: that of the links, and the documents it names.

    Raises StoreError where it cannot be read.
    """
    found = {path: None}
    with reading(path), open_unpacked(path) as stream:
        elements = Elements(stream, ("start", "end"), ("{*}linkGrp", "{*}link"))
        for event, element in elements:
            if event == "end":
                elements.forget(element)
            elif local_name(element) == "linkGrp":
                for name in (element.get("fromDoc", ""), element.get("toDoc", "")):
                    with suppress(StoreError):  # it is told when the links are read
                        found[_file(name, path)] = None
    return list(found)


def _check_root(root: etree._Element, path: Path) -> bool:
    if local_name(root) not in _ROOTS:
        raise StoreError(path, "is no file of links, but one of <%(name)s>", name=local_name(root))
    return True


def _pair(
    group: etree._Element, path: Path, left_out: LeftOut
) -> tuple[_DocumentSentences, _DocumentSentences] | None:
    """Return the documents of a group of links, None where one of them cannot be read."""
    found = []
    for name in (group.get("fromDoc", ""), group.get("toDoc", "")):
        try:
            found.append(_document(name, path))
        except (DocumentError, StoreError) as error:
            left_out(at_element(group), error.cause)
            return None
    return found[0], found[1]


def _document(name: str, path: Path) -> _DocumentSentences:
    """Read the document that a file of links names. Raises DocumentError, StoreError."""
    file = _file(name, path)
    with reading(file), open_unpacked(file) as stream:
        data = stream.read(bounds.MAX_BYTES + 1)
    if len(data) > bounds.MAX_BYTES:
        raise StoreError(file, "is too large")
    root = parse(data, file)
    sentences = {
        each.get("id", ""): one_line("".join(map(str, each.itertext())))
        for each in root.iter("{*}s")
    }
    parts = PurePosixPath(unpacked_name(name)).with_suffix("").parts
    folder = next((place for place, each in enumerate(parts) if language_named(each)), -1)
    own = next((each.get("lang", "") for each in root.iter("{*}s")), "")
    language = language_named(own or (parts[folder] if folder >= 0 else ""))
    if not language:
        raise StoreError(file, "%(name)s does not say its language", name=name)
    place = "/".join(parts[folder + 1 :])
    symbol = corpus_symbol(place) or place
    return _DocumentSentences(language, symbol, sentences, Joiner.of(sentences.values(), language))


def _file(name: str, path: Path) -> Path:
    """Return the file of a document, packed or not, below the folder of the links or one above."""
    parts = PurePosixPath(name)
    if not name or parts.is_absolute() or ".." in parts.parts:
        raise StoreError(path, "names no document: %(name)s", name=repr(name))
    plain = unpacked_name(name)
    other = plain if plain != name else f"{name}{_PACKED}"
    for folder in path.absolute().parents[:_ABOVE]:
        for each in (name, other):
            if (folder / each).is_file():
                return folder / each
    raise StoreError(path, "there is no file %(name)s", name=name)


def _unit(
    link: etree._Element,
    pair: tuple[_DocumentSentences, _DocumentSentences],
    place: int,
    left_out: LeftOut,
) -> Iterator[Unit]:
    ids, _, others = link.get("xtargets", "").partition(";")
    source, target = pair
    text, other = source.text(ids), target.text(others)
    if text is None or other is None:
        left_out(at_element(link), too_long(bounds.LONGEST_TEXT))
        return
    if not text or not other:
        only = source.language if text else target.language if other else ""
        left_out(at_element(link), no_text(filter(None, [only])))
        return
    yield imported_unit(
        *(place, source.symbol, ids.split()[0].replace(":", "."), (source.language, text)),
        (imported_translation(target.language, other),),
    )
