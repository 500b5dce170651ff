"""Files of aligned texts, told by what they hold and apart from documents."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from hexapla.corpora.files.bitexts import Bitext, find_bitext
from hexapla.corpora.files.discovery import find_sets
from hexapla.corpora.input.raw import RawFile

TMX = '<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"><header/></tmx>'
XLIFF = '<!-- a [job] --><xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>'
PAIRS = "图书馆是开放的。\tThe library is open.\n登记册已经公布。\tThe register is out.\n"


@pytest.mark.parametrize(
    ("name", "content", "languages"),
    [
        ("old.tmx", TMX, ()),
        ("old.xml", TMX, ()),
        ("job.xlf", XLIFF, ()),
        ("job.sdlxliff", XLIFF, ()),
        ("texts.tsv", f"zh\ten-US\n{PAIRS}", ()),
        ("texts.txt", f"\ufeffEN\tZH\n{PAIRS}", ()),
        ("reviewed.csv", '"id","status","zh","en"\n', ()),
        ("excel.csv", "Français;中文\n", ()),
        ("news.zh-en.tsv", PAIRS, ("zh", "en")),
        ("zh_en.txt", PAIRS, ("zh", "en")),
    ],
)
def test_files_of_aligned_texts_are_found(
    name: str, content: str, languages: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    found = find_sets([tmp_path])
    assert found.bitexts == (Bitext(path, languages),)
    assert (found.sets, found.errors, found.left_out) == ((), (), ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_the_encoding_does_not_matter(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(TMX.encode(encoding))
    assert find_bitext(RawFile(path.read_bytes(), path)) == Bitext(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.csv", "symbol,language,path\nA/1,zh,a.txt\n"),
        ("a.xml", "<akomaNtoso/>"),
        ("a.tmx", "no XML"),
        ("a.tmx.gz", b"\x1f\x8bno gzip"),
        ("a.gz", gzip.compress(b"<html/>", mtime=0)),
        ("note.zh-en.txt", "The library is open.\nThe register is out.\n"),
        ("zh.txt", PAIRS),
        ("a.tsv", PAIRS),
        ("empty.tsv", ""),
    ],
)
def test_other_files_are_not(name: str, content: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert find_bitext(RawFile(path.read_bytes(), path)) is None


ROWS = (
    ("图书馆是开放的，任何人都可以阅读。", "The library is open, and anyone may read in it."),
    ("登记册已经公布。", "The register has been made public."),
    ("这些文件以六种语文保存。", "These documents are kept in six languages."),
)


def page(*rows: tuple[str, ...]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><h1>双语 Bilingual</h1><table>{cells}</table></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_with_a_language_a_column(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "law.html"
    path.write_bytes(page(*ROWS).replace("<h1>", f"<meta charset={encoding}>").encode(encoding))
    assert find_sets([tmp_path]).bitexts == (Bitext(path, ("zh", "en")),)


@pytest.mark.parametrize(
    "content",
    [
        page(*((english, english) for _, english in ROWS)),
        page(*ROWS[:2]),
        page(*ROWS, ("One",), ("Two",), ("Three",)),
        page(*ROWS).replace("<html>", '<html><meta name="generator" content="hexapla report">'),
        "<html><p>The library is open.",
    ],
)
def test_other_pages_are_none(content: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(content, "utf-8")
    assert find_bitext(RawFile(path.read_bytes(), path)) is None


def test_in_archives_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("in/old.tmx", TMX)
    (tmp_path / "a.tmx.gz").write_bytes(gzip.compress(TMX.encode()))
    found = find_sets([tmp_path]).bitexts
    assert [each.path.name for each in found] == ["a.tmx.gz", "old.tmx"]


def test_a_file_is_found_once_and_what_hexapla_wrote_only_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "zh_en.tmx"
    path.write_text(TMX.replace("<header/>", '<header creationtool="hexapla"/>'), "utf-8")
    assert find_sets([tmp_path]).bitexts == ()
    assert find_sets([tmp_path, path, path]).bitexts == (Bitext(path),)
