"""What the front of a document says of it, in the seven languages."""

from __future__ import annotations

import pytest

from hexapla.corpora.document import Detail, Document, Kind, Paragraph
from hexapla.memory.mastheads import facts_of_document, facts_of_documents
from hexapla.memory.register import Fact, FactKind

LINES = {
    "en": ("Forty-fourth session", "Agenda item 70 (b)", "The trees of cities"),
    "fr": ("Quarante-quatrième session", "Point 70 b) de l’ordre du jour", "Les arbres des villes"),
    "es": ("Cuadragésimo cuarto período de sesiones", "Tema 70 b) del programa", "Los árboles"),
    "ru": ("Сорок четвертая сессия", "Пункт 70 b) повестки дня", "Деревья городов"),
    "ar": ("الدورة الرابعة والأربعون", "البند ٧٠ من جدول الأعمال", "أشجار المدن"),
    "de": ("Vierundvierzigste Tagung", "Tagesordnungspunkt 70 b)", "Bäume der Städte"),
    "zh": ("第四十四届会议", "议程项目70(b)", "城市的树木"),
}
DATES = {
    "en": "3 November 2044",
    "fr": "3 novembre 2044",
    "es": "3 de noviembre de 2044",
    "ru": "3 ноября 2044 года",
    "ar": "3 تشرين الثاني/نوفمبر 2044",
    "de": "3. November 2044",
    "zh": "2044年11月3日",
}


def front(language: str, *, date: str) -> Document:
    session, item, name = LINES[language]
    return Document(
        "CERD/C/9",
        language,
        (
            Paragraph("m-1", Kind.MASTHEAD, "", session, Detail.SESSION),
            Paragraph("m-2", Kind.MASTHEAD, "", item, Detail.AGENDA_ITEM),
            Paragraph("m-3", Kind.MASTHEAD, "", name, Detail.AGENDA_ITEM),
        ),
        session=session,
        date=date,
    )


@pytest.mark.parametrize("language", LINES)
def test_session_item_and_date_are_read_in_every_language(language: str) -> None:
    found = list(facts_of_document(front(language, date=DATES[language])))
    assert Fact(FactKind.SESSION, "44") in found
    assert {each.text for each in found if each.kind is FactKind.AGENDA and not each.language} <= {
        "70",
        "70(b)",
    }
    assert Fact(FactKind.AGENDA, LINES[language][2], language) in found
    assert found[-1] == Fact(FactKind.DATE, "2044-11-03")


def test_versions_agree_on_one_date_and_session_and_the_exact_item_stands() -> None:
    documents = [front(each, date=DATES[each]) for each in LINES]
    late = front("en", date="4 November 2044")
    found = facts_of_documents([*documents, late])
    plain = [each for each in found if not each.language]
    assert plain == [
        Fact(FactKind.SESSION, "44"),
        Fact(FactKind.AGENDA, "70(b)"),
        Fact(FactKind.DATE, "2044-11-03"),
    ]


def test_the_day_of_adoption_counts_before_that_of_the_print() -> None:
    adopted = "Resolution adopted by the General Assembly on 1 October 2044"
    document = Document(
        "A/RES/99/9",
        "en",
        (Paragraph("m", Kind.MASTHEAD, "", adopted, Detail.ADOPTION),),
        session="Ninety-ninth session",
        organ="General Assembly",
        date="3 November 2044",
    )
    # The symbol tells the session, and knows special ones.
    assert list(facts_of_document(document)) == [
        Fact(FactKind.BODY, "General Assembly", "en"),
        Fact(FactKind.DATE, "2044-10-01"),
    ]


def test_a_document_that_says_nothing_has_no_facts() -> None:
    assert facts_of_documents([Document("", "en", (Paragraph("p", Kind.BODY, "", "Trees"),))]) == ()
