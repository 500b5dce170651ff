"""One document set read and aligned: what a worker process does."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hexapla.align.consistency import mark_disputed
from hexapla.align.documents import (
    Alignment,
    EncodedDocument,
    align_encoded,
    check_parallel,
    encode_document,
)
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.detection import text_in_other_script
from hexapla.corpora.document import Document
from hexapla.corpora.errors import AlignmentError, DocumentError, EncoderError
from hexapla.corpora.files.discovery import DocumentFile
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.messages import Message, joined
from hexapla.corpora.readers.registry import read_shown
from hexapla.corpora.readers.shown.texts import ShownTexts
from hexapla.memory.jobs.build import aligned_set
from hexapla.memory.jobs.outcomes import Error, Outcome, State, refused
from hexapla.memory.jobs.progress import JobProgress, Step, Tell, nobody
from hexapla.memory.jobs.tasks import Task, path_text
from hexapla.memory.units import AlignedSet, DocumentRecord

__all__ = ["TaskResult", "align_set"]


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What a worker process gives back: the set to store, None where there is nothing to store.

    `quarantine` is the fingerprint of a set that is not to be tried again.
    """

    outcome: Outcome
    aligned: AlignedSet | None = None
    quarantine: str = ""


@dataclass(frozen=True, slots=True)
class _TargetVersion:
    """A language version that can be aligned: its file and digest, and what a tool shows of it."""

    file: DocumentFile
    digest: str
    encoded: EncodedDocument
    shown: ShownTexts


def align_set(task: Task | Outcome, *, tell: Tell = nobody) -> TaskResult:
    """Return what comes of a set, whatever may go wrong in it; `tell` each file and step.

    Raises EncoderError alone: without an encoder, no other set could be aligned either.
    """
    if isinstance(task, Outcome):
        return TaskResult(task)
    try:
        return _aligned(task, tell)
    except EncoderError:
        raise
    except (DocumentError, AlignmentError) as error:
        found = (error.where, error.cause)
    except Exception as error:  # noqa: BLE001 - one bad document must not stop thousands of good ones
        told = " ".join(f"{type(error).__name__}: {error}".split())
        found = (task.symbol, Message("unexpected %(error)s", error=told))
    return TaskResult(refused(task.symbol, [*task.errors, found]))


@cache
def _encoder(name: str, cache_folder: Path | None) -> Encoder:
    """Load an encoder once a process."""
    return get_encoder(name, cache=cache_folder)


def _aligned(task: Task, tell: Tell) -> TaskResult:
    """Read and align a set; leave out the targets that cannot be."""
    started = time.monotonic()
    errors = list(task.errors)
    tell(_at(Step.READING, task, task.files[0]))
    source, shown = _read(task.files[0])
    tell(_at(Step.ALIGNING, task, task.files[0]))
    encoder = _encoder(task.encoder, task.cache_folder)
    try:
        encoded = encode_document(source, encoder)  # once, for all the targets
    except AlignmentError as error:
        raise DocumentError(task.files[0].path, error.cause) from error
    targets = _targets(task, encoded, encoder, errors, tell)
    tell(JobProgress(step=Step.ALIGNING, symbol=task.symbol))
    alignments = _alignments(encoded, targets)
    useful: list[Alignment] = []
    records = [_record(task.files[0], task.digests[0], source)]
    for target, alignment in zip(targets, alignments, strict=True):
        if any(bead.source and bead.target for bead in alignment.paragraph_beads):
            useful.append(alignment)
            records.append(_record(target.file, target.digest, alignment.target))
        else:
            cause = Message("nothing in it corresponds to the source text")
            errors.append((path_text(target.file.path), cause))
    if not useful:
        return TaskResult(refused(task.symbol, errors))
    aligned = aligned_set(
        task.symbol,
        useful,
        records,
        # Without a fingerprint the next run does the set again, and refuses again what it must.
        "" if errors else task.fingerprint,
        warnings=[joined([Path(where).name, cause], ": ") for where, cause in errors],
        shown={source.language: shown, **{each.file.language: each.shown for each in targets}},
    )
    return TaskResult(_outcome(aligned, time.monotonic() - started, errors), aligned)


def _targets(
    task: Task, source: EncodedDocument, encoder: Encoder, errors: list[Error], tell: Tell
) -> list[_TargetVersion]:
    """Return the targets that are translations; add to `errors` why the others are not."""
    targets = []
    for file, digest in zip(task.files[1:], task.digests[1:], strict=True):
        try:
            tell(_at(Step.READING, task, file))
            document, shown = _read(file)
            tell(_at(Step.ALIGNING, task, file))
            target = encode_document(document, encoder)
            check_parallel(source, target)
            targets.append(_TargetVersion(file, digest, target, shown))
        except (DocumentError, AlignmentError) as error:
            errors.append((path_text(file.path), error.cause))
    return targets


def _at(step: Step, task: Task, file: DocumentFile) -> JobProgress:
    return JobProgress(step=step, symbol=task.symbol, file=path_text(file.path))


def _alignments(source: EncodedDocument, targets: Sequence[_TargetVersion]) -> Sequence[Alignment]:
    encoded = [target.encoded for target in targets]
    return mark_disputed(source, encoded, align_encoded(source, encoded))


def _read(file: DocumentFile) -> tuple[Document, ShownTexts]:
    """Read a document, and what OmegaT shows of it.

    Raises DocumentError where its script is not that of its language.
    """
    document, shown = read_shown(file.path, language=file.language)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    other = text_in_other_script(text, file.language)
    if other:
        raise DocumentError(
            file.path,
            "declared %(language)s, but the text is %(found)s",
            language=Message(LANGUAGES[file.language].name),
            found=other,
        )
    return document, shown


def _outcome(aligned: AlignedSet, seconds: float, errors: Iterable[Error]) -> Outcome:
    return Outcome(
        symbol=aligned.symbol,
        state=State.ALIGNED,
        paragraphs=sum(record.paragraphs for record in aligned.documents),
        seconds=seconds,
        errors=tuple(errors),
        warnings=tuple(
            joined([Path(record.path).name, warning], ": ")
            for record in aligned.documents
            for warning in record.warnings
        ),
    )


def _record(file: DocumentFile, digest: str, document: Document) -> DocumentRecord:
    paragraphs = len(document.paragraphs)
    return DocumentRecord(
        file.language, path_text(file.path), digest, paragraphs, document.warnings
    )
