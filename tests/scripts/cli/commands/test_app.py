"""`hexapla app` as a command."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.memory.web.review.served import base_of
from tests.processes import GUARD, started


def test_a_folder_is_made_and_its_pages_are_answered(tmp_path: Path) -> None:
    # Without a folder, it is in that of the user.
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    with (
        started("-m", "hexapla", "app", "--no-open", environment=home) as process,
        httpx.Client(trust_env=False, verify=False, timeout=GUARD, follow_redirects=True) as client,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert "Add documents" in client.get(address).text
        added = client.get(f"{base_of(address)}/add")
        assert added.status_code == 200
        assert str(tmp_path / "hexapla") in added.text
    assert (tmp_path / "hexapla" / "memory.db").is_file()


def test_a_starter_is_written_where_users_look_for_it(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    with started("-m", "hexapla", "app", "--shortcut", environment=home) as process:
        assert process.stdout is not None
        said = process.stdout.read()
    path = Path(said.removeprefix("written: ").strip())
    assert path.is_relative_to(tmp_path)
    assert str(tmp_path / "hexapla") in path.read_text(encoding="utf-8")
