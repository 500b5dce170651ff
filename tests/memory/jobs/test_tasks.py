"""What of a job is to be aligned, under which symbol, and what is known without aligning it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.files.discovery import DocumentFile, DocumentSet
from hexapla.corpora.messages import Message
from hexapla.memory.jobs import tasks as tasks_module
from hexapla.memory.jobs.outcomes import Outcome, State
from hexapla.memory.jobs.tasks import Task, path_text, tasks
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from tests.memory.samples import sample_set

ENCODER = get_encoder("none")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.db") as opened:
        yield opened


def document_set(folder: Path, symbol: str = "S/1", source: str = "zh") -> DocumentSet:
    """A set of two files that are there; nobody reads more than their bytes."""
    folder.mkdir(exist_ok=True)
    for language in ("zh", "en"):
        (folder / f"{language}.txt").write_text(f"text in {language}", "utf-8")
    target = "en" if source == "zh" else "zh"
    return DocumentSet(
        symbol,
        DocumentFile(folder / f"{source}.txt", source),
        (DocumentFile(folder / f"{target}.txt", target),),
    )


def test_a_set_becomes_a_task_that_knows_its_bytes(store: Store, tmp_path: Path) -> None:
    (task,) = tasks([document_set(tmp_path / "a")], store, ENCODER)
    assert isinstance(task, Task)
    assert task.size == 2 * len("text in zh")
    assert [len(digest) for digest in task.digests] == [64, 64]
    assert task.errors == ()


def test_the_fingerprint_changes_with_a_file_and_with_nothing_else(
    store: Store, tmp_path: Path
) -> None:
    def fingerprint() -> str:
        (task,) = tasks([found], store, ENCODER)
        assert isinstance(task, Task)
        return task.fingerprint

    found = document_set(tmp_path / "a")
    before = fingerprint()
    assert fingerprint() == before
    (tmp_path / "a" / "en.txt").write_text("other text", "utf-8")
    assert fingerprint() != before


def test_the_fingerprint_changes_with_a_release_or_what_aligns_and_not_with_a_commit(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = document_set(tmp_path / "a")

    def fingerprint(version: str, sources: str) -> str:
        monkeypatch.setattr(tasks_module, "version", lambda _: version)
        monkeypatch.setattr(tasks_module, "digest_of_sources", lambda _: sources)
        (task,) = tasks([found], store, ENCODER)
        assert isinstance(task, Task)
        return task.fingerprint

    first = fingerprint("0.1.1.dev9+g1a2b3c4", "same")
    assert fingerprint("0.1.1.dev10+g5d6e7f8", "same") == first
    assert len({first, fingerprint("0.2.0", "same"), fingerprint("0.2.0", "other")}) == 3


def test_a_second_set_of_one_symbol_is_refused(store: Store, tmp_path: Path) -> None:
    sets = [document_set(tmp_path / name) for name in ("a", "b")]
    first, second = tasks(sets, store, ENCODER)
    assert isinstance(first, Task)
    assert isinstance(second, Outcome)
    where, cause = second.errors[0]
    assert where == str(tmp_path / "b" / "zh.txt")
    assert "has the symbol 'S/1'" in cause


def test_a_set_that_the_memory_has_from_another_source_is_refused(
    store: Store, tmp_path: Path
) -> None:
    store.replace_set(sample_set())
    found = document_set(tmp_path / "a", sample_set().symbol, source="en")
    (outcome,) = tasks([found], store, ENCODER)
    assert isinstance(outcome, Outcome)
    assert "another source language (zh)" in outcome.errors[0][1]


def test_a_file_that_cannot_be_opened_is_an_error_of_the_set(store: Store, tmp_path: Path) -> None:
    found = document_set(tmp_path / "a")
    (tmp_path / "a" / "en.txt").unlink()
    (outcome,) = tasks([found], store, ENCODER)
    assert isinstance(outcome, Outcome)
    assert (outcome.state, outcome.errors[0][0]) == (
        State.REFUSED,
        str(tmp_path / "a" / "en.txt"),
    )


def test_what_ended_an_earlier_run_is_a_task_again_where_it_is_asked_for(
    store: Store, tmp_path: Path
) -> None:
    found = document_set(tmp_path / "a")
    (task,) = tasks([found], store, ENCODER)
    assert isinstance(task, Task)
    store.quarantine("S/1", task.fingerprint, Message("it took too long"))
    (outcome,) = tasks([found], store, ENCODER)
    assert isinstance(outcome, Outcome)
    assert outcome.errors[0][1] == (
        "it took too long, in an earlier run; not tried again, unless with --retry"
    )
    told = outcome.errors[0][1].said(lambda form: form.replace("it took too long", "zu lange"))
    assert told.startswith("zu lange, in an earlier run")
    assert list(tasks([found], store, ENCODER, retry=True)) == [task]
    assert store.quarantined("S/1", task.fingerprint) is None


def test_a_path_that_is_no_text_is_shown_with_its_bytes() -> None:
    assert path_text(Path("文件.txt")) == "文件.txt"
    assert path_text("\udcb4.txt") == "\\udcb4.txt"
