"""What is read of a memory: a bounded number of units, evenly."""

from pathlib import Path

import pytest

from hexapla.memory.lookup.renderings.sampling import held, others
from hexapla.memory.store.opening import open_store
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.terms.joining import join_concepts
from hexapla.memory.units import Level
from tests.memory.lookup.renderings.samples import fill, filled, unit
from tests.work import LINEAR, growth


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


ISLANDS = [
    *(
        {"zh": f"支持小岛屿发展中国家第{n}年。", "en": f"Small island States {n}."}
        for n in range(4)
    ),
    *(
        {"zh": f"帮助发展中国家第{n}年。", "en": f"Help developing countries {n}."}
        for n in range(4)
    ),
    {"zh": "帮助各国。", "en": "Help all."},
    {"zh": "帮助他们。", "en": "Help them."},
]


def test_the_end_of_a_longer_term_of_the_memory_is_another_term(tmp_path: Path) -> None:
    with open_store(tmp_path / "memory.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(ISLANDS)))
        own = held(store, "发展中国家", "zh", Level.SENTENCE)
        longer = held(store, "小岛屿发展中国家", "zh", Level.SENTENCE)
    assert list(own.texts.values()) == [row["zh"] for row in ISLANDS[4:8]]
    assert list(longer.texts.values()) == [row["zh"] for row in ISLANDS[:4]]


def test_where_only_the_longer_term_stands_it_is_meant(tmp_path: Path) -> None:
    with open_store(tmp_path / "memory.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(ISLANDS[:4])))
        assert len(held(store, "发展中国家", "zh", Level.SENTENCE).texts) == 4


def test_the_beginning_of_a_longer_term_of_the_termbase_is_another_term(tmp_path: Path) -> None:
    rows = [{"zh": "许可人提出。", "en": "One."}, {"zh": "许可已终止。", "en": "Two."}]
    with open_store(tmp_path / "memory.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        join_concepts(store, [Concept((Term("zh", "许可人"),))], "add", who="Ana")
        own = held(store, "许可", "zh", Level.SENTENCE)
        longer = held(store, "许可人", "zh", Level.SENTENCE)
    assert list(own.texts.values()) == ["许可已终止。"]
    assert list(longer.texts.values()) == ["许可人提出。"]


def test_what_is_behind_a_term_is_told(tmp_path: Path) -> None:
    rows = [
        {"zh": "许可人，许可", "en": "One."},
        {"zh": "许可。协定和许可的终止", "en": "Two."},
    ]
    with open_store(tmp_path / "memory.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        own = held(store, "许可", "zh", Level.SENTENCE)
    assert list(own.following.values()) == [("人", ""), ("", "")]


def test_the_end_of_a_longer_term_of_the_termbase_is_another_term(location: str) -> None:
    rows = [
        {"en": "Aid to Least Developed Countries.", "zh": "一。"},
        {"en": "Aid of developed countries.", "zh": "二。"},
        {"en": "Least developed countries and developed countries.", "zh": "三。"},
    ]
    with open_store(location) as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        assert len(held(store, "developed country", "en", Level.SENTENCE).texts) == 3
        terms = (
            Term("en", "Least developed country"),
            Term("en", "country_%!"),
            Term("fr", "pays"),
        )
        join_concepts(store, [Concept(terms)], "add", who="Ana")
        own = held(store, "developed country", "en", Level.SENTENCE)
        assert store.terms_with("en", "COUNTRY_%!") == ["country_%!"]
        assert store.terms_with("en", "y") == ["country_%!", "Least developed country"]
        assert store.terms_with("fr", "country") == []
    assert list(own.texts.values()) == [rows[1]["en"], rows[2]["en"]]


def test_long_units_of_a_term_with_longer_ones_take_a_time_that_grows_with_them(
    tmp_path: Path,
) -> None:
    words = {200: "forest", 400: "harbour"}
    with open_store(tmp_path / "memory.db") as store:
        rows = [{"zh": "一。", "en": f"{word} " * size} for size, word in words.items()]
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        longer = [Term("en", f"{word} agenda") for word in words.values()]
        join_concepts(store, [Concept((term,)) for term in longer], "add", who="Ana")
        grown = growth(lambda size: held(store, words[size], "en", Level.SENTENCE), 200)
    assert grown < LINEAR
