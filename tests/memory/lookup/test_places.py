"""Places are named in seven languages, with their numbers in digits or words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.lookup.places import (
    named_place,
    paragraph_reference,
    possible_references,
    reference_spans,
)

NAMED = """
pp3 | pp-3
12 (a) | 12(a)
第四段 | 4
第三至五段 | 3-5
第３至５段 | 3-5
الفقرات ٣-٥ | 3-5
الفقرات ٣ إلى ٥ | 3-5
paragraphes 1er à 3 | 1-3
article 1er | 1
article 1er, par. 2 | 1.2
artículo 1º | 1
à l'article 3 | 3
第3段至第5段 | 3-5
paragraphs 3 through 5 | 3-5
paragraphes 3 à 5 du dispositif | 3-5
párrafos 3 a 5 | 3-5
пункты 3–5 | 3-5
الفقرات 3 إلى 5 | 3-5
Absätze 3 bis 5 | 3-5
paras. 15.3-15.12 | 15.3-15.12
Artikel 12 bis | 12bis
annex II, paras. 3-5 | annex-ii.3-5
paras. 3 and 5 | 3,5
paras. 3, 5 and 7 | 3,5,7
paras. 3, 5 | 3,5
paras. 3-5 and 7 | 3-5,7
paras. 3 (a) and 5 | 3(a),5
paragraph 3 and paragraph 5 | 3,5
12(a)-(c) | 12(a)-(c)
paras. 12 (ii)-(iv) | 12(ii)-(iv)
12(a), (b) and (d) | 12(a),12(b),12(d)
annex II, paras. 3 and 5 | annex-ii.3,annex-ii.5
articles 13 and 15 | 13,15
Article 13, paras. 2 and 3 | 13.2,13.3
Article 13, 2 | 13.2
footnotes 3 and 4 | fn-3,fn-4
第3和第5段 | 3,5
第3、第5和第7段 | 3,5,7
第三及五段 | 3,5
第3段(a)至(c)项 | 3(a)-(c)
第十三条第二和第三款 | 13.2,13.3
序言部分第三和第五段 | pp-3,pp-5
附件二第3和5段 | annex-ii.3,annex-ii.5
paragraphes 3 et 5 | 3,5
paragraphe 3 a) à c) | 3(a)-(c)
alinéas a) et c) du paragraphe 3 | 3(a),3(c)
párrafos 3 y 5 | 3,5
apartados a) y c) del párrafo 3 | 3(a),3(c)
пункты 3 и 5 | 3,5
пунктах 3, 5 и 7 приложения II | annex-ii.3,annex-ii.5,annex-ii.7
подпункты а)–в) пункта 3 | 3(a)-(c)
الفقرتان ٣ و٥ | 3,5
الفقرات ٣، ٥ | 3,5
الفقرة ١٢ (أ) و (ج) | 12(a),12(c)
Absätze 3 und 5 | 3,5
Ziffer 12 Buchstaben a) bis c) | 12(a)-(c)
第4段 | 4
第十二段 | 12
序言第3段 | pp-3
序言部分第三段 | pp-3
序言部分第3段 | pp-3
执行部分第4段 | 4
第12段(a)分段 | 12(a)
第2段第1分段 | 2.1
第十三条第二款 | 13.2
第13条第2款(a)项 | 13.2(a)
第十三条 | 13
第十二条之二 | 12bis
附件 | annex
附件二 | annex-ii
附件二第3段 | annex-ii.3
附件第3段 | annex.3
第二节 | ii
第二部分 | ii
脚注4 | fn-4
表3 | table-3
附件二表3 | annex-ii.table-3
para. 4 | 4
op4 | 4
operative paragraph 4 | 4
preambular para. 3 | pp-3
third preambular paragraph | pp-3
fourth paragraph | 4
paragraph 3 of the preamble | pp-3
twenty-first preambular paragraph | pp-21
footnote 4 | fn-4
annex II, para. 3 | annex-ii.3
paragraph 3 of annex II | annex-ii.3
annex, table 2 | annex.table-2
sect. IV.B | iv.b
section II | ii
sect. II, para. 5 | ii.5
subparagraph (a) of paragraph 12 | 12(a)
para. 12 bis | 12bis
Article IV | 4
Article One | 1
Rule 5 | 5
troisième alinéa du préambule | pp-3
3e alinéa du préambule | pp-3
vingt et unième alinéa du préambule | pp-21
par. 4 | 4
paragraphe 4 du dispositif | 4
alinéa a) du paragraphe 12 | 12(a)
paragraphe 12 a) | 12(a)
annexe II, par. 3 | annex-ii.3
paragraphe 3 de l'annexe II | annex-ii.3
note de bas de page 4 | fn-4
tercer párrafo del preámbulo | pp-3
3.er párrafo del preámbulo | pp-3
párrafo 4 de la parte dispositiva | 4
apartado a) del párrafo 12 | 12(a)
anexo II, párr. 3 | annex-ii.3
nota a pie de página 4 | fn-4
secc. II | ii
п. 4 | 4
пункт 4 постановляющей части | 4
третий пункт преамбулы | pp-3
пункт 3 преамбулы | pp-3
3-й пункт преамбулы | pp-3
подпункт а) пункта 12 | 12(a)
пункт 12 b) | 12(b)
пункт 3 приложения II | annex-ii.3
сноска 4 | fn-4
раздел II | ii
статья 13, пункт 2 | 13.2
пункт 2 статьи 13 | 13.2
الفقرة ٤ | 4
الفقرة 4 من المنطوق | 4
الفقرة الثالثة من الديباجة | pp-3
الفقرة 3 من الديباجة | pp-3
الفقرة الحادية عشرة من الديباجة | pp-11
الفقرة ١٢ (أ) | 12(a)
الفقرة الفرعية (أ) من الفقرة 12 | 12(a)
المرفق الثاني، الفقرة 3 | annex-ii.3
الفقرة 3 من المرفق الثاني | annex-ii.3
الحاشية 4 | fn-4
الفرع الثاني | ii
المادة 2، الفقرة 1 | 2.1
Ziff. 4 | 4
Nr. 4 | 4
Absatz 3 der Präambel | pp-3
dritter Präambelabsatz | pp-3
Präambelabsatz 3 | pp-3
Ziffer 12 Buchstabe a | 12(a)
Anlage II, Ziffer 3 | annex-ii.3
Fußnote 4 | fn-4
Abschnitt II | ii
Artikel 2 Abs. 1 | 2.1
article premier | 1
annex.3 | annex.3
annex-II.3(a) | annex-ii.3(a)
annex.table-A.1.r2.c1 | annex.table-A.1.r2.c1
pp-3 | pp-3
2.1(a) | 2.1(a)
27.I.1 | 27.i.1
15.1 | 15.1
29D.1 | 29d.1
annexe à la résolution | annex
Chapter II, section B | ii.b
Chapter 2 | ii
para. 2.1 | 2.1
§ 12 | 12
5bis | 5bis
para. 29D.1 | 29d.1
第27.I.1段 | 27.i.1
第十三条，第二款 | 13.2
第13条、第2款 | 13.2
第二条；第1款 | 2.1
第13条，2 | 13.2
第13条，2、3款 | 13.2,13.3
附件二第13条，第2款 | annex-ii.13.2
第13条第2款至第4款 | 13.2-4
第13条，第2款至第4款 | 13.2-4
第13条，第2和第3款 | 13.2,13.3
第十三条，第二款，第一项和第三项 | 13.2.1,13.2.3
第13条，第14条 | 13,14
第13条至第15条 | 13-15
第3段(a)项和(c)项 | 3(a),3(c)
规则5、6 | 5,6
article 13, 2-3 | 13.2-3
article 13, 2 and 3 | 13.2,13.3
Article 13, 2, 3 | 13.2,13.3
article 13, article 14 | 13,14
article 13 (2), (4) | 13(2),13(4)
article 13, para. 2 and para. 3 | 13.2,13.3
annex II, para. 3 and para. 5 | annex-ii.3,annex-ii.5
articles 13, 14 | 13,14
rules 13, 14 and 15 | 13,14,15
статьи 13, 14 | 13,14
статья 13, 2 и 3 | 13.2,13.3
пункты 2 и 3 статьи 13 | 13.2,13.3
Regeln 13, 14 | 13,14
المواد ٥، ٦ | 5,6
المادة 13، 2 و3 | 13.2,13.3
المادتان 5 و 6 | 5,6
المادتين ٥ و٦ | 5,6
الفقرة 3 والفقرة 5 | 3,5
الفقرة 3(أ) والفقرة 5 | 3(a),5
المرفق الثاني، الفقرة 3 والفقرة 5 | annex-ii.3,annex-ii.5
الفقرة 3 إلى الفقرة 5 | 3-5
الحاشيتان 3 و 5 | fn-3,fn-5
الحاشيتين ٣ و٥ | fn-3,fn-5
párrs. 3 y 5 | 3,5
párrs. 3-5 | 3-5
paras. (a) and (c) | (a),(c)
A节 | a
第IV.B节第3段 | iv.b.3
第三章B节 | iii.b
附件二A节 | annex-ii.a
para. 4.A | 4.a
art. 4.a) | 4(a)
"""


@pytest.mark.parametrize("line", NAMED.strip().splitlines())
def test_a_place_is_named_as_people_write_it(line: str) -> None:
    named, reference = line.split(" | ")
    assert named_place(named) == reference
    # What was read is read again, and in capitals.
    assert paragraph_reference(reference) == reference
    assert named_place(named.upper()).casefold() == reference.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "three trees",
        "civil",
        "annexed documents that came later",
        "table of contents",
        "was adopted",
        "paragraph",
        "(a)",
        "1~2",
        "A.3",
        "12 A",
        "para. A.3",
        "L.3",
        "paras. 3(a)-5",
        "paras. 10-12 bis",
        "12(c)-(a)",
        "12(a)-5",
        "paras. 10 and 12 bis",
        "third and fifth preambular paragraphs",
        "three and five trees",
        "part 1-3",
        "title",
        "12 13",
        "第3项",
        "第3和第5项",
        "subpara. 2, paragraph",
        "第13条、第14条第2款",
        "第13条第2款、第14条第1款",
        "第13、14条，第2款",
        "第13条和第2款",
        "article 13, 2 and article 14",
        "article 13, article 14, 2",
        "articles 13, 14 (a) and (b)",
        "annex II and annex III",
        "paragraph 3 paragraph 5",
        "paras. 15.12-3",
        "序言",
    ],
)
def test_what_names_no_place_is_none(text: str) -> None:
    assert named_place(text) == ""


@given(st.integers(1, 999), st.sampled_from(["", "(a)", "(b)(ii)"]))
def test_every_way_to_write_a_paragraph(number: int, part: str) -> None:
    wanted = f"{number}{part}"
    for text in (wanted, f"op{wanted}", f" {number} {part} ", f"第{wanted}段", f"para. {wanted}"):
        assert paragraph_reference(text) == wanted


PARAGRAPHS = {
    "zh": ("第{}段", "和", "第{}至{}段"),
    "en": ("paras. {}", " and ", "paras. {}-{}"),
    "fr": ("paragraphes {}", " et ", "paragraphes {} à {}"),
    "es": ("párrafos {}", " y ", "párrafos {} a {}"),
    "ru": ("пункты {}", " и ", "пункты {}–{}"),
    "ar": ("الفقرات {}", " و", "الفقرات {} إلى {}"),
    "de": ("Absätze {}", " und ", "Absätze {} bis {}"),
}


@given(
    st.sampled_from(list(PARAGRAPHS)),
    st.lists(st.integers(1, 99), min_size=2, max_size=6),
    st.sampled_from(["", "(b)"]),
)
def test_several_paragraphs_are_named_in_every_language(
    language: str, numbers: list[int], part: str
) -> None:
    form, last, to = PARAGRAPHS[language]
    named = [f"{number}{part}" for number in numbers]
    listed = f"{', '.join(named[:-1])}{last}{named[-1]}"
    reference = named_place(form.format(listed))
    assert reference_spans(reference) == tuple((each, each) for each in named)
    assert paragraph_reference(reference) == reference
    low, high = min(numbers), max(numbers)
    span = named_place(to.format(low, high))
    assert (span == f"{low}-{high}") is (low < high)


ARTICLES = {
    "zh": ("第{}条，第{}款", "第{}条、第{}条"),
    "en": ("article {}, {}", "articles {}, {}"),
    "fr": ("article {}, {}", "règles {}, {}"),
    "es": ("artículo {}, {}", "artículos {}, {}"),
    "ru": ("статья {}, {}", "статьи {}, {}"),
    "ar": ("المادة {}، {}", "المواد {}، {}"),
    "de": ("Artikel {}, {}", "Regeln {}, {}"),
}


@given(st.sampled_from(list(ARTICLES)), st.integers(1, 99), st.integers(1, 99))
def test_a_paragraph_is_within_one_article_and_beside_several(
    language: str, first: int, second: int
) -> None:
    within, beside = ARTICLES[language]
    assert named_place(within.format(first, second)) == f"{first}.{second}"
    assert named_place(beside.format(first, second)) == f"{first},{second}"


def test_what_both_ends_are_within_is_said_once() -> None:
    assert reference_spans("13.2-4,15.3-15.12") == (("13.2", "13.4"), ("15.3", "15.12"))
    assert reference_spans("annex-ii.13.2.1-3") == (("annex-ii.13.2.1", "annex-ii.13.2.3"),)
    assert reference_spans("13.4-2") == (("13.4-2", "13.4-2"),)


REFERENCE = r"(?:annex-[ivx]{1,3}\.)?(?:pp-|fn-)?[1-9][0-9]?(?:\([a-z]\))?"


@given(st.from_regex(REFERENCE, fullmatch=True))
def test_a_reference_means_itself(reference: str) -> None:
    assert next(possible_references(reference)) == reference
    assert paragraph_reference(reference) == reference
