"""Plain texts in pairs, as Moses has them: files of one text a line, a file for each language.

The line with one number is one text in all files (Koehn et al., "Moses: Open Source Toolkit for
Statistical Machine Translation", ACL 2007). The United Nations Parallel Corpus comes so, with a
file `.ids` beside that says of each line which sentences of which document it is
(`1999/trans/wp_29/1999/14 en:3:1 fr:3:1`; Ziemski, Junczys-Dowmunt and Pouliquen, "The United
Nations Parallel Corpus v1.0", LREC 2016).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import LimitError, StoreError
from hexapla.corpora.input.compressed import unpacked_name
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.formats.reading import (
    LeftOut,
    at_line,
    imported_text,
    imported_translation,
    imported_unit,
    no_text,
    reading,
)
from hexapla.memory.formats.tmx.unpacking import open_unpacked
from hexapla.memory.output.files import replacing
from hexapla.memory.text.cleaning import clean
from hexapla.memory.units import Status, Unit

__all__ = [
    "corpus_symbol",
    "files_of_texts",
    "moses_paths",
    "read_moses",
    "texts_read",
    "write_moses",
]

_PACKED: Final = ".gz"
_IDS: Final = ".ids"
# Bytes that are read at once, and those that one line may have.
_PIECE: Final = 1 << 20
_LONGEST: Final = 1 << 24
# The document of a line, by the folders of the corpus: `1999/trans/wp_29/1999/14`.
_DOCUMENT: Final = re.compile(r"\d{4}/(\S+)")
_SENTENCE: Final = re.compile(r"\s([a-z]{2}):(\d+):(\d+)")
_CHANGES: Final = re.compile(r"\b(?:ADD|CORR|REV|AMEND)\b")


def moses_paths(path: Path, source: str, target: str) -> tuple[Path, Path]:
    """Return the two files of a pair, which have the languages for their extensions.

    >>> [str(each) for each in moses_paths(Path("un.moses"), "zh", "en")]
    ['un.zh-en.zh', 'un.zh-en.en']
    """
    stem = path.with_suffix(f".{source}-{target}")
    return stem.with_name(f"{stem.name}.{source}"), stem.with_name(f"{stem.name}.{target}")


def write_moses(
    path: Path, units: Callable[[], Iterator[Unit]], *, source: str, target: str
) -> list[tuple[Path, int]]:
    """Write pairs as two files of one text a line; return them with the number of their lines.

    White space within a text becomes one space. Rejected translations are left out, and pairs with
    an empty side. Raises StoreError where a file cannot be written.
    """
    paths = moses_paths(path, source, target)
    count = 0
    with replacing(paths[0]) as ours, replacing(paths[1]) as theirs:
        for unit in units():
            for each in unit.translations:
                one, other = (" ".join(clean(text).split()) for text in (unit.text, each.text))
                if one and other and each.status is not Status.REJECTED:
                    count += 1
                    ours.write(f"{one}\n")
                    theirs.write(f"{other}\n")
    return [(each, count) for each in paths]


def files_of_texts(path: Path, languages: Sequence[str] = ()) -> dict[str, Path]:
    """Return the files of a text in several languages, of which one is named, the source first.

    They have one name but for the language at its end, and may be packed by gzip. With
    `languages`, those are meant and in this order; else all that are there, and the one that is
    named is the source. Raises StoreError where there is no other.
    """
    plain = path.with_name(unpacked_name(path.name))
    own = plain.suffix.removeprefix(".")
    found = {own: path}
    for language in LANGUAGES:
        beside = [plain.with_suffix(f".{language}{packed}") for packed in ("", _PACKED)]
        there = [each for each in beside if each.is_file()]
        if language != own and there:
            found[language] = there[0]
    missing = [each for each in languages if each not in found]
    if missing or len(found) < 2:
        lacking = missing or [each for each in LANGUAGES if each != own]
        names = ", ".join(plain.with_suffix(f".{each}").name for each in lacking)
        raise StoreError(
            path, "there is no file of another language beside it: %(names)s", names=names
        )
    if len(languages) > 1:
        return {each: found[each] for each in languages}
    first = languages[0] if languages else own
    return {first: found.pop(first), **found}


def read_moses(path: Path, languages: Sequence[str], left_out: LeftOut) -> Iterator[Unit]:
    """Yield the texts of a line in all languages as units; the files are those of `files_of_texts`.

    Raises StoreError where a file cannot be read, or one has more lines than another.
    """
    with reading(path):
        files = files_of_texts(path, languages)
    counts = {each: _lines_in(each) for each in files.values()}
    fewest, most = (each(counts, key=counts.__getitem__) for each in (min, max))
    if counts[fewest] != counts[most]:
        raise StoreError(
            path,
            "its lines are not those of the other language: %(fewest)s lines in %(short)s, %(most)s"
            " in %(long)s",
            fewest=f"{counts[fewest]:,}",
            short=fewest.name,
            most=f"{counts[most]:,}",
            long=most.name,
        )
    lines = [_lines(each) for each in files.values()]
    stem = path.name.split(".")[0]
    for place, (said, *texts) in enumerate(zip(_ids(path, counts[fewest]), *lines, strict=False)):
        cleaned = zip(files, map(imported_text, texts), strict=True)
        there = [(language, text) for language, text in cleaned if text]
        if len(there) < 2:
            left_out(at_line(place + 1), no_text(language for language, _ in there))
            continue
        source, *others = there
        symbol, reference = _address(said, source[0]) or (stem, "")
        translations = tuple(imported_translation(*each) for each in others)
        yield imported_unit(place, symbol, reference, source, translations)


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file; nothing but a line feed ends one."""
    with reading(path), open_unpacked(path) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            *whole, rest = (rest + piece).split(b"\n")
            if len(rest) > _LONGEST:
                raise LimitError("has a line that is far longer than any text")
            for line in whole:
                yield line.decode()
        if rest:
            yield rest.decode()


def _lines_in(path: Path) -> int:
    """Count the lines of a file."""
    with reading(path), open_unpacked(path) as stream:
        count, last = 0, b"\n"
        while piece := stream.read(_PIECE):
            count += piece.count(b"\n")
            last = piece[-1:]
        return count + (last != b"\n")


def texts_read(path: Path, languages: Sequence[str]) -> list[Path]:
    """Return the files that `read_moses` reads. Raises StoreError where one is not there."""
    return [*files_of_texts(path, languages).values(), *_files_of_ids(path)]


def _files_of_ids(path: Path) -> list[Path]:
    """Return what lies beside a text of the names that files of ids have."""
    plain = path.with_name(unpacked_name(path.name))
    beside = (plain.with_suffix(_IDS), plain.with_suffix(_IDS + _PACKED))
    return [each for each in beside if each.is_file()]


def _ids(path: Path, count: int) -> Iterator[str]:
    """Return what the file of ids says of each line, nothing of any where it has others."""
    own = next((each for each in _files_of_ids(path) if _lines_in(each) == count), None)
    return repeat("") if own is None else _lines(own)


def corpus_symbol(place: str) -> str:
    """Return the symbol of a document by its folders in the corpus, "" where they name none.

    >>> corpus_symbol("1999/trans/wp_29/1999/14/add_1")
    'TRANS/WP.29/1999/14/Add.1'
    """
    document = _DOCUMENT.fullmatch(place)
    if document is None:
        return ""
    symbol = document[1].upper().replace("_", ".")
    return _CHANGES.sub(lambda found: found[0].capitalize(), symbol)


def _address(said: str, language: str) -> tuple[str, str] | None:
    """Return the symbol and the reference of a line by what is said of it, None where nothing is.

    >>> _address("1999/trans/wp_29/1999/14/add_1 en:3:1 en:3:2 fr:3:1", "en")
    ('TRANS/WP.29/1999/14/Add.1', '3.1')
    """
    symbol = corpus_symbol(said.partition(" ")[0])
    if not symbol:
        return None
    number = next((each for each in _SENTENCE.finditer(said) if each[1] == language), None)
    return symbol, f"{number[2]}.{number[3]}" if number else ""
