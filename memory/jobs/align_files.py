"""The main job whole: from files to a memory, TMX files and a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from pathlib import Path

from hexapla.corpora.errors import UnpairedError, UsageError
from hexapla.corpora.files.bitexts import Bitext
from hexapla.corpora.files.discovery import Discovery, LeftOut, find_sets
from hexapla.corpora.files.manifest import read_manifest
from hexapla.corpora.messages import Message
from hexapla.memory.formats.importing import Imported, import_bitexts
from hexapla.memory.jobs.batch import align_sets
from hexapla.memory.jobs.export import export_tmx
from hexapla.memory.jobs.outcomes import Error, State
from hexapla.memory.jobs.progress import JobProgress, Step, Tell
from hexapla.memory.jobs.tasks import path_text
from hexapla.memory.jobs.versions import likely_versions
from hexapla.memory.output.files import make_folder
from hexapla.memory.output.speech import ENGLISH, Speech
from hexapla.memory.reports.report import write_report
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import REVIEW_FROM, Loss

__all__ = ["JobResult", "align_files", "find_documents"]


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job did.

    `states` counts what became of the document sets; each by itself is told by `on_progress`, for
    there may be a million. `imported` are the files of aligned texts. As (where, cause), `refused`
    are the files that are in no set, `failed` the sets and the documents of sets that could not be
    aligned. `left_out` are files that are no loss, such as those of other kinds. `written` are the
    TMX files and the report; `doubtful` counts the sentences that are in OUT/doubtful instead,
    `figures` the cells of tables that are in none, for they have no words. `unpaired` are those of
    the refused that have no other version.
    """

    states: Mapping[State, int]
    imported: tuple[Imported, ...]
    refused: tuple[Error, ...]
    failed: tuple[Error, ...]
    left_out: tuple[LeftOut, ...]
    written: tuple[Path, ...]
    doubtful: int = 0
    figures: int = 0
    unpaired: tuple[UnpairedError, ...] = ()

    @property
    def errors(self) -> tuple[Error, ...]:
        """Whatever went wrong, as (where, cause): in finding, aligning and importing."""
        return (*self.refused, *self.failed, *_not_imported(self.imported))


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
    min_confidence: float = REVIEW_FROM,
    figures: bool = False,
    follow_links: bool = False,
    by_content: bool = False,
    on_progress: Callable[[JobProgress], object] | None = None,
    speech: Speech | None = None,
) -> JobResult:
    """Align the documents in files and folders into a memory, and write TMX files and a report.

    Finds the document sets in `paths` (any depth), or takes those that a `manifest` names (CSV or
    JSON Lines with symbol, language and path), and takes `pairs` of files as they are; reads and
    aligns them; keeps them in OUT/memory.db, or in `memory`; and writes OUT/tmx/SOURCE_TARGET.tmx
    (sentences), OUT/tmx-paragraphs/ and OUT/report.html. Files that are aligned already (TMX,
    XLIFF, tables) go straight into the memory. A second run does only what is new or changed.

    `source` is the pivot language, `languages` limits the others. `encoder` is "embedded", "none"
    or "transformers:NAME"; its vectors are kept in the folder `cache`. `jobs` processes align, or
    the workers of the Dask cluster at `scheduler`; `time_limit` is in seconds a set, and `retry`
    tries again what went beyond it in an earlier run. What is less sure than `min_confidence`,
    from 0 to 1, and not reviewed, is kept out of the TMX files, in OUT/doubtful; cells of tables
    that only hold a figure, a symbol or a date are in none of them, save with `figures`. Links that
    lead out of a folder are left out, save with `follow_links`. With `by_content`, files that
    nothing else makes versions of a document are paired where they say the same.
    `on_progress` is called as each step begins (finding, reading, aligning, storing, importing,
    writing) with its set and file, when the sets are found, after each of them, and after the
    import; always in this thread. The report speaks as `speech` says, English
    where nothing does.

    A document that cannot be used never stops the rest: see `JobResult.errors`. Raises UsageError
    where the call is wrong, EncoderError where there is no such encoder, StoreError where the
    memory or the folder cannot be written; nothing is searched for where the folder cannot be.
    """
    progress = JobProgress()

    def tell(news: JobProgress) -> None:
        if on_progress is not None:
            on_progress(replace(news, done=progress.done, total=progress.total))

    folder = make_folder(Path(out))
    tell(JobProgress(step=Step.FINDING))
    found = find_documents(
        paths,
        manifest=manifest,
        pairs=pairs,
        source=source,
        languages=languages,
        follow_links=follow_links,
        by_content=by_content,
    )
    progress = JobProgress(0, len(found.sets))
    refused = tuple((error.where, error.cause) for error in found.errors)
    tell(JobProgress(errors=refused))
    states: Counter[State] = Counter()
    failed: list[Error] = []
    with open_store(memory or folder / "memory.db") as store:
        for outcome in align_sets(
            found.sets,
            store=store,
            encoder_name=encoder,
            cache_folder=None if cache is None else Path(cache),
            jobs=jobs,
            scheduler=scheduler,
            time_limit=time_limit,
            retry=retry,
            tell=tell,
        ):
            states[outcome.state] += 1
            failed += outcome.errors
            progress = replace(progress, done=states.total())
            tell(JobProgress(outcome=outcome, errors=outcome.errors))
        imported = tuple(_imported(store, found.bitexts, source, tell))
        tell(JobProgress(errors=_not_imported(imported)))
        result = JobResult(states, imported, refused, tuple(failed), found.left_out, ())
        tell(JobProgress(step=Step.WRITING, file=path_text(folder)))
        exported = export_tmx(
            store, folder, source=source, min_score=min_confidence, figures=figures
        )
        page = folder / "report.html"
        tell(JobProgress(step=Step.WRITING, file=path_text(page)))
        report = write_report(page, store, refused=result.errors, speech=speech or ENGLISH)
    return replace(
        result,
        written=(*exported.paths, *report),
        doubtful=exported.doubtful,
        figures=exported.figures,
        unpaired=_unpaired(found),
    )


def find_documents(
    paths: Iterable[str | PathLike[str]],
    *,
    manifest: str | PathLike[str] | None = None,
    pairs: Iterable[tuple[str | PathLike[str], str | PathLike[str]]] = (),
    source: str = "zh",
    languages: Sequence[str] | None = None,
    follow_links: bool = False,
    by_content: bool = False,
) -> Discovery:
    """Find the document sets that `align_files`, called with the same, would align.

    With `by_content`, files that have no partner are paired by what they say (`likely_versions`).
    Raises UsageError where none or both of the places are named, or a manifest `by_content`.
    """
    named = [Path(path) for path in paths]
    two = [(Path(first), Path(second)) for first, second in pairs]
    if bool(named or two) is (manifest is not None):
        raise UsageError("name either files and folders, or a manifest of them")
    if manifest is not None:
        if by_content:
            raise UsageError("files of a manifest are not paired by their content: name the files")
        return read_manifest(Path(manifest), source=source, languages=languages)
    find = partial(find_sets, named, source=source, languages=languages, follow_links=follow_links)
    found = find(pairs=two)
    likely = likely_versions(_unpaired(found), source=source) if by_content else ()
    # All are found anew: what a set is called depends on the names of all the others.
    return find(pairs=(*two, *likely)) if likely else found


def _unpaired(found: Discovery) -> tuple[UnpairedError, ...]:
    return tuple(error for error in found.errors if isinstance(error, UnpairedError))


def _imported(
    store: Store, bitexts: Iterable[Bitext], source: str, tell: Tell
) -> Iterator[Imported]:
    for bitext in bitexts:
        tell(JobProgress(step=Step.IMPORTING, file=path_text(bitext.path)))
        yield from import_bitexts(store, [bitext], source=source)


def _not_imported(imported: Iterable[Imported]) -> tuple[Error, ...]:
    return tuple(
        (str(each.path), cause)
        for each in imported
        for cause in (each.cause, *map(_left_out, each.counts.losses if each.counts else ()))
        if cause
    )


def _left_out(loss: Loss) -> Message:
    return Message("left out: %(losses)s", losses=loss.message)
