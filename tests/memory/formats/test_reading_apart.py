"""A large file is added part by part, and goes on where it was stopped."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats import importing, reading_apart
from hexapla.memory.formats.importing import import_file
from hexapla.memory.selection import Selection
from hexapla.memory.store import ready
from hexapla.memory.store.index.entries import PartEnd
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Carried, ImportCounts, Level
from tests.memory.factories import make_unit
from tests.paths import ROOT

UNITS = 25
PART = 10
CHILD = f"""
import sys
from hexapla.memory.formats import reading_apart
from hexapla.memory.store import ready
ready.LARGEST = {PART}
ready._BATCH = 4
reading_apart.main(sys.argv[1], sys.stdout.buffer)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from hexapla.memory.formats import importing, reading_apart
from hexapla.memory.store.opening import open_store
importing.LARGE = 0
reading_apart._CHILD = ("-c", sys.argv[1])
with open_store(sys.argv[2]) as store:
    importing.import_file(
        store, Path(sys.argv[3]), on_progress=lambda units: os.kill(os.getpid(), signal.SIGKILL)
    )
"""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every file apart, in parts of ten units."""
    monkeypatch.setattr(importing, "LARGE", 0)
    monkeypatch.setattr(reading_apart, "_CHILD", ("-c", CHILD))


def test_a_file_is_read_by_a_process_of_its_own(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_apart, "_CHILD", ("-c", reading_apart._RUN))
    with file.open("a", encoding="utf-8") as stream:
        stream.write("单独\t\n")
    counts = import_file(store, file)
    assert (counts.added, [str(loss) for loss in counts.losses]) == (
        UNITS,
        ["row 27: has no text but in zh"],
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "large.tsv"
    rows = (f"第{number}条规定。\tRule {number} applies.\n" for number in range(UNITS))
    path.write_text("zh\ten\n" + "".join(rows), "utf-8")
    return path


def texts(store: Store) -> list[str]:
    return [unit.translations[0].text for unit in store.units(level=Level.SENTENCE)]


def test_all_of_it_is_added_and_told_part_by_part(store: Store, file: Path) -> None:
    told: list[int] = []
    counts = import_file(store, file, on_progress=told.append)
    assert (counts, told) == (ImportCounts(UNITS, 0, 0), [10, 20, 25])
    assert texts(store) == [f"Rule {number} applies." for number in range(UNITS)]
    assert list(store.problems(deep=True)) == []
    assert import_file(store, file) == ImportCounts(0, 0, UNITS)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a system without SIGKILL")
def test_it_goes_on_where_it_was_killed_and_nothing_is_there_twice(
    tmp_path: Path, file: Path
) -> None:
    memory = tmp_path / "memory.db"
    command = [sys.executable, "-c", KILLED, CHILD, str(memory), str(file)]
    ended = subprocess.run(command, check=False, cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL
    with open_store(memory, create=False) as store:
        assert len(texts(store)) == PART
        told: list[int] = []
        assert import_file(store, file, on_progress=told.append) == ImportCounts(15, 0, 0)
        assert told == [20, 25]
        assert texts(store) == [f"Rule {number} applies." for number in range(UNITS)]
        assert import_file(store, file) == ImportCounts(0, 0, UNITS)
        assert list(store.problems(deep=True)) == []


def stop(_: int) -> None:
    """Interrupt an import after a part."""
    raise KeyboardInterrupt


def test_what_is_taken_out_between_is_added_again(store: Store, file: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        import_file(store, file, on_progress=stop)
    assert len(texts(store)) == PART
    store.remove(Selection(file="large.tsv"))
    assert import_file(store, file).added == UNITS


def test_what_is_taken_out_while_it_is_added_is_not_skipped(store: Store, file: Path) -> None:
    def remove_then_stop(units: int) -> None:
        if units == PART:
            store.remove(Selection(file="large.tsv"))
        else:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(store, file, on_progress=remove_then_stop)
    assert len(texts(store)) == PART
    assert import_file(store, file) == ImportCounts(UNITS - PART, 0, PART)
    assert sorted(texts(store)) == sorted(f"Rule {number} applies." for number in range(UNITS))


def test_another_reading_of_a_file_begins_at_its_beginning(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "large.en"
    for language in ("en", "fr", "zh"):
        lines = (f"{language} {number}.\n" for number in range(UNITS))
        path.with_suffix(f".{language}").write_text("".join(lines), "utf-8")
    with pytest.raises(KeyboardInterrupt):
        import_file(store, path, languages=("en", "fr"), on_progress=stop)
    told: list[int] = []
    import_file(store, path, languages=("en", "zh"), on_progress=told.append)
    assert told == [10, 20, 25]
    found = [unit.translations for unit in store.units(level=Level.SENTENCE)]
    assert sum(each.language == "zh" for unit in found for each in unit) == UNITS
    path.with_suffix(".fr").write_text("autre.\n" * UNITS, "utf-8")
    told.clear()
    import_file(store, path, languages=("en", "fr"), on_progress=told.append)
    assert told == [10, 20, 25]


def test_what_is_small_until_it_is_unpacked_is_added_part_by_part(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LARGE", 400)
    for language in ("en", "zh"):
        packed = gzip.compress(b"".join(b"rule %d.\n" % number for number in range(UNITS)))
        assert len(packed) < 200
        (tmp_path / f"small.{language}.gz").write_bytes(packed)
    told: list[int] = []
    import_file(store, tmp_path / "small.en.gz", on_progress=told.append)
    assert told == [10, 20, 25]


def test_the_process_that_reads_ends_without_a_word_where_nobody_reads_it(file: Path) -> None:
    asked = json.dumps([str(file), [], False, 0])
    command = [sys.executable, "-c", CHILD, asked]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert (process.communicate()[1], process.returncode) == (b"", 1)


def test_what_is_wrong_at_the_end_leaves_whole_parts(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    other = {"language": "en", "text": "Rule."}
    units = ({"language": "zh", "text": f"第{n}条", "translations": [other]} for n in range(15))
    path.write_text("".join(f"{json.dumps(each)}\n" for each in units) + "broken\n", "utf-8")
    with pytest.raises(StoreError, match=r"broken\.jsonl: line 16: is no unit"):
        import_file(store, path)
    assert len(texts(store)) == PART
    assert list(store.problems(deep=True)) == []


def test_a_process_that_dies_is_told_in_one_line(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_apart, "_CHILD", ("-c", "import os; os._exit(1)"))
    with pytest.raises(StoreError, match=r"large\.tsv: the process that reads it died"):
        import_file(store, file)


@pytest.mark.parametrize(
    ("raised", "cause"),
    [("MemoryError", "it takes more memory than there is"), ("UsageError", "far too long")],
)
def test_whatever_stops_the_process_is_told_in_one_line(
    raised: str, cause: str, store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = f"""
from hexapla.corpora.errors import UsageError
def ready_parts(units):
    raise {raised}("far too long")
reading_apart.ready_parts = ready_parts
reading_apart.main(sys.argv[1], sys.stdout.buffer)
"""
    prepared = CHILD.rpartition("reading_apart.main")[0]
    monkeypatch.setattr(reading_apart, "_CHILD", ("-c", prepared + failing))
    with pytest.raises(StoreError, match=rf"large\.tsv: {cause}"):
        import_file(store, file)


def test_a_part_ends_after_so_many_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "LARGEST", 3)
    units = [make_unit(f"甲{number}", "A") for number in range(7)]
    parts = list(ready.ready_parts(units))
    assert [each.size for each in parts if isinstance(each, PartEnd)] == [3, 3, 1]
    found = [ready.as_unit(unit) for part in parts if isinstance(part, list) for unit in part]
    assert found == units


def test_units_are_the_same_after_they_were_bytes() -> None:
    carried = Carried((("a", "b"),), notes=("n",))
    units = [make_unit("甲 1", "A", carried=carried), make_unit("", "é", label="1")]
    batch, _ = ready.ready_parts(units)
    assert isinstance(batch, list)
    assert ready.unpacked(ready.packed(batch)) == batch
