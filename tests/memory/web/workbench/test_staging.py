"""Files that are brought stay within the folder of their batch."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import UsageError
from hexapla.memory.web.workbench import staging
from hexapla.memory.web.workbench.staging import Batch, Staging

PLACES = st.lists(
    st.sampled_from(
        ["..", ".", "", "a", "zh.txt", "C:", "con", "nul.txt", " ", "\x00", "é", "文件"]
    )
    | st.text(max_size=8),
    max_size=10,
)


@given(PLACES, st.sampled_from("/\\"))
def test_no_place_leads_out(parts: list[str], separator: str) -> None:
    batch = Batch(Path("/batches/one"))
    try:
        path = batch.path_of(separator.join(parts))
    except UsageError:
        return
    assert path.is_relative_to(batch.folder)
    assert path != batch.folder
    names = path.relative_to(batch.folder).parts
    assert not {"..", ".", ""} & set(names)
    assert not any(name.startswith(".") for name in names)


def test_a_file_is_kept_at_its_place(tmp_path: Path) -> None:
    batches = Staging(tmp_path)
    batch = batches.batch(batches.begin())
    kept = batch.take("zh/report.txt", b"text")
    assert kept.read_bytes() == b"text"
    assert batch.holds(kept)
    assert batch.holds(kept / "a member.txt")
    assert not batch.holds(batch.folder / "zh")
    assert not batch.holds(tmp_path / "other")
    with pytest.raises(UsageError, match="two files of this name"):
        batch.take("zh/report.txt", b"other")
    assert kept.read_bytes() == b"text"


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be kept"):
        Batch(tmp_path / "file").take("zh/report.txt", b"text")


def test_no_more_is_kept_than_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MAX_FILES", 2)
    monkeypatch.setattr(staging, "MAX_BYTES", 10)
    batch = Batch(tmp_path)
    with pytest.raises(UsageError, match="more files"):
        batch.take("a", b"x" * 11)
    batch.take("a", b"x")
    batch.take("b", b"x")
    with pytest.raises(UsageError, match="more files"):
        batch.take("c", b"x")


@pytest.mark.parametrize("name", ["", "..", "20440101T000000-00000000", "x/../y"])
def test_a_batch_that_was_not_begun_is_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bring them again"):
        Staging(tmp_path).batch(name)
