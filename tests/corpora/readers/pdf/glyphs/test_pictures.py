"""The page of a PDF file on which a text stands, as a picture with the text marked."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from struct import unpack

import pytest

from hexapla.corpora.input.children import Finished
from hexapla.corpora.readers.pdf import sandbox
from hexapla.corpora.readers.pdf.sandbox import picture
from tests.corpora.readers.pdf_files import page_file, tagged_file

HERE = Path("a file.pdf")
FIRST = "The register is open to all who wish to read in it."
SECOND = "It is brought up to date each year by the secretariat."
CHINESE = "名册对所有愿意阅读的人开放。"
MARK = (255, 241, 184)


def pixels(png: bytes) -> list[bytes]:
    """Return the lines of a picture, of three bytes a pixel."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    width, height = unpack(">II", png[16:24])
    start = png.index(b"IDAT") + 4
    (size,) = unpack(">I", png[start - 8 : start - 4])
    plain = zlib.decompress(png[start : start + size])
    assert len(plain) == height * (3 * width + 1)
    return [plain[at + 1 : at + 1 + 3 * width] for at in range(0, len(plain), 3 * width + 1)]


def marked_lines(png: bytes) -> range:
    """Return from which line to which a picture is marked, in hundredths of its height."""
    lines = pixels(png)
    found = [n for n, line in enumerate(lines) if bytes(MARK) in line]
    return range(100 * found[0] // len(lines), 100 * found[-1] // len(lines) + 1)


@pytest.mark.parametrize(("text", "place"), [(FIRST, 17), (SECOND, 52), (CHINESE, 76)])
def test_the_text_is_marked_where_it_stands(text: str, place: int) -> None:
    # Points are counted from the foot of the page, 842 of them.
    shows = ((60, 700, 10, FIRST), (60, 400, 10, SECOND), (60, 200, 10, CHINESE))
    found = picture(page_file(*shows), HERE, text)
    assert found is not None and found.number == 0
    lines = marked_lines(found.png)
    assert place - 3 <= lines.start and lines.stop <= place + 3


def test_hyphens_spaces_and_line_ends_are_passed_over() -> None:
    shows = ((60, 700, 10, "The reg-"), (60, 688, 10, "ister is open to all who"))
    found = picture(page_file(*shows), HERE, "The register is open to all who")
    assert found is not None
    lines = marked_lines(found.png)
    assert lines.start < 17 < lines.stop


def test_the_page_is_that_which_has_the_text_and_what_is_around_it() -> None:
    same = ("P one", 60, 700, 10, "Takes note of the report of the Committee;")
    pages = ([("P two", 60, 600, 10, FIRST), same], [same, ("P three", 60, 500, 10, SECOND)])
    data = tagged_file(*pages)
    for near, number in ((FIRST, 0), (SECOND, 1)):
        found = picture(data, HERE, same[4], f"{same[4]} {near}")
        assert found is not None and found.number == number


@pytest.mark.parametrize("text", ["", "...", "Nothing of this kind is written here at all."])
def test_no_page_has_what_is_not_there(text: str) -> None:
    assert picture(page_file((60, 700, 10, FIRST)), HERE, text) is None


def test_a_damaged_file_has_no_picture() -> None:
    assert picture(b"%PDF-1.4\n", HERE, FIRST) is None
    assert picture(b"", HERE, FIRST) is None


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"[]\n",
        b"[" * 100_000,
        b'{"number": 0, "width": 2, "height": 1}\n12345',
        b'{"number": 0, "width": -2, "height": -1}\n123456',
        b'{"number": "x", "width": 2, "height": 1}\n123456',
        b'{"number": 0, "width": 1e999, "height": 1}\n123456',
        b"GIF89a",
    ],
)
def test_whatever_the_process_says_is_pixels_or_nothing(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "run_child", lambda *_, **__: Finished(answer, 0))
    assert picture(b"%PDF-", HERE, FIRST) is None


def test_pixels_of_the_process_are_made_a_picture_here(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.dumps({"number": 3, "width": 2, "height": 1}).encode() + b"\nabcdef"
    monkeypatch.setattr(sandbox, "run_child", lambda *_, **__: Finished(answer, 0))
    found = picture(b"%PDF-", HERE, FIRST)
    assert found is not None and found.number == 3
    assert pixels(found.png) == [b"abcdef"]
