"""What the lines of mastheads and the closing lines say, and quotations, in seven languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Detail, Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.text import blocks
from hexapla.corpora.structure.details import details
from hexapla.corpora.structure.kinds import is_adoption
from hexapla.corpora.structure.paragraphs import paragraphs

# The same resolution in seven languages: masthead, an amendment in quotation marks, the close.
RESOLUTIONS = {
    "en": """
A/RES/93/186
Ninety-third session
Agenda item 106
Recordings and tapes
Austria, Belize and Chile: revised draft resolution
Resolution adopted by the General Assembly on 17 December 2038
[on the report of the Third Committee (A/93/589)]
93/186. Sound recordings
The General Assembly,
Recalling its resolution 88/15,
1. Decides to amend the rules as follows:
“1. No one shall whistle.
“2. No one shall smoke.”
2. Decides to return to the matter.
55th plenary meeting, 17 December 2038
[Adopted without a vote.]
""",
    "fr": """
A/RES/93/186
Quatre-vingt-treizième session
Point 106 de l’ordre du jour
Enregistrements et bandes
Autriche, Belize et Chili : projet de résolution révisé
Résolution adoptée par l’Assemblée générale le 17 décembre 2038
[sur le rapport de la Troisième Commission (A/93/589)]
93/186. Enregistrements sonores
L’Assemblée générale,
Rappelant sa résolution 88/15,
1. Décide de modifier les règles comme suit :
« 1. Nul ne siffle.
« 2. Nul ne fume. »
2. Décide de revenir sur la question.
55e séance plénière, 17 décembre 2038
[Adoptée sans être mise aux voix.]
""",
    "es": """
A/RES/93/186
Nonagésimo tercer período de sesiones
Tema 106 del programa
Grabaciones y cintas
Austria, Belice y Chile: proyecto de resolución revisado
Resolución aprobada por la Asamblea General el 17 de diciembre de 2038
[sobre la base del informe de la Tercera Comisión (A/93/589)]
93/186. Grabaciones sonoras
La Asamblea General,
Recordando su resolución 88/15,
1. Decide enmendar las normas como sigue:
“1. Nadie silbará.
“2. Nadie fumará.”
2. Decide volver a examinar la cuestión.
55ª sesión plenaria, 17 de diciembre de 2038
[Aprobada sin votación.]
""",
    "ru": """
A/RES/93/186
Девяносто третья сессия
Пункт 106 повестки дня
Записи и ленты
Австрия, Белиз и Чили: пересмотренный проект резолюции
Резолюция, принятая Генеральной Ассамблеей 17 декабря 2038 года
[по докладу Третьего комитета (A/93/589)]
93/186. Звукозаписи
Генеральная Ассамблея,
ссылаясь на свою резолюцию 88/15,
1. постановляет изменить правила следующим образом:
«1. Никто не свистит.
«2. Никто не курит».
2. постановляет вернуться к этому вопросу.
55-е пленарное заседание, 17 декабря 2038 года
[Принята без голосования.]
""",
    "ar": """
A/RES/93/186
الدورة الثالثة والتسعون
البند 106 من جدول الأعمال
التسجيلات والأشرطة
بليز وشيلي والنمسا: مشروع قرار منقح
قرار اتخذته الجمعية العامة في 17 كانون الأول/ديسمبر 2038
[بناء على تقرير اللجنة الثالثة (A/93/589)]
93/186 - التسجيلات الصوتية
إن الجمعية العامة،
إذ تشير إلى قرارها 88/15،
١ - تقرر تعديل القواعد على النحو التالي:
”1 - لا يصفر أحد.
”2 - لا يدخن أحد.“
٢ - تقرر العودة إلى المسألة.
الجلسة العامة 55، 17 كانون الأول/ديسمبر 2038
[اعتمد بدون تصويت.]
""",
    "de": """
A/RES/93/186
Dreiundneunzigste Tagung
Tagesordnungspunkt 106
Aufnahmen und Bänder
Belize, Chile und Österreich: überarbeiteter Resolutionsentwurf
Resolution der Generalversammlung, verabschiedet am 17. Dezember 2038
[aufgrund des Berichts des Dritten Ausschusses (A/93/589)]
93/186. Tonaufnahmen
Die Generalversammlung,
unter Hinweis auf ihre Resolution 88/15,
1. beschließt, die Regeln wie folgt zu ändern:
„1. Niemand pfeift.
„2. Niemand raucht.“
2. beschließt, auf die Frage zurückzukommen.
55. Plenarsitzung, 17. Dezember 2038
[Ohne Abstimmung verabschiedet.]
""",
    "zh": """
A/RES/93/186
第九十三届会议
议程项目106
录音和录音带
奥地利、伯利兹和智利：订正决议草案
2038年12月17日大会决议
[根据第三委员会的报告(A/93/589)通过]
93/186. 录音
大会，
回顾其第88/15号决议，
1. 决定将规则修正如下：
“1. 任何人不得吹口哨。
“2. 任何人不得吸烟。”
2. 决定再次审议这一问题。
2038年12月17日第55次全体会议
[未经表决获得通过。]
""",
}
WANTED = [
    *(("masthead", "symbol"), ("masthead", "session"), ("masthead", "agenda item")),
    *(("masthead", "agenda item"), ("masthead", "sponsors")),
    *(("masthead", "adoption"), ("masthead", "adoption"), ("title", None), ("organ", None)),
    *(("preambular", None), ("operative", None)),
    *(("body", "quotation"), ("body", "quotation"), ("operative", None)),
    *(("signature", "meeting"), ("signature", "adoption")),
]


def _read(text: str, language: str) -> tuple[Paragraph, ...]:
    return paragraphs(blocks(text, language), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_parts_of_a_resolution_in_all_languages(language: str, gap: str) -> None:
    text = gap.join(RESOLUTIONS[language].strip().split("\n"))
    assert [(p.kind, p.detail) for p in _read(text, language)] == WANTED


@pytest.mark.parametrize(
    ("language", "title", "adoption", "organ"),
    [
        ("en", "Resolution 2950 (2039)", "Adopted by the Security Council at its 9451st meeting, "
         "on 21 January 2039", "The Security Council,"),
        ("zh", "第2950(2039)号决议", "安全理事会2039年1月21日第9451次会议通过", "安全理事会，"),
        ("fr", "Résolution 2950 (2039)", "Adoptée par le Conseil de sécurité à sa 9451e séance, "
         "le 21 janvier 2039", "Le Conseil de sécurité,"),
        ("ru", "Резолюция 2950 (2039)", "Принята Советом Безопасности на его 9451-м заседании "
         "21 января 2039 года", "Совет Безопасности,"),
        ("ar", "القرار 2950 (2039)", "الذي اتخذه مجلس الأمن في جلسته 9451 المعقودة في 21 كانون "
         "الثاني/يناير 2039", "إن مجلس الأمن،"),
    ],
)  # fmt: skip
def test_the_line_on_the_adoption_is_not_the_title(
    language: str, title: str, adoption: str, organ: str
) -> None:
    found = _read("\n\n".join(["S/RES/2950 (2039)", title, adoption, organ]), language)
    assert [(str(p.kind), p.text) for p in found[1:]] == [
        *(("title", title), ("masthead", adoption), ("organ", organ)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Adopted by the Security Council at its 9451st meeting, on 21 January 2039",
        "安全理事会2039年1月21日第9451次会议通过",
        "Adoptée par le Conseil de sécurité à sa 9451e séance, le 21 janvier 2039",
        "Aprobada por el Consejo de Seguridad en su 9451ª sesión, celebrada el 21 de enero de 2039",
        "Принята Советом Безопасности на его 9451-м заседании 21 января 2039 года",
        "الذي اتخذه مجلس الأمن في جلسته 9451 المعقودة في 21 كانون الثاني/يناير 2039",
        "Verabschiedet auf der 9451. Sitzung des Sicherheitsrats am 21. Januar 2039",
        "[without reference to a Main Committee (A/93/L.33 and A/93/L.33/Add.1)]",
        "[未经发交主要委员会而通过(A/93/L.33和A/93/L.33/Add.1)]",
        "[Adopted by a recorded vote of 23 to 14, with 10 abstentions. The voting was as follows:",
        "经济及社会理事会2035年7月21日第2035/19号决议",
    ],
)
def test_adoption_lines(line: str) -> None:
    assert is_adoption(line)


@pytest.mark.parametrize(
    "line",
    ["[Original: English]", "[原文：英文]", "Resolution 88/15", "Recordings were adopted", "决议"],
)
def test_what_is_no_adoption_line(line: str) -> None:
    assert not is_adoption(line)


@pytest.mark.parametrize(
    ("texts", "quoted"),
    [
        (["“One.”"], [True]),
        (["“One” and “two.”"], [False]),
        (["“One.", "“Two “and” a half.", "“Three.”;"], [True, True, True]),
        (["“One.", "Two.”"], [False, False]),
        (["“One."], [False]),
        (["« Un. »¹"], [True]),
        (['"One."'], [True]),
        (["»Eins.«"], [True]),
        (["“一。”"], [True]),
        (["”واحد.“"], [True]),
        (["“"], [False]),
    ],
)
def test_quotations(texts: list[str], quoted: list[bool]) -> None:
    found = details([(Kind.BODY, text) for text in texts])
    assert [detail is Detail.QUOTATION for detail in found] == quoted


def test_headings_have_levels_and_annexes_their_name() -> None:
    text = "\n\n".join(
        [
            *("I. Introduction", "1. The report is short. It says little.", "II. Work done"),
            *("A. Collections", "1. Discs", "2. Discs were collected. They are round."),
            *("Shellac", "3. Shellac was rare. It broke.", "B. Staff", "4. Staff was rare, too."),
            *("Annex I", "I. List", "1. This is the list. It is short.", "Appendix"),
            *("1. This is the end. It is short.",),
        ]
    )
    headings = [p for p in _read(text, "en") if p.kind is Kind.HEADING]
    assert [(p.label, p.level) for p in headings] == [
        *(("I", 1), ("II", 1), ("II.A", 2), ("II.A.1", 3), ("", 4), ("II.B", 2)),
        *(("annex-I", 1), ("annex-I.I", 2), ("annex-I.appendix", 2)),
    ]
    assert [p.label for p in headings if p.detail is Detail.ANNEX] == [
        *("annex-I", "annex-I.appendix"),
    ]


_KINDS = st.sampled_from(Kind)
_TEXTS = st.one_of(st.text(max_size=30), st.sampled_from(["“", "“a", "”", "« a »", "[a]", "大会"]))


@given(st.lists(st.tuples(_KINDS, _TEXTS), max_size=12))
def test_every_paragraph_has_a_detail_or_none(given_paragraphs: list[tuple[Kind, str]]) -> None:
    assert len(details(given_paragraphs)) == len(given_paragraphs)
