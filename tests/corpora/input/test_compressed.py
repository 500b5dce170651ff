"""What gzip packed is read as what it holds, one level, and never more than a document has."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.files.discovery import find_sets
from hexapla.corpora.input.archives import load
from hexapla.corpora.input.compressed import unpacked
from hexapla.corpora.readers.registry import identify, read

ZH = "大会\n\n1. 决定保留先例名册；\n\n2. 请秘书长提出报告。"
EN = "The Assembly\n\n1. Decides to keep the roster of precedents;\n\n2. Requests a report."
WHERE = Path("a.txt.gz")


def page(text: str) -> str:
    return "<html><body>" + "".join(f"<p>{each}</p>" for each in text.split("\n\n")) + "</body>"


@given(st.binary(), st.integers(0, 300))
def test_packed_bytes_come_back_and_others_stay(data: bytes, most: int) -> None:
    packed = gzip.compress(data, mtime=0)
    assert unpacked(packed, WHERE) == data
    assert unpacked(packed, WHERE, most=most) == data[:most]
    assert unpacked(b"x" + data, WHERE) == b"x" + data


@given(st.binary(min_size=1), st.data())
def test_a_file_cut_anywhere_is_one_line_and_its_start_is_enough_for_a_look(
    data: bytes, draw: st.DataObject
) -> None:
    packed = gzip.compress(data, mtime=0)
    cut = packed[: draw.draw(st.integers(2, len(packed) - 1))]
    with pytest.raises(DocumentError, match=r"a\.txt\.gz: a damaged gzip file"):
        unpacked(cut, WHERE)
    assert data.startswith(unpacked(cut, WHERE, most=len(cut)))


def test_what_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(DocumentError, match="far more"):
        unpacked(gzip.compress(bytes(11 * 2**20)), WHERE)


@pytest.mark.parametrize("ending", ["txt.gz", "html.gz", "TXT.GZ"])
def test_packed_versions_find_each_other_by_name(ending: str, tmp_path: Path) -> None:
    make = page if "html" in ending else str
    for language, text in (("zh", ZH), ("en", EN)):
        path = tmp_path / f"note.{language}.{ending}"
        path.write_bytes(gzip.compress(make(text).encode()))
    found = find_sets([tmp_path])
    (only,) = found.sets
    assert (only.symbol, found.errors) == ("note", ())
    document = read(only.source.path)
    assert [each.label for each in document.paragraphs][-2:] == ["1", "2"]


def test_packed_versions_find_each_other_by_their_text(tmp_path: Path) -> None:
    (tmp_path / "N01.gz").write_bytes(gzip.compress(f"A/80/7\n\n{ZH}".encode()))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("N02.txt.gz", gzip.compress(f"A/80/7\n\n{EN}".encode()))
    (only,) = find_sets([tmp_path]).sets
    assert only.symbol == "A/80/7"
    assert identify(only.targets[0].path).language == "en"


def test_a_packed_copy_counts_once(tmp_path: Path) -> None:
    for language, text in (("zh", ZH), ("en", EN)):
        (tmp_path / f"note.{language}.txt").write_text(text, "utf-8")
    (tmp_path / "note.en.txt.gz").write_bytes(gzip.compress(EN.encode()))
    found = find_sets([tmp_path])
    assert len(found.sets) == 1
    assert [each.path.name for each in found.left_out] == ["note.en.txt.gz"]


def test_what_is_packed_twice_or_is_no_document_is_one_line(tmp_path: Path) -> None:
    twice = tmp_path / "note.txt.gz"
    twice.write_bytes(gzip.compress(gzip.compress(EN.encode())))
    with pytest.raises(DocumentError, match="a compressed file, which is not read"):
        read(twice)
    broken = tmp_path / "other.txt.gz"
    broken.write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(DocumentError, match="a damaged gzip file"):
        load(broken)
