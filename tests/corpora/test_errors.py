from __future__ import annotations

import pickle

import pytest

from hexapla.corpora.errors import DocumentError, HexaplaError, StoreError, UsageError


@pytest.mark.parametrize(
    "error",
    [
        UsageError("a\nb\u2028c: is  no phrase"),
        DocumentError("folder/a\nb.txt", "its  text\nis empty"),
        StoreError("a\r\nb.db", "is no memory"),
        DocumentError("a.xlsx", "9" * 5000),
    ],
)
def test_every_error_is_one_line_and_travels(error: HexaplaError) -> None:
    assert len(str(error).splitlines()) == 1
    assert len(str(error)) < 1100
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
