"""Pairs of a memory as files of other programs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pytest
from lxml import etree, html

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.checks.pair import Check
from hexapla.memory.formats.exporting import export_pairs
from hexapla.memory.formats.glossary import Term, terms, write_tbx
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.json_lines import read_json_lines
from hexapla.memory.formats.registry import writable_extensions
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.lookup.pairs import PairFilter, as_pair, pairs
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Priority, Status, Unit
from tests.memory.samples import SYMBOL, TEXTS, sample_set

HOSTILE = "<script>alert(1)</script> & <b>"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.db") as opened:
        opened.replace_set(sample_set())
        rows = [
            ("T/1#1", "reviewed", "城市树木", "urban trees"),
            ("T/1#2", "automatic", "2043年有12棵树。", "In 2043 there were 13 trees."),
            ("T/1#3", "automatic", f"甲{HOSTILE}。", HOSTILE),
        ]
        path = tmp_path / "terms.tsv"
        lines = ["\t".join(("id", "status", "zh", "en")), *("\t".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        import_file(opened, path)
        yield opened


def chosen(store: Store, source: str = "zh", target: str = "en", **wanted: object) -> list[Unit]:
    asked = PairFilter(**wanted)  # type: ignore[arg-type]
    return list(pairs(store, source, target, level=Level.SENTENCE, pair_filter=asked))


def export(
    store: Store,
    path: Path,
    source: str = "zh",
    target: str = "en",
    *,
    tool: str = "general",
    codes: Mapping[str, str] = MappingProxyType({}),
) -> int:
    found = partial(pairs, store, source, target, level=Level.SENTENCE)
    ((_, count),) = export_pairs(
        *(path, found),
        source=source,
        target=target,
        level=Level.SENTENCE,
        tool=tool,
        codes=codes,
    )
    return count


def test_any_two_languages_are_a_pair(store: Store) -> None:
    french = [text for sentences in TEXTS["fr"] for text in sentences]
    german = [text for sentences in TEXTS["de"] for text in sentences]
    found = chosen(store, "fr", "de")
    assert [(each.text, each.translations[0].text) for each in found] == list(
        zip(french, german, strict=True)
    )
    assert {each.tuid for each in found} == {each.tuid for each in chosen(store, "zh", "fr")}
    back = chosen(store, "fr", "zh")
    assert [each.translations[0].text for each in back] == [
        text for sentences in TEXTS["zh"] for text in sentences
    ]
    assert as_pair(found[0], "ru", "es") is None
    assert as_pair(found[0], "fr", "fr") is None


def test_pairs_are_chosen_by_symbol_file_status_and_quality(store: Store) -> None:
    assert len(chosen(store)) == 11
    assert len(chosen(store, selection=Selection(symbol="T/*"))) == 3
    assert len(chosen(store, selection=Selection(file="terms.tsv"))) == 3
    reviewed = Selection(status=Status.REVIEWED)
    assert [each.tuid for each in chosen(store, selection=reviewed)] == ["T/1#1"]
    flagged = chosen(store, flags=frozenset({Check.NUMBERS}))
    assert [each.tuid for each in flagged] == ["T/1#2"]
    without = chosen(store, exclude=frozenset(Check))
    assert {"T/1#2"}.isdisjoint(each.tuid for each in without)
    assert "T/1#1" in {each.tuid for each in without}
    assert len(chosen(store, min_score=1.1)) == 1
    store.prioritize(Selection(symbol=SYMBOL), Priority.EXCLUDED)
    assert len(chosen(store)) == 3


@pytest.mark.parametrize("ending", writable_extensions())
def test_every_format_is_written_in_any_direction(
    store: Store, ending: str, tmp_path: Path
) -> None:
    short = ending in (".tbx", ".utf8")
    assert export(store, tmp_path / f"a{ending}") == (1 if short else 11)
    assert export(store, tmp_path / f"b{ending}", "ar", "fr") == (0 if short else 8)
    assert export(store, tmp_path / f"c{ending}", "en", "zh") == (1 if short else 11)


@pytest.mark.parametrize("ending", [".tmx", ".xlf", ".tbx"])
def test_a_language_has_the_code_that_is_asked_for(
    store: Store, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a{ending}"
    export(store, path, codes={"en": "en-GB"})
    text = path.read_text("utf-8")
    assert '"en-GB"' in text
    assert '"zh-CN"' in text
    assert '="en-US"' not in text.replace('adminlang="en-US"', "")
    export(store, tmp_path / "b.tmx", tool="wordfast", codes={"zh": "ZH-TW"})
    text = (tmp_path / "b.tmx").read_text("utf-8")
    assert '"EN-US"' in text
    assert '"ZH-TW"' in text


@pytest.mark.parametrize("ending", [".tmx", ".xlf", ".po", ".xlsx", ".csv", ".tsv", ".jsonl"])
def test_what_is_exported_is_known_again(store: Store, ending: str, tmp_path: Path) -> None:
    export(store, tmp_path / f"a{ending}")
    counts = import_file(store, tmp_path / f"a{ending}")
    assert (counts.added, counts.merged) == (0, 0)


def test_json_lines_keep_all_there_is(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    export(store, path)
    assert list(read_json_lines(path)) == chosen(store)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "{",
            "[]",
            "null",
            '{"text": "a"}',
            '{"language": "xx", "text": "a", "translations": []}',
        ),
        '{"language": "zh", "text": "a", "translations": [{"language": "en", "text": ""}]}',
        '{"language": "zh", "text": "a", "translations": [], "level": "word"}',
        '{"language": "zh", "text": "a", "translations": [], "carried": {}}',
        "[" * 100_000,
    ],
)
def test_a_line_that_is_no_unit_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = {"language": "zh", "text": "甲", "translations": [{"language": "en", "text": "A"}]}
    path.write_text(f"{json.dumps(good)}\n\n{line}\n", "utf-8")
    with pytest.raises(StoreError, match=r"a\.jsonl: line 3: is no unit") as caught:
        list(read_json_lines(path))
    assert "\n" not in str(caught.value)


def test_inline_tags_in_json_are_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    carried = {"attributes": [], "properties": [["p", "1"]], "notes": ["n"], "markup": "</seg>"}
    good = {"language": "zh", "text": "甲", "translations": [{"language": "en", "text": "A"}]}
    path.write_text(json.dumps(good | {"carried": carried}) + "\n", "utf-8")
    (unit,) = read_json_lines(path)
    assert unit.carried is not None
    assert (unit.carried.markup, unit.carried.properties) == ("", (("p", "1"),))


def test_the_page_shows_both_languages_and_runs_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    export(store, path, "zh", "ar")
    page = html.parse(path).getroot()
    rows = page.findall(".//tbody/tr")
    assert [row[0].text_content() for row in rows] == [
        text for sentences in TEXTS["zh"] for text in sentences
    ]
    assert {row[1].get("dir") for row in rows} == {"rtl"}
    export(store, path)
    text = path.read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "default-src &#39;none&#39;" in text


def test_glossaries_hold_short_texts_alone(store: Store, tmp_path: Path) -> None:
    assert list(terms(chosen(store))) == [Term("城市树木", "urban trees", "T/1#1")]
    export(store, tmp_path / "a.utf8")
    assert (tmp_path / "a.utf8").read_text("utf-8") == "城市树木\turban trees\tT/1#1\n"


def test_tbx_is_read_by_translate_toolkit(
    translate_toolkit: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.tbx"
    write_tbx(path, [Term("城市\x00<树木>", "urban & trees", "T/1")], source="zh", target="en")
    assert etree.parse(path).getroot().tag == "martif"
    script = (
        "import sys\nfrom translate.storage import tbx\n"
        "for unit in tbx.tbxfile.parsefile(sys.argv[1]).units:\n"
        " print(unit.source, '=', unit.target)\n"
    )
    shown = subprocess.run(
        [translate_toolkit, "-c", script, path], capture_output=True, encoding="utf-8"
    )
    assert shown.stdout == "城市<树木> = urban & trees\n", shown.stderr


def test_tools_and_formats_that_are_not_known_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format"):
        export(store, tmp_path / "a.doc")
    with pytest.raises(UsageError, match="none of"):
        export(store, tmp_path / "a.tmx", tool="nothing")
    with pytest.raises(UsageError, match="English"):
        export(store, tmp_path / "a.tmx", tool="lokalize")
    export(store, tmp_path / "a.tmx", "en", "zh", tool="lokalize")
    assert {each.code for unit in read_tmx(tmp_path / "a.tmx") for each in unit.variants} == {
        *("en", "zh_CN")
    }


def test_what_is_the_same_in_both_languages_is_no_term(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "same.tsv"
    path.write_text("zh\ten\nA/99/1\tA/99/1\n", "utf-8")
    import_file(store, path)
    assert len(list(terms(chosen(store)))) == 1
