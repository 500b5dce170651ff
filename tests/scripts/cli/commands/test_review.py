"""`hexapla review` as a command."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from hexapla.corpora.errors import StoreError, UsageError
from tests.commands import printed
from tests.memory.web.review.served import base_of, served
from tests.processes import GUARD


def test_the_printed_address_is_answered_at_once(memory: str) -> None:
    with (
        served(Path(memory)) as address,
        httpx.Client(trust_env=False, verify=False, timeout=GUARD) as client,
    ):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200
        assert str(answer.url) == f"{base_of(address)}/"


def test_what_is_no_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no translation memory"):
        printed("review", tmp_path / "none.db")
    shown = subprocess.run(
        [sys.executable, "-m", "hexapla", "review", str(tmp_path / "none.db")],
        capture_output=True,
        encoding="utf-8",
    )
    assert shown.returncode == 2
    assert shown.stderr.count("\n") == 1


def test_a_port_in_use_is_refused(memory: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="port"):
            printed("review", memory, "--port", str(taken.getsockname()[1]))
