"""The page of the document on which a row stands."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from tests.corpora.readers.pdf_files import page_file
from tests.memory.samples import SYMBOL, sample_set

ASKED = {"symbol": SYMBOL, "level": "sentence", "at": "2.1", "of": "en"}


@pytest.fixture
def document(memory: Path, tmp_path: Path) -> Path:
    """Return the PDF file of the English version, which the memory was made from."""
    path = tmp_path / "A_RES_98_12-EN.pdf"
    path.write_bytes(page_file((60, 700, 10, "Requests the Secretary-General:")))
    digest = sha256(path.read_bytes()).hexdigest()
    made = sample_set()
    records = tuple(
        replace(each, path=str(path), digest=digest) if each.language == "en" else each
        for each in made.documents
    )
    with open_store(memory) as store:
        store.replace_set(replace(made, documents=records))
    return path


def test_the_page_is_sent_and_told_beside_the_row(pages: TestClient, document: Path) -> None:
    answer = pages.get("/set/original", params=ASKED)
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    html = pages.get("/set/row", params=ASKED).json()["html"]
    assert 'src="/set/original?symbol=A%2FRES%2F98%2F12&amp;level=sentence&amp;at=2.1' in html
    assert document.name in html
    assert html.count("<img") == 1  # the Chinese version is no PDF file


@pytest.mark.parametrize("change", ["gone", "another", "without the text"])
def test_another_file_in_its_place_is_not_shown(
    pages: TestClient, document: Path, change: str
) -> None:
    asked = ASKED
    if change == "gone":
        document.unlink()
    elif change == "another":
        document.write_bytes(page_file((60, 700, 10, "Not what the memory was made from.")))
    else:
        asked = ASKED | {"at": "1.2"}
    answer = pages.get("/set/original", params=asked)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_a_row_or_language_that_is_not_there_is_refused(pages: TestClient, document: Path) -> None:
    for more in ({"at": "77"}, {"of": "tlh"}):
        assert pages.get("/set/original", params=ASKED | more).status_code == 400
