"""One set read and aligned: whatever goes wrong in it is in the result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.corpora.errors import EncoderError
from hexapla.corpora.files.discovery import DocumentFile
from hexapla.corpora.input import bounds
from hexapla.corpora.messages import Message
from hexapla.memory.jobs.align_set import align_set
from hexapla.memory.jobs.outcomes import Outcome, State
from hexapla.memory.jobs.tasks import Task
from tests.memory.samples import TEXTS


def make_task(folder: Path, *languages: str, encoder: str = "embedded") -> Task:
    """A task of the sample in some languages, the source first."""
    for language in languages:
        joiner = "" if language == "zh" else " "
        text = "\n\n".join(joiner.join(sentences) for sentences in TEXTS[language])
        (folder / f"{language}.txt").write_text(text, "utf-8")
    return Task(
        symbol="S/1",
        files=tuple(DocumentFile(folder / f"{each}.txt", each) for each in languages),
        digests=tuple(f"digest of {each}" for each in languages),
        size=1000,
        fingerprint="print",
        encoder=encoder,
        cache_folder=None,
        errors=(),
    )


def test_a_set_is_read_and_aligned(tmp_path: Path) -> None:
    result = align_set(make_task(tmp_path, "zh", "en", "fr"))
    assert result.outcome.state is State.ALIGNED
    assert result.aligned is not None
    assert result.aligned.fingerprint == "print"
    assert [each.digest for each in result.aligned.documents] == [
        *("digest of zh", "digest of en", "digest of fr")
    ]
    assert result.outcome.paragraphs == sum(each.paragraphs for each in result.aligned.documents)


def test_a_target_that_cannot_be_read_is_left_out_and_the_set_tried_again(tmp_path: Path) -> None:
    task = make_task(tmp_path, "zh", "en", "fr")
    (tmp_path / "fr.txt").write_bytes(b"")
    result = align_set(task)
    assert result.aligned is not None
    assert [where for where, _ in result.outcome.errors] == [str(tmp_path / "fr.txt")]
    assert result.aligned.fingerprint == ""
    assert result.aligned.warnings[0].startswith("fr.txt: ")


def test_a_source_that_cannot_be_read_costs_the_set_with_what_was_known_before(
    tmp_path: Path,
) -> None:
    task = replace(make_task(tmp_path, "zh", "en"), errors=(("de.txt", Message("is not there")),))
    (tmp_path / "zh.txt").write_bytes(b"")
    result = align_set(task)
    assert (result.outcome.state, result.aligned) == (State.REFUSED, None)
    assert [where for where, _ in result.outcome.errors] == ["de.txt", str(tmp_path / "zh.txt")]


def test_an_outcome_that_is_known_is_given_back() -> None:
    known = Outcome("S/1", State.UNCHANGED)
    assert align_set(known).outcome is known


def test_without_its_encoder_nothing_goes_on(tmp_path: Path) -> None:
    task = make_task(tmp_path, "zh", "en", encoder=f"transformers:{tmp_path / 'none'}")
    with pytest.raises(EncoderError):
        align_set(task)


@pytest.mark.parametrize(("bound", "what"), [("ALIGNED", "paragraphs"), ("SENTENCES", "sentences")])
def test_what_is_too_long_to_be_aligned_is_refused_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, what: str
) -> None:
    monkeypatch.setattr(bounds, f"MOST_{bound}", 3)
    task = make_task(tmp_path, "zh", "en", encoder="none")
    [(where, cause)] = align_set(task).outcome.errors
    assert where == str(tmp_path / "zh.txt")
    assert cause == f"has more than 3 {what}; align it in parts"
