"""An OmegaT project that is kept up to date."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.jobs.omegat_project import update_project
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from scripts.dev.evaluate.omegat import omegat_project
from tests.memory.samples import sample_set
from tests.processes import GUARD, started

PROJECT = (
    '<?xml version="1.0"?><omegat><project version="1.0"><source_lang>{}</source_lang>'
    "<target_lang>{}</target_lang></project></omegat>"
)


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


def test_omegat_translates_a_project_with_what_the_memory_came_to_hold(
    omegat: Path, store: Store, project: Path, tmp_path: Path
) -> None:
    (project / "omegat.project").write_text(omegat_project("zh-CN", "en-US"), "utf-8")
    for name in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / name).mkdir()
    (project / "source/text.txt").write_text("决定保留树木名册。\n\n新的一句。\n", "utf-8")
    update_project(store, project, auto=True)
    table = tmp_path / "new.tsv"
    table.write_text("zh\ten\n新的一句。\tA new sentence.\n", "utf-8")
    import_file(store, table)
    update_project(store, project, auto=True)
    subprocess.run(
        [
            *("java", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"),
            *(f"-Duser.home={tmp_path}", "-jar", str(omegat), str(project)),
            *("--mode=console-translate", f"--config-dir={tmp_path / 'config'}"),
        ],
        check=True,
        capture_output=True,
        timeout=GUARD,
    )
    assert (project / "target/text.txt").read_text("utf-8").split("\n\n") == [
        "Decides to keep the register of trees.",
        "A new sentence.\n",
    ]


def test_watch_writes_again_when_the_memory_changes(tmp_path: Path, project: Path) -> None:
    memory = tmp_path / "watched.db"
    open_store(memory).close()
    arguments = ["watch", str(project), "--every", "0.1", "--memory", str(memory)]
    with started("-m", "hexapla", *arguments) as process:
        assert process.stdout is not None
        assert process.stdout.readline().endswith("(0 units)\n")
        with open_store(memory) as store:
            store.replace_set(sample_set())
        assert process.stdout.readline().endswith("(8 units)\n")
    assert len(list(read_tmx(project / "tm/hexapla_zh_fr.tmx"))) == 8
