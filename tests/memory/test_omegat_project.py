"""An OmegaT project that is kept up to date."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora.errors import StoreError
from memory.omegat_project import update_project
from memory.store import Store, open_store
from memory.tmx import read_tmx
from tests.memory.samples import sample_set

PROJECT = (
    '<?xml version="1.0"?><omegat><project version="1.0"><source_lang>{}</source_lang>'
    "<target_lang>{}</target_lang></project></omegat>"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.db") as opened:
        opened.replace_set(sample_set())
        yield opened


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "omegat.project").write_text(PROJECT.format("ZH-CN", "fr"))
    return folder


def test_the_memory_is_written_with_the_codes_of_the_project(store: Store, project: Path) -> None:
    path, count = update_project(store, project)
    units = list(read_tmx(path))
    assert path == project / "tm/hexapla_zh_fr.tmx"
    assert len(units) == count > 0
    assert [each.code for each in units[0].variants] == ["ZH-CN", "fr"]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (None, "no OmegaT project"),
        ("<omegat>", "not well-formed"),
        (PROJECT.format("tlh", "fr"), "does not know: 'tlh'"),
        ("<omegat/>", "does not know"),
    ],
)
def test_what_is_no_project_is_one_line(
    content: str | None, cause: str, store: Store, project: Path
) -> None:
    if content is None:
        (project / "omegat.project").unlink()
    else:
        (project / "omegat.project").write_text(content)
    with pytest.raises(StoreError, match=cause):
        update_project(store, project)
    assert not (project / "tm").exists()


def test_watch_writes_again_when_the_memory_changes(tmp_path: Path, project: Path) -> None:
    memory = tmp_path / "watched.db"
    open_store(memory).close()
    arguments = ["watch", str(project), "--every", "0.1", "--memory", str(memory)]
    with subprocess.Popen(
        [sys.executable, "-m", "scripts.main", *arguments],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={"PYTHONUNBUFFERED": "1", "PATH": "/usr/bin"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().endswith("(0 units)\n")
        with open_store(memory) as store:
            store.replace_set(sample_set())
        assert process.stdout.readline().endswith("(8 units)\n")
        process.terminate()
    assert len(list(read_tmx(project / "tm/hexapla_zh_fr.tmx"))) == 8
