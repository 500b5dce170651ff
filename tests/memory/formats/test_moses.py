"""Text pairs of one text a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.memory.formats.exporting import export_pairs
from hexapla.memory.units import Level, Status
from tests.memory.factories import make_unit


def test_a_line_is_one_text_in_both_files(tmp_path: Path) -> None:
    units = [
        make_unit("甲\n乙。", " A\u2028B.\t"),
        make_unit("丙。", "C.", status=Status.REVIEWED),
        make_unit("丁。", "D.", status=Status.REJECTED),
        make_unit("戊。", "\u00a0"),
    ]
    written = export_pairs(
        tmp_path / "un.moses", lambda: iter(units), source="zh", target="en", level=Level.SENTENCE
    )
    paths = [tmp_path / "un.zh-en.zh", tmp_path / "un.zh-en.en"]
    assert written == [(path, 2) for path in paths]
    assert [path.read_bytes().decode() for path in paths] == ["甲 乙。\n丙。\n", "A B.\nC.\n"]


@pytest.mark.parametrize("break_", ["\r", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029"])
def test_nothing_in_a_text_ends_its_line(break_: str, tmp_path: Path) -> None:
    units = [make_unit(f"甲{break_}乙", f"A{break_}B")]
    for path, count in export_pairs(
        tmp_path / "a.moses", lambda: iter(units), source="zh", target="en", level=Level.SENTENCE
    ):
        assert len(path.read_text("utf-8").splitlines()) == count == 1
