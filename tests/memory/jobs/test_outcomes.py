"""What becomes of a document set."""

from hexapla.corpora.messages import Message
from hexapla.memory.jobs.outcomes import Outcome, State, refused


def test_a_refused_set_has_its_errors_and_nothing_else() -> None:
    error = ("zh.txt", Message("holds no text"))
    outcome = refused("S/1", iter([error]))
    assert outcome == Outcome("S/1", State.REFUSED, errors=(error,))
    assert (outcome.paragraphs, outcome.seconds, outcome.warnings) == (0, 0.0, ())
