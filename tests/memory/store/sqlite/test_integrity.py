"""Damaged pages of a file are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.opening import open_store
from tests.memory.factories import big_set


def test_pages_that_are_damaged_are_found(path: Path) -> None:
    with open_store(path) as store:
        store.replace_set(big_set("甲"))
    content = bytearray(path.read_bytes())
    content[4096 * 40 : 4096 * 41] = bytes(4096)
    path.write_bytes(content)
    with open_store(path) as store:
        assert any(line.startswith("damaged: ") for line in store.problems())


def test_a_schema_that_is_no_text_is_one_line(path: Path) -> None:
    content = path.read_bytes()
    place = content.index(b"CREATE TABLE unit")
    path.write_bytes(content[: place + 8] + b"\xa0\xff" + content[place + 10 :])
    with pytest.raises(StoreError) as error, open_store(path) as store:
        list(store.sets())
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)
