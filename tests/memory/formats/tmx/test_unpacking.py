"""Compressed TMX files are read, and bombs among them are not."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.tmx.unpacking import open_unpacked


def packed(path: Path, data: bytes) -> Path:
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(data))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("in/a.TMX", data)
            archive.writestr("readme.txt", "no TMX")
    return path


def read(path: Path) -> bytes:
    with open_unpacked(path) as stream:
        return b"".join(iter(lambda: stream.read(1 << 16), b""))


@pytest.mark.parametrize("name", ["a.tmx.gz", "a.tmx.zip"])
def test_what_is_packed_is_read_by_its_first_bytes(name: str, tmp_path: Path) -> None:
    path = packed(tmp_path / name, b"<tmx/>")
    assert read(path) == b"<tmx/>"
    assert read(path.rename(tmp_path / "a.tmx")) == b"<tmx/>"


def test_what_is_not_packed_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx.gz"
    path.write_bytes(b"<tmx/>")
    assert read(path) == b"<tmx/>"


@pytest.mark.parametrize("name", ["a.tmx.gz", "a.tmx.zip"])
def test_bombs_are_refused(name: str, tmp_path: Path) -> None:
    path = packed(tmp_path / name, b" " * ((1 << 24) + 1))
    with pytest.raises(StoreError, match="unpacks to far more"):
        read(path)


@pytest.mark.parametrize("start", [b"\x1f\x8bno", b"PK\x03\x04no"])
def test_damaged_packages_are_one_line(start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(start)
    with pytest.raises(StoreError, match=r"(?s)a\.tmx: cannot be unpacked") as caught:
        read(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("count", "said"), [(0, "in it: 0;"), (2, "in it: 2;")])
def test_a_zip_with_no_or_many_tmx_files_is_refused(count: int, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "")
        for number in range(count):
            archive.writestr(f"{number}.tmx", "<tmx/>")
    with pytest.raises(StoreError, match=f"TMX files {said}"):
        read(path)


def test_countless_units_with_nothing_in_them_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.tmx.gz", b"<tmx><body>" + b"<tu/>" * 200_000 + b"</body></tmx>")
    with pytest.raises(StoreError, match="unpacks to far more than it should: 200,000 tags"):
        read(path)
