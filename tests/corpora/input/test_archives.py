"""Zip archives as folders: their members are found, named and read; hostile ones are refused."""

from __future__ import annotations

import random
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.files.discovery import DocumentFile, find_sets
from hexapla.corpora.input.archives import is_archive, load, open_archive
from hexapla.corpora.readers.registry import Identity, identify, read
from tests.corpora.readers.word_files import paragraph, word_file
from tests.work import LINEAR, growth

ZH = "大会欢迎会员国为执行本决议所作的努力，并请秘书长向大会提出报告。"
EN = "The General Assembly welcomes the efforts of the Member States and asks for a report."


def packed(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        members(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    return caught.value.cause


def test_an_archive_is_told_by_its_content(tmp_path: Path) -> None:
    assert is_archive(packed(tmp_path / "no extension", {"a.txt": "x"}))
    word = tmp_path / "word.zip"
    word.write_bytes(word_file(paragraph(EN)))
    text = tmp_path / "text.zip"
    text.write_text("PK is no archive")
    for path in (word, text, tmp_path, tmp_path / "none.zip"):
        assert not is_archive(path)
    assert read(word).paragraphs[0].text == EN


def members(path: Path) -> list[Path]:
    with open_archive(path) as archive:
        return archive.members()


def test_members_are_read_as_files_are(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "zh/A_99_L.4.txt": f"A/99/L.4\n{ZH}\n",
        "b.docx": word_file(paragraph(EN)),
    }
    path = packed(tmp_path / "archive.zip", files)
    assert members(path) == [path / "b.docx", path / "zh/A_99_L.4.txt"]
    assert read(path / "b.docx").paragraphs[0].text == EN
    assert identify(path / "zh/A_99_L.4.txt") == Identity("A/99/L.4", "zh")
    assert load(path / "zh/A_99_L.4.txt", most=4) == b"A/99"


def test_the_names_of_an_archive_are_read_once_for_all_that_are_taken(tmp_path: Path) -> None:
    archives = {
        size: packed(tmp_path / f"{size}.zip", {f"{number}.txt": "x" for number in range(size)})
        for size in (40, 80)
    }

    def take_all(size: int) -> None:
        for number in range(size):
            assert load(archives[size] / f"{number}.txt") == b"x"

    take_all(80)
    assert growth(take_all, 40) < LINEAR


def test_an_archive_that_is_written_anew_is_read_anew(tmp_path: Path) -> None:
    for content in ("x", "another"):
        path = packed(tmp_path / "archive.zip", {"a.txt": content})
        assert load(path / "a.txt") == content.encode()


def test_a_member_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "archive.zip", {"a.txt": "x"})
    with pytest.raises(DocumentError, match="no such file in the archive"):
        load(path / "b.txt")
    with pytest.raises(DocumentError, match="a zip archive; align it, or unpack it"):
        read(path)
    plain = tmp_path / "plain.txt"
    plain.write_text("x")
    with pytest.raises(DocumentError, match="damaged zip"):
        load(plain / "a.txt")


def test_names_are_read_in_the_code_page_of_their_maker(tmp_path: Path) -> None:
    # As Chinese Windows writes it: the bytes of its own code page, and no flag for UTF-8.
    bare = "决议中文版.txt".encode("gb18030")
    path = packed(tmp_path / "a.zip", {"x" * len(bare): ZH})
    path.write_bytes(path.read_bytes().replace(b"x" * len(bare), bare))
    assert members(path) == [path / "决议中文版.txt"]
    assert read(path / "决议中文版.txt").paragraphs[0].text == ZH


def test_document_sets_are_found_inside_archives(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "A_RES_99_1-ZH.txt": ZH,
        "A_RES_99_1-EN.txt": EN,
        "zh/report.txt": ZH,
        "en/report.txt": EN,
        "__MACOSX/._A_RES_99_1-EN.txt": "x",
        ".hidden.txt": "x",
        "picture.png": "x",
        "inner.zip": b"PK\x03\x04",
    }
    path = packed(tmp_path / "archive.zip", files)
    for start in (path, tmp_path):
        found = find_sets([start])
        by_symbol = {each.symbol: each for each in found.sets}
        resolution = by_symbol["A/RES/99/1"]
        assert resolution.source == DocumentFile(path / "A_RES_99_1-ZH.txt", "zh")
        assert resolution.targets == (DocumentFile(path / "A_RES_99_1-EN.txt", "en"),)
        assert by_symbol["report"].source == DocumentFile(path / "zh/report.txt", "zh")
        cause = "an archive inside an archive; unpack it first"
        (error,) = found.errors
        assert (error.where, error.cause) == (str(path / "inner.zip"), cause)


def test_an_archive_for_each_language_is_like_a_folder_for_each(tmp_path: Path) -> None:
    zh = packed(tmp_path / "zh.zip", {"report.txt": ZH})
    en = packed(tmp_path / "en.zip", {"report.txt": EN})
    (found,) = find_sets([tmp_path]).sets
    assert found.source == DocumentFile(zh / "report.txt", "zh")
    assert found.targets == (DocumentFile(en / "report.txt", "en"),)


def test_a_refused_archive_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04 broken")
    (refused,) = find_sets([tmp_path]).errors
    assert refused.where == str(path)
    assert "damaged zip" in refused.cause


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "a/../../b.txt", "..\\a.txt", "C:\\a.txt"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    assert "leads out of the archive" in refusal(packed(tmp_path / "a.zip", {name: "x"}))


def test_links_and_passwords_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in refusal(path)
    data = bytearray(packed(tmp_path / "b.zip", {"a.txt": "x"}).read_bytes())
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, entry + 8, 1)
    path.write_bytes(data)
    assert refusal(path) == "has a password; unpack it first"


def test_bombs_are_refused_unpacked(tmp_path: Path) -> None:
    assert "unpacks to far more" in refusal(packed(tmp_path / "a.zip", {"a.txt": " " * 30_000_000}))
    many = {str(number): "" for number in range(10_001)}
    assert "more than a document" in refusal(packed(tmp_path / "b.zip", many))


def test_damaged_archives_are_refused_in_one_line(tmp_path: Path) -> None:
    chance = random.Random(8)
    whole = packed(tmp_path / "a.zip", {"zh.txt": ZH * 20, "en.txt": EN * 20}).read_bytes()
    path = tmp_path / "b.zip"
    for place in range(200):
        data = bytearray(whole[: chance.randrange(1, len(whole))] if place % 4 == 0 else whole)
        for _ in range(chance.choice((1, 4))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        try:
            for member in members(path):
                read(member)
        except DocumentError as error:
            assert "\n" not in str(error)
        find_sets([path])
