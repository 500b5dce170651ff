"""A memory, a file of accounts, and an encoder that loads for long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest

from hexapla.align.encoders.base import Sums
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.web.accounts import new_account, write_accounts
from tests.memory.samples import sample_memory
from tests.memory.web.people import PEOPLE
from tests.processes import GUARD


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    sample_memory(tmp_path / "memory.db")
    return tmp_path / "memory.db"


@pytest.fixture
def accounts(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A file of accounts, and the tokens."""
    made = [new_account(name, role, languages) for name, (role, languages) in PEOPLE.items()]
    write_accounts(tmp_path / "accounts.json", [account for account, _ in made])
    return tmp_path / "accounts.json", {account.name: token for account, token in made}


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """An encoder that is not loaded yet, whose first words take long by the clock of a memory.

    So many seconds late that clock is then, more than any look-up may take.
    """
    seconds = [0.0]

    class Slow(EmbeddedEncoder):
        def sums(self, texts: Sequence[str]) -> Sums:
            seconds[0] = GUARD
            return super().sums(texts)

    clock = SimpleNamespace(monotonic=lambda: monotonic() + seconds[0])
    monkeypatch.setattr("hexapla.memory.store.store.time", clock)
    monkeypatch.setattr("hexapla.align.encoders.embedded.EmbeddedEncoder", Slow)
    known_meanings.cache_clear()
    yield seconds
    known_meanings.cache_clear()
