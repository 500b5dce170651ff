"""Pairs of a memory as files of other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.exporting import export_pairs
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.registry import writable_extensions
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.lookup.pairs import pairs
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from tests.memory.samples import sample_memory


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(sample_memory(tmp_path / "memory.db")) as opened:
        rows = [
            ("T/1#1", "reviewed", "城市树木", "urban trees"),
            ("T/1#2", "automatic", "2043年有12棵树。", "In 2043 there were 13 trees."),
            ("T/1#3", "automatic", "<b>甲</b>。", "<b>A</b>."),
        ]
        path = tmp_path / "terms.tsv"
        lines = ["\t".join(("id", "status", "zh", "en")), *("\t".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        import_file(opened, path)
        yield opened


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
    (_, count), *_ = export_pairs(
        *(path, found),
        source=source,
        target=target,
        level=Level.SENTENCE,
        tool=tool,
        codes=codes,
    )
    return count


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
