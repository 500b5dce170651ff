"""A colleague's memory, taken over."""

import json
from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.register import Fact, FactKind, RegisterEntry
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from tests.commands import printed
from tests.memory.samples import SYMBOL, TEXTS, sample_memory


def test_merge_takes_over_and_lists_conflicts(memory: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    sample_memory(Path(other))
    assert printed("merge", other, "--base", memory, "--memory", str(tmp_path / "new.db")) == (
        "document sets: 1 added, 0 merged, 0 unchanged; 0 conflicts\n"
    )
    for path, text in ((memory, "Ours."), (other, "Theirs.")):
        table = tmp_path / "review.tsv"
        table.write_text(
            f"id\tstatus\tzh\ten\n{SYMBOL}#1.1\treviewed\t{TEXTS['zh'][3][0]}\t{text}\n", "utf-8"
        )
        printed("import", str(table), "--memory", path)
    lines = printed("merge", other, "--memory", memory).splitlines()
    assert lines[0] == f"conflict: {SYMBOL}#1.1 en: ours: Ours. theirs: Theirs."
    assert json.loads(printed("merge", other, "--memory", memory, "--json"))["conflicts"]
    with pytest.raises(UsageError, match="itself"):
        printed("merge", memory, "--memory", memory)


def test_merge_tells_of_the_register_and_of_comments(memory: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    with open_store(sample_memory(Path(other))) as store:
        store.comment(SYMBOL, Level.SENTENCE, "1.1", "Which roster?", who="Ana")
        entry = RegisterEntry("S/9", (Fact(FactKind.DATE, "2020-07-16"),))
        store.edit_register([entry], "import", who="Ana")
    lines = printed("merge", other, "--memory", memory).splitlines()
    assert lines[:2] == ["register: 1 document", "comments: 1"]
    assert printed("merge", other, "--memory", memory).startswith("document sets:")
    with open_store(memory, create=False) as store:
        assert [each.symbol for each in store.catalogue()] == ["S/9"]
        assert [each.text for each in store.comments(SYMBOL, Level.SENTENCE)] == ["Which roster?"]
    assert "Assignments and histories stay in OTHER" in " ".join(printed("merge", "--help").split())
