"""The words of a translation that answer a part of its source, and no more where none can."""

from hexapla.corpora.errors import EncoderError
from hexapla.memory.lookup.renderings.answering import Answering
from hexapla.memory.lookup.renderings.meanings import Meanings, known_meanings

SOURCE = "请秘书处每年向发展中国家提供技术援助，并报告进展情况；"
TARGET = (
    "Requests the Secretariat to provide developing countries with technical assistance every "
    "year, and to report on progress;"
)


def answered(words: str, answering: Answering) -> str | None:
    start = SOURCE.index(words)
    (span,) = answering([(SOURCE, (start, start + len(words)), TARGET)])
    return TARGET[slice(*span)] if span else None


def test_a_part_is_answered_in_its_own_pair() -> None:
    answering = Answering(("zh", "en"))
    assert answered("发展中国家", answering) == "developing countries"
    assert answered("技术援助", answering) == "technical assistance"
    assert answering([("秘书处", (0, 3), "…")]) == [None]
    assert answering([]) == []


def test_parts_asked_together_are_answered_as_by_themselves() -> None:
    words = ["发展中国家", "技术援助", "进展情况", "秘书处", "技术援助"]
    spans = [(SOURCE.index(each), SOURCE.index(each) + len(each)) for each in words]
    asked = [(SOURCE, span, TARGET) for span in spans] + [("秘书处", (0, 3), "…")]
    together = Answering(("zh", "en"))(asked)
    assert together == [answer for each in asked for answer in Answering(("zh", "en"))([each])]
    assert together[1] == together[4]


def test_an_encoder_that_cannot_be_loaded_answers_nothing() -> None:
    def missing() -> Meanings:
        raise EncoderError("embedded", "the package is not installed")

    assert answered("发展中国家", Answering(("zh", "en"), missing)) is None


def test_what_was_answered_is_not_sought_again() -> None:
    asked: list[None] = []

    def counted() -> Meanings:
        asked.append(None)
        return known_meanings()

    answering = Answering(("zh", "en"), counted)
    assert (
        answered("技术援助", answering) == answered("技术援助", answering) == "technical assistance"
    )
    assert len(asked) == 1
