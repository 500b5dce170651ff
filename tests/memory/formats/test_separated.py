"""Tables as programs and people write them: separators, encodings, quotation marks, columns."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.separated import is_quoted, separated_rows
from hexapla.memory.formats.tables import read_table
from hexapla.memory.units import Unit

CELL = st.text(st.sampled_from("ab甲乙,;\t|\"\n '"), max_size=6)


def read(path: Path, *languages: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """The texts of the units of a table, and what is left out."""
    losses = Losses()
    units = list(read_table(path, languages=languages, left_out=losses))
    return [texts(unit) for unit in units], [str(loss) for loss in losses.found()]


def texts(unit: Unit) -> tuple[str, ...]:
    return (unit.text, *(each.text for each in unit.translations))


def written(folder: Path, content: str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def test_what_excel_writes_with_semicolons(shared_data: Path) -> None:
    folder = shared_data / "field" / "16-csv-excel"
    expected = [
        ("Le Conseil, ayant délibéré, adopte le rapport.", "理事会审议后通过报告。"),
        ("La séance est levée.", "会议结束。"),
    ]
    assert read(folder / "plain.csv") == (expected, [])
    assert read(folder / "plain.csv", "fr", "zh") == (expected, [])
    found, left_out = read(folder / "semi.csv")
    assert not left_out
    assert found == [
        (
            "Le rapport ; adopté, « sans vote ».",
            "报告；未经表决通过。",
            "Доклад; принят, без голосования.",
        ),
        ("Première ligne\nDeuxième ligne", "第一行\n第二行", "Первая строка\nВторая строка"),
        ('Il dit "oui".', '他说"是"。', "Он сказал «да»."),
        ("-isme est un suffixe.", "-主义是后缀。", "-изм — суффикс."),
    ]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("ru;en\r\nЗаседание закрывается.;The meeting rose, at last.\r\n", "cp1251"),
        ("ru;en\r\nЗаседание закрывается.;The meeting rose, at last.\r\n", "utf-16"),
        ("ru\ten\r\nЗаседание закрывается.\tThe meeting rose, at last.\r\n", "utf-16"),
        ("sep=;\r\nru;en\r\nЗаседание закрывается.;The meeting rose, at last.\r\n", "utf-8-sig"),
        ("sep=|\r\nru|en\r\nЗаседание закрывается.|The meeting rose, at last.\r\n", "utf-8"),
        ('ru, en\nЗаседание закрывается., "The meeting rose, at last."\n', "utf-8"),
        ("ru\ten\rЗаседание закрывается.\tThe meeting rose, at last.\r", "utf-8"),
    ],
)
def test_separators_and_encodings_are_found(content: str, encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path, content, encoding=encoding)
    assert read(path) == ([("Заседание закрывается.", "The meeting rose, at last.")], [])


def test_the_separator_of_a_table_without_headings_is_that_of_even_rows(tmp_path: Path) -> None:
    content = "Oui, bien sûr, dit-il;是的\nNon, dit-elle;不\nPeut-être;也许\n"
    assert read(written(tmp_path, content), "fr", "zh")[0][0] == ("Oui, bien sûr, dit-il", "是的")
    with pytest.raises(StoreError, match="give --languages"):
        read(written(tmp_path, content))


def test_a_quotation_that_nothing_ends_is_a_sign_of_the_text(shared_data: Path) -> None:
    found, left_out = read(shared_data / "field" / "31-csv-stray-quote" / "quote.csv")
    assert not left_out
    assert len(found) == 1000
    assert found[9] == ("第10号文件", '"document 10')
    assert found[10] == ("第11号文件", "document 11")


@pytest.mark.parametrize("end", ['"a 20', 'a 20"', '"a 20, b"', 'a "20" b'])
def test_stray_quotations_swallow_no_rows(end: str, tmp_path: Path) -> None:
    rows = [f"第{number}条,article {number}" for number in range(1, 31)]
    rows[9] = '第10条,"article 10'
    rows[19] = f"第20条,{end}"
    found, left_out = read(written(tmp_path, "zh,en\n" + "\n".join(rows) + "\n"))
    assert not left_out
    assert len(found) == 30
    assert found[9] == ("第10条", '"article 10')
    assert found[19] == ("第20条", "a 20, b" if "," in end else end)
    assert found[29] == ("第30条", "article 30")


def test_quotations_over_several_lines_stay_whole(tmp_path: Path) -> None:
    content = 'zh,en\n"第一行\n第二行","One, two\nthree, ""four"",\n\nfive"\n三,3\n'
    assert read(written(tmp_path, content)) == (
        [("第一行\n第二行", 'One, two\nthree, "four",\n\nfive'), ("三", "3")],
        [],
    )


def test_rows_of_another_length_are_left_out_by_their_number(tmp_path: Path) -> None:
    content = 'en,fr\n"a\nb","c"\nYes, sir,Oui\nalone\nNo,Non,,\nMaybe,\n'
    assert read(written(tmp_path, content)) == (
        [("a\nb", "c"), ("No", "Non")],
        [
            "row 3, line 4, row 4, line 5: has not 2 cells as it should",
            "row 6, line 7: has no text but in en",
        ],
    )


def test_quotation_marks_of_spreadsheets_where_tabs_part_the_cells(tmp_path: Path) -> None:
    excel = 'en\tfr\r\n"He said ""yes""."\t"Il dit\noui"\r\n'
    assert read(written(tmp_path, excel, "a.txt")) == (
        [('He said "yes".', "Il dit\noui")],
        [],
    )
    plain = 'en\tfr\n"Yes," he said.\t"Oui", dit-il.\n"No."\t"Non."\n'
    assert read(written(tmp_path, plain, "b.tsv")) == (
        [('"Yes," he said.', '"Oui", dit-il.'), ('"No."', '"Non."')],
        [],
    )


def test_two_columns_of_a_language_are_variants(shared_data: Path, tmp_path: Path) -> None:
    found, left_out = read(shared_data / "field" / "32-two-columns-of-a-language" / "dupcol.csv")
    assert not left_out
    assert found == [
        ("你好", "color", "couleur"),
        ("你好", "colour"),
        ("再见", "bye", "au revoir"),
    ]
    content = "en-GB,fr,en-US\n,La cour,court\nyard,,yard\ncentre,Le centre,center\n"
    assert read(written(tmp_path, content)) == (
        [("La cour", "court"), ("centre", "Le centre"), ("center", "Le centre")],
        ["row 3: has no text but in en"],
    )


def test_columns_that_are_not_taken_are_told(tmp_path: Path) -> None:
    content = "Terms of 2044,,,,,\n,,,,,\nen,fr,zh-TW,Comment,Date,\nYes,Oui,是,said,3 May,x\n"
    losses = Losses()
    (unit,) = read_table(written(tmp_path, content), left_out=losses)
    assert texts(unit) == ("Yes", "Oui")
    assert unit.translations[0].carried is not None
    assert unit.translations[0].carried.notes == ("said",)
    assert [str(loss) for loss in losses.found()] == [
        "row 1: stands before the row that names the languages",
        "column 5: its heading 'Date' is no language of ours",
        "column 6: has no heading",
        "row 4: 'zh-TW' is in traditional characters, which are kept apart",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        *("English,French", "Inglés,Francés", "英文,法文", "ENG,fra", "Source (EN-GB),Target (fr)"),
        *("English (UK),Français (Canada)", "الإنكليزية,الفرنسية", "id,eng,French"),
    ],
)
def test_languages_are_named_by_names_and_codes(heading: str, tmp_path: Path) -> None:
    row = "A/1#1,Yes,Oui" if heading.startswith("id") else "Yes,Oui"
    path = written(tmp_path, f"{heading}\n{row}\n")
    assert read(path) == read(path, "en", "fr") == ([("Yes", "Oui")], [])


def test_names_of_one_language_are_a_row(tmp_path: Path) -> None:
    path = written(tmp_path, "French,Français\nRussian,Russe\n")
    assert read(path, "en", "fr")[0] == [("French", "Français"), ("Russian", "Russe")]


def test_a_column_of_traditional_characters_is_no_column_of_ours(tmp_path: Path) -> None:
    path = written(tmp_path, "en,Chinese (Traditional),中文\nmeeting,會議,会议\nend,結束,\n")
    assert read(path) == (
        [("meeting", "会议")],
        [
            "row 2, row 3: 'Chinese (Traditional)' is in traditional characters,"
            " which are kept apart"
        ],
    )


def test_a_heading_of_sides_is_no_unit(tmp_path: Path) -> None:
    content = "Source text,Target text\nYes,Oui\n"
    assert read(written(tmp_path, content), "en", "fr") == ([("Yes", "Oui")], [])


def test_radicals_and_decomposed_letters_become_what_they_stand_for(tmp_path: Path) -> None:
    path = written(tmp_path, "zh,fr\n⼤会审议⻝品安全。,Securite\u0301\n")
    assert read(path) == ([("大会审议食品安全。", "Securité")], [])


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
)
def test_what_the_standard_writer_writes_is_read(rows: Sequence[Sequence[str]], sep: str) -> None:
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=sep).writerows(rows)
    stream.seek(0)
    lines = list(stream)
    found = [list(row.cells) for row in separated_rows(lines, sep, quoted=True)]
    # Lines that look like rows themselves are taken for rows; no other row is changed.
    if len(found) == len(rows):
        assert found == [list(row) for row in rows]


@given(st.text(st.sampled_from('a,"\n \t甲'), max_size=60))
def test_no_sign_of_a_damaged_table_is_lost(text: str) -> None:
    lines = list(StringIO(text, newline=""))
    rows = list(separated_rows(lines, ",", quoted=True))
    kept = "".join("".join(row.cells) for row in rows)
    for sign in "a甲\t":
        assert kept.count(sign) == text.count(sign)
    assert isinstance(is_quoted(lines, "\t"), bool)
