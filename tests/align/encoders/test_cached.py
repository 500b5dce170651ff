"""Vectors on disk: the same as without, whole after a kill, shared, bounded."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from hexapla.align.encoders.base import Encoder, SummingEncoder, Vectors
from hexapla.align.encoders.cached import cached
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.align.encoders.lexical import LexicalEncoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.scoring.similarity import sum_texts
from hexapla.corpora.errors import StoreError
from tests.processes import GUARD, started

TEXTS = [
    "The committee notes the report.",
    "It asks for a reply by 30 June 2019.",
    "委员会注意到报告。",
    "Why?",
    "",
    "The committee notes the report.",
]


class Counting:
    """An encoder without sums that counts the texts it was given."""

    name = "counting"
    revision = "1"
    max_length = None
    languages = None

    def __init__(self) -> None:
        self.seen = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen += len(texts)
        return LexicalEncoder().encode(texts)


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_what_is_known_is_not_encoded_again(tmp_path: Path) -> None:
    encoder = Counting()
    keeper = cached(encoder, tmp_path / "cache")
    assert not isinstance(keeper, SummingEncoder)
    first = keeper.encode(TEXTS)
    assert encoder.seen == len(set(TEXTS))
    again = cached(encoder, tmp_path / "cache").encode([*TEXTS[::-1], "new"])
    assert encoder.seen == len(set(TEXTS)) + 1
    assert np.array_equal(first, encoder.encode(TEXTS))
    assert np.array_equal(again[:-1], first[::-1])
    assert keeper.encode([]).shape == (0, first.shape[1])
    assert keeper.name == "counting"


def test_sums_stay_exact_where_neighbours_change(tmp_path: Path) -> None:
    encoder = EmbeddedEncoder()
    keeper = get_encoder("embedded", cache=tmp_path)
    assert isinstance(keeper, SummingEncoder)
    orders = [TEXTS, TEXTS[::-1], [*TEXTS[:2], "A new one.", *TEXTS[2:]], TEXTS[:1], []]
    for texts in [*orders, *orders]:
        sums = astuple(keeper.sums(texts)), astuple(encoder.sums(texts))
        for found, expected in zip(*sums, strict=True):
            assert found.shape == expected.shape
            assert np.abs(found - expected).max(initial=0) < 1e-4
    whole = encoder.sums(TEXTS).whole
    assert np.array_equal(keeper.compose(whole), encoder.compose(whole))


def test_each_encoder_has_its_own_file(tmp_path: Path) -> None:
    get_encoder("none", cache=tmp_path).encode(TEXTS)
    get_encoder("embedded", cache=tmp_path).encode(TEXTS)
    assert len(files(tmp_path)) == 2


def test_the_oldest_vectors_give_way(tmp_path: Path) -> None:
    encoder = Counting()
    keeper = cached(encoder, tmp_path, most_bytes=100 * 4200)
    for start in range(0, 1000, 50):
        keeper.encode([f"text {start + index}" for index in range(50)])
    assert files(tmp_path)[0].stat().st_size < 2 * 100 * 4200
    encoder.seen = 0
    keeper.encode(["text 999", "text 980"])
    assert encoder.seen == 0
    keeper.encode(["text 0"])
    assert encoder.seen == 1


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b""])
def test_a_damaged_file_is_named(tmp_path: Path, damage: bytes) -> None:
    keeper = cached(Counting(), tmp_path)
    expected = keeper.encode(TEXTS)
    (file,) = files(tmp_path)
    file.write_bytes(damage)
    if damage:
        with pytest.raises(StoreError, match=f"{file.name}.*cannot be used"):
            keeper.encode(TEXTS)
    else:
        assert np.array_equal(keeper.encode(TEXTS), expected)


def test_a_vector_of_another_length_is_refused(tmp_path: Path) -> None:
    keeper = cached(Counting(), tmp_path)
    keeper.encode(TEXTS)
    connection = sqlite3.connect(files(tmp_path)[0])
    with connection:
        connection.execute("UPDATE vectors SET vector = x'0000803f' WHERE rowid = 2")
    connection.close()
    with pytest.raises(StoreError, match="damaged"):
        keeper.encode(TEXTS)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(StoreError, match="file"):
        cached(Counting(), tmp_path / "file" / "cache").encode(TEXTS)


WRITER = """
import sys
from pathlib import Path
from hexapla.align.encoders.registry import get_encoder
encoder = get_encoder("none", cache=Path(sys.argv[1]))
batch = 0
while batch < int(sys.argv[2]):
    encoder.encode([f"{sys.argv[3]} {batch} {index}" for index in range(100)])
    print(batch, flush=True)
    batch += 1
"""


def writer(folder: Path, batches: int, name: str) -> AbstractContextManager[subprocess.Popen[str]]:
    return started("-c", WRITER, folder, str(batches), name)


def check(encoder: Encoder, batches: dict[str, int]) -> None:
    for name, count in batches.items():
        texts = [f"{name} {batch} 7" for batch in range(count)]
        assert np.array_equal(encoder.encode(texts), LexicalEncoder().encode(texts))


def test_processes_share_a_file(tmp_path: Path) -> None:
    with ExitStack() as stack:
        names = ("one", "one", "two")
        for each in [stack.enter_context(writer(tmp_path, 20, name)) for name in names]:
            each.communicate(timeout=GUARD)
            assert each.returncode == 0
    check(get_encoder("none", cache=tmp_path), {"one": 20, "two": 20})
    connection = sqlite3.connect(files(tmp_path)[0])
    (count,) = connection.execute("SELECT count(*) FROM vectors").fetchone()
    connection.close()
    assert count == 4000


def test_a_killed_process_leaves_a_whole_file(tmp_path: Path) -> None:
    for _ in range(3):
        with writer(tmp_path, 1_000_000, "killed") as process:
            assert process.stdout is not None
            for line in process.stdout:
                if int(line) >= 3:
                    break
            time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        check(get_encoder("none", cache=tmp_path), {"killed": 4})
    connection = sqlite3.connect(next(file for file in files(tmp_path) if file.suffix == ".db"))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_no_texts_are_pooled_by_an_encoder_without_sums() -> None:
    """A document without notes has an empty stream of them."""
    empty, clauses = sum_texts(Counting(), [])
    assert len(empty) == len(clauses.first) == len(clauses.last) == 0
