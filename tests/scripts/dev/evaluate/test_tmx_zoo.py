"""Peculiar TMX files of other tools: read right or refused in one line, and given back whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.tmx.rules import check_tmx
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.units import Level
from scripts.dev.evaluate.tmx_zoo import table

CREATED = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
TRADITIONAL = {"07_zhTW.tmx"}  # which is never taken for simplified Chinese
REFUSED = {"46_ctrl_charref.tmx", "47_ctrl_raw.tmx", "48_unescaped_amp.tmx"}


def test_every_file_is_read_right_and_given_back_or_refused_in_one_line(shared_data: Path) -> None:
    rows = table(shared_data / "tmx-zoo")
    assert len(rows) > 60
    assert {row.file for row in rows if not row.given_back} == REFUSED
    assert {row.file for row in rows if not row.units} == REFUSED | TRADITIONAL
    assert {row.file: row.units for row in rows if row.units not in (0, 5)} == {
        **{"50_dup_target.tmx": 6, "51_two_en_in_tu.tmx": 6, "52_empty_target.tmx": 4},
        **{name: 2 for name in (row.file for row in rows) if name.startswith("6")},
        "gold.tmx": 3,
    }
    assert [
        row for row in rows if row.cause and ("\n" in row.cause or row.file not in row.cause)
    ] == []
    plain = "大会，", "The General Assembly,"
    for row in rows:
        if row.file not in REFUSED:
            number = row.file[:2]
            wanted = {
                "07": None,
                "11": plain[::-1],
                "43": tuple(f"<b>{text}</b>" for text in plain),
                "52": None,
                "82": ("大会,", plain[1]),
                "91": ("甲段。", "First."),
                "92": ("甲段。", "First."),
            }.get(number, plain)
            assert wanted is None or row.first == wanted, row


def test_attributes_of_other_name_spaces_do_not_break_the_file(tmp_path: Path) -> None:
    path = tmp_path / "odd.tmx"
    path.write_text(
        '<tmx version="1.4" xmlns:o="urn:o"><header srclang="zh"/><body>'
        '<tu o:x="1" odd="2" usagecount="3"><tuv xml:lang="zh" o:y="1" changeid="ann">'
        '<seg>甲。</seg></tuv><tuv xml:lang="en" o:y="1" changeid="ben"><note>N</note>'
        "<seg>A.</seg></tuv></tu></body></tmx>",
        "utf-8",
    )
    back = tmp_path / "back.tmx"
    write_tmx(
        back, read_units(path), source="zh", target="en", level=Level.SENTENCE, created=CREATED
    )
    text = back.read_text("utf-8")
    assert [each for each in check_tmx(back) if not each.tool] == []
    assert 'usagecount="3"' in text
    assert '<tuv xml:lang="en-US" changeid="ben">\n<note>N</note>' in text


def test_a_folder_without_files_is_an_empty_table(tmp_path: Path) -> None:
    assert table(tmp_path) == []
    (tmp_path / "a.tmx").write_bytes(b"")
    (row,) = table(tmp_path)
    assert (row.units, row.given_back) == (0, False)
    with pytest.raises(StoreError):
        list(read_units(tmp_path / "a.tmx"))
