"""A memory, and a file of accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.web.accounts import new_account, write_accounts
from tests.memory.samples import sample_set
from tests.memory.web.people import PEOPLE


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    with open_store(tmp_path / "memory.db") as store:
        store.replace_set(sample_set())
    return tmp_path / "memory.db"


@pytest.fixture
def accounts(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A file of accounts, and the tokens."""
    made = [new_account(name, role, languages) for name, (role, languages) in PEOPLE.items()]
    write_accounts(tmp_path / "accounts.json", [account for account, _ in made])
    return tmp_path / "accounts.json", {account.name: token for account, token in made}
