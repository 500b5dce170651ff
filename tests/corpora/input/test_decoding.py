"""Decoding: every encoding that UN documents come in, on short texts and on real ones."""

from __future__ import annotations

import codecs
import os
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.bounds import MAX_BYTES
from hexapla.corpora.input.decoding import decode, is_special, lines, load

HERE = Path("a file.txt")
TEXTS = {
    "zh": "大会欢迎会员国为执行本决议所作的努力，并请秘书长提出报告。\n",
    "zh-Hant": "大會歡迎會員國為執行本決議所作的努力，並請秘書長提出報告。\n",
    "en": "The Assembly’s report – “a first step” – was adopted at a café.\n",
    "fr": "L’Assemblée générale prie le Secrétaire général d’établir un rapport à ce sujet.\n",
    "es": "La Asamblea pide a la Comisión que presente un informe el próximo año.\n",
    "ru": "Генеральная Ассамблея просит Генерального секретаря представить доклад.\n",
    "ar": "تطلب الجمعية العامة إلى الأمين العام أن يقدم تقريرا عن تنفيذ هذا القرار.\n",
    "de": "Die Versammlung begrüßt die Maßnahmen der Mitgliedstaaten für größere Öffnung.\n",
}
LEGACY = [
    ("zh", "gb18030"),
    ("zh", "gbk"),
    ("zh-Hant", "big5"),
    ("zh-Hant", "gb18030"),
    ("en", "cp1252"),
    ("fr", "cp1252"),
    ("es", "cp1252"),
    ("de", "cp1252"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "iso8859-5"),
    ("ar", "cp1256"),
    ("ar", "iso8859-6"),
]


@pytest.mark.parametrize(("name", "encoding"), LEGACY)
def test_a_legacy_encoding_is_recognised(name: str, encoding: str) -> None:
    assert decode(TEXTS[name].encode(encoding), HERE) == TEXTS[name]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_unicode_without_a_mark_is_recognised(name: str, encoding: str) -> None:
    assert decode(TEXTS[name].encode(encoding), HERE) == TEXTS[name]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_goes(name: str, mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXTS[name].encode(encoding), HERE) == TEXTS[name]


@pytest.mark.parametrize(("code", "encoding"), [
    ("zh", "gb18030"), ("ru", "cp1251"), ("ar", "cp1256"), ("fr", "cp1252"), ("de", "cp1252"),
    ("es", "cp1252"), ("zh", "utf-16-le"), ("ru", "utf-16-be"), ("fr", "utf-16-le"),
])  # fmt: skip
def test_real_lines_are_recognised_one_by_one(shared_data: Path, code: str, encoding: str) -> None:
    text = (shared_data / "sdg-targets/numbered" / f"{code}.txt").read_text()
    lines = unicodedata.normalize("NFC", text).splitlines()
    encoded = [(line, line.encode(encoding, "ignore")) for line in lines]
    # Lines of which the encoding lacks a character are cut by it.
    whole = [(line, data) for line, data in encoded if data.decode(encoding) == line and line]
    beyond = [(line, data) for line, data in whole if not line.isascii()]
    right = sum(decode(data + "\n".encode(encoding), HERE) == line + "\n" for line, data in beyond)
    assert len(beyond) >= 4
    assert right / len(beyond) >= 0.99


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\v\u2028\u2029\ufeff\x7f",
                             exclude_categories=("Cc", "Cs", "Cn")), min_size=1))  # fmt: skip
def test_utf_8_is_kept_as_it_is(text: str) -> None:
    assert decode(text.encode(), HERE) == text
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le"), HERE) == text


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_give_text_or_one_line(data: bytes) -> None:
    try:
        text = decode(data, HERE)
    except DocumentError as error:
        assert str(error).startswith("a file.txt: ")
        assert "\n" not in str(error)
    else:
        assert "\x00" not in text
        assert "\r" not in text


def test_line_ends_and_stray_controls_are_normalised() -> None:
    text = "one\r\ntwo\rthree\vfour\u2029five\ttab\fpage " + "x" * 200 + "\x07"
    wanted = "one\ntwo\nthree\nfour\n\nfive\ttab\fpage " + "x" * 200
    assert decode(text.encode(), HERE) == wanted


def test_decomposed_letters_stay_decomposed() -> None:
    assert decode("e\u0301".encode(), HERE) == "e\u0301"


def test_a_declared_encoding_is_believed_after_utf_8() -> None:
    short = "中国".encode("gb18030")
    assert decode(short, HERE, declared="GB2312") == "中国"
    assert decode("élan".encode(), HERE, declared="gb2312") == "élan"
    # Names of codecs that are no text encodings do nothing.
    assert decode(TEXTS["ru"].encode("cp1251"), HERE, declared="zlib") == TEXTS["ru"]


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "damaged"),
        (b"\x93\x81\x8d" * 50, "encoding"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=f"^a file.txt: .*{cause}"):
        decode(data, HERE)


def test_a_long_ascii_head_costs_no_time() -> None:
    # A quadratic search for the one odd byte would take minutes.
    assert decode(b"a" * 3_000_000 + b"\xe9", HERE).endswith("é")


def test_a_file_is_loaded_from_a_path_with_spaces_and_chinese(tmp_path: Path) -> None:
    path = tmp_path / "决议 草案.txt"
    path.write_bytes(b"abc")
    assert load(path) == b"abc"
    assert load(path, most=2) == b"ab"


def test_files_that_cannot_be_loaded_say_why(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        load(tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="not a file"):
        load(tmp_path)
    with pytest.raises(DocumentError):
        load(Path("nul\x00.txt"))


def test_a_giant_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "giant.txt"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)  # sparse: it takes no room
    with pytest.raises(DocumentError, match="larger than 200 MB"):
        load(path)


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("text")
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # root may read everything
    try:
        with pytest.raises(DocumentError, match="no permission"):
            load(path)
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("chunk", [1, 7, 2**20])
def test_lines_are_those_of_the_whole_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, chunk: int
) -> None:
    monkeypatch.setattr("hexapla.corpora.input.decoding._CHUNK", chunk)
    path = tmp_path / "lines.txt"
    text = "大会决议\r\n第一段，会议\r\r\n\n最后一段文字"
    path.write_bytes(text.encode(encoding))
    found = list(lines(path))
    assert "".join(found) == decode(path.read_bytes(), path)
    if chunk > len(text):
        assert found == ["大会决议\n", "第一段，会议\n", "\n", "\n", "最后一段文字"]


def test_lines_of_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    for name, content in (("empty", b""), ("binary", bytes(range(256)) * 9)):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DocumentError, match=name):
            list(lines(path))
    with pytest.raises(DocumentError, match="no such file"):
        list(lines(tmp_path / "none"))


def test_a_file_that_comes_and_goes_is_no_device(tmp_path: Path) -> None:
    path, done = tmp_path / "memory.db-journal", tmp_path / "done"

    def write_and_remove() -> None:
        while not done.exists():
            path.write_bytes(b"")
            path.unlink()

    with ThreadPoolExecutor(1) as other:
        writing = other.submit(write_and_remove)
        try:
            found = sum(is_special(path) for _ in range(20_000))
        finally:
            done.touch()
        writing.result()
    assert not found


def test_only_a_pipe_or_a_device_is_special(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    names = ("text.txt", "pipe", "link", "nothing", "a\0b", ".")
    assert [name for name in names if is_special(tmp_path / name)] == ["pipe", "link"]
