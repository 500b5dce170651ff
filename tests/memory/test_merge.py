"""Two memories made one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from hexapla.corpora.input import bounds
from hexapla.corpora.messages import Message
from hexapla.memory.formats.importing import import_file
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.merge import Conflict, merge_memories, merge_sets
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.teamwork import LONGEST_COMMENT, Comment, Said, Thread, threads_of
from hexapla.memory.units import AlignedSet, DocumentRecord, Level, Priority, Status, Unit
from tests.memory.factories import make_unit
from tests.memory.samples import SYMBOL, sample_set

FIRST, SECOND = "1.1", "1.2"


def changed(
    aligned: AlignedSet, reference: str, text: str, status: Status = Status.REVIEWED
) -> AlignedSet:
    """The set with another English text of a sentence."""

    def new(unit: Unit) -> Unit:
        if (unit.level, unit.reference) != (Level.SENTENCE, reference):
            return unit
        return replace(
            unit,
            translations=tuple(
                replace(each, text=text, status=status) if each.language == "en" else each
                for each in unit.translations
            ),
        )

    return replace(aligned, units=tuple(map(new, aligned.units)))


def english(aligned: AlignedSet) -> dict[str, tuple[str, Status]]:
    return {
        unit.reference: (each.text, each.status)
        for unit in aligned.units
        if unit.level is Level.SENTENCE
        for each in unit.translations
        if each.language == "en"
    }


BASE = sample_set()
REVIEWED = Status.REVIEWED


def test_what_only_one_side_changed_is_taken_three_ways() -> None:
    base = changed(BASE, FIRST, "Old.")
    ours, theirs = changed(base, SECOND, "Ours."), changed(base, FIRST, "New.")
    merged, conflicts = merge_sets(ours, theirs, base)
    assert conflicts == ()
    assert english(merged)[FIRST] == ("New.", REVIEWED)
    assert english(merged)[SECOND] == ("Ours.", REVIEWED)
    again, conflicts = merge_sets(merged, theirs, base)
    assert (again, conflicts) == (merged, ())


def test_what_both_reviewed_differently_is_a_conflict_and_ours_stays() -> None:
    ours, theirs = changed(BASE, FIRST, "Ours."), changed(BASE, FIRST, "Theirs.")
    for base in (BASE, None):
        merged, conflicts = merge_sets(ours, theirs, base)
        assert merged == ours
        assert conflicts == (Conflict(f"{SYMBOL}#1.1", Level.SENTENCE, "en", "Ours.", "Theirs."),)


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        (Status.AUTOMATIC, Status.REVIEWED, "T."),
        (Status.REVIEWED, Status.AUTOMATIC, "O."),
        (Status.AUTOMATIC, Status.AUTOMATIC, "O."),
        (Status.REJECTED, Status.REVIEWED, "T."),
    ],
)
def test_without_an_ancestor_the_better_decided_stays(
    ours: Status, theirs: Status, kept: str
) -> None:
    merged, conflicts = merge_sets(
        changed(BASE, FIRST, "O.", ours), changed(BASE, FIRST, "T.", theirs), None
    )
    assert conflicts == ()
    assert english(merged)[FIRST][0] == kept


def test_languages_and_units_that_ours_lacks_are_added() -> None:
    french = {"fr"}
    ours = replace(
        BASE,
        documents=tuple(each for each in BASE.documents if each.language not in french),
        units=tuple(
            replace(
                unit,
                translations=tuple(t for t in unit.translations if t.language not in french),
            )
            for unit in BASE.units[1:]
        ),
    )
    merged, conflicts = merge_sets(ours, BASE, None)
    assert conflicts == ()
    assert {unit.tuid: {t.language for t in unit.translations} for unit in merged.units} == {
        unit.tuid: {t.language for t in unit.translations} for unit in BASE.units
    }
    assert {each.language for each in merged.documents} == {
        each.language for each in BASE.documents
    }
    # What we took out and they did not touch stays out.
    assert merge_sets(ours, BASE, BASE)[0].units == ours.units


def test_other_source_texts_leave_reviews_without_a_place() -> None:
    theirs = changed(BASE, FIRST, "Theirs.")
    other = replace(
        theirs,
        units=tuple(
            replace(unit, text=unit.text + "。") if unit.reference == FIRST else unit
            for unit in theirs.units
        ),
    )
    merged, (conflict,) = merge_sets(BASE, other, None)
    assert merged == BASE
    assert (conflict.ours, conflict.theirs) == ("", "Theirs.")
    assert merge_sets(BASE, replace(theirs, source_language="fr"), None)[1] != ()


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store, Store]]:
    with open_store(tmp_path / "base.db") as base:
        base.replace_set(BASE)
    for name in ("ours.db", "theirs.db"):
        shutil.copy(tmp_path / "base.db", tmp_path / name)
    with (
        open_store(tmp_path / "ours.db") as ours,
        open_store(tmp_path / "theirs.db") as theirs,
        open_store(tmp_path / "base.db") as base,
    ):
        yield ours, theirs, base


def test_memories_are_merged_set_by_set(stores: tuple[Store, Store, Store], tmp_path: Path) -> None:
    ours, theirs, base = stores
    theirs.replace_set(changed(BASE, FIRST, "Theirs."))
    theirs.replace_set(replace(BASE, symbol="A/RES/98/13", warnings=(Message("odd"),)))
    theirs.prioritize(Selection(symbol="A/RES/98/13"), Priority.PREFERRED)
    path = tmp_path / "old.tsv"
    path.write_text(f"id\tzh\ten\n{SYMBOL}#9\t独有。\tOnly here.\n", "utf-8")
    import_file(theirs, path)
    ours.replace_set(changed(BASE, SECOND, "Ours."))
    counts = merge_memories(ours, theirs, base)
    assert (counts.added, counts.merged, counts.unchanged, counts.conflicts) == (2, 1, 0, ())
    texts = {
        unit.reference: each.text
        for unit in ours.units(level=Level.SENTENCE, symbol=SYMBOL, target="en")
        for each in unit.translations
    }
    assert (texts[FIRST], texts[SECOND]) == ("Theirs.", "Ours.")
    assert ours.priorities(["A/RES/98/13"])["A/RES/98/13"] is Priority.PREFERRED
    found = find_matches(ours, "独有。", source="zh", target="en")
    assert [each.symbol for each in found] == [f"{SYMBOL} (imported)"]
    again = merge_memories(ours, theirs, base)
    assert (again.added, again.merged, again.unchanged) == (0, 0, 3)


def test_what_a_text_has_too_many_translations_for_is_counted_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ours", "theirs"):
        units = (
            make_unit("甲", f"{name} {number}", symbol="S/1", reference="1") for number in range(3)
        )
        with open_store(tmp_path / f"{name}.db") as store:
            store.add_units(units, DocumentRecord("zh", f"{name}.tmx", name, 3))
    monkeypatch.setattr(bounds, "MOST_VARIANTS", 1)
    with open_store(tmp_path / "ours.db") as ours, open_store(tmp_path / "theirs.db") as theirs:
        counts = merge_memories(ours, theirs)
    assert [loss.count for loss in counts.losses] == [3]
    assert counts.unchanged == 1


def test_what_is_said_of_rows_is_merged_once_and_in_the_order_of_time(
    stores: tuple[Store, Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    ours, theirs, _ = stores
    where = (SYMBOL, Level.SENTENCE)
    for store in (ours, theirs):
        store.replace_set(BASE)
    ours.comment(*where, FIRST, "Mine.", who="Ana")
    ours.settle(*where, FIRST, Said.RESOLVE, who="Ana")
    theirs.comment(*where, FIRST, "Is this right?", who="Boris")
    wrong = theirs.comment(*where, SECOND, "Wrong row.", who="Boris")
    theirs.withdraw(*where, wrong.number, who="Boris")
    theirs.comment(SYMBOL, Level.PARAGRAPH, "1", "The whole of it.", who="Chen")
    theirs.comment(*where, FIRST, "Is this right?", who="Boris")
    assert merge_memories(ours, theirs).comments == 5
    thread = threads_of(ours.comments(*where))[FIRST]
    said = [(each.who, each.text) for each in thread.comments]
    assert said == [("Ana", "Mine."), ("Boris", "Is this right?"), ("Boris", "Is this right?")]
    # What is new here is to be looked at.
    assert thread.open
    assert SECOND not in threads_of(ours.comments(*where))
    assert [each.made for each in ours.comments(*where)[2:]] == [
        each.made for each in theirs.comments(*where)
    ]
    before = list(ours.doings())
    assert merge_memories(ours, theirs).comments == 0
    assert list(ours.doings()) == before
    # That it is resolved was said where nobody had read Boris.
    assert merge_memories(theirs, ours).comments == 1


def said_at(store: Store, who: str, made: str, said: Said, text: str = "") -> None:
    """Enter something about a row as it is at another time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat(made).timestamp())))
        if said is Said.COMMENT:
            store.comment(SYMBOL, Level.SENTENCE, FIRST, text, who=who)
        else:
            store.settle(SYMBOL, Level.SENTENCE, FIRST, said, who=who)


def thread_of(store: Store) -> Thread:
    return threads_of(store.comments(SYMBOL, Level.SENTENCE))[FIRST]


def test_nothing_is_resolved_by_what_was_said_before_it(stores: tuple[Store, Store, Store]) -> None:
    ours, theirs, _ = stores
    for store in (ours, theirs):
        said_at(store, "Ana", "2026-03-01T09:00Z", Said.COMMENT, "Is it?")
    said_at(theirs, "Boris", "2026-03-02T09:00Z", Said.RESOLVE)
    said_at(ours, "Chen", "2026-03-03T09:00Z", Said.COMMENT, "And this?")
    merge_memories(ours, theirs)
    assert [(each.who, each.text) for each in thread_of(ours).entries] == [
        ("Ana", "Is it?"),
        ("Boris", ""),
        ("Chen", "And this?"),
    ]
    assert thread_of(ours).open == (FIRST,)
    merge_memories(theirs, ours)
    assert thread_of(theirs).open == (FIRST,)
    ours.settle(SYMBOL, Level.SENTENCE, FIRST, Said.RESOLVE, who="Ana")
    assert thread_of(ours).open == ()
    assert ours.open_comments(Level.SENTENCE) == {}


def test_what_was_resolved_here_stays_open_for_what_nobody_here_had_read(
    stores: tuple[Store, Store, Store],
) -> None:
    ours, theirs, _ = stores
    said_at(ours, "Ana", "2026-03-01T09:00Z", Said.COMMENT, "Is it?")
    said_at(theirs, "Boris", "2026-03-02T09:00Z", Said.COMMENT, "And this?")
    said_at(ours, "Ana", "2026-03-03T09:00Z", Said.RESOLVE)
    before = thread_of(ours).version
    merge_memories(ours, theirs)
    assert [each.who for each in thread_of(ours).entries] == ["Ana", "Boris", "Ana"]
    assert thread_of(ours).open == (FIRST,)
    assert thread_of(ours).version != before


@pytest.mark.parametrize("asked", ["2026-03-02T09:00Z", "2026-03-03T09:00Z"])
def test_no_question_is_resolved_by_who_had_not_read_it(
    stores: tuple[Store, Store, Store], asked: str
) -> None:
    ours, theirs, third = stores
    said_at(ours, "Boris", asked, Said.COMMENT, "And this?")
    said_at(theirs, "Ana", "2026-03-01T09:00Z", Said.COMMENT, "Is it?")
    said_at(theirs, "Ana", "2026-03-03T09:00Z", Said.RESOLVE)
    assert merge_memories(third, theirs).comments == 2
    assert thread_of(third).open == ()
    # Both ways, and again where each memory has what the other had.
    for one, other in ((ours, theirs), (theirs, ours), (ours, theirs), (third, ours)):
        merge_memories(one, other)
        assert [each.text for each in thread_of(one).comments] == ["Is it?", "And this?"]
        assert thread_of(one).open == (FIRST,)
    said_at(theirs, "Ana", "2026-03-04T09:00Z", Said.RESOLVE)
    for one in (ours, third):
        merge_memories(one, theirs)
        assert thread_of(one).open == ()


def test_what_was_said_with_the_clock_at_the_epoch_is_merged(
    stores: tuple[Store, Store, Store],
) -> None:
    ours, theirs, _ = stores
    for made in ("1970-01-01T00:00Z", "1980-01-01T00:00Z"):
        said_at(theirs, "Ana", made, Said.COMMENT, "Is it?")
    assert merge_memories(ours, theirs).comments == 2


def test_what_was_done_is_told_in_the_order_of_time_after_a_merge(
    stores: tuple[Store, Store, Store],
) -> None:
    ours, theirs, _ = stores
    said_at(ours, "Ana", "2026-03-02T09:00Z", Said.COMMENT, "Second.")
    said_at(theirs, "Boris", "2026-03-01T09:00Z", Said.COMMENT, "First.")
    said_at(ours, "Ana", "2026-03-03T09:00Z", Said.COMMENT, "Third.")
    merge_memories(ours, theirs)
    told = [each.text for each in ours.doings() if isinstance(each, Comment)]
    assert told == ["First.", "Second.", "Third."]


def test_what_is_said_comes_last_though_the_clock_was_set_back(
    stores: tuple[Store, Store, Store],
) -> None:
    ours, *_ = stores
    said_at(ours, "Ana", "2026-03-03T09:00Z", Said.COMMENT, "Is it?")
    said_at(ours, "Boris", "2026-03-01T09:00Z", Said.RESOLVE)
    assert thread_of(ours).open == ()
    said_at(ours, "Boris", "2026-03-02T09:00Z", Said.REOPEN)
    assert thread_of(ours).open == (FIRST,)
    assert [each.who for each in thread_of(ours).entries] == ["Ana", "Boris", "Boris"]


def test_what_takes_back_what_nobody_said_is_left_out(stores: tuple[Store, Store, Store]) -> None:
    ours, *_ = stores
    ours.replace_set(BASE)
    entry = ours.comment(SYMBOL, Level.SENTENCE, FIRST, "Mine.", who="Ana")
    foreign = replace(entry, number=9, said=Said.WITHDRAW, text="", withdraws=entry.number)
    assert ours.join_comments([foreign]) == 0
    assert threads_of(ours.comments(SYMBOL, Level.SENTENCE))[FIRST].comments == (entry,)


def test_comments_that_nobody_can_write_are_left_out(stores: tuple[Store, Store, Store]) -> None:
    ours, *_ = stores
    ours.replace_set(BASE)
    mine = ours.comment(SYMBOL, Level.SENTENCE, FIRST, "Mine.", who="Ana")
    said = replace(mine, number=20, who="Boris", text="Is it?")
    wrong = [
        replace(said, number=21, text="x" * (LONGEST_COMMENT + 1)),
        replace(said, number=22, text=""),
        replace(said, number=23, text="a\x00\x1b[31mred"),
        replace(said, number=24, who="Eva\n<b>"),
        replace(said, number=25, text="", said=Said.WITHDRAW, withdraws=26),
        replace(said, number=26, text="", said=Said.WITHDRAW, withdraws=25),
        # What another has said, here or there, is theirs to take back.
        replace(mine, number=27),
        replace(said, number=28, text="", said=Said.WITHDRAW, withdraws=27),
        replace(said, number=29, made=datetime.now(UTC) + timedelta(days=9)),
        replace(said, number=30, made=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
    ]
    assert ours.join_comments([said, *wrong]) == 1
    thread = threads_of(ours.comments(SYMBOL, Level.SENTENCE))[FIRST]
    assert [each.text for each in thread.comments] == ["Mine.", "Is it?"]
