"""The main job whole, as a function: what it returns, tells and refuses."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.jobs.align_files import align_files
from hexapla.memory.jobs.outcomes import State
from hexapla.memory.jobs.progress import JobProgress
from tests.paths import SAMPLE


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A set in two languages, with a file of texts that are aligned and one that is bad."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for language in ("zh", "en"):
        shutil.copy(SAMPLE / "note" / f"{language}.txt", folder)
    (folder / "texts.tsv").write_text("en\tzh\nThe door is open.\t门是开的。\n", "utf-8")
    (folder / "bad.tmx").write_text('<tmx version="1.4"><header/><body><tu>', "utf-8")
    return folder


def test_the_result_says_what_was_done_and_what_was_not(documents: Path, tmp_path: Path) -> None:
    told: list[JobProgress] = []
    out = tmp_path / "out"
    result = align_files([str(documents)], str(out), encoder="none", on_progress=told.append)
    assert result.states == {State.ALIGNED: 1}
    assert [(each.path.name, bool(each.counts)) for each in result.imported] == [
        *(("bad.tmx", False), ("texts.tsv", True))
    ]
    ((where, cause),) = result.errors
    assert (where, "not well-formed" in cause) == (str(documents / "bad.tmx"), True)
    assert [path.relative_to(out).as_posix() for path in result.written] == [
        # Without an encoder, what has no number is doubtful.
        *("tmx/zh_en.tmx", "tmx-paragraphs/zh_en.tmx"),
        *("doubtful/tmx/zh_en.tmx", "report.html"),
    ]
    assert [(each.done, each.total, bool(each.outcome)) for each in told if not each.step] == [
        *((0, 1, False), (1, 1, True), (1, 1, False))
    ]
    assert [each.errors for each in told if not each.step][-1] == result.errors
    steps = [(each.step, Path(each.file).name) for each in told if each.step]
    assert [f"{step} {name}".strip() for step, name in steps] == [
        "finding",
        *("reading zh.txt", "aligning zh.txt", "reading en.txt", "aligning en.txt"),
        *("aligning", "storing", "importing bad.tmx", "importing texts.tsv"),
        *("writing out", "writing report.html"),
    ]
    again = align_files([documents], out, encoder="none")
    assert again.states == {State.UNCHANGED: 1}


def test_a_file_is_opened_once_to_be_found_and_once_to_be_read(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in ("zh", "en"):
        (documents / f"{language}.txt").rename(documents / f"A_RES_99_1-{language}.txt")
    opened: Counter[str] = Counter()
    really_open = Path.open

    def counted(path: Path, *given: Any, **named: Any) -> Any:
        opened[path.name] += 1
        return really_open(path, *given, **named)

    monkeypatch.setattr(Path, "open", counted)
    result = align_files([documents], tmp_path / "out", encoder="none")
    assert result.states == {State.ALIGNED: 1}
    assert {opened[f"A_RES_99_1-{language}.txt"] for language in ("zh", "en")} == {2}


def test_a_manifest_names_the_documents_and_the_memory_can_be_elsewhere(
    documents: Path, tmp_path: Path
) -> None:
    lines = ["symbol,language,path", "A/1,zh,documents/zh.txt", "A/1,en,documents/en.txt"]
    (tmp_path / "list.csv").write_text("\n".join([*lines, "A/1,xx,no.txt"]), "utf-8")
    memory = tmp_path / "kept.db"
    manifest = tmp_path / "list.csv"
    result = align_files([], tmp_path / "out", manifest=manifest, memory=memory, encoder="none")
    assert result.states == {State.ALIGNED: 1}
    assert [cause.startswith("line 4: ") for _, cause in result.refused] == [True]
    assert memory.is_file()
    assert not (tmp_path / "out" / "memory.db").exists()


def test_documents_or_a_manifest_and_never_both_or_none(documents: Path, tmp_path: Path) -> None:
    for paths, manifest in (([], None), ([documents], documents / "texts.tsv")):
        with pytest.raises(UsageError, match="either"):
            align_files(paths, tmp_path / "out", manifest=manifest)


def test_nothing_is_searched_for_where_the_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Not a directory"):
        align_files([tmp_path / "none"], tmp_path / "file" / "out")
