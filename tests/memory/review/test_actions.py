"""Corrections of a real set: what each does, and that every one can be taken back, at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import ConflictError, UsageError
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.output.files import build_time
from hexapla.memory.review import actions
from hexapla.memory.rows import Change, Grid
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import grams
from hexapla.memory.units import DocumentRecord, Level, Status
from tests.examples import examples
from tests.memory.samples import SYMBOL, sample_memory, sample_set

SENTENCE = Level.SENTENCE


@pytest.fixture
def store(filled_location: str) -> Iterator[Store]:
    with open_store(filled_location) as opened:
        yield opened


def grid(store: Store, level: Level = SENTENCE) -> Grid:
    found = store.review(SYMBOL, level)
    assert found is not None
    return found


def do(store: Store, change: Change) -> Grid:
    before = grid(store)
    store.change(SYMBOL, SENTENCE, change, who="Ana")
    now = grid(store)
    # What the pages show without reading all again is what is stored.
    assert before.changed(change).rows == now.rows
    return now


def texts(of: Grid, language: str) -> dict[str, str]:
    return {
        row.reference: cell.text
        for row in of.rows
        for cell in row.cells
        if cell.language == language
    }


def test_merge_takes_the_next_text_and_leaves_the_source_as_it_is(store: Store) -> None:
    before = grid(store)
    after = do(store, actions.merge(before, "1.1", "en", 1))
    assert texts(after, "en")["1.1"] == (
        "Decides to keep the register of trees. The register is brought up to date yearly."
    )
    row = after.find("1.2")
    assert row
    assert row.cell("en") is None
    assert row.alone == ("en",)
    assert row.text == "名册每年更新一次。"
    assert texts(after, "fr") == texts(before, "fr")


def test_merge_with_the_previous_text_keeps_their_order(store: Store) -> None:
    after = do(store, actions.merge(grid(store), "1.2", "ar", -1))
    assert texts(after, "ar")["1.2"] == "تقرر الإبقاء على سجل الأشجار. ويُستكمل السجل كل سنة."
    assert "1.1" not in texts(after, "ar")


def test_split_gives_the_rest_to_the_empty_row_below_or_to_a_loose_one(store: Store) -> None:
    merged = do(store, actions.merge(grid(store), "1.1", "en", 1))
    at = texts(merged, "en")["1.1"].index("The register")
    after = do(store, actions.split(merged, "1.1", "en", at))
    assert texts(after, "en")["1.2"] == "The register is brought up to date yearly."
    again = do(store, actions.split(after, "1.2", "en", 12))
    assert texts(again, "en")["en:1.2"] == "is brought up to date yearly."
    index = again.index_of("1.2")
    assert index is not None
    assert again.rows[index + 1].reference == "en:1.2"


def test_move_puts_a_text_beside_that_of_the_neighbour(store: Store) -> None:
    after = do(store, actions.move(grid(store), "1.1", "es", 1))
    assert texts(after, "es")["1.2"].startswith("Decide conservar")
    assert texts(after, "es")["1.2"].endswith("cada año.")
    back = do(store, actions.move(after, "1.2", "es", -1))
    assert texts(back, "es")["1.1"] == texts(after, "es")["1.2"]


def test_unlink_and_link_bring_crossing_rows_together(store: Store) -> None:
    before = grid(store)
    crossed = do(store, actions.link(before, "1.1", "1.2", "en"))
    assert texts(crossed, "en")["1.2"] == texts(before, "en")["1.1"]
    assert texts(crossed, "en")["1.1"] == texts(before, "en")["1.2"]
    apart = do(store, actions.unlink(crossed, "1.1", "en"))
    assert texts(apart, "en")["en:1.1"] == texts(before, "en")["1.2"]
    linked = do(store, actions.link(apart, "en:1.1", "1.2", "en"))
    assert texts(linked, "en")["1.2"] == texts(before, "en")["1.2"]
    assert texts(linked, "en")["en:1.1"] == texts(before, "en")["1.1"]
    done = do(store, actions.link(linked, "en:1.1", "1.1", "en"))
    assert texts(done, "en") == texts(before, "en")
    assert not done.find("en:1.1")


def test_edit_marks_a_text_and_keeps_the_original(store: Store, tmp_path: Path) -> None:
    after = do(store, actions.edit(grid(store), "1.1", "en", "Decides to keep a register.\n"))
    row = after.find("1.1")
    assert row
    cell = row.cell("en")
    assert cell
    assert (cell.text, cell.status, cell.score) == ("Decides to keep a register.", "reviewed", 1.0)
    assert actions.original_of(cell) == "Decides to keep the register of trees."
    path = tmp_path / "zh_en.tmx"
    units = store.units(level=SENTENCE, source="zh", target="en")
    write_tmx(path, units, source="zh", target="en", level=SENTENCE, created=build_time())
    assert "x-Original" in path.read_text(encoding="utf-8")
    back = do(store, actions.edit(after, "1.1", "en", "Decides to keep the register of trees."))
    again = back.find("1.1")
    assert again
    assert [actions.original_of(each) for each in again.cells] == [""] * len(again.cells)


def test_accepting_travels_to_the_exports_at_once(store: Store, tmp_path: Path) -> None:
    do(store, actions.decide(grid(store), "1.1", ["en", "fr"], Status.REVIEWED))
    do(store, actions.decide(grid(store), "1.2", ["en"], Status.REJECTED))
    path = tmp_path / "zh_en.tmx"
    units = store.units(level=SENTENCE, source="zh", target="en")
    write_tmx(path, units, source="zh", target="en", level=SENTENCE, created=build_time())
    found = {unit.tuid: dict(unit.properties) for unit in read_tmx(path)}
    assert found[f"{SYMBOL}#1.1"]["x-ConfirmationLevel"] == "ApprovedTranslation"
    assert found[f"{SYMBOL}#1.1"]["x-Score:Integer"] == "100"
    assert f"{SYMBOL}#1.2" not in found


def test_rows_are_joined_and_split_in_the_source_column_alone(store: Store) -> None:
    before = grid(store)
    joined = do(store, actions.join_rows(before, "1.1", 1))
    row = joined.find("1.1+1.2")
    assert row
    assert row.text == "决定保留树木名册。名册每年更新一次。"
    assert len(row.cells) == len(before.languages)
    apart = do(store, actions.split_row(joined, "1.1+1.2", 9))
    assert [each.text for each in apart.rows if each.label == "1"][:2] == [
        "决定保留树木名册。",
        "名册每年更新一次。",
    ]


def corrections() -> list[Callable[[Grid], Change]]:
    return [
        lambda rows: actions.merge(rows, "1.1", "en", 1),
        lambda rows: actions.split(rows, "1.1", "en", 12),
        lambda rows: actions.move(rows, "1.2", "fr", -1),
        lambda rows: actions.edit(rows, "2.1", "de", "Bittet den Generalsekretär nochmals:"),
        lambda rows: actions.decide(rows, "2.1", rows.languages, Status.REVIEWED),
        lambda rows: actions.unlink(rows, "2.1", "ru"),
        lambda rows: actions.link(rows, "ru:2.1", "1.1", "ru"),
        lambda rows: actions.join_rows(rows, "2.1", 1),
        lambda rows: actions.split_row(rows, "1.1", 4),
    ]


def test_everything_is_undone_and_redone_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    seen = []
    with open_store(sample_memory(path)) as store:
        for make in corrections():
            seen.append(grid(store))
            store.change(SYMBOL, SENTENCE, make(grid(store)), who="Ana")
        last = grid(store)
    with open_store(path) as store:
        for before in reversed(seen):
            assert store.undo(SYMBOL, SENTENCE, who="Ana")
            assert grid(store).rows == before.rows
        assert store.undo(SYMBOL, SENTENCE, who="Ana") is None
    with open_store(path) as store:
        while store.redo(SYMBOL, SENTENCE, who="Ana"):
            pass
        assert grid(store).rows == last.rows
        history = store.history(SYMBOL, SENTENCE)
        assert len(history) == 3 * len(seen)
        assert history[-1].change.action == "merge"


def test_a_new_change_ends_what_could_be_redone(store: Store) -> None:
    do(store, actions.merge(grid(store), "1.1", "en", 1))
    store.undo(SYMBOL, SENTENCE, who="Ana")
    do(store, actions.unlink(grid(store), "1.2", "fr"))
    assert store.redo(SYMBOL, SENTENCE, who="Ana") is None


def test_nothing_is_overwritten_silently(store: Store, location: str) -> None:
    seen = grid(store)
    with open_store(location) as other:
        revision = store.revision()
        other.change(SYMBOL, SENTENCE, actions.merge(seen, "1.1", "en", 1), who="Bo")
    assert store.revision() != revision
    with pytest.raises(ConflictError, match="meanwhile"):
        store.change(SYMBOL, SENTENCE, actions.unlink(seen, "1.2", "en"), who="Ana")
    # Rows that nobody touched are free, whatever was done elsewhere.
    store.change(SYMBOL, SENTENCE, actions.unlink(seen, "2.1", "en"), who="Ana")


def test_reviewed_work_stays_when_the_set_is_aligned_again(store: Store) -> None:
    do(store, actions.edit(grid(store), "1.1", "en", "Decides to keep a register."))
    do(store, actions.decide(grid(store), "1.2", ["en"], Status.REVIEWED))
    store.replace_set(sample_set())
    row = grid(store).find("1.1")
    assert row
    cell = row.cell("en")
    assert cell
    assert (cell.text, actions.original_of(cell)) == (
        "Decides to keep a register.",
        "Decides to keep the register of trees.",
    )
    # The history goes on: the rows are as the last change left them.
    assert store.undo(SYMBOL, SENTENCE, who="Ana")


def test_reviewed_rows_that_were_joined_or_split_stay_beside_the_new_ones(store: Store) -> None:
    joined = do(store, actions.join_rows(grid(store), "1.1", 1))
    do(store, actions.decide(joined, "1.1+1.2", ["en"], Status.REVIEWED))
    apart = do(store, actions.split_row(grid(store), "pp-1.1", 2))
    do(store, actions.decide(apart, "pp-1.1/1", ["fr"], Status.REVIEWED))
    store.replace_set(sample_set())
    again = grid(store)
    for reference, language in (("1.1+1.2", "en"), ("pp-1.1/1", "fr")):
        row = again.find(reference)
        assert row
        assert [(each.language, each.status) for each in row.cells] == [(language, "reviewed")]
    assert {"1.1", "1.2", "pp-1.1"} <= {row.reference for row in again.rows}
    (summary,) = store.sets()
    assert not [each for each in summary.warnings if "left out" in each]


@pytest.mark.parametrize("by_selection", [True, False])
def test_the_history_goes_with_its_set(store: Store, by_selection: bool) -> None:
    do(store, actions.merge(grid(store), "1.1", "en", 1))
    if by_selection:
        store.remove(Selection(symbol=SYMBOL))
    else:
        store.remove(Selection(SYMBOL))
    assert store.review(SYMBOL, SENTENCE) is None
    with pytest.raises(ConflictError, match="not there any more"):
        store.undo(SYMBOL, SENTENCE, who="Ana")
    store.replace_set(sample_set())
    assert store.undo(SYMBOL, SENTENCE, who="Ana") is None


def test_the_history_of_imported_units_stays_theirs(store: Store) -> None:
    unit = replace(next(store.units(level=SENTENCE, symbol=SYMBOL)), symbol="A/RES/98/13")
    store.add_units([unit], DocumentRecord("", "old.tmx", "0" * 64, 1))
    rows = store.review("A/RES/98/13", SENTENCE)
    assert rows
    change = actions.decide(rows, unit.reference, ["en"], Status.REVIEWED)
    store.change("A/RES/98/13", SENTENCE, change, who="Ana")
    store.replace_set(replace(sample_set(), symbol="A/RES/98/13"))
    assert store.undo("A/RES/98/13", SENTENCE, who="Ana") is None
    assert store.undo("A/RES/98/13 (imported)", SENTENCE, who="Ana")


def test_corrected_units_are_found_by_look_up(store: Store) -> None:
    do(store, actions.edit(grid(store), "1.1", "en", "Resolves to keep an inventory."))
    keys, _ = store.find_grams(grams("inventory"), "en", level=SENTENCE)
    found = dict(store.texts("en", keys.tolist()))
    assert "Resolves to keep an inventory." in found.values()


def test_progress_is_counted(store: Store) -> None:
    do(store, actions.decide(grid(store), "1.1", ["en", "fr"], Status.REVIEWED))
    do(store, actions.unlink(grid(store), "1.2", "de"))
    (found,) = store.progress(SENTENCE)
    assert (found.symbol, found.reviewed, found.rejected) == (SYMBOL, 2, 0)
    assert found.unaligned == 2  # the German text, and the source that lacks it
    assert found.to_look_at == found.doubtful + 2


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (lambda rows: actions.merge(rows, "none", "en", 1), "not there any more"),
        (lambda rows: actions.merge(rows, "title.1", "en", -1), "no row in this direction"),
        (lambda rows: actions.split(rows, "1.1", "en", 0), "between two words"),
        (lambda rows: actions.edit(rows, "1.1", "en", " \n"), "cannot be empty"),
        (lambda rows: actions.link(rows, "1.1", "1.1", "en"), "another row"),
        (lambda rows: actions.unlink(rows, "1.1", "xx"), "no text here"),
        (lambda rows: actions.decide(rows, "1.1", [], Status.REVIEWED), "nothing to decide"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    store: Store, make: Callable[[Grid], Change], cause: str
) -> None:
    with pytest.raises(UsageError, match=cause):
        make(grid(store))


_STEPS = st.tuples(
    st.sampled_from(
        ["merge", "move", "split", "edit", "unlink", "link", "join", "cut", "accept", "reject"]
    ),
    st.integers(0, 30),
    st.integers(0, 30),
    st.sampled_from(["en", "fr", "ar"]),
    st.sampled_from([1, -1]),
)


@examples(25)
@given(steps=st.lists(_STEPS, max_size=12))
def test_whatever_is_done_loses_no_text_and_is_undone(
    steps: list[tuple[str, int, int, str, int]],
) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder) / "memory.db") as store:
        store.replace_set(sample_set())
        before = now = grid(store)
        for name, place, other, language, step in steps:
            change = attempted(now, name, place, other, language, step)
            if change is not None:
                now = do(store, change)
        if not any(name == "edit" for name, *_ in steps):
            # Texts are joined, cut and moved about, but nothing of them is lost.
            assert letters(now) == letters(before)
        while store.undo(SYMBOL, SENTENCE, who="Ana"):
            pass
        assert grid(store).rows == before.rows


def attempted(
    rows: Grid, name: str, place: int, other: int, language: str, step: int
) -> Change | None:
    """Return a correction of some row, None where it is refused."""
    row, goal = rows.rows[place % len(rows)], rows.rows[other % len(rows)]
    reference = row.reference
    make: dict[str, Callable[[], Change]] = {
        "merge": lambda: actions.merge(rows, reference, language, step),
        "move": lambda: actions.move(rows, reference, language, step),
        "split": lambda: actions.split(rows, reference, language, other),
        "edit": lambda: actions.edit(rows, reference, language, "Another text."),
        "unlink": lambda: actions.unlink(rows, reference, language),
        "link": lambda: actions.link(rows, reference, goal.reference, language),
        "join": lambda: actions.join_rows(rows, reference, step),
        "cut": lambda: actions.split_row(rows, reference, other),
        "accept": lambda: actions.decide(rows, reference, rows.languages, Status.REVIEWED),
        "reject": lambda: actions.decide(rows, reference, [language], Status.REJECTED),
    }
    try:
        return make[name]()
    except UsageError:
        return None


def letters(of: Grid) -> dict[str, list[str]]:
    """Return the letters of each language of a set, whatever rows they stand in."""
    found: dict[str, list[str]] = {}
    for row in of.rows:
        for language, text in (("zh", row.text), *((c.language, c.text) for c in row.cells)):
            found.setdefault(language, []).extend("".join(text.split()))
    return {language: sorted(signs) for language, signs in found.items()}
