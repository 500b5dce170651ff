"""What is answered where nothing else is."""

from __future__ import annotations

import json
import pickle

import pytest

from hexapla.corpora.errors import (
    BusyError,
    ConflictError,
    DocumentError,
    HexaplaError,
    LimitError,
    MissingError,
    StoreError,
    UnavailableError,
    UsageError,
)
from hexapla.memory.web.errors import error_response, http_status, told
from hexapla.memory.web.review.messages import translator


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("no"), 400),
        (MissingError("no"), 404),
        (ConflictError("no"), 409),
        (LimitError("no"), 503),
        (BusyError("memory.db", "no"), 503),
        (UnavailableError("memory.db", "no"), 503),
        (StoreError("memory.db", "no"), 500),
        (HexaplaError("no"), 500),
    ],
)
def test_each_error_has_its_status(error: HexaplaError, status: int) -> None:
    assert http_status(error) == status


def test_a_cause_with_values_is_told_in_the_language_of_the_page() -> None:
    time = LimitError("more than %(seconds)s seconds of processor time", seconds=45)
    error = DocumentError("a.pdf", "a PDF file that takes %(time)s to read", time=time.message)
    assert (
        str(error) == "a.pdf: a PDF file that takes more than 45 seconds of processor time to read"
    )
    assert told(pickle.loads(pickle.dumps(error)), translator("es")) == (
        "a.pdf: un archivo PDF que tarda demasiado en leerse:"
        " más de 45 segundos de tiempo de procesador"
    )


def test_people_get_a_line_of_text_and_programs_one_of_json() -> None:
    page = error_response(403, "not from here", pages=True)
    assert (page.status_code, page.media_type) == (403, "text/plain")
    assert page.body == b"hexapla: not from here\n"
    data = error_response(404, "not there", pages=False)
    assert (data.status_code, data.media_type) == (404, "application/json")
    assert json.loads(bytes(data.body)) == {"error": "not there"}
