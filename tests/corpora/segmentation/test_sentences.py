"""Sentence segmentation: what holds on any text at all, and the rules one by one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.segmentation.sentences import Profile, segment

MARK = "‖"

profiles: st.SearchStrategy[Profile] = st.sampled_from(["sentences", "omegat"])
languages = st.sampled_from(sorted(LANGUAGES))
# Texts dense in what the rules look at, beside any text.
texts = st.text() | st.lists(
    st.sampled_from(
        [
            *".!?…。？！؟۔ \n\t\u00a0«»”“\"')）]》—-0²A",
            "p",
            "г",
            "د",
            "No",
            "etc",
            "z. B.",
            "12",
            "的",
        ]
    ),
    max_size=40,
).map("".join)


def pieces(text: str, language: str, profile: Profile = "sentences") -> list[str]:
    return [text[start:end] for start, end in segment(text, language, profile=profile)]


@given(texts, languages, profiles)
def test_pieces_join_to_the_text(text: str, language: str, profile: Profile) -> None:
    found = pieces(text, language, profile)
    assert "".join(found) == text
    assert all(found)


@given(texts, languages)
def test_white_space_ends_a_piece_and_begins_none(text: str, language: str) -> None:
    assert not any(piece[0].isspace() for piece in pieces(text, language)[1:])


@given(texts, st.sampled_from(sorted(set(LANGUAGES) - {"zh"})))
def test_only_white_space_is_a_place_to_cut(text: str, language: str) -> None:
    assert all(piece[-1].isspace() for piece in pieces(text, language)[:-1])


def test_no_text_gives_no_piece() -> None:
    assert segment("", "zh") == []
    assert segment(" \n", "en") == [(0, 2)]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="'tlh'"):
        segment("Heghlu'meH QaQ jajvam.", "tlh")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize(
    "unit",
    [
        ".",
        ". ",
        ".)",
        " ",
        "A. ",
        "1",
        "a.",
        ". »",
        '("',
        "[1] ",
        "。",
        "？ ",
        "？）",
        "《？",
        "（",
        "\u00a0»",
        "z. B. ",
    ],
)
@pytest.mark.parametrize("profile", ["sentences", "omegat"])
def test_time_grows_with_the_length_only(unit: str, language: str, profile: Profile) -> None:
    text = unit * (10_000 // len(unit))
    begin = time.process_time()
    segment(text, language, profile=profile)
    assert time.process_time() - begin < 5, "quadratic time takes minutes here"


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "See Suppl. No. 4, paras. 3 and 4, sect. D. ‖See Vol. I, Nos. 5 and 6, art. 7."),
        ("en", "At 3 p.m. Mrs. Sow took the chair. ‖It rose at 6 p.m. ‖Nobody spoke."),
        ("en", "“Is the file closed?” Mr. Ito asked. ‖“It is.” ‖He left."),
        ("en", "Goal 1. End poverty."),
        ("en", "Ibid. ‖See also ibid., p. 5."),
        ("ru", "В XX в. Комитет вырос. ‖Он возник в XIX в. ‖Комитет жив."),
        (
            "en",
            "The author, Mr. R. K. Roy, wrote to Ms. A. B. ‖She replied to J. La Rue. ‖He left.",
        ),
        ("en", "Article 12. 1. States report. ‖2. Reports are public. ‖It is 5° C. ‖Rain falls."),
        (
            "es",
            "El Valm. Kowalski y el Pdt. Ruiz recorrieron 20 km. ‖Llegaron a Beirut. ‖Nada más.",
        ),
        (
            "fr",
            "La réunion au Cap. ‖Elle suit le cap. Diop et le col. Traoré pendant 45 min. ‖Fin.",
        ),
        (
            "ru",
            "Библиотека им. Ленина помогла им. ‖Комитет выделил 5 млн долл. США. ‖Это 20 см. ‖Все.",
        ),
        (
            "de",
            "Am 3. 4. 2040 kam Vizeadm. Roth in die Parkstr. 8. ‖Es gab 5 Mio. Euro.",
        ),
        ("fr", "Le texte présenté par M. Ito a été lu. ‖Il date du Ier siècle apr. J.-C. environ."),
        (
            "es",
            "Hablan la Sra. A. M. Roca y el Sr. Ito (véanse los párrs. 3 y 4). ‖Véase la secc. D.",
        ),
        (
            "ru",
            "В своем докладе за 2018 г. Комитет отметил успехи. ‖Он был издан в 2018 г. ‖Вот он.",
        ),
        ("ru", "Проект внесен в мае, а в 2019 г. Совет его одобрил. ‖С. В. Ким живет в г. Аккра."),
        ("ar", "حدث ذلك سنة 500 ق. م. تقريبا. ‖ثم في سنة 20 ق. م. ‖ولم يحفظ شيء."),
        (
            "de",
            "Am 12. März tagte der 3. Ausschuss. ‖Dagegen stimmten 5. ‖Staaten enthielten sich.",
        ),
        ("de", "Das galt in der 3. und 4. Sitzung, vgl. S. 12 f. und Abs. 3. ‖Ziffer 5 entfällt."),
        ("de", "Der Anteil liegt bei 12 v. H. ‖Er umfasst z. T. Nr. 3 und d. h. mehr."),
    ],
)
def test_abbreviations(language: str, marked: str) -> None:
    assert MARK.join(pieces(marked.replace(MARK, ""), language)) == marked


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We thank Mr. ", "Orlov for it."),
        ("fr", "Nous remercions M. ", "Orlov de cela."),
        ("es", "Damos las gracias al Sr. ", "Orlov por ello."),
        ("ru", "Мы благодарим г-на ", "Орлова за это."),
        ("ru", "Мы благодарим проф. ", "Орлова за это."),
        ("de", "Wir danken Hrn. ", "Orlow dafür."),
    ],
)
def test_initials_of_any_letter_stay_with_the_name(language: str, before: str, after: str) -> None:
    letters = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ" if language == "ru" else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = [f"{a}. " for a in letters] + [f"{a}. {b}. " for a in letters for b in letters]
    cut = [name for name in names if len(pieces(before + name + after, language)) > 1]
    assert not cut
