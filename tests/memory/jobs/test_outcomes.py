"""What becomes of a document set."""

from hexapla.memory.jobs.outcomes import Outcome, State, refused


def test_a_refused_set_has_its_errors_and_nothing_else() -> None:
    outcome = refused("S/1", iter([("zh.txt", "holds no text")]))
    assert outcome == Outcome("S/1", State.REFUSED, errors=(("zh.txt", "holds no text"),))
    assert (outcome.paragraphs, outcome.seconds, outcome.warnings) == (0, 0.0, ())
