"""`import hexapla`: light to load, and a page to read; its examples are run as doctests."""

from __future__ import annotations

import inspect
import json
import pydoc
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import hexapla
from hexapla.corpora.document import Document
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.jobs.outcomes import State
from hexapla.memory.jobs.progress import JobProgress, Step
from tests.commands import run

# What a script that only imports us must not wait for.
HEAVY = {"click", "dataclasses", "docx", "jinja2", "lxml", "numpy", "openpyxl", "sqlite3"}
METHODS = (
    "search",
    "concordance",
    "match",
    "fragments",
    "renderings",
    "cite",
    "import_file",
    "export",
    "preview",
    "edit",
    "undo",
)


def modules_after(statement: str) -> set[str]:
    """What a fresh Python has loaded after a statement, by the names of the packages."""
    script = f"{statement}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    return {name.partition(".")[0] for name in json.loads(shown.stdout)}


def test_nothing_heavy_is_loaded_by_the_import() -> None:
    before = modules_after("")
    assert not (modules_after("import hexapla") - before) & HEAVY


def test_names_that_are_loaded_late_are_what_they_say() -> None:
    assert hexapla.Document is Document
    assert hexapla.__version__ == version("hexapla")
    assert set(hexapla.__all__) <= set(dir(hexapla))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        hexapla.__getattr__("nothing")


def test_help_reads_like_a_page() -> None:
    page = pydoc.plain(pydoc.render_doc(hexapla))
    for name in hexapla.__all__:
        assert name in page
        value = getattr(hexapla, name)
        if not isinstance(value, str):
            assert first_line(value) in page, name
    for name in METHODS:
        assert first_line(getattr(hexapla.Memory, name)) in page, name
    assert hexapla.__version__ in page


def first_line(value: object) -> str:
    line = (inspect.getdoc(value) or "").partition("\n")[0]
    assert line
    return line


def test_every_function_has_an_example() -> None:
    named = (hexapla.read, hexapla.segment, hexapla.align_documents, hexapla.align_files)
    for value in (*named, hexapla.open_memory, hexapla.Memory):
        assert ">>> " in (value.__doc__ or ""), value


def test_the_main_job_takes_the_options_of_the_function_behind_it() -> None:
    from hexapla.memory.jobs.align_files import align_files  # noqa: PLC0415 - of the same name

    assert inspect.signature(hexapla.align_files) == inspect.signature(align_files)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A memory of one short document in two languages."""
    folder = tmp_path_factory.mktemp("documents")
    texts = {
        "zh": "记录工作组的报告\n\n1. 决定保留先例名册；\n\n2. 请秘书长提出报告。",
        "en": "Report of the Working Group on Records\n\n1. Decides to keep the roster of "
        "precedents;\n\n2. Requests the Secretary-General to submit a report.",
    }
    for language, text in texts.items():
        (folder / f"A_99_7-{language.upper()}.txt").write_text(text, "utf-8")
    result = hexapla.align_files([folder], folder / "out")
    assert (result.errors, dict(result.states)) == ((), {State.ALIGNED: 1})
    return folder / "out" / "memory.db"


def test_a_memory_is_searched_matched_and_cited(memory: Path) -> None:
    with hexapla.open_memory(memory) as opened:
        (hit,) = opened.search("先例")
        assert hit.unit.text == "决定保留先例名册；"
        assert opened.search("先例", translation="roster").total == 1
        assert opened.search("先例", translation="report").total == 0
        assert opened.match("请秘书长提出报告。")[0].score == 100
        assert opened.match("请秘书长提出建议。", min_score=99) == []
        texts = dict(opened.cite("A/99/7", "1").texts)
        assert texts["en"] == "Decides to keep the roster of precedents;"
        assert opened.fragments("我们请秘书长提出报告").stretches[0].text == "请秘书长提出报告"
        for look_up in (opened.match, opened.fragments):
            with pytest.raises(hexapla.HexaplaError, match="same language"):
                look_up("报告", target="zh")


@pytest.mark.parametrize(("name", "symbol", "count"), [("a.tmx", "A/99/*", 3), ("b.tmx", "S/*", 0)])
def test_export_and_import_are_the_commands(
    name: str, symbol: str, count: int, memory: Path, tmp_path: Path
) -> None:
    with hexapla.open_memory(memory) as opened:
        written = opened.export(tmp_path / name, target="en", symbol=symbol)
    assert written == [(tmp_path / name, count)]
    by_command = tmp_path / f"command-{name}"
    options = ("--target", "en", "--symbol", symbol, "--memory", memory)
    assert run("export", by_command, *options).returncode == 0
    assert list(read_units(by_command)) == list(read_units(tmp_path / name))
    with hexapla.open_memory(tmp_path / "new.db", create=True) as new:
        assert new.import_file(tmp_path / name).added == count


def test_an_edit_is_looked_at_made_and_taken_back(memory: Path) -> None:
    from hexapla.memory.editing.replacing import replacing  # noqa: PLC0415 - as a script does

    edit = replacing("roster", "list", language="en")
    with hexapla.open_memory(memory) as opened:
        seen = list(opened.preview(edit, symbol="A/99/*"))
        assert {(each.tuid, each.new) for each in seen} == {
            (f"A/99/7#{reference}", "Decides to keep the list of precedents;")
            for reference in ("1", "1.1")
        }
        assert opened.search("先例", translation="list").total == 0
        entry = opened.edit(edit, who="Ana")
        assert entry is not None
        assert opened.search("先例", translation="list").total == 1
        taken = opened.undo(entry.number, who="Ana")
        assert taken is not None
        assert (taken.restored, taken.left) == (2, ())


def test_a_memory_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(hexapla.HexaplaError, match="there is no translation memory"):
        hexapla.open_memory(tmp_path / "none.db")


def test_progress_is_told_from_the_first_set_to_the_last(tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text("决定保留名册。", "utf-8")
    (tmp_path / "en.txt").write_text("Decides to keep the roster.", "utf-8")
    told: list[JobProgress] = []
    hexapla.align_files([tmp_path], tmp_path / "out", encoder="none", on_progress=told.append)
    done = [(each.done, each.total) for each in told if each.step is None]
    assert done == [(0, 1), (1, 1), (1, 1)]
    assert [each.step for each in told if each.step][:2] == [Step.FINDING, Step.READING]
