"""Arrays that wait in memory or in a temporary file, and come back as they were."""

from __future__ import annotations

import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hexapla.align import shelf
from hexapla.align.shelf import Shelf
from hexapla.corpora.errors import AlignmentError


@pytest.mark.parametrize("in_memory", [1, 1 << 20])
def test_arrays_come_back_as_they_were(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_IN_MEMORY", in_memory)
    arrays: list[NDArray[Any]] = [
        np.arange(12, dtype=np.float16).reshape(3, 4),
        np.ones((2, 1), dtype=np.float32),
        np.empty((0, 4), dtype=np.float16),
        np.arange(20, dtype=np.float32).reshape(4, 5)[::2],
    ]
    kept = Shelf()
    for number, array in enumerate(arrays):
        kept.put(number, array)
    kept.put(1, 2 * arrays[1])
    for number, array in enumerate([arrays[0], 2 * arrays[1], *arrays[2:]]):
        taken = kept.take(number)
        assert taken.dtype == array.dtype
        assert (taken == array).all()
        assert taken.shape == array.shape


def test_what_waits_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_IN_MEMORY", 1)
    kept = Shelf()
    tracemalloc.start()
    for number in range(20):
        kept.put(number, np.full((100, 1000), number, dtype=np.float32))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1e6  # of 8 MB
    assert (kept.take(7) == 7).all()


@pytest.mark.parametrize("size", [200, 10_000])  # less and more than waits to be written
def test_where_there_is_no_room_that_is_said(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no limit on files")
    monkeypatch.setattr(shelf, "_IN_MEMORY", 1)
    kept = Shelf()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(AlignmentError, match="too large"):
            kept.put("a", np.zeros(size))
        del kept
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_where_there_is_no_temporary_folder_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(AlignmentError, match="none: No such file"):
        Shelf().put("a", np.zeros(100))
