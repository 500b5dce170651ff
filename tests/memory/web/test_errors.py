"""What is answered where nothing else is."""

from __future__ import annotations

import json

import pytest

from hexapla.corpora.errors import (
    BusyError,
    ConflictError,
    HexaplaError,
    LimitError,
    MissingError,
    StoreError,
    UnavailableError,
    UsageError,
)
from hexapla.memory.web.errors import error_response, http_status


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


def test_people_get_a_line_of_text_and_programs_one_of_json() -> None:
    page = error_response(403, "not from here", pages=True)
    assert (page.status_code, page.media_type) == (403, "text/plain")
    assert page.body == b"hexapla: not from here\n"
    data = error_response(404, "not there", pages=False)
    assert (data.status_code, data.media_type) == (404, "application/json")
    assert json.loads(bytes(data.body)) == {"error": "not there"}
