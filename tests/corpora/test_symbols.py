"""Document symbols in text, in mastheads and in file names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.structure.artefacts import is_page_line
from hexapla.corpora.symbols import (
    NameParts,
    find_symbol,
    find_symbols,
    masthead_symbol,
    plain_with_places,
    symbol_from_name,
    without_language,
)

SYMBOLS = [
    "A/RES/74/177",
    "A/74/L.5/Rev.1",
    "S/PV.8912",
    "E/CN.15/2015/16",
    "A/HRC/RES/42/1",
    "CTOC/COP/2018/13",
    "ST/SG/AC.10/1/Rev.21",
    "A/74/5/Add.1/Corr.2",
    "A/RES/ES-11/1",
    "A/S-10/2",
    "A/RES/217(III)",
    "A/RES/62/208A",
    "A/CONF.183/9",
    "A/CN.9/WG.III/WP.158",
    "CCPR/C/21/Rev.1/Add.13",
    "CRC/C/AZE/CO/3-4",
    "E/CN.4/Sub.2/1993/23",
    "ST/ESA/STAT/SER.M/4/Rev.4",
    "S/2019/456",
    "S/RES/2118(2013)",
    "A/8810",
    # The General Assembly, its committees, conferences, special sessions and meeting records.
    "A/RES/73/195/Corr.1",
    "A/RES/3201(S-VI)",
    "A/DEC/73/501",
    "A/C.3/73/SR.50",
    "A/73/PV.55",
    "A/AC.105/1234",
    "A/72/6(Sect.2)/Corr.1",
    "A/HRC/WG.6/33/CHN/1",
    "A/520/Rev.18",
    # The Security Council.
    "S/PV.8912(Resumption1)",
    "S/PRST/2019/1",
    "S/1994/674/Add.2(Vol.I)",
    # The Economic and Social Council and the regional commissions.
    "E/RES/2015/19",
    "E/C.12/CHN/CO/2",
    "E/CN.6/2019/L.3",
    "E/ESCAP/RES/75/1",
    "ECE/TRANS/WP.29/2019/1",
    "ECE/TRANS/180/Add.1/Amend.1",
    "ECE/EB.AIR/144",
    "LC/G.2700",
    # The treaty bodies.
    "CCPR/C/125/D/2728/2016",
    "CEDAW/C/GC/35",
    "CERD/C/SR.2600/Add.1",
    "HRI/CORE/CHN/2010",
    # Programmes, conferences of parties, the law of the sea.
    "UNEP/EA.4/RES/1",
    "UNEP/OzL.Pro.30/11",
    "UNEP/FAO/RC/COP.9/23",
    "UNEP(DEPI)/MED/IG.24/22",
    "FCCC/CP/2015/10/Add.1",
    "ICCD/COP(14)/23/Add.1",
    "CBD/WG2020/2/3",
    "LOS/PCN/153(Vol.I)",
    "ISBA/25/LTC/1",
    "SPLOS/324",
    "TD(XIV)/3",
    "TD/B/EX(67)/2",
    "IDB.46/5/Add.1",
    "UNW/2019/1",
    "WFP/EB.A/2019/5-A",
    "EC/69/SC/CRP.1",
    # Disarmament, the Secretariat, the Trusteeship Council, press releases.
    "NPT/CONF.2015/50(Part.I)",
    "CCW/GGE.1/2019/3",
    "ST/SGB/2018/1",
    "ST/LEG/SER.E/26",
    "T/RES/2106(XXI)",
    "SG/SM/19000",
    "GA/12345",
]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_is_found_as_it_is(symbol: str) -> None:
    assert find_symbol(symbol) == symbol
    assert find_symbol(f"See document {symbol}, paragraph 12.") == symbol
    assert find_symbol(f"见{symbol}号文件。") == symbol
    assert find_symbol(f"\u200f{symbol}\u200e") == symbol


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_is_found_spaced_and_full_width(symbol: str) -> None:
    assert find_symbol(symbol.replace("/", " / ")) == symbol
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in symbol)
    assert find_symbol(wide) == symbol


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("A/74/L. 5", "A/74/L.5"),
        ("А/RES/74/177", "A/RES/74/177"),  # with a Cyrillic А
        ("A∕74∕L.5", "A/74/L.5"),
        ("A/74/ADD.1", "A/74/Add.1"),
        ("A/C.3/74/L.5¹", "A/C.3/74/L.5"),
        ("S/RES/2118 (2013)", "S/RES/2118(2013)"),
        ("A/74/6 (Sect. 1)", "A/74/6(Sect.1)"),
        ("A/99/6 (Sect. 29D)", "A/99/6(Sect.29D)"),
        ("A/99/6 (Sect. 29D)/Part A*", "A/99/6(Sect.29D)/PartA"),
        ("A/74/123–S/2019/456", "A/74/123"),
        ("A/74/123 / S/2019/456", "A/74/123"),
        ("A/RES/٧٣/١٨٦", "A/RES/73/186"),
        ("S/PV.8912 (Resumption 1)", "S/PV.8912(Resumption1)"),
        ("ST/SG/AC.10/1/Rev.21 (VOL. I)", "ST/SG/AC.10/1/Rev.21(Vol.I)"),
    ],
)
def test_unusual_forms_are_made_usual(text: str, symbol: str) -> None:
    assert find_symbol(text) == symbol


@pytest.mark.parametrize(
    "text",
    ["", "N/A", "and/or", "12/5/2019", "TCP/IP 4", "A/B", "A/4 paper", "km/h 120", "S/12",
     "resolution 74/177", "第73/186号决议", "http://example.org/A/RES", "1/A/2/3", "a/res/70/1",
     "S.12/5", "directive 2002/58/EC", "AND/OR 2"],
)  # fmt: skip
def test_what_only_looks_like_a_symbol_is_not_one(text: str) -> None:
    assert find_symbol(text) == ""


@pytest.mark.parametrize(
    "line",
    ["A/74/L.5", "United Nations        A/74/L.5", "联合国 A/74/L.5", "الأمم المتحدة A/74/L.5",
     "A/74/L.5*", "Nations Unies A/74/L.5  Distr. limitée 12 March 2019", "A/74/L.5-S/2019/3"],
)  # fmt: skip
def test_the_masthead_names_the_document(line: str) -> None:
    lines = ["", "Seventy-fourth session", "", line, "A title", "See A/73/1."]
    assert masthead_symbol(lines) == "A/74/L.5"


def test_a_cited_symbol_is_not_the_documents_own() -> None:
    lines = ["A title", "See A/73/1.", "¹ A/73/2, annex.", "on the report (A/73/3)"]
    lines += ["text"] * 40 + ["A/73/4"]
    assert masthead_symbol(lines) == ""


@pytest.mark.parametrize("page", ["{n}", "Page {n}", "{n}/10", "19-12345 {n}/10", "", "第 {n} 页"])
def test_a_running_head_names_the_document(page: str) -> None:
    lines = []
    for n in range(1, 5):
        lines += ["text"] * 40 + [f"A/74/L.5 {page.format(n=n)}"]
    assert masthead_symbol(lines) == "A/74/L.5"


@pytest.mark.parametrize(
    ("stem", "symbol", "language", "base"),
    [
        ("A_RES_74_177-ZH", "A/RES/74/177", "zh", "A_RES_74_177"),
        ("A-RES-74-177.en", "A/RES/74/177", "en", "A-RES-74-177"),
        ("a_res_74_177_fr", "A/RES/74/177", "fr", "a_res_74_177"),
        ("A RES 74 177 ES", "A/RES/74/177", "es", "A RES 74 177"),
        ("A%2FRES%2F74%2F177-ar", "A/RES/74/177", "ar", "A%2FRES%2F74%2F177"),
        ("A_74_L.5-C", "A/74/L.5", "zh", "A_74_L.5"),
        ("a_74_l.5_rev.1-r", "A/74/L.5/Rev.1", "ru", "a_74_l.5_rev.1"),
        ("A_74_L.5_Rev.1(F)", "A/74/L.5/Rev.1", "fr", "A_74_L.5_Rev.1"),
        ("A-74-L-5-Rev-1-E", "A/74/L.5/Rev.1", "en", "A-74-L-5-Rev-1"),
        ("A_74_L5_Rev1.ru", "A/74/L.5/Rev.1", "ru", "A_74_L5_Rev1"),
        ("S_PV.8912", "S/PV.8912", "", "S_PV.8912"),
        ("A_RES_ES-11_1.zh", "A/RES/ES-11/1", "zh", "A_RES_ES-11_1"),
        ("CEDAW_C_CHN_CO_7-8-EN", "CEDAW/C/CHN/CO/7-8", "en", "CEDAW_C_CHN_CO_7-8"),
        ("S_RES_2118_(2013)-EN", "S/RES/2118(2013)", "en", "S_RES_2118_(2013)"),
        ("A_73_6_(Sect._2)-S", "A/73/6(Sect.2)", "es", "A_73_6_(Sect._2)"),
        ("A_99_6_Sect.29D-E", "A/99/6(Sect.29D)", "en", "A_99_6_Sect.29D"),
        ("A_99_6_(Sect._3)_Part_A", "", "", "A_99_6_(Sect._3)_Part_A"),
        ("S_PV.8912_(Resumption_1)-F", "S/PV.8912(Resumption1)", "fr", "S_PV.8912_(Resumption_1)"),
        ("ECE_TRANS_WP.29_2019_1-R", "ECE/TRANS/WP.29/2019/1", "ru", "ECE_TRANS_WP.29_2019_1"),
        ("IDB.46_5-C", "IDB.46/5", "zh", "IDB.46_5"),
        ("seed.zh", "", "zh", "seed"),
        ("seed.zh-Hans", "", "zh", "seed"),
        ("seed.zh-Hant-HK", "", "zh", "seed"),
        ("seed.fr-LU", "", "fr", "seed"),
        ("A_74_6_Sect.2_ar-MA", "A/74/6(Sect.2)", "ar", "A_74_6_Sect.2"),
        ("A_74_6_Sect.2_C", "A/74/6(Sect.2)", "zh", "A_74_6_Sect.2"),
        ("review_C", "", "zh", "review"),
        ("Annex_A", "", "", "Annex_A"),
        ("review_E_F", "", "", "review_E_F"),
        ("报告法文本", "", "fr", "报告"),
        ("отчет_Русский", "", "ru", "отчет"),
        ("report (Chinese)", "", "zh", "report"),
        ("报告_中文", "", "zh", "报告"),
        ("决议 中文版", "", "zh", "决议"),
        ("决议英文版", "", "en", "决议"),
        ("note.deu", "", "de", "note"),
        ("en_doc1", "", "en", "doc1"),
        ("zh", "", "zh", ""),
        ("ZH-CN", "", "zh", ""),
        ("English", "", "en", ""),
        ("doc1", "", "", "doc1"),
        ("chapter-a", "", "", "chapter-a"),
        ("zh-en", "", "", "zh-en"),
        ("A_1", "", "", "A_1"),
        # The letter could be the part of a resolution: the text must say.
        ("A_RES_62_208_A", "", "", "A_RES_62_208_A"),
    ],
)
def test_names(stem: str, symbol: str, language: str, base: str) -> None:
    assert symbol_from_name(stem) == NameParts(symbol, language, base)


@pytest.mark.parametrize(
    ("stem", "language"),
    [("N1941234", ""), ("N1941234-ZH", "zh"), ("n1941234_c", "zh"), ("V1901234.e", "en"),
     ("19-41234_F", "fr"), ("1941234C", "zh"), ("1941234", ""), ("19-41234S", "es"),
     ("GE.19-01234(E)", "en"), ("GE.19-01234_AR", "ar"), ("K1900123-R", "ru")],
)  # fmt: skip
def test_job_numbers_are_known(stem: str, language: str) -> None:
    name = symbol_from_name(stem)
    assert (name.symbol, name.language, name.job) == ("", language, True)


@pytest.mark.parametrize(
    "line",
    ["19-12345", "GE.19-01234(E)", "GE.19-01234 (C) 240719 260719", "V.19-01234 (E)",
     "N1912345 (F)", "*1912345*"],
)  # fmt: skip
def test_a_job_number_is_a_line_of_the_page(line: str) -> None:
    assert is_page_line(line)
    assert not is_page_line(f"{line} recordings")


_WORDS = st.sampled_from(["见", "号文件，", " and ", "؛ وثيقة ", " см. ", "—", "¹ ", "\u200f", "“"])


@given(st.lists(st.tuples(_WORDS, st.sampled_from(SYMBOLS)), max_size=5), _WORDS)
def test_all_symbols_of_a_text_are_found_where_they_stand(
    parts: list[tuple[str, str]], end: str
) -> None:
    parts = [(f"{before} ", symbol) for before, symbol in parts]
    text = "".join(before + symbol for before, symbol in parts) + end
    found = list(find_symbols(text))
    assert [symbol for _, _, symbol in found] == [symbol for _, symbol in parts]
    assert all(text[start:stop] == symbol for start, stop, symbol in found)


@given(st.text(max_size=60))
def test_every_plain_sign_has_its_place(text: str) -> None:
    plain, places = plain_with_places(text)
    assert len(places) == len(plain)
    assert list(places) == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@given(
    # Names lose small letters, and a point that a number has lost cannot be told from none.
    st.sampled_from([s for s in SYMBOLS if "Oz" not in s and "WG2020" not in s]),
    st.sampled_from(list(LANGUAGES)),
    st.sampled_from("_- "),
    st.sampled_from(".-_ "),
)
def test_names_made_of_symbols_read_back(symbol: str, language: str, slash: str, gap: str) -> None:
    if "-" in symbol and slash == "-" and "/ES-" not in symbol and "/S-" not in symbol:
        return  # a hyphen of its own cannot be told from one for a slash
    if symbol.count("/") == 1 and "." not in symbol:
        return  # two parts alone are no sure symbol
    name = symbol_from_name(symbol.replace("/", slash) + gap + language)
    assert (name.symbol, name.language) == (symbol, language)


@given(st.text(max_size=60))
def test_any_text_gives_a_symbol_or_none(text: str) -> None:
    assert find_symbol(text) == "" or "/" in find_symbol(text)
    assert symbol_from_name(text).language in {"", *LANGUAGES}
    masthead_symbol(text.splitlines())


def test_a_name_that_no_file_system_has_says_nothing_and_takes_no_time() -> None:
    name = "A_RES_74_177-ZH" + "\u2028" * 20_000 + "-EN"
    assert symbol_from_name(name) == NameParts("", "", name, job=False)


@pytest.mark.parametrize(
    ("stem", "language", "symbol", "base"),
    [
        ("minutes_en_final", "en", "", "minutes_final"),
        ("minutes.zh-CN.v2", "zh", "", "minutes.v2"),
        ("report (EN) 1", "en", "", "report 1"),
        ("会议_中文_终稿", "zh", "", "会议_终稿"),
        ("A_RES_80_1-EN_followup", "en", "A/RES/80/1", "A_RES_80_1_followup"),
        ("A_80_1_ZH_20460301", "zh", "A/80/1", "A_80_1_20460301"),
        ("A_80_1-EN_Add.1", "en", "A/80/1/Add.1", "A_80_1_Add.1"),
        ("A_80_1-EN_rev2", "en", "A/80/1/Rev.2", "A_80_1_rev2"),
    ],
)
def test_a_language_in_the_middle_of_a_name(
    stem: str, language: str, symbol: str, base: str
) -> None:
    found = without_language(symbol_from_name(stem), language)
    assert (found.language, found.symbol, found.base) == (language, symbol, base)


@pytest.mark.parametrize(
    ("stem", "language"), [("rapport-de-mission", "fr"), ("followup", "en"), ("en_x", "en")]
)
def test_other_words_are_no_language(stem: str, language: str) -> None:
    name = symbol_from_name(stem)
    assert without_language(name, language) == name
