"""Align the language versions of United Nations documents and keep them in a translation memory.

The main job, whole:

    >>> import hexapla
    >>> from pathlib import Path
    >>> for name, text in {
    ...     "note.zh.txt": "决定保留先例名册。\\n\\n请秘书长提出报告。",
    ...     "note.en.txt": "Decides to keep the roster of precedents.\\n\\n"
    ...     "Requests the Secretary-General to report.",
    ... }.items():
    ...     _ = Path(name).write_text(text, encoding="utf-8")
    >>> result = hexapla.align_files(["note.zh.txt", "note.en.txt"], "out")
    >>> {str(state): count for state, count in result.states.items()}
    {'aligned': 1}
    >>> with hexapla.open_memory("out/memory.db") as memory:
    ...     for hit in memory.search("先例", language="zh"):
    ...         print(hit.unit.text, "=", hit.unit.translations[0].text)
    决定保留先例名册。 = Decides to keep the roster of precedents.

The steps by themselves: `read` a document, `segment` a text, `align_documents`. Whatever cannot be
done is a `HexaplaError` of one line. Languages are zh, en, fr, es, ru, ar and de.

The parts that these functions are made of are in `hexapla.corpora` (documents), `hexapla.align`
(alignment) and `hexapla.memory` (translation memories).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexapla.corpora.errors import HexaplaError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from os import PathLike
    from pathlib import Path
    from types import TracebackType
    from typing import Literal, Self

    from hexapla.align.documents import Alignment
    from hexapla.align.encoders.base import Encoder
    from hexapla.corpora.document import Document
    from hexapla.memory.comparison.comparison import Compared
    from hexapla.memory.editing.differences import Difference
    from hexapla.memory.edits import Edit, EditEntry, TakenBack
    from hexapla.memory.jobs.align_files import JobResult
    from hexapla.memory.jobs.progress import JobProgress
    from hexapla.memory.lookup.citation import Citation
    from hexapla.memory.lookup.concord import ConcordParagraph
    from hexapla.memory.lookup.concordance import Concordance
    from hexapla.memory.lookup.fragments import Fragments
    from hexapla.memory.lookup.kwic.lines import KeyWords
    from hexapla.memory.lookup.match import Match
    from hexapla.memory.lookup.renderings.renderings import Renderings
    from hexapla.memory.output.speech import Speech
    from hexapla.memory.register import RegisterEntry
    from hexapla.memory.store.store import Store
    from hexapla.memory.teamwork import Comment, Thread
    from hexapla.memory.units import ImportCounts

    __version__: str

__all__ = [
    "Document",
    "HexaplaError",
    "Memory",
    "__version__",
    "align_documents",
    "align_files",
    "compare",
    "open_memory",
    "read",
    "segment",
]


def __getattr__(name: str) -> object:
    """Load what is not needed by everybody (PEP 562)."""
    if name == "Document":
        from hexapla.corpora.document import Document

        return Document
    if name == "__version__":
        from importlib.metadata import version

        return version("hexapla")
    raise AttributeError(f"module 'hexapla' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def read(path: str | PathLike[str], *, language: str | None = None) -> Document:
    """Read a document of any known format into its logical paragraphs.

    Without `language` the text itself says it. Raises DocumentError where the file cannot be read
    or its language not be told, UsageError where `language` is none of the seven.

    >>> from pathlib import Path
    >>> _ = Path("note.txt").write_text("1. Requests a report;", encoding="utf-8")
    >>> [(each.label, each.text) for each in read("note.txt", language="en").paragraphs]
    [('1', 'Requests a report;')]
    """
    from pathlib import Path

    from hexapla.corpora.readers.registry import read

    return read(Path(path), language=language)


def compare(old: Document, new: Document) -> tuple[Compared, ...]:
    """Tell what became of each paragraph between two versions of a document, in the order of `new`.

    Raises UsageError where they are in two languages.

    >>> from pathlib import Path
    >>> for name, text in {"old.txt": "Decides to wait;", "new.txt": "Decides to act;"}.items():
    ...     _ = Path(name).write_text(text, encoding="utf-8")
    >>> rows = compare(read("old.txt", language="en"), read("new.txt", language="en"))
    >>> [(str(row.change), row.old.text, row.new.text) for row in rows if row.old and row.new]
    [('changed', 'Decides to wait;', 'Decides to act;')]
    """
    from hexapla.corpora.errors import UsageError
    from hexapla.memory.comparison.comparison import compare_paragraphs

    if old.language != new.language:
        raise UsageError(f"two languages: {old.language} and {new.language}")
    return compare_paragraphs(old.paragraphs, new.paragraphs, new.language)


def segment(
    text: str, language: str, *, profile: Literal["sentences", "omegat"] = "sentences"
) -> list[str]:
    """Cut a text into sentences, or with the profile "omegat" as OmegaT does.

    The sentences have no white space at their ends. Raises UsageError where `language` is none of
    the seven.

    >>> segment("See resolution No. 5. It was adopted in 2018.", "en")
    ['See resolution No. 5.', 'It was adopted in 2018.']
    """
    from hexapla.corpora.segmentation.sentences import segment

    pieces = (text[start:end].strip() for start, end in segment(text, language, profile=profile))
    return [piece for piece in pieces if piece]


def align_documents(
    source: Document, target: Document, *, encoder: str | Encoder = "embedded"
) -> Alignment:
    """Align the paragraphs and sentences of two language versions of a document.

    `encoder` is "embedded", "none" (numbers, names and lengths alone), "transformers:NAME", or
    an encoder that is loaded already. Raises AlignmentError where the target is no translation of
    the source, EncoderError or UsageError where there is no such encoder.

    >>> from pathlib import Path
    >>> _ = Path("zh.txt").write_text("请秘书长提出报告。", encoding="utf-8")
    >>> _ = Path("en.txt").write_text("Requests a report from him.", encoding="utf-8")
    >>> source, target = read("zh.txt", language="zh"), read("en.txt", language="en")
    >>> [(bead.source, bead.target) for bead in align_documents(source, target).paragraph_beads]
    [((0,), (0,))]
    """
    from hexapla.align.documents import align_documents
    from hexapla.align.encoders.registry import get_encoder

    loaded = get_encoder(encoder) if isinstance(encoder, str) else encoder
    return align_documents(source, target, encoder=loaded)


def align_files(
    paths: Iterable[str | PathLike[str]],
    out: str | PathLike[str],
    *,
    manifest: str | PathLike[str] | None = None,
    pairs: Iterable[tuple[str | PathLike[str], str | PathLike[str]]] = (),
    source: str = "zh",
    languages: Sequence[str] | None = None,
    encoder: str = "embedded",
    cache: str | PathLike[str] | None = None,
    memory: str | PathLike[str] | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    time_limit: float | None = None,
    retry: bool = False,
    min_confidence: float = 0.7,
    figures: bool = False,
    follow_links: bool = False,
    by_content: bool = False,
    on_progress: Callable[[JobProgress], object] | None = None,
    speech: Speech | None = None,
) -> JobResult:
    """Align the documents in files and folders into a memory, and write TMX files and a report.

    This is `hexapla align`; the documents are found in `paths`, or named by a `manifest`. See
    `hexapla.memory.jobs.align_files.align_files` for what each option does. A document that cannot
    be used never stops the rest: `errors` of the result has it, with the cause. `on_progress` hears
    of each step as it begins, and of each set that is done (`hexapla.memory.jobs.progress`).

    >>> from pathlib import Path
    >>> _ = Path("zh.txt").write_text("决定保留名册。", encoding="utf-8")
    >>> _ = Path("en.txt").write_text("Decides to keep the roster.", encoding="utf-8")
    >>> result = align_files(["zh.txt", "en.txt"], "memory")
    >>> [path.as_posix() for path in result.written]
    ['memory/tmx/zh_en.tmx', 'memory/tmx-paragraphs/zh_en.tmx', 'memory/report.html']
    >>> result.errors
    ()
    """
    from hexapla.memory.jobs.align_files import align_files

    return align_files(
        paths,
        out,
        manifest=manifest,
        pairs=pairs,
        source=source,
        languages=languages,
        encoder=encoder,
        cache=cache,
        memory=memory,
        jobs=jobs,
        scheduler=scheduler,
        time_limit=time_limit,
        retry=retry,
        min_confidence=min_confidence,
        figures=figures,
        follow_links=follow_links,
        by_content=by_content,
        on_progress=on_progress,
        speech=speech,
    )


def open_memory(location: str | PathLike[str], *, create: bool = False) -> Memory:
    """Open the translation memory at a path or URL; with `create`, a new one where there is none.

    A URL is `postgresql://USER@HOST/DATABASE` (the extra `postgres`). Raises StoreError where
    there is none, or what is there is no memory.

    >>> with open_memory("new.db", create=True) as memory:
    ...     memory.search("roster", language="en").total
    0
    """
    from hexapla.memory.store.opening import open_store

    return Memory(open_store(location, create=create), location)


class Memory:
    """A translation memory that is open; a context manager that closes it.

    `open_memory` gives one. What it does not do itself, its `store` does
    (`hexapla.memory.store`).

    >>> from pathlib import Path
    >>> table = "zh\\ten\\n决定保留名册。\\tDecides to keep the roster.\\n"
    >>> _ = Path("texts.tsv").write_text(table, encoding="utf-8")
    >>> with open_memory("memory.db", create=True) as memory:
    ...     memory.import_file("texts.tsv").added
    ...     [(each.score, each.target) for each in memory.match("决定保留名单。", min_score=70)]
    ...     memory.export("texts.tmx", target="en")[0][1]
    1
    [(85, 'Decides to keep the roster.')]
    1
    >>> with open_memory("memory.db") as memory:
    ...     found = memory.concordance("keep* NEAR/2 roster", language="en")
    ...     [(line.left, line.word, line.right) for line in found]
    [('Decides to ', 'keep the roster', '.')]
    """

    def __init__(self, store: Store, location: str | PathLike[str]) -> None:
        self.store = store
        self.location = location

    def within(
        self,
        *,
        symbol: str | None = None,
        body: str | None = None,
        session: str | None = None,
        subject: str | None = None,
        agenda: str | None = None,
        date: str | None = None,
    ) -> AbstractContextManager[None]:
        """Look up, in the block, only what is in some documents.

        They are chosen by symbol (`*` stands for anything), by a body (`A/HRC` or its name), a
        session, words of a subject, an item of the agenda (its number or name) and a date (`2019`,
        `2018-12..2020`). Raises UsageError where the date is none.

        >>> with open_memory("new.db", create=True) as memory, memory.within(date="2019"):
        ...     memory.search("roster", language="en").total
        0
        """
        from hexapla.memory.selection import Selection, span_of_dates

        dates = None if date is None else span_of_dates(date)
        return self.store.within(
            Selection(
                symbol, body=body, session=session, subject=subject, agenda=agenda, dates=dates
            )
        )

    def registered(self, symbol: str) -> RegisterEntry:
        """Return what is known of a document: titles, body, session, agenda, date, subjects."""
        return self.store.registered([symbol])[symbol]

    def import_catalogue(self, path: str | PathLike[str], *, who: str = "?") -> EditEntry | None:
        """Take over what a library's catalogue says of documents: MARCXML, JSON or JSON Lines.

        Returns the entry of the history, whose number `undo` takes; None where nothing is new.
        Raises StoreError where the file cannot be read, UsageError where it is no catalogue.
        """
        from pathlib import Path

        from hexapla.memory.formats.catalogue import read_catalogue

        action = f"import of the catalogue {Path(path).name}"
        return self.store.edit_register(read_catalogue(Path(path)), action, who=who)

    def search(
        self,
        phrase: str,
        *,
        language: str = "zh",
        translation: str | None = None,
        translation_language: str = "en",
        level: Literal["sentence", "paragraph"] = "sentence",
        limit: int = 20,
    ) -> Concordance:
        """Find the units that hold a phrase and, where one is named, another in the translation.

        `*` stands for any letters. Going through the result gives the best hits; it also counts
        all of them, by organ and year. Raises UsageError where there is no word to look for.
        """
        from hexapla.memory.lookup.concordance import Phrase, concordance
        from hexapla.memory.units import Level

        phrases = [Phrase(phrase, language)]
        if translation is not None:
            phrases.append(Phrase(translation, translation_language))
        return concordance(self.store, *phrases, level=Level(level), limit=limit)

    def concordance(
        self,
        query: str,
        *,
        language: str = "zh",
        level: Literal["sentence", "paragraph"] = "sentence",
        sort: Literal[
            "newest", "left", "left2", "left3", "right", "right2", "right3", "word", "year"
        ] = "newest",
        limit: int | None = 100,
        symbol: str | None = None,
    ) -> KeyWords:
        """Return the places that answer a query, each with what stands left and right of it.

        Words are a phrase, `*` stands for any letters, `AND`, `OR`, `NOT`, `NEAR/5` and brackets
        join them, `en:` names the language of what follows, and `/…/` is a regular expression
        (`hexapla.memory.lookup.kwic.query`). All that is found is counted by year, organ, language
        and form. `symbol` chooses documents (`*` stands for anything). Raises UsageError where the
        query cannot be read, LimitError where a regular expression takes too long.
        """
        from hexapla.memory.lookup.kwic.lines import Sort, find_key_words
        from hexapla.memory.lookup.kwic.parsing import parse
        from hexapla.memory.units import Level

        with self.within(symbol=symbol):
            return find_key_words(
                self.store,
                parse(query, language),
                level=Level(level),
                sort=Sort(sort),
                limit=limit,
            )

    def match(
        self,
        text: str,
        *,
        source: str = "zh",
        target: str = "en",
        before: str | None = None,
        after: str | None = None,
        limit: int = 5,
        min_score: int = 60,
        semantic: bool = False,
    ) -> list[Match]:
        """Return what the memory has for a text, with its translation, best first.

        `before` and `after` are the texts around it; `min_score` is in percent. With `semantic`,
        texts that are only alike in meaning follow. Raises UsageError where source and target are
        one language, MissingError where `semantic` needs vectors that are not made yet.
        """
        from os import fspath

        from hexapla.corpora.errors import UsageError
        from hexapla.memory.lookup.match import find_matches

        if source == target:
            raise UsageError(f"source and target are the same language: {source}")
        neighbours = None
        if semantic:
            from hexapla.memory.lookup.semantic import made_neighbours

            neighbours = made_neighbours(fspath(self.location), source)
        return find_matches(
            self.store,
            text,
            source=source,
            target=target,
            before=before,
            after=after,
            limit=limit,
            min_score=min_score,
            neighbours=neighbours,
        )

    def fragments(
        self, text: str, *, source: str = "zh", target: str = "en", min_score: int = 60
    ) -> Fragments:
        """Return what the memory has of parts of a text, and what contains it.

        `min_score` is how alike, in percent, a stored text and the text must be where that is said
        to contain it. Raises UsageError where source and target are one language.
        """
        from hexapla.corpora.errors import UsageError
        from hexapla.memory.lookup.fragments import find_fragments
        from hexapla.memory.lookup.renderings.answering import Answering

        if source == target:
            raise UsageError(f"source and target are the same language: {source}")
        return find_fragments(
            *(self.store, text),
            source=source,
            target=target,
            min_score=min_score,
            answers=Answering((source, target)),
        )

    def renderings(
        self, term: str, *, source: str = "zh", targets: Sequence[str] = (), limit: int = 20
    ) -> list[Renderings]:
        """Return how a term is said in each of some languages, or in all others of the memory.

        Of each rendering: how often it is there, in which forms, since when, and the best places.
        Raises UsageError where there is no word to look for, or `source` is among `targets`.
        """
        from hexapla.corpora.errors import UsageError
        from hexapla.memory.lookup.renderings.meanings import known_meanings
        from hexapla.memory.lookup.renderings.renderings import find_renderings

        if source in targets:
            raise UsageError(f"source and target are the same language: {source}")
        wanted = targets or [each for each in self.store.languages() if each != source]
        return find_renderings(
            self.store,
            term,
            source=source,
            targets=wanted,
            meanings=known_meanings(),
            limit=limit,
        )

    def cite(
        self, document: str, paragraph: str = "title", *, languages: Collection[str] | None = None
    ) -> Citation:
        """Return a paragraph of a document in every language, or in some.

        Of an article, a section, an annex or a table, what stands under it is with it. `document`
        is a symbol, or names a resolution (`第73/186号决议`); `paragraph` names a place in any
        language (`12(a)`, `序言第3段`, `article 13`). Raises MissingError where the memory has no
        such paragraph.
        """
        from hexapla.memory.lookup.citation import cite

        return cite(self.store, document, paragraph, languages=languages)

    def concord(self, document: str, *, languages: Collection[str] = ()) -> list[ConcordParagraph]:
        """Return the paragraphs of a document, each compared in all languages or in some.

        The `findings` of a paragraph tell what its versions state differently, lack or have alone,
        and which of them are `odd`. Raises MissingError where the memory has no such document.
        """
        from hexapla.memory.lookup.concord import concord

        return concord(self.store, document, languages=languages)

    def import_file(
        self,
        path: str | PathLike[str],
        *,
        languages: Sequence[str] = (),
        recover: bool = False,
    ) -> ImportCounts:
        """Add the units of a file (TMX, XLIFF, PO, tables, JSON Lines), all of them or none.

        `languages` name the source, then the others, where the file does not say. With `recover`,
        what can be saved of a damaged TMX file is added. Raises StoreError
        where the file cannot be read.
        """
        from pathlib import Path

        from hexapla.memory.formats.importing import import_file

        return import_file(self.store, Path(path), languages=languages, recover=recover)

    def export(
        self,
        path: str | PathLike[str],
        *,
        target: str,
        source: str = "zh",
        level: Literal["sentence", "paragraph"] = "sentence",
        tool: str = "general",
        codes: Mapping[str, str] | None = None,
        symbol: str | None = None,
        min_score: float = 0.0,
        comments: bool = False,
    ) -> list[tuple[Path, int]]:
        """Write the pairs of two languages in the format that the ending of the path names.

        Returns the files and the number of units in each. `tool` is the program that a TMX file is
        for, `codes` other codes for languages ({"en": "en-GB"}). `symbol` chooses document sets
        (`*` stands for anything); what no one has reviewed needs a confidence of `min_score`, from
        0 to 1. With `comments`, what is said of the rows and is open goes with them as notes, in
        TMX, XLIFF and PO. Raises StoreError where a file cannot be written, UsageError for an
        unknown ending.
        """
        from functools import partial
        from pathlib import Path

        from hexapla.memory.formats.exporting import export_pairs
        from hexapla.memory.lookup.notes import noted_pairs
        from hexapla.memory.lookup.pairs import PairFilter, pairs
        from hexapla.memory.selection import Selection
        from hexapla.memory.units import Level

        wanted = PairFilter(Selection(symbol), min_score)
        found = partial(
            noted_pairs if comments else pairs,
            *(self.store, source, target),
            level=Level(level),
            pair_filter=wanted,
        )
        return export_pairs(
            Path(path),
            found,
            source=source,
            target=target,
            level=Level(level),
            tool=tool,
            codes=codes or {},
        )

    def comment(
        self,
        symbol: str,
        reference: str,
        text: str,
        *,
        level: Literal["sentence", "paragraph"] = "sentence",
        who: str = "?",
    ) -> Comment:
        """Say something of a row of a document set: of the sentence `SYMBOL#reference`.

        Everybody sees who said it and when, on the pages as well. Raises UsageError where there is
        no such row, or the text is empty or too long.
        """
        from hexapla.memory.units import Level

        return self.store.comment(symbol, Level(level), reference, text, who=who)

    def comments(
        self, symbol: str, *, level: Literal["sentence", "paragraph"] = "sentence"
    ) -> dict[str, Thread]:
        """Return what is said of the rows of a document set, by their references.

        A thread has its comments, and whether it is open. What was taken back is not there. Empty
        where the memory has no such set.

        >>> with open_memory("talk.db", create=True) as memory:
        ...     _ = memory.import_file("texts.tsv")
        ...     [unit] = memory.store.units(level="sentence")
        ...     _ = memory.comment(unit.symbol, unit.reference, "Register, not roster?", who="Ana")
        ...     threads = memory.comments(unit.symbol)
        ...     [(each.who, each.text) for each in threads[unit.reference].comments]
        [('Ana', 'Register, not roster?')]
        """
        from hexapla.memory.teamwork import threads_of
        from hexapla.memory.units import Level

        grid = self.store.review(symbol, Level(level))
        entries = self.store.comments(symbol, Level(level))
        return dict(threads_of(entries, grid.row_for)) if grid else {}

    def settle(
        self,
        symbol: str,
        reference: str,
        *,
        reopen: bool = False,
        level: Literal["sentence", "paragraph"] = "sentence",
        who: str = "?",
    ) -> Comment:
        """Say that what was said of a row is resolved or, with `reopen`, open again.

        Raises UsageError where nothing is said of it, ConflictError where it is so already.
        """
        from hexapla.memory.teamwork import Said
        from hexapla.memory.units import Level

        said = Said.REOPEN if reopen else Said.RESOLVE
        return self.store.settle(symbol, Level(level), reference, said, who=who)

    def preview(self, edit: Edit, *, symbol: str | None = None) -> Iterator[Difference]:
        """Yield what an edit would change, text by text, or leaves for a cause; nothing is written.

        Edits are made in `hexapla.memory.editing`: `replacing`, `deleting`, `stripping`,
        `normalizing`, `anonymizing` and `relabelling`, each in the module of its name. `symbol`
        chooses document sets (`*` stands for anything).
        """
        from hexapla.memory.editing.differences import differences
        from hexapla.memory.selection import Selection

        for each in self.store.edited_rows(edit, Selection(symbol)):
            yield from differences(each)

    def edit(self, edit: Edit, *, symbol: str | None = None, who: str = "?") -> EditEntry | None:
        """Make an edit, wholly or not at all, and keep it in the history under the name `who`.

        Returns the entry, whose number `undo` takes; None where there is nothing to change.
        """
        from hexapla.memory.selection import Selection

        return self.store.edit_rows(edit, Selection(symbol), who=who)

    def undo(self, number: int | None = None, *, who: str = "?") -> TakenBack | None:
        """Take back an edit of `who`, the last one where no number is given; None where none is.

        Units that somebody has changed since stay as they are: `left` of the result names them.
        Raises UsageError where there is no such edit, it is somebody else's, or it was taken back
        already.
        """
        return self.store.take_back(number, who=who)

    def close(self) -> None:
        """Let the memory go."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
