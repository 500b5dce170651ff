"""What is read of a memory: a bounded number of units, evenly."""

from pathlib import Path

import pytest

from hexapla.memory.lookup.renderings.sampling import held, others
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from tests.memory.lookup.renderings.samples import fill, filled, unit


def test_units_are_those_that_hold_the_term_and_others_the_rest(tmp_path: Path) -> None:
    with open_store(tmp_path / "memory.db") as store:
        read = held(filled(store), "发展 中国家", "zh", Level.SENTENCE)
        assert len(read.texts) == len(read.sets) == 4
        assert all("发展中国家" in text for text in read.texts.values())
        rest = others(store, "en", Level.SENTENCE, without=read.texts)
    assert sorted(text.split()[0] for text in rest) == ["cost", "secretary"]


def test_of_many_a_part_is_read_from_the_first_to_the_last(tmp_path: Path) -> None:
    rows = [{"zh": f"名册{n}", "en": f"roster {n}"} for n in range(5000)]
    with open_store(tmp_path / "memory.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        read = held(store, "名册*", "zh", Level.SENTENCE)
        texts = list(read.texts.values())
        assert len(others(store, "en", Level.SENTENCE, without={})) <= 1250
    assert (texts[0], texts[-1]) == ("名册0", "名册4999")
    assert len(texts) / read.share == 5000
    assert read.term == "名册"


def test_a_term_that_is_denied_is_another_term(tmp_path: Path) -> None:
    rows = [
        {"zh": "援助最不发达国家。", "en": "Aid to the least developed countries."},
        {"zh": "不发达国家和发达国家应合作。", "en": "Both should cooperate."},
        {"zh": "发达国家提供援助。", "en": "Developed countries give aid."},
    ]
    with open_store(tmp_path / "memory.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        own = held(store, "发达国家", "zh", Level.SENTENCE)
        longer = held(store, "不发达国家", "zh", Level.SENTENCE)
    assert list(own.texts.values()) == [rows[1]["zh"], rows[2]["zh"]]
    assert list(longer.texts.values()) == [rows[0]["zh"], rows[1]["zh"]]


@pytest.mark.parametrize(
    ("text", "term", "is_held"),
    [
        ("中非共和国提出。", "共和国", True),
        ("西非国家合作。", "国家", True),
        ("除非会员国同意。", "会员国", True),
        ("有无国家参加。", "国家", True),
        ("非政府组织参加。", "政府", False),
        ("无国籍人。", "国籍", False),
        ("未成年人。", "成年人", False),
    ],
)
def test_names_that_end_like_a_denial_deny_nothing(
    tmp_path: Path, text: str, term: str, is_held: bool
) -> None:
    with open_store(tmp_path / "memory.db") as store:
        fill(store, unit("A/1", 0, {"zh": text, "en": "One."}))
        assert bool(held(store, term, "zh", Level.SENTENCE).texts) == is_held
