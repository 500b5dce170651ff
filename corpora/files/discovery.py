"""Finds the document sets in files and folders: what belongs together, in which languages.

Names are believed first: a symbol and a language (`A_RES_74_177-ZH.txt`), a stem and a language
(`seed.zh.txt`), a folder per language (`zh/report.txt`), languages in a folder (`zh.txt`). Only
where they do not suffice (`N1941234.docx`) is the first part of a file read. What has no partner
then is paired by its place: a folder, or the files that the user named, with one file a language.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

from hexapla.corpora.errors import DocumentError, UnpairedError, UsageError
from hexapla.corpora.files.bitexts import HEAD, Bitext, find_bitext, may_be_bitext
from hexapla.corpora.input.archives import is_archive, load, open_archive
from hexapla.corpora.input.compressed import unpacked_name
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.languages import LANGUAGES, language_named
from hexapla.corpora.messages import Message, joined
from hexapla.corpora.readers.formats import SAVE_AS, is_read, is_shared, is_unread, preference
from hexapla.corpora.readers.registry import Identity, identify, identify_file
from hexapla.corpora.symbols import NameParts, symbol_from_name, without_language

__all__ = ["Discovery", "DocumentFile", "DocumentSet", "LeftOut", "find_sets"]

# What looks like the extension of some other format; `.5` and `.1-C` are ends of symbols.
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}")
_ABOUT = re.compile(r"(?:readme|licen[cs]e|copying|notice|changelog|makefile)\b.*", re.IGNORECASE)
_REVISION = re.compile(r"(?:\b|_)(?:rev|v)[._ -]?(\d{1,3})(?!\d)", re.IGNORECASE)
_COPY = re.compile(
    r"[\s._-]+(?:copy|copie|copia|копия|old|final|draft)\b|[\s._-]*(?:副本|终稿|初稿)|\s*\(\d{1,2}\)",
    re.IGNORECASE,
)
_NO_FOLDERS = frozenset(("__MACOSX",))
# Reports of earlier runs quote the documents, and would claim their symbols and languages.
_REPORT = b'<meta name="generator" content="hexapla report">'


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One language version of a document on disk.

    `digest` is the SHA-256 of its bytes in hexadecimal and `size` their number, where they were
    read to find it: who must know whether it changed need not read it again. Of a file that was
    not read they are "" and 0.
    """

    path: Path
    language: str
    digest: str = field(default="", compare=False)
    size: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """The language versions of one document: the pivot's file and the others.

    `symbol` is the document symbol, or a name from the files where they tell none; `other_names`
    then are those with more folders in them, and after them those with fewer.
    `targets` are in the order of `corpora.languages.LANGUAGES`, each language once, the source's
    never.
    """

    symbol: str
    source: DocumentFile
    targets: tuple[DocumentFile, ...]
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """A file that is in no set, which is no loss, and why in a few words."""

    path: Path
    cause: Message


@dataclass(frozen=True, slots=True)
class Discovery:
    """The sets that were found, by symbol, and why each file that is in none is not, by path.

    `left_out` are files that are no loss: of kinds that are not read, with no part in any set;
    without extension or text; and the second and third formats of a version. `bitexts` are the
    files whose texts are aligned already, by path.
    """

    sets: Collection[DocumentSet]
    errors: tuple[DocumentError, ...]
    left_out: tuple[LeftOut, ...] = ()
    bitexts: tuple[Bitext, ...] = ()


def find_sets(
    paths: Sequence[Path],
    *,
    source: str = "zh",
    languages: Sequence[str] | None = None,
    pairs: Sequence[tuple[Path, Path]] = (),
    follow_links: bool = False,
) -> Discovery:
    """Find the document sets in files and folders, at any depth.

    `languages` limits the other languages; versions in the rest are left out. `pairs` are two
    files each that are one set, whatever their names. In folders, hidden files, files that are no
    documents by their extension and hexapla's own reports and TMX are passed over; of the rest,
    what cannot be placed is refused, never guessed. So is a file whose format is not read, where
    by its name it is the version that a set lacks. Of two files of the same symbol and language
    one is taken and the other refused, unless they are the same or differ in the extension alone:
    that with the highest number of a revision in its name, or the first by its path. Links that
    lead out of a folder are left out, save with `follow_links`: who gives us a folder may not be
    who may read what they lead to. Raises
    UsageError if `source` or one of `languages` is none of `LANGUAGES`, or if there is no language
    but the source.
    """
    for name in (source, *(languages or ())):
        if not language_named(name):
            raise UsageError(f"language {name!r} is none of {', '.join(LANGUAGES)}")
    source = language_named(source)
    wanted = {source, *(LANGUAGES if languages is None else map(language_named, languages))}
    if wanted == {source}:
        raise UsageError(f"no language is named but the source, {LANGUAGES[source].name}")
    search = _DiscoveryState(source, frozenset(wanted))
    bitexts: list[Bitext] = []
    for pair in pairs:
        search.pair(pair)
    for item in _walk(paths, follow_links=follow_links):
        if isinstance(item, LeftOut):
            search.left_out.append(item)
        elif isinstance(item, DocumentError):
            search.errors.append(item)
        elif isinstance(item, Bitext):
            bitexts.append(item)
        elif item.real not in search.paired:
            search.place(item)
    search.read_unplaced()
    found = search.sets()
    search.settle_unread()
    return Discovery(
        tuple(sorted(found, key=lambda each: each.symbol)),
        tuple(sorted(search.errors, key=lambda each: (Path(each.where), each.cause))),
        tuple(sorted(search.left_out)),
        tuple(sorted(bitexts, key=lambda each: each.path)),
    )


# The walk


class _FileKind(Enum):
    """What the extension of a file says, or the user who named it."""

    DOCUMENT = auto()
    PERHAPS = auto()
    UNREAD = auto()


@dataclass(frozen=True, slots=True)
class _FoundFile:
    """A file that may be a document, and what its name and folders say.

    `real` is where it lies when links are followed; `folder` are the parts of that folder,
    without the one that names the language. `digest` and `size` are those of `DocumentFile`;
    `identity` is who it is by its text, or why that cannot be told, None where it was not asked.
    `is_named` is true where the user named the file itself.
    """

    path: Path
    real: str
    name: NameParts
    folder: tuple[str, ...]
    kind: _FileKind
    digest: str = ""
    size: int = 0
    identity: Identity | DocumentError | None = None
    is_named: bool = False

    def as_document(self, language: str) -> DocumentFile:
        """Return it as a version of a document set."""
        return DocumentFile(self.path, language, self.digest, self.size)

    @property
    def needs_text(self) -> bool:
        """Whether the name does not suffice to place it."""
        return not self.name.language or bool(self.name.job and not self.name.symbol)


_Item = _FoundFile | DocumentError | Bitext | LeftOut


def _walk(paths: Sequence[Path], *, follow_links: bool) -> Iterator[_Item]:
    """Yield every candidate once: the files that the user named, then those in folders."""
    entered: set[str] = set()
    files: set[str] = set()
    for path in sorted(paths, key=os.path.isdir):
        yield from _candidates(path, entered, files, follow_links=follow_links)


def _candidates(
    path: Path, entered: set[str], files: set[str], *, follow_links: bool
) -> Iterator[_Item]:
    """Yield the candidates of one path that the user named."""
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        yield DocumentError(path, "cannot be opened: %(error)s", error=error.strerror or str(error))
        return
    if is_folder:
        yield from _walk_folder(path, entered, files, follow_links=follow_links)
    elif not exists:
        yield DocumentError(path, "no such file or folder")
    elif is_archive(path):
        yield from _walk_archive(path, 1, files)
    else:
        folder = _Folder.of(os.path.realpath(path.parent), 1)
        known = is_read(_extension(path.name)) or _kind(path.name) is _FileKind.PERHAPS
        stem = _stem(path.name) if known else path.stem
        file = replace(folder.file(path, stem, _FileKind.DOCUMENT), is_named=True)
        yield from _looked_at(path, file.real, file, files, load, own=True)


def _walk_folder(
    root: Path, entered: set[str], files: set[str], *, follow_links: bool
) -> Iterator[_Item]:
    """Yield the candidates at any depth; a folder that links lead back to is entered once."""
    # Each with its depth: how many parts of its path the user named, or are below that.
    stack = [(root, 1)]
    within = Path(os.path.realpath(root))
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
            yield DocumentError(
                folder, "cannot be listed: %(error)s", error=error.strerror or str(error)
            )
            continue
        place = _Folder.of(real, depth)
        below: list[Path] = []
        for entry in entries:
            if entry.name.startswith((".", "~$")) or entry.name in _NO_FOLDERS:
                continue
            path = folder / entry.name
            if not follow_links and _leads_out(entry, within):
                yield LeftOut(
                    path, Message("a link that leads out of the folder (--follow-links takes it)")
                )
            elif _is_dir(entry):
                below.append(path)
            elif path.suffix.lower() == ".zip" and is_archive(path):
                yield from _walk_archive(path, depth + 1, files)
            elif _is_file(entry):
                yield from _looked_at(path, place.real_of(path), place.found(path), files, load)
        stack += [(path, depth + 1) for path in reversed(below)]


def _walk_archive(path: Path, depth: int, files: set[str]) -> Iterator[_Item]:
    """Yield the candidates in a zip archive, as if it were a folder with its name."""
    real = Path(os.path.realpath(path))
    try:
        with open_archive(path) as archive:
            for member in archive.members():
                inner = member.relative_to(path)
                if any(p.startswith((".", "~$")) or p in _NO_FOLDERS for p in inner.parts):
                    continue
                if inner.suffix.lower() == ".zip":
                    yield DocumentError(member, "an archive inside an archive; unpack it first")
                    continue
                named = real.with_name(real.stem) / inner.parent
                place = _Folder.of(str(named), depth + len(inner.parts) - 1)
                place = replace(place, real=str(real / inner.parent))
                file = place.found(member)
                yield from _looked_at(member, place.real_of(member), file, files, archive.load)
    except DocumentError as error:
        yield DocumentError(path, error.cause)


def _looked_at(
    path: Path,
    real: str,
    file: _FoundFile | None,
    files: set[str],
    load: Callable[..., bytes],
    *,
    own: bool = False,
) -> Iterator[_Item]:
    """Yield what a file is, once; `file` is what its name makes of it.

    It is opened once, and all that is asked of its bytes is asked here: for a run of thousands of
    documents, the bytes themselves cannot be kept. Whoever reads the document, in a process of its
    own mostly, opens it a second time.
    """
    if real in files:
        return
    files.add(real)
    if file is None and not may_be_bitext(path):
        return
    if file is not None and file.kind is _FileKind.UNREAD:
        yield file
        return
    try:
        # Of what may be anything, as a file without an extension, the first part says enough.
        is_document = file is not None and (
            file.kind is _FileKind.DOCUMENT or is_read(_extension(path.name))
        )
        raw = RawFile(load(path) if is_document else load(path, most=HEAD), path)
    except DocumentError as error:
        if file is not None:
            yield replace(file, identity=error) if file.needs_text else file
        return
    if bitext := find_bitext(raw, own=own):
        whole = os.path.realpath(path)
        if whole == real or whole not in files:
            files.add(whole)
            yield bitext
    elif file is not None and not _is_report(raw):
        if is_document:
            digest = hashlib.sha256(raw.data).hexdigest()
            file = replace(file, digest=digest, size=len(raw.data))
            if file.needs_text:
                file = replace(file, identity=_identity(raw))
        yield file


def _identity(raw: RawFile) -> Identity | DocumentError:
    try:
        return identify_file(raw)
    except DocumentError as error:
        return error


def _leads_out(entry: os.DirEntry[str], folder: Path) -> bool:
    """Return whether an entry is a link to something that is not in a folder."""
    if not entry.is_symlink() or not Path(entry.path).exists():
        return False
    return not Path(os.path.realpath(entry.path)).is_relative_to(folder)


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


def _is_report(raw: RawFile) -> bool:
    return raw.where.suffix == ".html" and _REPORT in raw.data[:1000]


def _extension(name: str) -> str:
    """Return the extension of a format in small letters, that of what gzip packed."""
    return Path(unpacked_name(name)).suffix.lower()


def _kind(name: str) -> _FileKind | None:
    """Return what a file in a folder is by its name; None where it is no document in any format."""
    if _ABOUT.fullmatch(name):
        return None
    extension = _extension(name)
    known = is_read(extension)
    if is_unread(extension):
        return _FileKind.UNREAD
    if known and not is_shared(extension):
        return _FileKind.DOCUMENT
    # `chapter.zh` has a language for an extension; `zh_en.tmx` is of another format.
    other = _EXTENSION.fullmatch(extension) and not symbol_from_name(extension[1:]).language
    return None if other and not known else _FileKind.PERHAPS


def _stem(name: str) -> str:
    """Return the name of a document without the extension of its format."""
    inner = unpacked_name(name)
    known = is_read(_extension(inner)) or is_unread(_extension(inner))
    return Path(inner).stem if known else inner


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

    def real_of(self, path: Path) -> str:
        """Return where a file of it lies when links to the folder are followed."""
        return f"{self.real}{os.sep}{path.name}"

    def found(self, path: Path) -> _FoundFile | None:
        """Return a file of it, None where its name is that of no document."""
        kind = _kind(path.name)
        return self.file(path, _stem(path.name), kind) if kind else None

    def file(self, path: Path, stem: str, kind: _FileKind) -> _FoundFile:
        """Return a file of it, by its name without the extension of its format."""
        name = symbol_from_name(stem)
        if not name.language:
            name = replace(name, language=self.language)
        return _FoundFile(path, self.real_of(path), name, self.parts, kind)


# The grouping


@dataclass(frozen=True, slots=True)
class _Key:
    """What the versions of a document share: a symbol, or else a folder and a stem."""

    symbol: str = ""
    folder: tuple[str, ...] = ()
    base: str = ""

    def names(self) -> tuple[str, ...]:
        """Return the names made of the last part, of the last two, and so on."""
        whole = (*self.folder, self.base) if self.base else self.folder
        parts = [part.strip() or "_" for part in whole]
        return tuple("/".join(parts[start:]) for start in reversed(range(len(parts))))


_Group = defaultdict[str, list[_FoundFile]]  # by language


@dataclass(slots=True)
class _DiscoveryState:
    """The state of one search: groups by key, files still to be read, what is in none.

    `named` are the languages of each group as the names alone say, `paired` the files that the
    user paired, by where they lie.
    """

    source: str
    wanted: frozenset[str]
    groups: dict[_Key, _Group] = field(default_factory=dict)
    unplaced: list[_FoundFile] = field(default_factory=list)
    unread: list[_FoundFile] = field(default_factory=list)
    errors: list[DocumentError] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    named: dict[_Key, frozenset[str]] = field(default_factory=dict)
    known: dict[Path, Identity | DocumentError] = field(default_factory=dict)
    paired: set[str] = field(default_factory=set)

    def place(self, file: _FoundFile) -> None:
        """Put a file into its group, if its name suffices."""
        if file.kind is _FileKind.UNREAD:
            self.unread.append(file)
        elif file.needs_text:
            self.unplaced.append(file)
        else:
            self._add(_key(file), file.name.language, file)

    def _add(self, key: _Key, language: str, file: _FoundFile) -> None:
        if language in self.wanted:
            self.groups.setdefault(key, defaultdict(list))[language].append(file)

    def pair(self, paths: tuple[Path, Path]) -> None:
        """Make one group of two files, whatever their names."""
        group: _Group = defaultdict(list)
        for item in _walk(paths, follow_links=True):
            if isinstance(item, LeftOut):
                continue  # where links are followed there is none
            if isinstance(item, DocumentError):
                self.errors.append(item)
            elif isinstance(item, Bitext):
                self.errors.append(DocumentError(item.path, "its texts are aligned already"))
            else:
                self.paired.add(item.real)
                with suppress(DocumentError):  # it is no pair then, which is said
                    group[item.name.language or self._identity(item).language].append(item)
        if self._is_complete(group) and len(group) == len(paths):
            # A source can be paired with several languages, one after the other.
            known = self.groups.setdefault(_key(group[self.source][0]), defaultdict(list))
            for language, files in group.items():
                there = {file.real for file in known[language]}
                known[language] += [file for file in files if file.real not in there]
        else:
            self.errors.append(
                DocumentError(
                    paths[0],
                    "no pair with %(path)s: one must be in %(language)s, the other in another"
                    " language",
                    path=str(paths[1]),
                    language=Message(LANGUAGES[self.source].name),
                )
            )

    def read_unplaced(self) -> None:
        """Place the files whose names do not suffice, and those that found no partner."""
        self.named = {key: frozenset(group) for key, group in self.groups.items()}
        lonely = [
            key
            for key, group in self.groups.items()
            if not key.symbol and not self._is_complete(group)
        ]
        for key in lonely:
            for files in self.groups.pop(key).values():
                self.unplaced += files
        for file in sorted(self.unplaced, key=lambda each: each.path):
            self._place_by_text(file)
        self._pair_by_place()

    def _pair_by_place(self) -> None:
        """Join the groups of one place where no file has a partner: a folder, the named files."""
        places: tuple[Callable[[_FoundFile], object], ...] = (
            lambda file: file.folder,
            lambda file: file.is_named,
        )
        for place in places:
            there: defaultdict[object, list[_Key]] = defaultdict(list)
            for key, group in self.groups.items():
                for found in {place(file) for files in group.values() for file in files}:
                    there[found].append(key)
            for found, keys in there.items():
                if found and not any(self._is_complete(self.groups.get(key, ())) for key in keys):
                    self._join([key for key in keys if key in self.groups])

    def _join(self, keys: Sequence[_Key]) -> None:
        """Make one group of several, where they have one file a language and one symbol at most.

        Revisions of one name are one file here: the last of them is taken.
        """
        together: _Group = defaultdict(list)
        for key in keys:
            for language, files in self.groups[key].items():
                together[language] += files
        if not self._is_complete(together) or len({key.symbol for key in keys} - {""}) > 1:
            return
        if all(len(set(map(_work, _versions(files)))) == 1 for files in together.values()):
            chosen = max(keys, key=lambda key: (key.symbol, self.source in self.groups[key]))
            for key in keys:
                del self.groups[key]
            self.groups[chosen] = together

    def _is_complete(self, group: Container[str]) -> bool:
        others = self.wanted - {self.source}
        return self.source in group and any(code in group for code in others)

    def _place_by_text(self, file: _FoundFile) -> None:
        try:
            identity = self._identity(file)
        except DocumentError as error:
            self._refuse(file, error.cause)
            return
        language = file.name.language or identity.language
        if not language:
            self._refuse(file, Message("its language cannot be told from its name or text"))
            return
        if not file.name.language:
            file = replace(file, name=without_language(file.name, language))
        symbol = file.name.symbol or identity.symbol
        self._add(_Key(symbol) if symbol else _key(file), language, file)

    def _refuse(self, file: _FoundFile, cause: Message) -> None:
        """Refuse a file, or leave it out where nothing but its place makes it a document."""
        if file.kind is _FileKind.PERHAPS and not file.name.language and not file.name.symbol:
            self.left_out.append(LeftOut(file.path, cause))
        else:
            self.errors.append(DocumentError(file.path, cause))

    def _identity(self, file: _FoundFile) -> Identity:
        """Return who a file is, reading it where that was not asked before.

        That is where its name says a language and no symbol. Of most of these one version is
        asked for all: to ask each when it is looked at would start a process for every PDF file.

        Raises DocumentError where it cannot be read.
        """
        if file.path not in self.known:
            self.known[file.path] = file.identity or identify(file.path)
        found = self.known[file.path]
        if isinstance(found, DocumentError):
            raise found
        return found

    def sets(self) -> list[DocumentSet]:
        """Make the sets of the groups that are complete; refuse the files of the others."""
        named = {
            key: (key.symbol or self._symbol_of_texts(self.groups[key]),) for key in self.groups
        }
        nameless = [key for key, (symbol,) in named.items() if not symbol]
        symbols = {symbol for (symbol,) in named.values()}
        merged: dict[tuple[str, ...], _Group] = {}
        for key, names in (named | _unique_names(nameless, symbols)).items():
            target = merged.setdefault(names, defaultdict(list))
            for language, files in self.groups[key].items():
                target[language] += files
        found = (self._set(names, group) for names, group in merged.items())
        return [each for each in found if each is not None]

    def _symbol_of_texts(self, group: Mapping[str, list[_FoundFile]]) -> str:
        """Read the symbol from the first version that tells it, the source's before others."""
        if self.source not in group or len(group) < 2:
            return ""
        for language in sorted(group, key=lambda code: code != self.source):
            for file in group[language]:
                # Where it cannot be read, the reader will say so when its turn comes.
                with suppress(DocumentError):
                    if symbol := self._identity(file).symbol:
                        return symbol
        return ""

    def _set(
        self, names: tuple[str, ...], group: Mapping[str, list[_FoundFile]]
    ) -> DocumentSet | None:
        symbol, *others = names
        single: dict[str, DocumentFile] = {}
        for language, files in group.items():
            versions = _versions(files)
            taken, *rivals = versions
            same = Message("another copy or format of %(path)s", path=str(taken.path))
            self.left_out += [LeftOut(file.path, same) for file in files if file not in versions]
            single[language] = taken.as_document(language)
            self.errors += _rivals(symbol, language, taken, rivals)
        if self.source in single and len(single) > 1:
            targets = (single[code] for code in LANGUAGES if code in single and code != self.source)
            return DocumentSet(symbol, single[self.source], tuple(targets), tuple(others))
        cause = self._lack()
        if self.source not in single:
            name = Message(LANGUAGES[self.source].name)
            cause = Message("no version in %(language)s to align it with", language=name)
        cause = joined([symbol, cause], ": ")
        self.errors += [UnpairedError(file.path, cause, file.language) for file in single.values()]
        return None

    def settle_unread(self) -> None:
        """Refuse the files in formats that are not read where a set lacks just them."""
        for file in self.unread:
            key, language = _key(file), file.name.language
            present = self.named.get(key, frozenset()).union(self.groups.get(key, ()))
            if present and language in self.wanted - present:
                self.errors.append(
                    DocumentError(
                        file.path,
                        "%(ending)s files are not read; %(advice)s",
                        ending=file.path.suffix,
                        advice=SAVE_AS,
                    )
                )
            else:
                cause = Message(
                    "%(ending)s files are not read, and no set lacks one", ending=file.path.suffix
                )
                self.left_out.append(LeftOut(file.path, cause))

    def _lack(self) -> Message:
        """Return what is said of a source without other versions."""
        others = [code for code in LANGUAGES if code in self.wanted and code != self.source]
        if len(others) == len(LANGUAGES) - 1:
            return Message("no version in any other language")
        codes = ", ".join(others)
        return Message("no version in any other language of %(languages)s", languages=codes)


def _key(file: _FoundFile) -> _Key:
    if file.name.symbol:
        return _Key(file.name.symbol)
    return _Key(folder=file.folder, base=file.name.base)


def _preference(file: _FoundFile) -> tuple[int, Path]:
    """Return the rank of a file by its format."""
    return preference(_extension(file.path.name)), file.path


def _versions(files: Iterable[_FoundFile]) -> list[_FoundFile]:
    """Return the different versions of one language, that to be taken first.

    Of those that differ in the extension alone, or have the same bytes, one is enough.
    """
    names: dict[Path, _FoundFile] = {}
    for file in sorted(files, key=_preference):
        real = Path(file.real)
        names.setdefault(real.with_name(_stem(real.name)), file)
    different: dict[str | Path, _FoundFile] = {}
    for name, file in names.items():
        different.setdefault(file.digest or name, file)
    return sorted(different.values(), key=lambda each: (-_revision(each), each.path))


def _work(file: _FoundFile) -> str:
    """Return the name of a file without what makes it a revision or copy: `report_v2`."""
    stem = _REVISION.sub("", _stem(file.path.name))
    return _COPY.sub("", stem).strip(" ._-").casefold()


def _revision(file: _FoundFile) -> int:
    """Return the number of a revision in the name of a file, 0 for none."""
    return max((int(number) for number in _REVISION.findall(file.path.stem)), default=0)


def _rivals(
    symbol: str, language: str, taken: _FoundFile, others: Sequence[_FoundFile]
) -> Iterator[DocumentError]:
    """Refuse the other files of a symbol and language, each naming the one that was taken."""
    for file in others:
        yield DocumentError(
            file.path,
            "another version of %(symbol)s in %(language)s; taken is %(path)s",
            symbol=symbol,
            language=Message(LANGUAGES[language].name),
            path=str(taken.path),
        )


def _unique_names(keys: Sequence[_Key], taken: Container[str]) -> dict[_Key, tuple[str, ...]]:
    """Name groups by as many of their last parts as tell them apart; give their other names, too.

    Longer names come before shorter ones, which other groups may have. No name is one of those
    `taken`. Keys that never differ share a name, and their files then refuse each other.
    """
    names = {key: key.names() for key in keys}
    counts = Counter(name for each in names.values() for name in each)
    found = {}
    for key, each in names.items():
        free = (i for i, name in enumerate(each) if counts[name] == 1 and name not in taken)
        chosen = next(free, len(each) - 1)
        found[key] = each[chosen:] + each[:chosen]
    return found
