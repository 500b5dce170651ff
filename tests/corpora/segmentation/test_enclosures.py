"""Brackets and quotations: no sentence is cut inside of what is a part of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.segmentation.enclosures import BRACKETS, QUOTES, Enclosures
from hexapla.corpora.segmentation.sentences import segment

# In each language: a clause that leads to a title, two sentences, and how the clause goes on.
SENTENCES = {
    "zh": ("题为", ("水是生命。", "谁来付账？", "让我们行动！"), "的运动已启动。"),
    "en": ("The campaign ", ("Water is life. ", "Who pays? ", "Let us act! "), " was opened."),
    "fr": ("La campagne ", ("L’eau est la vie. ", "Qui paie ? ", "Agissons ! "), " est ouverte."),
    "es": ("La campaña ", ("El agua es vida. ", "¿Quién paga? "), " ha comenzado."),
    "ru": ("Кампания ", ("Вода — это жизнь. ", "Кто платит? "), " началась."),
    "ar": ("انطلقت حملة ", ("الماء حياة. ", "من يدفع؟ "), "، وقد بدأت."),
    "de": ("Die Kampagne ", ("Wasser ist Leben. ", "Wer zahlt? "), " hat begonnen."),
}


def cut(text: str, language: str) -> str:
    return "‖".join(text[start:end] for start, end in segment(text, language))


@given(st.data(), st.sampled_from(sorted(LANGUAGES)))
def test_a_quotation_or_bracket_within_a_sentence_is_not_cut(
    data: st.DataObject, language: str
) -> None:
    before, sentences, after = SENTENCES[language]
    inside = "".join(data.draw(st.lists(st.sampled_from(sentences), max_size=5))).strip()
    signs = {**QUOTES[language], **({} if language == "ar" else BRACKETS)}
    opening = data.draw(st.sampled_from(sorted(signs)))
    text = f"{before}{opening}{inside}{signs[opening]}{after}"
    assert cut(text, language) == text
    assert cut(f"{text} {text}", language).replace(" ", "") == f"{text}‖{text}".replace(" ", "")


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("zh", "委员会通过了《人人享有档案。行动纲领》。‖会议休会。"),
        ("zh", "一些国家（乍得、秘鲁等。另见第3段）表示赞成。‖会议休会。"),
        ("zh", "主席说：“我们同意。‖我们感谢各位。”‖会议休会。"),
        ("zh", "（本文件已印发。‖更正另发。）‖会议休会。"),
        ("en", "Some (Chad, Peru etc. See also para. 3) agreed. ‖The Panel rose."),
        ("en", "“We agree. We thank you all,” she said. ‖The Panel rose."),
        ("en", "She said: “We agree. ‖We thank you all.” ‖The Panel rose."),
        ("en", "(It was issued. ‖A correction follows.) ‖The Panel rose."),
        ("ru", "Он сказал: «Мы согласны. ‖Мы благодарим». ‖Заседание закрыто."),
        ("ru", "Доклад под названием «Вода. Жизнь» издан. ‖Заседание закрыто."),
        ("ar", "صدر تقرير بعنوان ”الماء. الحياة“ أمس. ‖ورفعت الجلسة."),
        ("de", "Der Bericht „Wasser. Leben“ ist erschienen. ‖Die Sitzung ist geschlossen."),
    ],
)
def test_what_ends_with_its_own_stop_is_cut_in_its_sentences(language: str, marked: str) -> None:
    assert cut(marked.replace("‖", ""), language) == marked


def test_what_never_closes_or_is_very_long_keeps_nothing_together() -> None:
    assert cut("He met (the Panel. It rose. It met.", "en").count("‖") == 2
    assert cut(f"He said “{'It rose. ' * 60}It met”, and left.", "en").count("‖") == 60


@given(st.text(alphabet="a.(（)）“”[] ", max_size=60), st.sampled_from(sorted(LANGUAGES)))
def test_enclosures_open_and_close_and_do_not_cross(text: str, language: str) -> None:
    found = Enclosures.of(text, language).found
    signs = {**BRACKETS, **QUOTES[language]}
    assert all(signs[text[each.start]] == text[each.end] for each in found)
    assert [each.end for each in found] == sorted({each.end for each in found})
    for one in found:
        assert not any(one.start < other.start < one.end < other.end for other in found)
        assert one in Enclosures.of(text, language).around(one.start + 1)
