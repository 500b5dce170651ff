"""Pairs in columns, and the card that says what they are."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from hexapla.memory.formats.exporting import export_pairs
from hexapla.memory.formats.parquet import COLUMNS, card_path
from hexapla.memory.units import Level, Status
from tests.memory.factories import make_unit

if find_spec("pyarrow") is None and not os.environ.get("CI"):
    pytest.skip("pyarrow is not installed: Parquet is not tested", allow_module_level=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    units = [
        make_unit("甲。", "A.", label="3(a)", symbol="A/1"),
        make_unit("乙。", "B.", status=Status.REVIEWED, symbol="A/1 (imported)"),
        make_unit("丙。", "C.", status=Status.REJECTED),
    ]
    written = export_pairs(
        tmp_path / "new" / 'u"n.parquet',
        lambda: iter(units),
        source="zh",
        target="en",
        level=Level.SENTENCE,
    )
    assert written == [(tmp_path / "new" / 'u"n.parquet', 2)]
    return written[0][0]


def test_rows_have_all_that_tells_how_far_they_can_be_relied_on(path: Path) -> None:
    from pyarrow import parquet  # noqa: PLC0415 - where it is installed

    table = parquet.read_table(path)
    assert table.column_names == [name for name, _, _ in COLUMNS]
    first, second = table.to_pylist()
    assert first["source"] == "甲。" and first["target"] == "A."
    assert (first["id"], first["symbol"], first["label"]) == ("A/1#1.1", "A/1", "3(a)")
    assert (first["score"], first["status"]) == (1.0, "automatic")
    assert (first["source_language"], first["target_language"]) == ("zh", "en")
    assert second["status"] == "reviewed"


def test_the_card_says_what_the_rows_are(path: Path) -> None:
    card = card_path(path).read_text("utf-8")
    head, text = card.removeprefix("---\n").split("\n---\n")
    assert "- zh\n- en\n" in head and "- n<1K" in head
    assert '  data_files: "u\\"n.parquet"' in head
    assert "2 pairs of texts from 1 documents" in text and "- 1 were reviewed" in text
    assert all(f"| `{name}` |" in text for name, _, _ in COLUMNS)
