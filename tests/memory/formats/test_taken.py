"""What is taken of a file: no more than its size allows, read before anybody waits, and linear."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input import bounds
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.taken import read_ahead
from hexapla.memory.formats.workbook import write_workbook
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Unit
from scripts.dev.fuzz.packages import small_package, text_part
from tests.memory.factories import make_unit
from tests.work import LINEAR, growth


def taken(path: Path, *units: Unit) -> tuple[list[Unit], list[str]]:
    path.write_bytes(b"")
    losses = Losses()
    with read_ahead(units, path, losses) as found:
        return list(found), [str(loss) for loss in losses.found()]


def test_units_come_as_they_were_however_many_there_are(tmp_path: Path) -> None:
    units = [make_unit(f"第{number}段。", f"Paragraph {number}.") for number in range(1200)]
    assert taken(tmp_path / "a.tsv", *units) == (units, [])


def test_a_text_that_is_too_long_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LONGEST_TEXT", 10)
    short, long = make_unit("甲", "A"), make_unit("乙", "B" * 11)
    assert taken(tmp_path / "a.tsv", short, long) == (
        [short],
        ["unit 2: has more than 10 characters"],
    )


@pytest.mark.parametrize(
    ("bound", "cause"),
    [("_TEXT_ANYWAY", "10 characters of text"), ("_TRANSLATIONS_ANYWAY", "10 translations")],
)
def test_no_more_comes_out_of_a_file_than_its_size_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, cause: str
) -> None:
    monkeypatch.setattr(bounds, bound, 10)
    with pytest.raises(StoreError, match=f"refused: {cause} come out of it"):
        taken(tmp_path / "a.tsv", *[make_unit("甲", "A")] * 11)


# What is being opened as the time is up is closed by Python alone, which warns of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_reading_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CPU_SECONDS", 0.1)

    def endless() -> Iterator[Unit]:
        while True:
            yield from ()

    (tmp_path / "a.tsv").write_bytes(b"")
    with (
        pytest.raises(StoreError, match=r"a\.tsv: takes more than 0\.1 seconds of processor"),
        read_ahead(endless(), tmp_path / "a.tsv", Losses()),
    ):
        pass


def test_a_file_is_read_before_the_memory_is_locked(store: Store, tmp_path: Path) -> None:
    """What is wrong at its end is found while another writes."""
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(UNIT)}\n" * 10 + "broken", "utf-8")
    with (
        open_store(tmp_path / "memory.db") as other,
        other._database.transaction(),
        pytest.raises(StoreError, match="line 11"),
    ):
        import_file(store, path)


UNIT = {"language": "zh", "text": "甲", "translations": [{"language": "en", "text": "A"}]}


def json_lines(path: Path, count: int) -> None:
    lines = (json.dumps({**UNIT, "text": f"甲{n}", "reference": str(n)}) for n in range(count))
    path.write_text("\n".join(lines), "utf-8")


def table(path: Path, count: int) -> None:
    rows = (f"第{n}段\tParagraph {n}\n" for n in range(count))
    path.write_text("zh\ten\n" + "".join(rows), "utf-8")


def page(path: Path, count: int) -> None:
    rows = (f"<tr><td>第{n}段</td><td>Paragraph {n}</td></tr>" for n in range(count))
    path.write_text(
        f"<html><table><tr><th>zh</th><th>en</th></tr>{''.join(rows)}</table></html>", "utf-8"
    )


def workbook(path: Path, count: int) -> None:
    units = [make_unit(f"第{n}段", f"Paragraph {n}") for n in range(count)]
    write_workbook(path, units, source="zh", targets=("en",))


def catalogue(path: Path, count: int) -> None:
    lines = "".join('"more and more "\n' for _ in range(count))
    messages = "".join(f'msgid "第{n}段"\nmsgstr "Paragraph {n}"\n\n' for n in range(count))
    path.write_text(
        'msgid ""\nmsgstr "Language: en\\nX-Source-Language: zh\\n"\n\n'
        f'{messages}msgid "甲"\nmsgstr ""\n{lines}',
        "utf-8",
    )


def tmx(path: Path, units: str) -> None:
    path.write_text(
        f'<tmx version="1.4"><header srclang="zh" segtype="sentence"/><body>{units}</body></tmx>',
        "utf-8",
    )


def tu(source: str, target: str, tuid: str = "", inside: str = "") -> str:
    named = f' tuid="{tuid}"' if tuid else ""
    return (
        f'<tu{named}>{inside}<tuv xml:lang="zh"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{target}</seg></tuv></tu>'
    )


def same_text(path: Path, count: int) -> None:
    tmx(path, "".join(tu("甲", f"A{n}", f"t{n}") for n in range(count)))


def same_text_elsewhere(path: Path, count: int) -> None:
    context = '<prop type="x-context-pre">&lt;seg&gt;{}&lt;/seg&gt;</prop>'
    tmx(path, "".join(tu("甲", "A", inside=context.format(n)) for n in range(count)))


def same_name(path: Path, count: int) -> None:
    tmx(path, "".join(tu(f"甲{n}", f"A{n}", "t") for n in range(count)))


def same_text_and_name(path: Path, count: int) -> None:
    tmx(path, "".join(tu("甲", f"A{n}", "t") for n in range(count)))


def variants(path: Path, count: int) -> None:
    more = "".join(f'<tuv xml:lang="en"><seg>A{n}</seg></tuv>' for n in range(count))
    tmx(path, f'<tu><tuv xml:lang="zh"><seg>甲</seg></tuv>{more}</tu>')


def xliff(path: Path, count: int) -> None:
    tags = "".join(f'<x id="{n}"/>a<mrk mtype="term">b</mrk>' for n in range(count))
    path.write_text(
        '<xliff version="1.2"><file source-language="zh" target-language="en" original="a"><body>'
        f'<trans-unit id="1"><source>{tags}</source><target>{tags}</target></trans-unit>'
        "</body></file></xliff>",
        "utf-8",
    )


def spreadsheet(path: Path, count: int) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"</table:table-row><table:table-row>{cell}{cell}"
    rows = "".join(row.format(f"第{n}段", f"Paragraph {n}") for n in range(count))
    _, part = text_part(".ods")
    end = "</table:table-row></table:table>"
    content = part.replace("{}", "甲").replace(end, f"{rows}{end}")
    path.write_bytes(small_package(".ods", {"content.xml": content}))


def terms(path: Path, count: int) -> None:
    entry = (
        '<termEntry><langSet xml:lang="zh"><tig><term>第{0}段</term></tig></langSet>'
        '<langSet xml:lang="en"><tig><term>paragraph {0}</term></tig></langSet></termEntry>'
    )
    entries = "".join(entry.format(n) for n in range(count))
    path.write_text(f"<martif><text><body>{entries}</body></text></martif>", "utf-8")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.ods", spreadsheet),
        ("a.tbx", terms),
        ("a.jsonl", json_lines),
        ("a.tsv", table),
        ("a.html", page),
        ("a.xlsx", workbook),
        ("a.po", catalogue),
        ("a.tmx", same_text),
        ("b.tmx", same_text_elsewhere),
        ("c.tmx", same_name),
        ("d.tmx", same_text_and_name),
        ("e.tmx", variants),
        ("a.xlf", xliff),
    ],
)
def test_twice_as_much_takes_twice_the_work(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    write: Callable[[Path, int], None],
) -> None:
    monkeypatch.setattr(bounds, "MOST_VARIANTS", 10)
    paths = {number: tmp_path / f"{number}{name}" for number in (80, 160)}
    for number, path in paths.items():
        write(path, number)
    made = iter(range(9))

    def import_into_an_empty_memory(number: int) -> None:
        with open_store(tmp_path / f"{next(made)}.db") as store:
            import_file(store, paths[number])

    with open_store(tmp_path / "whole.db") as store:
        assert import_file(store, paths[80]).added
    assert growth(import_into_an_empty_memory, 80) < LINEAR


def test_of_one_text_no_more_translations_are_kept_than_people_make(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_VARIANTS", 3)
    same_text_and_name(tmp_path / "a.tmx", 5)
    counts = import_file(store, tmp_path / "a.tmx")
    assert counts.added == 3
    cause = "its text has 3 other translations there already"
    assert [str(loss) for loss in counts.losses] == [f"unit 4, unit 5: {cause}"]
