"""The main job on real files, with the real readers, aligner and encoder."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hexapla.corpora.errors import UsageError
from hexapla.corpora.files.discovery import DocumentFile, DocumentSet, find_sets
from hexapla.corpora.files.manifest import read_manifest
from hexapla.memory.jobs.batch import align_sets
from hexapla.memory.jobs.export import export_tmx
from hexapla.memory.jobs.outcomes import Outcome, State
from hexapla.memory.reports.report import write_report
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import AlignedSet, Level, SetSummary, Unit
from tests.memory.samples import TEXTS
from tests.processes import GUARD, started

pytestmark = pytest.mark.usefixtures("one_core")


def write_texts(folder: Path, languages: Iterable[str] = ("zh", "en", "fr")) -> Path:
    """Write the sample as plain text, a file a language."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        title, organ, preamble, first, second, item, note = TEXTS[language]
        joiner = "" if language == "zh" else " "
        paragraphs = (
            *(title, organ, preamble),
            (f"1. {first[0]}", *first[1:]),
            (f"2. {second[0]}",),
            (f"(a) {item[0]}",),
            note,
        )
        text = "\n\n".join(joiner.join(sentences) for sentences in paragraphs)
        (folder / f"{language}.txt").write_text(text, "utf-8")
    return folder


def found(folder: Path, symbol: str = "", *targets: str) -> DocumentSet:
    languages = targets or tuple(
        path.stem for path in sorted(folder.glob("*.txt")) if path.stem != "zh"
    )
    return DocumentSet(
        symbol or f"S/{folder.name}",
        DocumentFile(folder / "zh.txt", "zh"),
        tuple(DocumentFile(folder / f"{each}.txt", each) for each in languages),
    )


def align(store: Store, *sets: DocumentSet, jobs: int = 1) -> list[Outcome]:
    return list(align_sets(sets, store=store, encoder_name="embedded", jobs=jobs))


def content(store: Store) -> list[object]:
    return [
        *store.sets(),
        *(unit for level in Level for unit in store.units(level=level)),
        *(each for summary in store.sets() for each in store.unaligned(summary.symbol)),
    ]


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "memory.db"


def only_set(store: Store) -> SetSummary:
    (summary,) = store.sets()
    return summary


def test_aligns_stores_and_tells(tmp_path: Path, memory: Path) -> None:
    folder = write_texts(tmp_path / "1")
    with open_store(memory) as store:
        (outcome,) = align(store, found(folder))
        assert (outcome.symbol, outcome.state) == ("S/1", State.ALIGNED)
        assert outcome.errors == ()
        assert outcome.seconds > 0
        summary = only_set(store)
        assert summary.languages == ("zh", "en", "fr")
        assert outcome.paragraphs == sum(record.paragraphs for record in summary.documents)
        assert [Path(record.path).name for record in summary.documents] == [
            *("zh.txt", "en.txt", "fr.txt")
        ]
        first = {unit.reference: unit for unit in store.units(level=Level.PARAGRAPH)}["1"]
        assert [each.text for each in first.translations] == [
            " ".join(TEXTS[language][3]) for language in ("en", "fr")
        ]
        assert "1.2" in {unit.reference for unit in store.units(level=Level.SENTENCE)}


def test_unchanged_sets_are_skipped_and_changed_ones_redone(tmp_path: Path, memory: Path) -> None:
    sets = [found(write_texts(tmp_path / name)) for name in ("1", "2")]
    with open_store(memory) as store:
        align(store, *sets)
        before = content(store)
        assert [outcome.state for outcome in align(store, *sets)] == [State.UNCHANGED] * 2
        assert content(store) == before
        english = tmp_path / "2" / "en.txt"
        english.write_text(english.read_text("utf-8").replace("register", "list"), "utf-8")
        outcomes = align(store, *sets)
        assert [outcome.state for outcome in outcomes] == [State.UNCHANGED, State.ALIGNED]
        assert len(content(store)) == len(before)
        assert content(store) != before


def test_a_language_more_is_a_change(tmp_path: Path, memory: Path) -> None:
    folder = write_texts(tmp_path / "1")
    with open_store(memory) as store:
        align(store, found(folder, "", "en"))
        assert only_set(store).languages == ("zh", "en")
        (outcome,) = align(store, found(folder))
        assert outcome.state is State.ALIGNED
        assert only_set(store).languages == ("zh", "en", "fr")


def test_a_run_over_other_languages_takes_nothing_away(tmp_path: Path, memory: Path) -> None:
    folder = write_texts(tmp_path / "1")
    with open_store(tmp_path / "both.db") as both, open_store(memory) as store:
        align(both, found(folder))
        align(store, found(folder, "", "en"))
        align(store, found(folder, "", "fr"))
        assert replace(only_set(store), fingerprint="") == replace(only_set(both), fingerprint="")
        assert content(store)[1:] == content(both)[1:]
        align(store, found(folder, "", "en"))
        assert content(store)[1:] == content(both)[1:]


def test_languages_of_an_older_source_text_are_left_out_with_a_warning(
    tmp_path: Path, memory: Path
) -> None:
    folder = write_texts(tmp_path / "1")
    with open_store(memory) as store:
        align(store, found(folder, "", "en"))
        chinese = folder / "zh.txt"
        chinese.write_text(chinese.read_text("utf-8").replace("。", "！", 1), "utf-8")
        align(store, found(folder, "", "fr"))
        assert only_set(store).languages == ("zh", "fr")
        assert any(warning.startswith("English left out") for warning in only_set(store).warnings)


def test_another_source_language_is_refused_and_the_set_stays(tmp_path: Path, memory: Path) -> None:
    folder = write_texts(tmp_path / "1")
    chinese = found(folder, "S/1")
    english = DocumentSet("S/1", DocumentFile(folder / "en.txt", "en"), (chinese.source,))
    with open_store(memory) as store:
        align(store, chinese)
        before = content(store)
        (outcome,) = align(store, english)
        assert outcome.state is State.REFUSED
        assert "another source language (zh)" in outcome.errors[0][1]
        assert content(store) == before


def test_a_bad_target_is_left_out_and_the_set_is_tried_again(tmp_path: Path, memory: Path) -> None:
    folder = write_texts(tmp_path / "1")
    (folder / "fr.txt").write_bytes(b"")
    missing = found(folder, "", "en", "fr", "es")
    with open_store(memory) as store:
        for _ in range(2):
            (outcome,) = align(store, missing)
            assert outcome.state is State.ALIGNED
            assert [Path(where).name for where, _ in outcome.errors] == ["es.txt", "fr.txt"]
            assert all(cause and "\n" not in cause for _, cause in outcome.errors)
        summary = only_set(store)
        assert summary.languages == ("zh", "en")
        assert [warning.partition(":")[0] for warning in summary.warnings] == ["es.txt", "fr.txt"]
        write_texts(folder)
        assert align(store, found(folder))[0].errors == ()
        assert only_set(store).warnings == ()


@pytest.mark.parametrize("bad", ["zh.txt", "en.txt"])
def test_a_set_without_source_or_target_is_refused_and_the_rest_goes_on(
    bad: str, tmp_path: Path, memory: Path
) -> None:
    good, broken = (write_texts(tmp_path / name, ("zh", "en")) for name in ("good", "broken"))
    (broken / bad).write_bytes(bytes(range(256)) * 40)
    with open_store(memory) as store:
        first, second = align(store, found(broken), found(good))
        assert (first.state, second.state) == (State.REFUSED, State.ALIGNED)
        assert [Path(where).name for where, _ in first.errors] == [bad]
        assert only_set(store).symbol == "S/good"
        (broken / bad).unlink()
        assert align(store, found(broken, "", "en"))[0].state is State.REFUSED


RECIPE = """Whisk the eggs with the sugar until they are pale.

Fold in the flour and the melted butter.

My grandmother always baked this cake on Sundays.

Leave it in the oven for forty minutes at a low heat.

The dog was asleep under the kitchen table.
"""


def test_what_is_no_translation_is_refused_and_an_old_set_stays(
    tmp_path: Path, memory: Path
) -> None:
    folder = write_texts(tmp_path / "1", ("zh", "en"))
    with open_store(memory) as store:
        align(store, found(folder))
        before = content(store)
        (folder / "en.txt").write_text(RECIPE, "utf-8")
        (outcome,) = align(store, found(folder))
        assert outcome.state is State.REFUSED
        ((where, cause),) = outcome.errors
        assert where == str(folder / "en.txt")
        assert "no translation" in cause
        assert content(store) == before


def test_two_sets_of_one_symbol_are_not_mixed(tmp_path: Path, memory: Path) -> None:
    sets = [found(write_texts(tmp_path / name), "S/same") for name in ("1", "2")]
    with open_store(memory) as store:
        first, second = align(store, *sets)
        assert (first.state, second.state) == (State.ALIGNED, State.REFUSED)
        assert second.errors[0] == (
            str(tmp_path / "2" / "zh.txt"),
            "another document set of this run has the symbol 'S/same'",
        )


def test_an_unforeseen_error_costs_one_set(
    tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> AlignedSet:
        raise ValueError("a bug\nof two lines")

    folder = write_texts(tmp_path / "1")
    with open_store(memory) as store:
        with monkeypatch.context() as broken:
            broken.setattr("hexapla.memory.jobs.align_set.aligned_set", fails)
            (outcome,) = align(store, found(folder))
        assert outcome.state is State.REFUSED
        assert outcome.errors == (("S/1", "unexpected ValueError: a bug of two lines"),)
        assert align(store, found(folder))[0].state is State.ALIGNED


def test_a_set_that_takes_too_long_is_not_tried_again_unless_it_is_asked_for(
    tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(*_: object, **__: object) -> AlignedSet:
        # Its time is up: to let it pass would end a set that a busy machine was slow with, too.
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        while True:
            time.sleep(0.01)

    def outcome(**options: Any) -> Outcome:
        (only,) = align_sets([found(folder)], store=store, **options)
        return only

    folder = write_texts(tmp_path / "1")
    with open_store(memory) as store:
        with monkeypatch.context() as broken:
            broken.setattr("hexapla.memory.jobs.align_set.aligned_set", hangs)
            late = outcome(time_limit=GUARD)
        cause = f"aligning it took longer than {GUARD} seconds"
        assert (late.state, late.errors) == (State.REFUSED, (("S/1", cause),))
        known = f"{cause}, in an earlier run; not tried again, unless with --retry"
        assert outcome().errors == (("S/1", known),)
        with (folder / "en.txt").open("a", encoding="utf-8") as changed:
            changed.write("\n\nThe end.")
        assert outcome().state is State.ALIGNED
        assert outcome(retry=True).state is State.UNCHANGED


def test_a_set_that_ends_its_process_is_not_tried_again_unless_it_is_asked_for(
    tmp_path: Path, memory: Path
) -> None:
    sets = [found(write_texts(tmp_path / "1"))]
    with open_store(memory) as store:
        (ended,) = align_sets(sets, store=store, jobs=2, time_limit=0.001)
        assert "the process that aligned it died" in ended.errors[0][1]
        (known,) = align_sets(sets, store=store)
        assert "in an earlier run; not tried again, unless with --retry" in known.errors[0][1]
        assert [each.state for each in align_sets(sets, store=store, retry=True)] == ["aligned"]
        assert [each.state for each in align_sets(sets, store=store)] == ["unchanged"]


def test_an_unknown_encoder_is_bad_use(tmp_path: Path, memory: Path) -> None:
    with open_store(memory) as store, pytest.raises(UsageError, match="no-such"):
        list(align_sets([], store=store, encoder_name="no-such", jobs=1))


def without_scores(store: Store) -> list[object]:
    """The content without what the number of threads changes in its last digit."""
    return [
        replace(each, translations=tuple(replace(text, score=0) for text in each.translations))
        if isinstance(each, Unit)
        else each
        for each in content(store)
    ]


def test_processes_give_the_same_memory_in_the_same_order(tmp_path: Path) -> None:
    sets = [found(write_texts(tmp_path / str(number))) for number in range(3)]
    (tmp_path / "1" / "en.txt").write_bytes(b"")
    memories = []
    for jobs in (1, 2):
        with open_store(tmp_path / f"{jobs}.db") as store:
            outcomes = align(store, *sets, jobs=jobs)
            assert [outcome.symbol for outcome in outcomes] == [each.symbol for each in sets]
            assert [len(outcome.errors) for outcome in outcomes] == [0, 1, 0]
            memories.append(without_scores(store))
    assert memories[0] == memories[1]


JOB = """
import sys
from pathlib import Path
from hexapla.align.documents import Alignment
from hexapla.corpora.files.discovery import DocumentFile, DocumentSet, find_sets
from hexapla.corpora.files.manifest import read_manifest
from hexapla.memory.jobs.batch import align_sets
from hexapla.memory.jobs.progress import Step
from hexapla.memory.store.opening import open_store
def hold(progress):
    if progress.step is Step.STORING and progress.symbol == sys.argv[4]:
        print("held", flush=True)
        sys.stdin.read()
if __name__ == "__main__":
    sets = [
        DocumentSet(
            f"S/{folder.name}",
            DocumentFile(folder / "zh.txt", "zh"),
            (DocumentFile(folder / "en.txt", "en"),),
        )
        for folder in sorted(Path(sys.argv[1]).iterdir())
    ]
    with open_store(sys.argv[2]) as store:
        jobs = int(sys.argv[3])
        for outcome in align_sets(
            sets, store=store, encoder_name="embedded", jobs=jobs, tell=hold
        ):
            print(outcome.symbol, outcome.state, flush=True)
"""


@pytest.mark.parametrize(("sent", "jobs"), [(signal.SIGKILL, 1), (signal.SIGINT, 2)])
def test_a_stopped_batch_keeps_what_is_done_and_goes_on_from_there(
    sent: signal.Signals, jobs: int, tmp_path: Path, memory: Path
) -> None:
    texts, script = tmp_path / "texts", tmp_path / "job.py"
    script.write_text(JOB)
    for number in range(10, 14):
        write_texts(texts / str(number), ("zh", "en"))

    command = (script, texts, memory)
    with started(
        *command, str(jobs), "S/12", stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        # It stands still in the third set: however late it is stopped, it has not come to the end.
        told = [process.stdout.readline() for _ in range(3)]
        process.send_signal(sent)
        assert process.wait(GUARD) != 0
        assert [*told, process.stdout.read()] == ["S/10 aligned\n", "S/11 aligned\n", "held\n", ""]
    with open_store(memory, create=False) as store:
        assert [summary.symbol for summary in store.sets()] == ["S/10", "S/11"]
        assert all(summary.paragraphs >= 6 for summary in store.sets())
    sets = [found(folder) for folder in sorted(texts.iterdir())]
    with open_store(memory, create=False) as store:
        states = [outcome.state for outcome in align(store, *sets)]
    assert states == [State.UNCHANGED] * 2 + [State.ALIGNED] * 2


def test_a_path_with_spaces_and_chinese_characters(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "决 议 集", ("zh", "en"))
    shutil.copy(folder / "en.txt", folder / "de.txt")
    with open_store(tmp_path / "记 忆.db") as store:
        (outcome,) = align(store, found(folder, "S/决议"))
        assert outcome.state is State.ALIGNED
        assert only_set(store).documents[0].path == str(folder / "zh.txt")
        begun = time.monotonic()
        assert align(store, found(folder, "S/决议"))[0].seconds <= time.monotonic() - begun


def test_a_document_in_another_script_than_its_language_is_refused(
    tmp_path: Path, memory: Path
) -> None:
    folder = write_texts(tmp_path / "set", ("zh", "en", "ru"))
    shutil.copy(folder / "zh.txt", folder / "fr.txt")
    shutil.copy(folder / "en.txt", folder / "es.txt")  # a doubt within one script: a warning
    with open_store(memory) as store:
        (outcome,) = align(store, found(folder))
    assert outcome.state is State.ALIGNED
    assert outcome.errors == ((str(folder / "fr.txt"), "declared French, but the text is Chinese"),)
    assert any("es.txt" in warning and "English" in warning for warning in outcome.warnings)


def test_a_source_in_another_script_refuses_the_set(tmp_path: Path, memory: Path) -> None:
    folder = write_texts(tmp_path / "set", ("zh", "en"))
    shutil.copy(folder / "en.txt", folder / "zh.txt")
    with open_store(memory) as store:
        (outcome,) = align(store, found(folder))
        stored = list(store.sets())
    assert outcome.state is State.REFUSED
    assert outcome.errors == (
        (str(folder / "zh.txt"), "declared Chinese, but the text is English"),
    )
    assert stored == []


def test_sets_of_one_name_in_different_folders_stay_apart(tmp_path: Path, memory: Path) -> None:
    for folder, text in (("one", "一"), ("two", "二"), ("three", "三")):
        write_texts(tmp_path / "texts" / folder / "007", ("zh", "en"))
        with (tmp_path / "texts" / folder / "007" / "zh.txt").open("a", encoding="utf-8") as file:
            file.write(f"\n\n见附件{text}。\n")

    def run(*folders: str) -> dict[str, str]:
        paths = [tmp_path / "texts" / folder for folder in folders]
        with open_store(memory) as store:
            return {each.symbol: each.state for each in align(store, *find_sets(paths).sets)}

    assert run("one") == {"007": "aligned"}
    assert run("two") == {"two/007": "aligned"}  # another run, another text: not the same set
    assert run("three", "one", "two") == {
        "007": "unchanged",  # keeps its name beside the others
        "two/007": "unchanged",
        "three/007": "aligned",
    }
    with (tmp_path / "texts" / "one" / "007" / "zh.txt").open("a", encoding="utf-8") as file:
        file.write("\n\n又见附件四。\n")
    assert run("one") == {"007": "aligned"}
    (tmp_path / "texts").rename(tmp_path / "moved")
    (tmp_path / "texts").mkdir()
    assert run("../moved/two") == {"two/007": "unchanged"}
    with open_store(memory) as store:
        assert [each.symbol for each in store.sets()] == ["007", "three/007", "two/007"]
        (path, *_) = export_tmx(store, tmp_path / "out", source="zh").paths
    addresses = [each.get("tuid", "") for each in etree.parse(path).iter("tu")]
    assert len(addresses) == len(set(addresses))
    names = {address.partition("#")[0] for address in addresses}
    assert names == {"007", "two/007", "three/007"}


SYMBOLS = ["007", "../../up", "/etc/x", "a\\b", "C:\\x", "决议 草案", "a  b", "=1+1", "x#1"]


def test_symbols_of_any_kind_are_kept_as_they_are(tmp_path: Path, memory: Path) -> None:
    sets = [
        found(write_texts(tmp_path / "texts" / str(number), ("zh", "en")), symbol)
        for number, symbol in enumerate(SYMBOLS)
    ]
    with open_store(memory) as store:
        assert {outcome.state for outcome in align(store, *sets)} == {State.ALIGNED}
        assert {outcome.state for outcome in align(store, *sets)} == {State.UNCHANGED}
        assert {summary.symbol for summary in store.sets()} == set(SYMBOLS)
        (path, *_) = export_tmx(store, tmp_path / "out", source="zh").paths
        write_report(tmp_path / "out" / "report.html", store, page_rows=1)
    addresses = [each.get("tuid", "") for each in etree.parse(path).iter("tu")]
    assert {address.rpartition("#")[0] for address in addresses} == set(SYMBOLS)
    assert {each.name for each in tmp_path.iterdir()} == {"memory.db", "out", "texts"}
    assert {each.parent.name for each in (tmp_path / "out").rglob("*.html")} == {"out", "report"}


@pytest.mark.parametrize("bad", [{"symbol": "\x01"}, {"path": "zh\0.txt"}, {"path": "\ud800"}])
def test_symbols_and_paths_that_are_no_text_are_refused(
    bad: dict[str, str], tmp_path: Path, memory: Path
) -> None:
    folder = write_texts(tmp_path / "x", ("zh", "en"))
    rows = [{"symbol": "S/1", "language": code, "path": f"x/{code}.txt"} for code in ("zh", "en")]
    manifest = tmp_path / "m.jsonl"
    manifest.write_text("\n".join(json.dumps(row | bad) for row in rows))
    with open_store(memory) as store:
        (outcome,) = align(store, *read_manifest(manifest).sets)
    assert outcome.state is State.REFUSED
    assert folder.is_dir()
    assert len(outcome.errors) >= 1


def test_documents_in_an_archive_are_aligned(tmp_path: Path, memory: Path) -> None:
    folder = write_texts(tmp_path / "x", ("zh", "en"))
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    with open_store(memory) as store:
        sets = find_sets([tmp_path / "set.zip"]).sets
        assert [each.state for each in align(store, *sets)] == [State.ALIGNED]
        assert [each.state for each in align(store, *sets)] == [State.UNCHANGED]
