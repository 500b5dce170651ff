"""Finds the document sets in files and folders: what belongs together, in which languages.

Names are believed first: a symbol and a language (`A_RES_74_177-ZH.txt`), a stem and a language
(`seed.zh.txt`), a folder per language (`zh/report.txt`), languages in a folder (`zh.txt`). Only
where they do not suffice (`N1941234.docx`) is the first part of a file read.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpora.errors import DocumentError, UsageError
from corpora.languages import LANGUAGES
from corpora.readers import Identity, identify
from corpora.readers.archive import is_archive, members
from corpora.symbols import NameParts, symbol_from_name

__all__ = ["Discovery", "DocumentFile", "DocumentSet", "Refusal", "find_sets"]

_DOCUMENTS = frozenset(
    (
        ".txt",
        ".text",
        ".html",
        ".htm",
        ".xhtml",
        ".docx",
        ".pdf",
        ".md",
        ".xml",
        ".akn",
        ".doc",
        ".rtf",
        ".odt",
    )
)
# What looks like the extension of some other format; `.5` and `.1-C` are ends of symbols.
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}")
_ABOUT = re.compile(r"(?:readme|licen[cs]e|copying|notice|changelog|makefile)\b.*", re.IGNORECASE)
_NO_FOLDERS = frozenset(("__MACOSX",))
# Reports of earlier runs quote the documents, and would claim their symbols and languages.
_REPORT = b'<meta name="generator" content="hexapla report">'


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One language version of a document on disk."""

    path: Path
    language: str


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """The language versions of one document: the pivot's file and the others.

    `symbol` is the document symbol, or a name from the files where they tell none. `targets` are
    in the order of `corpora.languages.LANGUAGES`, each language once, the source's never.
    """

    symbol: str
    source: DocumentFile
    targets: tuple[DocumentFile, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is in no set, with the cause in one line."""

    path: Path
    cause: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """The sets that were found, by symbol, and what was refused, by path."""

    sets: tuple[DocumentSet, ...]
    refused: tuple[Refusal, ...]


def find_sets(
    paths: Sequence[Path],
    *,
    source: str = "zh",
    languages: Sequence[str] | None = None,
) -> Discovery:
    """Find the document sets in files and folders, at any depth.

    `languages` limits the other languages; versions in the rest are left out. In folders, hidden
    files, files with the extension of another format and hexapla's own reports are passed over;
    of the rest, what cannot be placed is refused, never guessed. Two files of the same symbol and
    language refuse each other. Raises UsageError if `source` or one of `languages` is none of
    `LANGUAGES`, or if there is no language but the source.
    """
    for code in (source, *(languages or ())):
        if code not in LANGUAGES:
            raise UsageError(f"language {code!r} is none of {', '.join(LANGUAGES)}")
    wanted = {source, *(LANGUAGES if languages is None else languages)}
    if wanted == {source}:
        raise UsageError(f"no language is named but the source, {LANGUAGES[source].name}")
    search = _Search(source, frozenset(wanted))
    for item in _walk(paths):
        if isinstance(item, Refusal):
            search.refused.append(item)
        else:
            search.place(item)
    search.read_unplaced()
    found = search.sets()
    return Discovery(
        tuple(sorted(found, key=lambda each: each.symbol)),
        tuple(sorted(search.refused, key=lambda each: (each.path, each.cause))),
    )


# The walk


@dataclass(frozen=True, slots=True)
class _File:
    """A file that may be a document, and what its name and folders say.

    `real` is where it lies when links are followed; `folder` are the parts of that folder,
    without the one that names the language.
    """

    path: Path
    real: str
    name: NameParts
    folder: tuple[str, ...]


def _walk(paths: Sequence[Path]) -> Iterator[_File | Refusal]:
    """Give every candidate once, in the order of the paths and of the names."""
    entered: set[str] = set()
    files: set[str] = set()
    for path in paths:
        for item in _candidates(path, entered):
            if isinstance(item, _File):
                if item.real in files:
                    continue
                files.add(item.real)
            yield item


def _candidates(path: Path, entered: set[str]) -> Iterator[_File | Refusal]:
    """Give the candidates of one path that the user named."""
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        yield Refusal(path, f"cannot be opened: {error.strerror}")
        return
    if is_folder:
        yield from _walk_folder(path, entered)
    elif not exists:
        yield Refusal(path, "no such file or folder")
    elif is_archive(path):
        yield from _walk_archive(path, 1)
    elif not _is_report(path):
        folder = _Folder.of(os.path.realpath(path.parent), 1)
        yield folder.file(path, _stem(path.name) or path.stem)


def _walk_folder(root: Path, entered: set[str]) -> Iterator[_File | Refusal]:
    """Give the candidates at any depth; a folder that links lead back to is entered once."""
    # Each with its depth: how many parts of its path the user named, or are below that.
    stack = [(root, 1)]
    while stack:
        folder, depth = stack.pop()
        real = os.path.realpath(folder)
        if real in entered:
            continue
        entered.add(real)
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Refusal(folder, f"cannot be listed: {error.strerror}")
            continue
        place = _Folder.of(real, depth)
        below: list[Path] = []
        for entry in entries:
            if entry.name.startswith((".", "~$")) or entry.name in _NO_FOLDERS:
                continue
            path = folder / entry.name
            if _is_dir(entry):
                below.append(path)
            elif path.suffix.lower() == ".zip" and is_archive(path):
                yield from _walk_archive(path, depth + 1)
            elif _is_file(entry) and (stem := _stem(entry.name)) and not _is_report(path):
                yield place.file(path, stem)
        stack += [(path, depth + 1) for path in reversed(below)]


def _walk_archive(path: Path, depth: int) -> Iterator[_File | Refusal]:
    """Give the candidates in a zip archive, as if it were a folder with its name."""
    real = Path(os.path.realpath(path))
    try:
        found = members(path)
    except DocumentError as error:
        yield Refusal(path, error.cause)
        return
    for member in found:
        inner = member.relative_to(path)
        if any(part.startswith((".", "~$")) or part in _NO_FOLDERS for part in inner.parts):
            continue
        if inner.suffix.lower() == ".zip":
            yield Refusal(member, "an archive inside an archive; unpack it first")
        elif stem := _stem(inner.name):
            named = real.with_name(real.stem) / inner.parent
            place = _Folder.of(str(named), depth + len(inner.parts) - 1)
            yield replace(place, real=str(real / inner.parent)).file(member, stem)


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_report(path: Path) -> bool:
    try:
        if path.suffix != ".html" or not path.is_file():
            return False
        with path.open("rb") as stream:
            return _REPORT in stream.read(1000)
    except OSError:
        return False  # the reader will say so when its turn comes


def _stem(name: str) -> str:
    """Give the name of a document without its extension, "" for a file of another kind."""
    if _ABOUT.fullmatch(name):
        return ""
    extension = Path(name).suffix
    if extension.lower() in _DOCUMENTS:
        return Path(name).stem
    # `chapter.zh` has a language for an extension; `zh_en.tmx` is of another format.
    other = _EXTENSION.fullmatch(extension) and not symbol_from_name(extension[1:]).language
    return "" if other else name


@dataclass(frozen=True, slots=True)
class _Folder:
    """A real folder: its parts without the one that names a language, and that language."""

    real: str
    parts: tuple[str, ...]
    language: str = ""

    @classmethod
    def of(cls, real: str, depth: int) -> _Folder:
        """Read the language from the last part that names one, among the last `depth`."""
        parts = tuple(part for part in Path(real).parts if part != os.sep)
        for place in range(len(parts) - 1, max(-1, len(parts) - 1 - depth), -1):
            name = symbol_from_name(parts[place])
            if name.language and not name.base:
                return cls(real, parts[:place] + parts[place + 1 :], name.language)
        return cls(real, parts)

    def file(self, path: Path, stem: str) -> _File:
        name = symbol_from_name(stem)
        if not name.language:
            name = replace(name, language=self.language)
        return _File(path, f"{self.real}{os.sep}{path.name}", name, self.parts)


# The grouping


@dataclass(frozen=True, slots=True)
class _Key:
    """What the versions of a document share: a symbol, or else a folder and a stem."""

    symbol: str = ""
    folder: tuple[str, ...] = ()
    base: str = ""

    def name(self, length: int) -> str:
        """Give a name made of the last `length` parts."""
        parts = (*self.folder, self.base) if self.base else self.folder
        return self.symbol or "/".join(parts[-length:])


_Group = defaultdict[str, list[_File]]  # by language


@dataclass(slots=True)
class _Search:
    """The state of one search: groups by key, files still to be read, refusals."""

    source: str
    wanted: frozenset[str]
    groups: dict[_Key, _Group] = field(default_factory=dict)
    unplaced: list[_File] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    known: dict[Path, Identity] = field(default_factory=dict)

    def place(self, file: _File) -> None:
        """Put a file into its group, if its name suffices."""
        if not file.name.language or (file.name.job and not file.name.symbol):
            self.unplaced.append(file)
        else:
            self._add(_key(file), file.name.language, file)

    def _add(self, key: _Key, language: str, file: _File) -> None:
        if language in self.wanted:
            self.groups.setdefault(key, defaultdict(list))[language].append(file)

    def read_unplaced(self) -> None:
        """Place the files whose names do not suffice, and those that found no partner."""
        lonely = [
            key
            for key, group in self.groups.items()
            if not key.symbol and (self.source not in group or len(group) < 2)
        ]
        for key in lonely:
            for files in self.groups.pop(key).values():
                self.unplaced += files
        for file in sorted(self.unplaced, key=lambda each: each.path):
            self._place_by_text(file)

    def _place_by_text(self, file: _File) -> None:
        identity = self._identity(file)
        if identity is None:
            return
        language = file.name.language or identity.language
        if not language:
            cause = "its language cannot be told from its name or text"
            self.refused.append(Refusal(file.path, cause))
            return
        symbol = file.name.symbol or identity.symbol
        self._add(_Key(symbol) if symbol else _key(file), language, file)

    def _identity(self, file: _File) -> Identity | None:
        """Read who a file is, once; None, and a refusal, where it cannot be read."""
        if file.path not in self.known:
            try:
                self.known[file.path] = identify(file.path)
            except DocumentError as error:
                self.refused.append(Refusal(file.path, error.cause))
                return None
        return self.known[file.path]

    def sets(self) -> list[DocumentSet]:
        """Make the sets of the groups that are complete; refuse the files of the others."""
        merged: dict[str, _Group] = {}
        for symbol, group in self._named():
            target = merged.setdefault(symbol, defaultdict(list))
            for language, files in group.items():
                target[language] += files
        found = (self._set(symbol, group) for symbol, group in merged.items())
        return [each for each in found if each is not None]

    def _named(self) -> Iterator[tuple[str, _Group]]:
        """Give each group its symbol: of its names, of its texts, or else a name of its own."""
        nameless: dict[_Key, _Group] = {}
        for key, group in self.groups.items():
            symbol = key.symbol or self._symbol_of_texts(group)
            if symbol:
                yield symbol, group
            else:
                nameless[key] = group
        names = _unique_names(nameless)
        for key, group in nameless.items():
            yield names[key], group

    def _symbol_of_texts(self, group: Mapping[str, list[_File]]) -> str:
        """Read the symbol from the first version that tells it, the source's before others."""
        if self.source not in group or len(group) < 2:
            return ""
        for language in sorted(group, key=lambda code: code != self.source):
            for file in group[language]:
                try:
                    identity = self.known.get(file.path) or identify(file.path)
                except DocumentError:
                    continue  # the reader will say so when its turn comes
                if identity.symbol:
                    return identity.symbol
        return ""

    def _set(self, symbol: str, group: Mapping[str, list[_File]]) -> DocumentSet | None:
        single: dict[str, DocumentFile] = {}
        for language, files in group.items():
            if len(files) == 1:
                single[language] = DocumentFile(files[0].path, language)
            else:
                self.refused += _rivals(symbol, language, files)
        if self.source in single and len(single) > 1:
            targets = (single[code] for code in LANGUAGES if code in single and code != self.source)
            return DocumentSet(symbol, single[self.source], tuple(targets))
        cause = f"{symbol}: no version in any other language" + self._limit()
        if self.source not in single:
            disputed = "only disputed versions" if self.source in group else "no version"
            cause = f"{symbol}: {disputed} in {LANGUAGES[self.source].name} to align it with"
        self.refused += [Refusal(file.path, cause) for file in single.values()]
        return None

    def _limit(self) -> str:
        others = [code for code in LANGUAGES if code in self.wanted and code != self.source]
        return "" if len(others) == len(LANGUAGES) - 1 else f" of {', '.join(others)}"


def _key(file: _File) -> _Key:
    if file.name.symbol:
        return _Key(file.name.symbol)
    return _Key(folder=file.folder, base=file.name.base)


def _rivals(symbol: str, language: str, files: Sequence[_File]) -> Iterator[Refusal]:
    """Refuse the files that claim the same symbol and language, each naming the others."""
    for file in files:
        others = ", ".join(str(other.path) for other in files if other is not file)
        yield Refusal(
            file.path, f"{symbol} in {LANGUAGES[language].name} is also claimed by {others}"
        )


def _unique_names(keys: Iterable[_Key]) -> dict[_Key, str]:
    """Name groups by as many of their last parts as tell them apart."""
    names: dict[_Key, str] = {}
    left = list(keys)
    length = 1
    while left:
        counts: defaultdict[str, list[_Key]] = defaultdict(list)
        for key in left:
            counts[key.name(length)].append(key)
        left = []
        for name, same in counts.items():
            # Keys that never differ share a name, and their files then refuse each other.
            if len(same) == 1 or all(len(key.folder) < length for key in same):
                names.update(dict.fromkeys(same, name))
            else:
                left += same
        length += 1
    return names
