"""What a database says when it fails becomes one line for the translator."""

from __future__ import annotations

import sqlite3

import pytest

from hexapla.corpora.errors import BusyError, StoreError
from hexapla.memory.store.errors import DAMAGED, as_store_errors


def test_errors_of_the_database_and_of_texts_are_store_errors() -> None:
    raised = (
        (sqlite3.OperationalError("disk I/O"), "m.db: said: disk I/O"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"), f"m.db: {DAMAGED}"),
        (
            UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"),
            "m.db: a text holds characters that are not Unicode",
        ),
    )
    for error, told in raised:
        with (
            pytest.raises(StoreError) as caught,
            as_store_errors("m.db", sqlite3.Error, lambda each: (BusyError, f"said: {each}")),
        ):
            raise error
        assert str(caught.value) == told
        assert isinstance(caught.value, BusyError) == isinstance(error, sqlite3.Error)


def test_other_errors_stay_what_they_are() -> None:
    with (
        pytest.raises(ZeroDivisionError),
        as_store_errors("m.db", sqlite3.Error, lambda each: (StoreError, str(each))),
    ):
        raise ZeroDivisionError
