"""Blocks to paragraphs: numbers, nesting, kinds and cut paragraphs, in seven languages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.numerals import format_roman
from hexapla.corpora.readers.text import blocks
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.paragraphs import paragraphs


def _read(text: str, language: str) -> tuple[Paragraph, ...]:
    return paragraphs(blocks(text, language), language)


def _rows(text: str, language: str) -> list[tuple[str, str]]:
    """Return kind and label of each paragraph."""
    return [(str(p.kind), p.label) for p in _read(text, language)]


def _paragraphs(*lines: str) -> str:
    return "\n\n".join(lines)


# The same short resolution seven times over: three preambular paragraphs, operative ones with
# two levels of items, the closing line, an annex with articles.
RESOLUTIONS = {
    "en": """
Ninetieth session
Agenda item 7
Sound recordings
The General Assembly,
Recalling its resolution 88/15,
Aware that recordings fade,
Having considered the report,
1. Takes note of the report;
2. Requests the Secretariat:
(a) To collect recordings;
(b) To catalogue them by:
(i) Title;
(ii) Language;
(c) To keep them dry;
3. Decides to return to the matter.
50th plenary meeting, 18 December 2035
Annex
Rules
Article 1
The rules are short.
Article 2
1. Nobody shall whistle in the archive.
2. Nobody shall smoke there.
""",
    "fr": """
Quatre-vingt-dixième session
Point 7 de l’ordre du jour
Enregistrements sonores
L’Assemblée générale,
Rappelant sa résolution 88/15,
Consciente que les enregistrements s’effacent,
Ayant examiné le rapport,
1. Prend note du rapport ;
2. Prie le Secrétariat :
a) De rassembler les enregistrements ;
b) De les cataloguer par :
i) Titre ;
ii) Langue ;
c) De les garder au sec ;
3. Décide de revenir sur la question.
50e séance plénière, 18 décembre 2035
Annexe
Règles
Article premier
Les règles sont courtes.
Article 2
1. Nul ne siffle aux archives.
2. Nul n’y fume.
""",
    "es": """
Nonagésimo período de sesiones
Tema 7 del programa
Grabaciones sonoras
La Asamblea General,
Recordando su resolución 88/15,
Consciente de que las grabaciones se borran,
Habiendo examinado el informe,
1. Toma nota del informe;
2. Solicita a la Secretaría que:
a) Reúna las grabaciones;
b) Las catalogue por:
i) Título;
ii) Idioma;
c) Las mantenga secas;
3. Decide volver a examinar la cuestión.
50ª sesión plenaria, 18 de diciembre de 2035
Anexo
Normas
Artículo 1
Las normas son breves.
Artículo 2
1. Nadie silbará en el archivo.
2. Nadie fumará en él.
""",
    "ru": """
Девяностая сессия
Пункт 7 повестки дня
Звукозаписи
Генеральная Ассамблея,
ссылаясь на свою резолюцию 88/15,
сознавая, что записи стираются,
рассмотрев доклад,
1. принимает к сведению доклад;
2. просит Секретариат:
a) собрать записи;
b) составить их каталог по:
i) названию;
ii) языку;
c) хранить их в сухом месте;
3. постановляет вернуться к этому вопросу.
50‑e пленарное заседание, 18 декабря 2035 года
Приложение
Правила
Статья 1
Правила кратки.
Статья 2
1. Никто не свистит в архиве.
2. Никто там не курит.
""",
    "ar": """
الدورة التسعون
البند 7 من جدول الأعمال
التسجيلات الصوتية
إن الجمعية العامة،
إذ تشير إلى قرارها 88/15،
وإذ تدرك أن التسجيلات تزول،
وقد نظرت في التقرير،
١ - تحيط علما بالتقرير؛
٢ - تطلب إلى الأمانة العامة ما يلي:
(أ) جمع التسجيلات؛
(ب) فهرستها حسب ما يلي:
’١‘ العنوان؛
’٢‘ اللغة؛
(ج) حفظها في مكان جاف؛
٣ - تقرر العودة إلى المسألة.
الجلسة العامة 50، 18 كانون الأول/ديسمبر 2035
المرفق
القواعد
المادة 1
القواعد قصيرة.
المادة 2
١ - لا يصفر أحد في المحفوظات.
٢ - لا يدخن أحد هناك.
""",
    "de": """
Neunzigste Tagung
Tagesordnungspunkt 7
Tonaufnahmen
Die Generalversammlung,
unter Hinweis auf ihre Resolution 88/15,
in dem Bewusstsein, dass Aufnahmen verblassen,
nach Behandlung des Berichts,
1. nimmt Kenntnis von dem Bericht;
2. ersucht das Sekretariat,
a) die Aufnahmen zu sammeln;
b) sie zu katalogisieren nach
i) Titel;
ii) Sprache;
c) sie trocken zu lagern;
3. beschließt, auf die Frage zurückzukommen.
50. Plenarsitzung, 18. Dezember 2035
Anlage
Regeln
Artikel 1
Die Regeln sind kurz.
Artikel 2
1. Niemand pfeift im Archiv.
2. Niemand raucht dort.
""",
    "zh": """
第九十届会议
议程项目7
录音
大会，
回顾其第88/15号决议，
意识到录音会消失，
审议了报告，
1. 表示注意到报告；
2. 请秘书处：
(a) 收集录音；
(b) 按以下各项编目：
㈠ 标题；
㈡ 语文；
(c) 保持干燥；
3. 决定再次审议这一问题。
2035年12月18日第50次全体会议
附件
规则
第一条
规则很短。
第二条
1. 任何人不得在档案馆吹口哨。
2. 任何人不得在那里吸烟。
""",
}
RESOLUTION_ROWS = [
    ("masthead-1", ""),
    ("masthead-2", ""),
    ("title", ""),
    ("organ", ""),
    ("pp-1", ""),
    ("pp-2", ""),
    ("pp-3", ""),
    ("op-1", "1"),
    ("op-2", "2"),
    ("op-2(a)", "2(a)"),
    ("op-2(b)", "2(b)"),
    ("op-2(b)(i)", "2(b)(i)"),
    ("op-2(b)(ii)", "2(b)(ii)"),
    ("op-2(c)", "2(c)"),
    ("op-3", "3"),
    ("sig-1", ""),
    ("h-1", "annex"),
    ("h-2", ""),
    ("h-3", "annex.1"),
    ("p-annex.1", "annex.1"),
    ("h-4", "annex.2"),
    ("p-annex.2.1", "annex.2.1"),
    ("p-annex.2.2", "annex.2.2"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_resolution_has_the_same_ids_in_all_languages(language: str, gap: str) -> None:
    text = gap.join(RESOLUTIONS[language].strip().split("\n"))
    assert [(p.id, p.label) for p in _read(text, language)] == RESOLUTION_ROWS


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_off_the_texts(language: str) -> None:
    found = {p.id: p.text for p in _read(RESOLUTIONS[language], language)}
    lines = RESOLUTIONS[language].strip().split("\n")
    assert lines[8].endswith(found["op-2"]) and not found["op-2"][0].isdigit()
    assert lines[9].endswith(found["op-2(a)"]) and found["op-2(a)"][0].isalpha()
    # A heading that is nothing but its number keeps its line.
    assert found["h-1"] == lines[16] and found["h-3"] == lines[18]


CUTS = {
    "en": ("3. Requests the Secretariat to collect the recordings", "of all meetings in one room;"),
    "fr": ("3. Prie le Secrétariat de rassembler les enregistrements", "de toutes les séances ;"),
    "es": ("3. Pide a la Secretaría que reúna las grabaciones", "de todas las sesiones;"),
    "ru": ("3. просит Секретариат собрать звукозаписи", "всех заседаний в одном месте;"),
    "ar": ("٣ - تطلب إلى الأمانة العامة جمع التسجيلات", "الخاصة بجميع الجلسات في مكان واحد؛"),
    "de": ("3. ersucht das Sekretariat, die Tonaufnahmen", "aller Sitzungen zu sammeln;"),
    "zh": ("3. 请秘书处收集所有会议的录", "音并存放在同一地点；"),
}
BREAKS = {
    "notes": ["¹ A/88/15.", "² A/88/16."],
    "page number": ["2/5"],
    "page head": ["2/5", "A/RES/90/7"],
    "notes and page": ["¹ A/88/15.", "- 2 -"],
    "nothing": [],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("break_", BREAKS.values(), ids=BREAKS.keys())
def test_a_cut_paragraph_is_made_whole(language: str, break_: list[str]) -> None:
    lines = RESOLUTIONS[language].strip().split("\n")
    left, right = CUTS[language]
    text = _paragraphs(*lines[:14], left, *break_, right, *lines[16:])
    found = {p.id: p for p in _read(text, language)}
    joiner = "" if language == "zh" else " "
    assert left.endswith(found["op-3"].text.removesuffix(f"{joiner}{right}"))
    assert found["op-3"].text.endswith(f"{joiner}{right}")
    notes = [line for line in break_ if line[0] in "¹²"]
    assert [p.text for p in found.values() if p.kind is Kind.NOTE] == [n[2:] for n in notes]


def test_a_preamble_cut_at_a_comma_is_made_whole() -> None:
    zh = _paragraphs(
        "大会，",
        "回顾其第88/15号决议，",
        "重申录音应当保存在干燥的地点，",
        "其中包括档案馆和图书馆，",
        "意识到录音会消失，",
        "强调保存录音的重要性，",
        "1. 请秘书处收集录音；",
        "2. 决定再次审议这一问题。",
    )
    assert [p.text for p in _read(zh, "zh")][2] == (
        "重申录音应当保存在干燥的地点，其中包括档案馆和图书馆，"
    )
    en = _paragraphs(
        "The General Assembly,",
        "Recalling its resolution 88/15,",
        "Reaffirming that recordings should be kept in dry places,",
        "including archives and libraries,",
        "Aware that recordings fade,",
        "Stressing the importance of recordings,",
        "1. Requests the Secretariat to collect recordings;",
        "2. Decides to return to the matter.",
    )
    assert [p.id for p in _read(en, "en")].count("pp-4") == 1
    assert _read(en, "en")[2].text.endswith("dry places, including archives and libraries,")


def test_where_nothing_shows_a_cut_paragraphs_may_begin_and_end_in_another_way() -> None:
    zh = [
        "大会，",
        "回顾其第88/15号决议，",
        "重申录音应当保存在干燥的地点，",
        "到2040年，所有档案馆都应当有一间干燥的房间。",
        "意识到录音会消失",
        "强调保存录音的重要性，",
        "1. 请秘书处收集录音，",
        "重申档案馆的贡献，",
        "2. 决定再次审议这一问题。",
    ]
    en = [
        "The General Assembly,",
        "Recalling its resolution 88/15,",
        "Reaffirming that recordings should be kept in dry places,",
        "Dry rooms keep recordings for a hundred years,",
        "Aware that recordings fade",
        "Stressing the importance of recordings,",
        "1. Requests the Secretariat to collect recordings,",
        "Reaffirming the work of archives,",
        "2. Decides to return to the matter.",
    ]
    for lines, language in ((zh, "zh"), (en, "en")):
        found = [p.text for p in _read(_paragraphs(*lines), language)]
        assert found == [line.split(". ")[-1] for line in lines]


def test_headings_are_not_joined_with_what_follows() -> None:
    text = _paragraphs(
        "1. The first report was short. It said little.",
        "Later reports",
        "2. The second report was longer.",
        "1/9",
        "Reports of other bodies",
        "3. The third report came late.",
        "Summary of the reports",
        "The reports were short.",
        "4. The fourth report was never written.",
        "5. The fifth report was lost.",
    )
    assert _rows(text, "en") == [
        ("body", "1"),
        ("heading", ""),
        ("body", "2"),
        ("heading", ""),
        ("body", "3"),
        ("heading", ""),
        ("body", ""),
        ("body", "4"),
        ("body", "5"),
    ]


def test_report() -> None:
    text = """
United Nations
A/90/123
General Assembly
Distr.: General
24 July 2035
Original: English
Ninetieth session
Item 109 of the provisional agenda*
Libraries and archives
Preservation of sound recordings
Report of the Secretary-General
Summary
The present report gives an account of the work since the last report. It ends with advice.
* A/90/50.
I. Introduction
1. The present report is submitted pursuant to resolution 88/15.
2. It covers the period from 1 July 2033 to 30 June 2035.
II. Work done
A. Collections
1. Discs
3. The Secretariat collected 1,200 discs. Of those:
(a) Nine hundred were catalogued;
(b) Three hundred were not, because:
(i) The labels were missing;
(ii) The language was unknown;
(c) None was lost.
2. Tapes
4. Tapes were more difficult. They are listed in annex II.
B. Staff
5. Two posts were filled.
5 bis. One more was filled later.
III. Recommendations
6. The Assembly may wish to take note of the present report.
Annex I
List of discs
1. Discs are listed by number.
Annex II
List of tapes
1. Tapes are listed by colour.
"""
    found = _read(text.strip(), "en")
    assert [p.id for p in found[:11]] == [
        *(f"masthead-{n}" for n in range(1, 10)),
        *("title", "title~2"),
    ]
    labels = [p.label for p in found if p.label]
    assert labels == [
        *("*", "I", "1", "2", "II", "II.A", "II.A.1", "3", "3(a)", "3(b)", "3(b)(i)", "3(b)(ii)"),
        *("3(c)", "II.A.2", "4", "II.B", "5", "5bis", "III", "6"),
        *("annex-I", "annex-I.1", "annex-II", "annex-II.1"),
    ]
    assert [p.text for p in found if p.label == "II.A.1"] == ["Discs"]


def test_i_after_h_is_told_by_its_neighbours() -> None:
    letters = [f"({letter}) Point {letter};" for letter in "abcdefgh"]
    start = ["1. Requests the following:", *letters]
    plain = _paragraphs(*start, "(i) Point i;", "(j) Point j;", "2. Ends.")
    nested = _paragraphs(*start, "(i) Sub-point;", "(ii) Sub-point;", "(i) Point i;", "(j) Point;")
    assert [label for _, label in _rows(plain, "en")][9:11] == ["1(i)", "1(j)"]
    assert [label for _, label in _rows(nested, "en")][9:13] == [
        *("1(h)(i)", "1(h)(ii)", "1(i)", "1(j)"),
    ]


@pytest.mark.parametrize(
    ("language", "letters"),
    [("ru", "абвгдежз"), ("ru", "abcdefgh"), ("ar", "أبجدهوزح"), ("en", "abcdefgh")],
)
def test_letters_count_by_their_place(language: str, letters: str) -> None:
    lines = ["1. Text:", *(f"({letter}) text;" for letter in letters), "2. Text."]
    labels = [p.label for p in _read(_paragraphs(*lines), language)]
    assert labels == ["1", *(f"1({letter})" for letter in "abcdefgh"), "2"]


def test_alternatives_and_what_was_put_in_keep_the_count() -> None:
    text = _paragraphs(
        "The General Assembly,",
        "PP1 Recalling its resolution 88/15,",
        "PP1 bis. Aware that recordings fade,",
        "OP1. Requests the Secretariat:",
        "(a) To collect recordings;",
        "(a bis) To copy them;",
        "[(b) To keep them;]",
        "[(b) To burn them;]",
        "(c) To rest;",
        "[OP2. Decides to return to the matter;]",
        "[OP2. Decides not to return to the matter;]",
        "OP2 bis. Invites States to help;",
        "OP2 alt. Invites others to help;",
        "OP3. Thanks all.",
    )
    found = _read(text, "en")
    assert [p.label for p in found] == [
        *("", "pp-1", "pp-1bis", "1", "1(a)", "1(abis)", "1(b)", "1(b)", "1(c)"),
        *("2", "2", "2bis", "2alt", "3"),
    ]
    assert [p.text for p in found[9:11]] == [
        "[Decides to return to the matter;]",
        "[Decides not to return to the matter;]",
    ]
    assert {p.kind for p in found[1:3]} == {Kind.PREAMBULAR}
    assert len({p.id for p in found}) == len(found)


ANNEXES = {
    "en": ["Annex I", "I. General", "I bis. Special", "II. Final", "Appendix", "Annex II"],
    "fr": ["Annexe I", "I. Général", "I bis. Spécial", "II. Final", "Appendice", "Annexe II"],
    "es": ["Anexo I", "I. General", "I bis. Especial", "II. Final", "Apéndice", "Anexo II"],
    "ru": ["Приложение I", "I. Общее", "I-бис. Особое", "II. Прочее", "Добавление",
           "Приложение II"],
    "ar": ["المرفق الأول", "أولا - عام", "أولا مكررا - خاص", "ثانيا - ختام", "التذييل",
           "المرفق الثاني"],
    "de": ["Anlage I", "I. Allgemeines", "I bis. Besonderes", "II. Schluss", "Anhang", "Anlage II"],
    "zh": ["附件一", "一、总则", "一之二、特别规则", "二、最后条款", "附录", "附件二"],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_start_again_in_annexes(language: str) -> None:
    sentence = RESOLUTIONS[language].strip().split("\n")[19]  # the only one of article 1
    first, general, special, final, appendix, second = ANNEXES[language]
    text = _paragraphs(
        *(first, general, f"1. {sentence}", f"2. {sentence}", special, f"3. {sentence}"),
        *(final, f"4. {sentence}", appendix, f"1. {sentence}", f"(a) {sentence}"),
        *(f"(b) {sentence}", f"2. {sentence}"),
        *(second, f"1. {sentence}", f"2. {sentence}"),
    )
    assert [p.label for p in _read(text, language) if p.label] == [
        *("annex-I", "annex-I.I", "annex-I.1", "annex-I.2", "annex-I.Ibis", "annex-I.3"),
        *("annex-I.II", "annex-I.4", "annex-I.appendix", "annex-I.appendix.1"),
        *("annex-I.appendix.1(a)", "annex-I.appendix.1(b)", "annex-I.appendix.2"),
        *("annex-II", "annex-II.1", "annex-II.2"),
    ]


def test_points_right_below_an_article_are_its_own() -> None:
    text = _paragraphs(
        "Article I", "Duties", "Regulation 1.1", "(a) Staff are staff.", "(b) They are not guests.",
        "Regulation 1.2", "(a) Staff shall not whistle.", "Article II", "Classes",
        "Regulation 2.1", "There are classes.",
    )  # fmt: skip
    assert [p.label for p in _read(text, "en") if p.label] == [
        *("1", "1.1", "1.1(a)", "1.1(b)", "1.2", "1.2(a)", "2", "2.1", "2.1"),
    ]


def test_captions_are_labelled_and_interrupt_no_list() -> None:
    text = _paragraphs(
        "1. The first paragraph is short.", "(a) One point;", "Table 1", "Number of tapes",
        "(b) Another point.", "2. The second paragraph is short.", "3. Table 1 has more.",
    )  # fmt: skip
    assert [p.label for p in _read(text, "en")] == ["1", "1(a)", "table-1", "", "1(b)", "2", "3"]


# How three levels of lists are written: numbers, letters, and Roman numerals or the like.
_CHINESE = "一二三四五六七八九十"
_LISTS = {
    "en": ("{}. ", "({a}) ", "({i}) ", "The archive keeps lot {};"),
    "fr": ("{}. ", "{a}) ", "{i}) ", "L’archive garde le lot {} ;"),
    "es": ("{}. ", "{a}) ", "{i}) ", "El archivo guarda el lote {};"),
    "ru": ("{}. ", "{a}) ", "{i}) ", "архив хранит партию {};"),
    "ar": ("{} - ", "({abjad}) ", "’{}‘ ", "تحفظ المحفوظات الدفعة {}؛"),
    "de": ("{}. ", "{a}) ", "{i}) ", "das Archiv verwahrt Los {};"),
    "zh": ("{}．", "({a}) ", "({han}) ", "档案馆保存第{}批录音；"),
}
_POINTS: st.SearchStrategy[list[int]] = st.lists(
    st.sampled_from([0, 0, 0, 2, 3, 5]), min_size=2, max_size=10
) | st.just([])


@given(st.lists(_POINTS, min_size=2, max_size=5), st.sampled_from(sorted(LANGUAGES)))
def test_any_nesting_is_read_off_the_sequence(shape: list[list[int]], language: str) -> None:
    """`shape` gives for each paragraph its points, and for each of these its sub-points."""
    forms = _LISTS[language]
    wanted: list[tuple[int, int, str]] = []
    for number, points in enumerate(shape, 1):
        wanted.append((0, number, f"{number}"))
        for place, count in enumerate(points, 1):
            wanted.append((1, place, f"{number}({'abcdefghij'[place - 1]})"))
            wanted += [
                (2, n, f"{wanted[-1][2]}({format_roman(n).lower()})") for n in range(1, count + 1)
            ]
    lines = [
        forms[level].format(
            value,
            a="abcdefghij"[(value - 1) % 10],
            i=format_roman(value).lower(),
            abjad="أبجدهوزحطي"[(value - 1) % 10],
            han=_CHINESE[(value - 1) % 10],
        )
        + forms[3].format(line)
        for line, (level, value, _) in enumerate(wanted, 1)
    ]
    assert [p.label for p in _read(_paragraphs(*lines), language)] == [each[2] for each in wanted]


def test_chinese_treaty() -> None:
    text = _paragraphs(
        "第一章 总则",
        "第一条",
        "本公约的目的是保存录音。",
        "第二条",
        "一、缔约国应当：",
        "(一)收集唱片；",
        "(二)编目。",
        "二、缔约国可以设立档案馆。",
        "第二章 机构",
        "第三条 缔约国大会每两年举行一次会议。",
        "第三条规定的会议应当公开举行。",
    )
    assert _rows(text, "zh") == [
        ("heading", "I"),
        ("heading", "1"),
        ("body", "1"),
        ("heading", "2"),
        ("body", "2.1"),
        ("list item", "2.1(i)"),
        ("list item", "2.1(ii)"),
        ("body", "2.2"),
        ("heading", "II"),
        ("body", "3"),
        ("body", "3"),
    ]


def test_years_and_decimals_are_no_numbers() -> None:
    text = _paragraphs(
        "1. 档案馆收到了以下捐款。",
        "2019年是重要的一年。",
        "2. 捐款总额为",
        "2/9",
        "1.25万美元，另有",
        "3/9",
        "2030 年以前支付的款项。",
        "3. 档案馆表示感谢。",
        "4. 报告到此结束。",
    )
    assert [(p.label, p.text) for p in _read(text, "zh")] == [
        ("1", "档案馆收到了以下捐款。"),
        ("", "2019年是重要的一年。"),
        ("2", "捐款总额为1.25万美元，另有2030 年以前支付的款项。"),
        ("3", "档案馆表示感谢。"),
        ("4", "报告到此结束。"),
    ]


def test_a_lone_number_in_running_text_is_text() -> None:
    lines = [f"The archive reported on its work in the month of {month}." for month in "JFMA"]
    found = _read(_paragraphs(*lines, "45. That was the room with the tapes.", *lines), "en")
    assert {p.label for p in found} == {""}
    assert any(p.text.startswith("45. That") for p in found)


def test_missing_numbers_do_not_end_the_count() -> None:
    numbers = [1, 2, 3, 5, 6, 9, 10, 11]
    text = _paragraphs(*(f"{n}. This is a sentence that ends." for n in numbers))
    assert [p.label for p in _read(text, "en")] == [str(n) for n in numbers]


def test_notes_of_all_forms() -> None:
    text = _paragraphs(
        "1. The first paragraph has notes.¹",
        "¹ See A/88/15.",
        "12/ Ibid.",
        "* The name was changed later.",
        "[3] See A/88/16.",
        "2. The second paragraph has the rest of the notes.*",
    )
    found = _read(text, "en")
    notes = [(p.id, p.label, p.text) for p in found if p.kind is Kind.NOTE]
    assert notes == [
        ("fn-1", "1", "See A/88/15."),
        ("fn-12", "12", "Ibid."),
        ("fn-*", "*", "The name was changed later."),
        ("fn-3", "3", "See A/88/16."),
    ]
    assert found[0].text.endswith("notes.¹")


def test_points_with_asterisks_are_no_notes() -> None:
    text = _paragraphs("The archive has:", "* discs;", "* tapes;", "* films.")
    assert all(p.kind is not Kind.NOTE for p in _read(text, "en"))


def test_a_single_operative_paragraph_has_no_number() -> None:
    text = _paragraphs(
        "Sound recordings",
        "The General Assembly,",
        "Recalling its resolution 88/15,",
        "Decides to return to the matter at its next session.",
    )
    assert [p.id for p in _read(text, "en")] == ["title", "organ", "pp-1", "op-1"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "The Security Council,"),
        ("en", "The Commission on Recordings and Tapes,"),
        ("zh", "经济及社会理事会，"),
        ("fr", "Le Conseil des droits de l’homme,"),
        ("es", "La Comisión de Estadística,"),
        ("ru", "Совет по правам человека,"),
        ("ar", "إن مجلس الأمن،"),
        ("de", "Der Sicherheitsrat,"),
        ("en", "The States Parties to the present Convention,"),
    ],
)
def test_organs(language: str, line: str) -> None:
    found = _read(_paragraphs(line, "1. Text one;", "2. Text two."), language)
    assert found[0].kind is Kind.ORGAN


def test_what_the_format_says_is_believed() -> None:
    given_blocks = [
        Block("A title", Role.TITLE),
        Block("Introduction", Role.HEADING, "I."),
        Block("The first paragraph.", Role.ITEM, "7."),
        Block("A point;", Role.ITEM, "(a)", 2),
        Block("Without a number", Role.ITEM, "•"),
        Block("Cell", Role.CELL),
        Block("14/35", Role.CELL),
        Block("See above.", Role.NOTE, "1"),
    ]
    assert [(p.id, str(p.kind), p.label) for p in paragraphs(given_blocks, "en")] == [
        ("title", "title", ""),
        ("h-1", "heading", "I"),
        ("p-7", "body", "7"),
        ("p-7(a)", "list item", "7(a)"),
        ("p-1", "list item", ""),
        ("t-1", "table cell", ""),
        ("t-2", "table cell", ""),
        ("fn-1", "note", "1"),
    ]


def test_where_the_format_begins_a_paragraph_nothing_is_joined() -> None:
    cut = [Block("The archive keeps the recordings of all meetings that were held", begins=True)]
    open_end = [*cut, Block("in Geneva and in New York, and some others.", after_break=True)]
    assert len(paragraphs(open_end, "en")) == 1
    begun = [*cut, Block("in Geneva and in New York, and some others.", begins=True)]
    assert len(paragraphs(begun, "en")) == 2


def test_page_artefacts_among_blocks_go() -> None:
    lines = [
        "The archive keeps the recordings of",
        "2/9",
        "A/90/7",
        "all the meetings held so far.",
    ]
    found = paragraphs([Block(line) for line in lines], "en")
    assert [p.text for p in found] == [
        "The archive keeps the recordings of all the meetings held so far."
    ]


def test_nothing_gives_nothing() -> None:
    assert paragraphs([], "zh") == ()
    assert paragraphs([Block(""), Block("  "), Block("* * *"), Block("____")], "en") == ()


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        paragraphs([Block("Saluton")], "eo")


_TEXT = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            *("1. One;", "(a) A;", "(i) B;", "I. Part", "Annex", "¹ Note", "The Assembly,"),
            *("大会，", "第一条", "2/9", "and so on", "It goes on,", "1.1 Path", "A.", "(", "•"),
        ]
    ),
)
_BLOCK = st.builds(
    Block,
    _TEXT.map(lambda text: " ".join(text.split())),
    st.sampled_from(Role),
    st.sampled_from(["", "", "", "1.", "(a)", "iv", "*", "•", "٣"]),
    st.integers(0, 3),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(_BLOCK, max_size=25), st.sampled_from(sorted(LANGUAGES)))
def test_any_blocks_make_paragraphs(given_blocks: list[Block], language: str) -> None:
    found = paragraphs(given_blocks, language)
    assert len({p.id for p in found}) == len(found)
    # Contents lists keep the numbers that the format holds apart.
    given_text = {char for block in given_blocks for char in block.text + block.marker}
    for paragraph in found:
        assert paragraph.id and paragraph.text
        assert paragraph.text == paragraph.text.strip()
        assert set(paragraph.text) <= given_text | {" "}


_SENTENCE = st.lists(
    st.text("abcdefgh", min_size=2, max_size=8), min_size=3, max_size=12, unique=True
).map(lambda words: f"{' '.join(words).capitalize()}.")


@given(st.lists(_SENTENCE, min_size=1, max_size=20, unique=True))
def test_sentences_come_through_unchanged(sentences: list[str]) -> None:
    assert [p.text for p in _read("\n\n".join(sentences), "en")] == sentences


@given(st.lists(_SENTENCE, min_size=3, max_size=20, unique=True))
def test_numbered_sentences_come_through(sentences: list[str]) -> None:
    text = "\n".join(f"{n}. {sentence}" for n, sentence in enumerate(sentences, 1))
    found = [(p.label, p.text) for p in _read(text, "en")]
    assert found == [(str(n), sentence) for n, sentence in enumerate(sentences, 1)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_four_thousand_paragraphs(language: str) -> None:
    sentence = "请秘书处收集第{}批录音；" if language == "zh" else "Requests lot {} of the tapes;"
    text = "\n\n".join(f"{n}. {sentence.format(n)}" for n in range(1, 4_001))
    begun = time.process_time()
    found = _read(text, language)
    assert time.process_time() - begun < 5
    assert [p.label for p in found] == [str(n) for n in range(1, 4_001)]
