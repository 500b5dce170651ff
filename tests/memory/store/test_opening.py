"""Memories are opened by path or URL."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.store.opening import open_store


def test_another_kind_of_memory_is_refused() -> None:
    with pytest.raises(StoreError, match="mysql:// are not supported"):
        open_store("mysql://localhost/memory")


def test_opening_loads_no_numpy_and_no_client_of_a_database_that_is_not_asked_for() -> None:
    script = (
        "import sys, hexapla.memory.store.opening;"
        "print(sorted({'numpy', 'psycopg', 'lxml', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
