"""A review session: what is shown is what is stored, whoever changed it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hexapla.corpora.errors import ConflictError, UsageError
from hexapla.memory.review.session import Command, ReviewSession
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Status
from tests.memory.samples import SYMBOL

SENTENCE = Level.SENTENCE


@pytest.fixture
def session(store: Store) -> ReviewSession:
    return ReviewSession(store)


def seen(session: ReviewSession) -> Mapping[str, str]:
    return {row.reference: row.version for row in session.grid(SYMBOL, SENTENCE).rows}


def run(session: ReviewSession, action: str, language: str = "en", **more: object) -> None:
    """Run a command at the first sentence of paragraph 1."""
    command = Command(action, "1.1", language, **more)  # type: ignore[arg-type]
    session.run(SYMBOL, SENTENCE, command, seen(session), who="Ana")


def cell_status(session: ReviewSession, language: str) -> Status:
    row = session.grid(SYMBOL, SENTENCE).find("1.1")
    assert row is not None
    cell = row.cell(language)
    assert cell is not None
    return cell.status


@pytest.mark.parametrize(
    ("command", "action"),
    [
        (Command("accept", "1.1", "en"), "reviewed"),
        (Command("reject", "1.1", "en"), "rejected"),
        (Command("merge-next", "1.1", "en"), "merge"),
        (Command("merge-previous", "1.2", "en"), "merge"),
        (Command("move-next", "1.1", "en"), "move"),
        (Command("split", "1.1", "en", at=8), "split"),
        (Command("edit", "1.1", "en", text="Decides otherwise."), "edit"),
        (Command("unlink", "1.1", "en"), "unlink"),
        (Command("link", "1.1", "en", other="2.1"), "link"),
        (Command("merge-next", "1.1", "zh"), "join"),
        (Command("split", "1.1", "zh", at=2), "split"),
    ],
)
def test_each_command_makes_its_change_and_is_undone_and_redone(
    command: Command, action: str, session: ReviewSession, store: Store
) -> None:
    before = session.grid(SYMBOL, SENTENCE).rows
    entry = session.run(SYMBOL, SENTENCE, command, seen(session), who="Ana")
    assert entry is not None
    assert (entry.who, entry.change.action) == ("Ana", action)
    after = session.grid(SYMBOL, SENTENCE).rows
    assert after != before
    stored = store.review(SYMBOL, SENTENCE)
    assert stored is not None
    assert stored.rows == after
    for name, rows in (("undo", before), ("redo", after)):
        assert session.run(SYMBOL, SENTENCE, Command(name, "", ""), {}, who="Ana") is not None
        assert session.grid(SYMBOL, SENTENCE).rows == rows
    assert session.run(SYMBOL, SENTENCE, Command("redo", "", ""), {}, who="Ana") is None


def test_a_decision_in_the_source_column_is_one_on_all_that_is_in_sight(
    session: ReviewSession,
) -> None:
    run(session, "accept", "zh", languages=("en", "fr"))
    assert cell_status(session, "en") is cell_status(session, "fr") is Status.REVIEWED
    assert cell_status(session, "de") is Status.AUTOMATIC
    run(session, "reopen", "zh", languages=("en",))
    assert cell_status(session, "en") is Status.AUTOMATIC


@pytest.mark.parametrize("action", ["move-next", "edit", "unlink", "link"])
def test_the_source_text_stays_as_it_is(action: str, session: ReviewSession) -> None:
    with pytest.raises(UsageError, match="the source text stays as it is"):
        run(session, action, "zh", text="别的")


@pytest.mark.parametrize("action", ["", "merge", "merge-sideways", "drop"])
def test_what_is_no_command_is_refused(action: str, session: ReviewSession) -> None:
    with pytest.raises(UsageError, match="no such action"):
        run(session, action)


def test_rows_that_somebody_else_has_changed_are_not_overwritten(
    session: ReviewSession, store: Store
) -> None:
    old = seen(session)
    other = ReviewSession(store)
    run(other, "accept")
    command = Command("reject", "1.1", "en")
    with pytest.raises(ConflictError, match="somebody else"):
        session.run(SYMBOL, SENTENCE, command, old, who="Bo")
    # The session has read the rows again: with what it shows now, the command is taken.
    assert cell_status(session, "en") is Status.REVIEWED
    session.run(SYMBOL, SENTENCE, command, seen(session), who="Bo")
    assert cell_status(session, "en") is Status.REJECTED


def test_a_document_that_the_memory_has_not_is_refused(session: ReviewSession) -> None:
    with pytest.raises(UsageError, match="no such document"):
        session.grid("A/RES/1/1", SENTENCE)
