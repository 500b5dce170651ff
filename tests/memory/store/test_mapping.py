"""Sets and units come back from the tables as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.corpora.messages import Message
from hexapla.memory.store.mapping import (
    carried_json,
    message_from_json,
    message_to_json,
    read_carried,
)
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import composed
from hexapla.memory.units import (
    AlignedSet,
    Carried,
    DocumentRecord,
    Level,
    Status,
    Translation,
    Unit,
)
from tests.examples import examples
from tests.memory.factories import make_set


@pytest.mark.parametrize("text", ["it took too long", "{odd}: 100 %", '"quoted"', "7", "", "{"])
def test_a_text_of_an_old_memory_is_a_message(text: str) -> None:
    assert message_from_json(text) == text
    assert message_from_json(message_to_json(Message(text))) == text


def test_contexts_other_than_the_neighbouring_units_are_kept(store: Store) -> None:
    aligned = make_set("S/1", ("甲。", "A."), ("乙。", "B."), ("丙。", "C."))
    first, second, third = aligned.units
    units = (
        replace(first, before="题目", after="乙。"),
        replace(second, before="", after="丁。"),
        replace(third, before="乙。", after=""),
    )
    store.replace_set(replace(aligned, units=units))
    store.replace_set(make_set("S/2", ("戊。", "E.")))
    assert tuple(store.units(level=Level.SENTENCE, symbol="S/1")) == units
    assert [unit.before for unit in store.units(level=Level.SENTENCE)][-1] == ""


def test_texts_are_kept_in_composed_form_and_found_in_either(store: Store) -> None:
    aligned = make_set("S/1", ("甲。", "L\u2019Assemble\u0301e"), ("乙。", "re\u0301solution"))
    store.replace_set(aligned)
    assert [
        each.text for unit in store.units(level=Level.SENTENCE) for each in unit.translations
    ] == ["L\u2019Assembl\u00e9e", "r\u00e9solution"]
    counts = store.add_units(aligned.units, DocumentRecord("zh", "a.tmx", "a" * 64, 2))
    assert (counts.added, counts.known) == (0, 2)
    units = aligned.units[:1]
    marked = Carried(markup='<ph x="1">e\u0301</ph>\u0338e\u0301')
    store.replace_set(replace(aligned, units=(replace(units[0], carried=marked),)))
    (unit,) = store.units(level=Level.SENTENCE)
    assert unit.carried == Carried(markup='<ph x="1">\u00e9</ph>\u0338\u00e9')


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(composed)


@examples(50)
@given(
    symbol=TEXT,
    rows=st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, st.sampled_from(Status)), max_size=6),
)
def test_any_text_and_decision_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    symbol: str,
    rows: list[tuple[str, str, str, str, Status]],
) -> None:
    units = tuple(
        Unit(
            *(symbol, Level.PARAGRAPH, number // 2, str(number), Kind.BODY, label, "zh", text),
            translations=(
                Translation("en", other, 1 / 3, "label", label, status),
                Translation("ar", text, 0.0, "position"),
            ),
            before=before,
            after=label,
        )
        for number, (text, other, label, before, status) in enumerate(rows)
    )
    with open_store(tmp_path_factory.mktemp("any", numbered=True) / "a.db") as store:
        for _ in range(2):
            store.replace_set(AlignedSet(symbol, "zh", (), units, (), symbol, (Message(symbol),)))
            assert tuple(store.units(level=Level.PARAGRAPH)) == units
            assert store.fingerprint(symbol) == symbol


@given(
    st.builds(
        Carried,
        markup=st.text(max_size=5),
        shown=st.text(max_size=5),
        number=st.text(max_size=5),
        pieces=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    )
)
def test_what_is_carried_comes_back(carried: Carried) -> None:
    assert read_carried(carried_json(carried)) == carried
