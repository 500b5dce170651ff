"""Document sets in files and folders, by names and by texts, with all that cannot be placed."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.corpora.files.discovery import Discovery, find_sets
from hexapla.corpora.languages import LANGUAGES
from tests.corpora.readers.word_files import paragraph, with_properties, word_file

TEXTS = {
    "zh": "大会欢迎会员国为执行本决议所作的努力，并请秘书长提出报告。",
    "en": "The General Assembly welcomes the efforts of the Member States and asks for a report.",
    "fr": "L’Assemblée générale se félicite des efforts que font les États Membres.",
    "ru": "Генеральная Ассамблея приветствует усилия государств-членов по выполнению.",
}


def lay_out(root: Path, files: Mapping[str, str]) -> None:
    """Write files by their names under `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def summary(found: Discovery) -> dict[str, list[str]]:
    """Return the names of the files of each set, the source first."""
    return {
        each.symbol: [each.source.path.name, *(target.path.name for target in each.targets)]
        for each in found.sets
    }


def causes(found: Discovery) -> dict[str, str]:
    return {Path(error.where).name: error.cause for error in found.errors}


def test_names_that_say_symbol_and_language(tmp_path: Path) -> None:
    names = ("A_RES_74_177-ZH.txt", "A-RES-74-177.en.html", "deep/er/A_RES_74_177_fr.docx")
    lay_out(tmp_path, dict.fromkeys(names, ""))  # empty: names suffice, nothing is read
    found = find_sets([tmp_path])
    assert [each.symbol for each in found.sets] == ["A/RES/74/177"]
    assert [file.language for file in next(iter(found.sets)).targets] == ["en", "fr"]
    assert found.errors == ()


def test_what_was_read_is_not_to_be_read_again(tmp_path: Path) -> None:
    """Whether the name suffices or the text is asked, in a folder and in an archive."""
    names = {"A_99_1-ZH.txt": "zh", "N1941235.xml": "fr", "A_99_1-RU.html": "ru"}
    texts = {name: f"A/99/1\n\n{TEXTS[code]}" for name, code in names.items()}
    lay_out(tmp_path, texts)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("N1941234.txt", f"A/99/1\n\n{TEXTS['en']}")
    texts["N1941234.txt"] = f"A/99/1\n\n{TEXTS['en']}"
    (found,) = find_sets([tmp_path]).sets
    files = (found.source, *found.targets)
    assert [file.language for file in files] == ["zh", "en", "fr", "ru"]
    for file in files:
        data = texts[file.path.name].encode()
        assert (file.digest, file.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_a_stem_and_a_language(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"note.{code}.txt": TEXTS[code] for code in ("zh", "en", "ru")})
    lay_out(tmp_path, {"other.zh.txt": TEXTS["zh"], "other.en.txt": TEXTS["en"]})
    assert summary(find_sets([tmp_path])) == {
        "note": ["note.zh.txt", "note.en.txt", "note.ru.txt"],
        "other": ["other.zh.txt", "other.en.txt"],
    }


def test_a_folder_for_each_language(tmp_path: Path) -> None:
    for folder, code in (("Chinese", "zh"), ("en", "en"), ("FR", "fr")):
        lay_out(tmp_path / folder, {"a.txt": TEXTS[code], "sub/b.txt": TEXTS[code]})
    assert summary(find_sets([tmp_path])) == {"a": ["a.txt"] * 3, "b": ["b.txt"] * 3}
    # The folders may also be named one by one.
    both = [tmp_path / "Chinese", tmp_path / "en"]
    assert summary(find_sets(both)) == {"a": ["a.txt"] * 2, "b": ["b.txt"] * 2}


def test_languages_in_a_folder_name_the_set_after_it(tmp_path: Path) -> None:
    for folder in ("first", "second", "more/first"):
        lay_out(tmp_path / folder, {f"{code}.txt": TEXTS[code] for code in ("zh", "en")})
    found = summary(find_sets([tmp_path]))
    assert list(found) == ["more/first", "second", f"{tmp_path.name}/first"]


def test_job_numbers_are_placed_by_their_texts(tmp_path: Path) -> None:
    texts = {f"N194123{n}.txt": f"A/99/L.5\n\n{TEXTS[code]}" for n, code in enumerate(TEXTS)}
    lay_out(tmp_path, texts)
    header = "<w:p><w:r><w:t>A/99/L.6</w:t></w:r></w:p>"
    for name, code in (("N1950001.docx", "zh"), ("N1950002.docx", "fr")):
        (tmp_path / name).write_bytes(word_file(paragraph(TEXTS[code]), header=header))
    assert summary(find_sets([tmp_path])) == {
        "A/99/L.5": ["N1941230.txt", "N1941231.txt", "N1941232.txt", "N1941233.txt"],
        "A/99/L.6": ["N1950001.docx", "N1950002.docx"],
    }


def test_word_files_of_any_name_are_placed_by_their_properties(tmp_path: Path) -> None:
    for number, (code, text) in enumerate(TEXTS.items()):
        values = {"Symbol1": "A/99/6 (Sect. 29D)", "Language": LANGUAGES[code].name}
        data = with_properties(word_file(paragraph(text)), values)
        name = f"N440486{number}.docx" if number % 2 else f"draft {number}.docx"
        (tmp_path / name).write_bytes(data)
    assert summary(find_sets([tmp_path])) == {
        "A/99/6(Sect.29D)": ["draft 0.docx", "N4404861.docx", "draft 2.docx", "N4404863.docx"]
    }


def test_job_numbers_with_a_language_and_no_symbol_keep_together(tmp_path: Path) -> None:
    lay_out(tmp_path, {"N1941234-ZH.txt": TEXTS["zh"], "N1941234-EN.txt": TEXTS["en"]})
    assert list(summary(find_sets([tmp_path]))) == ["N1941234"]


def test_a_symbol_in_the_text_names_the_set(tmp_path: Path) -> None:
    head = "United Nations   A/RES/99/1\n\n"
    lay_out(tmp_path, {f"draft.{code}.txt": head + TEXTS[code] for code in ("zh", "fr")})
    # The English version has another name, and finds its place by its text.
    lay_out(tmp_path, {"resolution.txt": head + TEXTS["en"]})
    assert summary(find_sets([tmp_path])) == {
        "A/RES/99/1": ["draft.zh.txt", "resolution.txt", "draft.fr.txt"]
    }


def test_a_cited_symbol_does_not_name_the_set(tmp_path: Path) -> None:
    texts = {f"x.{code}.txt": f"{TEXTS[code]} A/RES/99/1, 1." for code in ("zh", "en")}
    lay_out(tmp_path, texts)
    assert list(summary(find_sets([tmp_path]))) == ["x"]


def test_of_two_versions_of_one_language_the_first_is_taken(tmp_path: Path) -> None:
    names = ("A_99_1-ZH.txt", "A_99_1-EN.txt", "A_99_1-FR.txt", "copy/A-99-1.en.txt")
    lay_out(tmp_path, {name: f"text of {name}" for name in names})
    found = find_sets([tmp_path])
    assert summary(found) == {"A/99/1": ["A_99_1-ZH.txt", "A_99_1-EN.txt", "A_99_1-FR.txt"]}
    assert causes(found) == {
        "A-99-1.en.txt": f"another version of A/99/1 in English; taken is {tmp_path / names[1]}"
    }


def test_of_two_versions_the_later_revision_is_taken(tmp_path: Path) -> None:
    names = ("draft_v2.zh.txt", "draft_v11.zh.txt", "draft_v11.en.txt")
    lay_out(tmp_path, {name: f"A/99/1\n\n{TEXTS[name[-6:-4]]} {name}" for name in names})
    found = find_sets([tmp_path])
    assert summary(found) == {"A/99/1": ["draft_v11.zh.txt", "draft_v11.en.txt"]}
    assert "taken is" in causes(found)["draft_v2.zh.txt"]


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    names = ("A_99_1-ZH.txt", "A_99_1-EN.txt", "copy/A_99_1-ZH.txt", "again/A_99_1-EN.txt")
    lay_out(tmp_path, {name: TEXTS[name[-6:-4].lower()] for name in names})
    found = find_sets([tmp_path])
    assert [len(each) for each in summary(found).values()] == [2]
    assert found.errors == ()
    assert sorted(each.path.parent.name for each in found.left_out) == ["again", "copy"]
    assert all(each.cause.startswith("another copy") for each in found.left_out)


def test_incomplete_sets_are_refused(tmp_path: Path) -> None:
    lay_out(tmp_path, {"one.zh.txt": TEXTS["zh"], "two.en.txt": TEXTS["en"]})
    lay_out(tmp_path, {"three.en.txt": f"{TEXTS['en']} It is so."})
    found = causes(find_sets([tmp_path]))
    assert found == {
        "one.zh.txt": "one: no version in any other language",
        "two.en.txt": "two: no version in Chinese to align it with",
        "three.en.txt": "three: no version in Chinese to align it with",
    }


@pytest.mark.parametrize(
    ("names", "symbol"),
    [
        (("世界人权宣言.html", "UDHR.html", "Declaration.txt"), "世界人权宣言"),
        (("x.txt", "A_99_1.txt", "z.txt"), "A/99/1"),
    ],
)
def test_a_folder_with_one_file_a_language_is_a_set(
    tmp_path: Path, names: tuple[str, ...], symbol: str
) -> None:
    lay_out(tmp_path, dict(zip(names, (TEXTS[code] for code in ("zh", "en", "ru")), strict=True)))
    assert summary(find_sets([tmp_path])) == {symbol: list(names)}


def test_two_files_that_the_user_names_are_a_pair(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a/one.txt": TEXTS["zh"], "b/two.txt": TEXTS["en"], "b/three.txt": "x"})
    found = find_sets([tmp_path / "b" / "two.txt", tmp_path / "a" / "one.txt"])
    assert summary(found) == {"one": ["one.txt", "two.txt"]}
    assert found.errors == ()


def test_files_of_two_documents_are_no_pair(tmp_path: Path) -> None:
    lay_out(tmp_path, {"A_99_1.zh.txt": TEXTS["zh"], "A_99_2.en.txt": TEXTS["en"]})
    assert find_sets([tmp_path]).sets == ()


def test_a_folder_with_a_whole_set_pairs_nothing_by_place(tmp_path: Path) -> None:
    names = ("x.zh.txt", "x.en.txt", "one.zh.txt", "two.en.txt")
    lay_out(tmp_path, {name: f"{TEXTS[name[-6:-4]]} {name}" for name in names})
    assert list(summary(find_sets([tmp_path]))) == ["x"]


def test_pairs_are_sets_whatever_else_there_is(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.txt": TEXTS["zh"], "b.txt": TEXTS["en"], "c.txt": TEXTS["fr"]})
    pairs = [(tmp_path / "a.txt", tmp_path / "b.txt")]
    assert summary(find_sets([], pairs=pairs)) == {"a": ["a.txt", "b.txt"]}
    found = find_sets([tmp_path], pairs=pairs)
    assert summary(found) == {"a": ["a.txt", "b.txt"]}
    assert causes(found) == {"c.txt": "c: no version in Chinese to align it with"}


@pytest.mark.parametrize("second", ["c.txt", "missing.txt", "a.txt"])
def test_what_is_no_pair_is_refused(tmp_path: Path, second: str) -> None:
    lay_out(tmp_path, {"a.txt": TEXTS["zh"], "c.txt": f"{TEXTS['zh']}又。"})
    found = find_sets([], pairs=[(tmp_path / "a.txt", tmp_path / second)])
    assert not found.sets
    assert f"no pair with {tmp_path / second}" in causes(found)["a.txt"]


def test_other_source_and_fewer_languages(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"x.{code}.txt": text for code, text in TEXTS.items()})
    assert summary(find_sets([tmp_path], source="ru", languages=["fr"])) == {
        "x": ["x.ru.txt", "x.fr.txt"]
    }
    only = find_sets([tmp_path], languages=["de"])
    assert causes(only) == {"x.zh.txt": "x: no version in any other language of de"}
    with pytest.raises(UsageError):
        find_sets([tmp_path], source="pt")
    with pytest.raises(UsageError):
        find_sets([tmp_path], languages=["en", "xx"])


def test_files_that_are_no_documents_are_passed_over(tmp_path: Path) -> None:
    lay_out(tmp_path, {"x.zh.txt": TEXTS["zh"], "x.en.txt": TEXTS["en"]})
    names = (".x.fr.txt", "~$x.fr.docx", "x.py", "data.json", "README.md", "LICENSE", "a.tmx")
    lay_out(tmp_path, dict.fromkeys((*names, ".git/x.fr.txt", "__MACOSX/x.fr.txt"), "text"))
    found = find_sets([tmp_path])
    assert summary(found) == {"x": ["x.zh.txt", "x.en.txt"]}
    assert found.errors == ()
    assert found.left_out == ()


def test_a_version_in_a_format_that_is_not_read_is_refused(tmp_path: Path) -> None:
    names = (
        *("A_99_505-EN.xlsx", "A_99_505-ZH.txt", "A_99_505-RU.txt"),
        *("note.zh.txt", "note.fr.tiff"),  # makes no set
        *("zh/sub/list.txt", "en/sub/list.txt", "es/sub/list.DOCM"),
    )
    lay_out(tmp_path, dict.fromkeys(names, ""))
    lay_out(tmp_path, {"note.zh.txt": TEXTS["zh"]})
    found = find_sets([tmp_path])
    assert summary(found) == {
        "A/99/505": ["A_99_505-ZH.txt", "A_99_505-RU.txt"],
        "list": ["list.txt"] * 2,
    }
    assert causes(found) == {
        "A_99_505-EN.xlsx": ".xlsx files are not read; save it as .docx, .html or plain text",
        "note.fr.tiff": ".tiff files are not read; save it as .docx, .html or plain text",
        "note.zh.txt": "note: no version in any other language",
        "list.DOCM": ".DOCM files are not read; save it as .docx, .html or plain text",
    }
    assert found.left_out == ()


def test_other_files_that_are_not_read_are_left_out(tmp_path: Path) -> None:
    names = (
        *("x.zh.txt", "x.en.txt", "x.en.xlsx"),  # there is a better one
        *("budget.xlsx", "other.fr.xlsx", "A_99_7-EN.pptx", "x.de.ods"),
    )
    lay_out(tmp_path, dict.fromkeys(names, ""))
    found = find_sets([tmp_path], languages=["en", "fr"])
    assert summary(found) == {"x": ["x.zh.txt", "x.en.txt"]}
    assert found.errors == ()
    assert [each.path.name for each in found.left_out] == sorted(names[2:])
    # The user who names a file is told.
    found = find_sets([tmp_path, tmp_path / "budget.xlsx"])
    assert "budget.xlsx" in causes(found)
    assert "x.de.ods" in causes(found)


def test_of_several_formats_the_best_is_taken(tmp_path: Path) -> None:
    names = ("A_99_1-ZH.pdf", "A_99_1-EN.pdf", "A_99_1-EN.docx", "A_99_1-EN.doc", "A_99_1-FR.txt")
    lay_out(tmp_path, dict.fromkeys((*names, "A_99_1-FR.pdf", "A_99_1-FR"), ""))
    found = find_sets([tmp_path])
    assert summary(found) == {"A/99/1": ["A_99_1-ZH.pdf", "A_99_1-EN.docx", "A_99_1-FR.txt"]}
    assert found.errors == ()
    left = ["A_99_1-EN.doc", "A_99_1-EN.pdf", "A_99_1-FR", "A_99_1-FR.pdf"]
    assert [each.path.name for each in found.left_out] == left


def test_files_that_nothing_makes_a_document_are_left_out(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "x.zh.txt": TEXTS["zh"],
            "x.en.txt": TEXTS["en"],
            "gold/zh-en": "[0]:[0]\n[1, 2]:[1]:0.8\n",
            "Dockerfile": "",
            "settings.xml": "<settings/>",
            "minutes": f"A/99/8\n\n{TEXTS['en']}",
            "A_99_9": "17",
            "table.txt": "17",
        },
    )
    (tmp_path / "core").write_bytes(bytes(range(256)) * 4)
    found = find_sets([tmp_path])
    assert summary(found) == {"x": ["x.zh.txt", "x.en.txt"]}
    assert {each.path.name for each in found.left_out} == {
        *("core", "Dockerfile", "zh-en", "settings.xml"),
    }
    # What has text, a symbol or the extension of a document may be one.
    assert set(causes(found)) == {"minutes", "A_99_9", "table.txt"}
    named = find_sets([tmp_path / "core", tmp_path / "gold" / "zh-en"])
    assert set(causes(named)) == {"core", "zh-en"}


@pytest.mark.parametrize("base", ["007", "2019", "决议 草案", " two  words", "a#b", "a.b"])
def test_base_names_of_any_kind(tmp_path: Path, base: str) -> None:
    lay_out(tmp_path, {f"{base}-{code}.txt": TEXTS[code] for code in ("zh", "en")})
    lay_out(tmp_path / "sub", {f"{base}.{code}.txt": TEXTS[code] for code in ("zh", "en")})
    lay_out(tmp_path / "deep" / base, {f"{code}.txt": TEXTS[code] for code in ("zh", "en")})
    found = find_sets([tmp_path])
    assert found.errors == ()
    shown = base.strip()
    assert [each.symbol for each in found.sets] == sorted(
        (f"{tmp_path.name}/{shown}", f"deep/{shown}", f"sub/{shown}")
    )


def test_a_name_is_never_that_of_a_symbol(tmp_path: Path) -> None:
    for folder in ("S", "T"):
        lay_out(tmp_path / folder / "2019", {"5.zh.txt": TEXTS["zh"], "5.en.txt": TEXTS["en"]})
    names = ("S_2019_5-ZH.txt", "S_2019_5-EN.txt")
    lay_out(tmp_path, dict.fromkeys(names, ""))
    lay_out(tmp_path / "2019", {"5.zh.txt": TEXTS["zh"], "5.en.txt": TEXTS["en"]})
    found = find_sets([tmp_path])
    assert [each.symbol for each in found.sets] == sorted(
        ("S/2019/5", "T/2019/5", f"{tmp_path.name}/S/2019/5", f"{tmp_path.name}/2019/5")
    )


def test_other_names_have_more_folders_then_fewer(tmp_path: Path) -> None:
    lay_out(tmp_path / "one", {"x.zh.txt": TEXTS["zh"], "x.en.txt": TEXTS["en"]})
    (found,) = find_sets([tmp_path]).sets
    assert found.symbol == "x"
    assert found.other_names[:2] == ("one/x", f"{tmp_path.name}/one/x")
    lay_out(tmp_path / "two", {"x.zh.txt": TEXTS["zh"], "x.en.txt": TEXTS["en"]})
    first, _ = find_sets([tmp_path]).sets
    assert (first.symbol, first.other_names[-1]) == ("one/x", "x")
    (tmp_path / "two" / "x.zh.txt").unlink()
    (tmp_path / "two" / "x.en.txt").unlink()
    lay_out(tmp_path / "one", {"x.zh.txt": f"A/99/1\n\n{TEXTS['zh']}"})
    (found,) = find_sets([tmp_path]).sets
    assert (found.symbol, found.other_names) == ("A/99/1", ())


def test_names_without_an_extension_are_documents(tmp_path: Path) -> None:
    lay_out(tmp_path, {"A_99_L.5-C": "", "A_99_L.5-E": "", "corpus.zh": "", "corpus.en": "text"})
    assert list(summary(find_sets([tmp_path]))) == ["A/99/L.5", "corpus"]


def test_bad_files_are_refused_in_one_line_each(tmp_path: Path) -> None:
    lay_out(tmp_path, {"empty.txt": "", "blank.txt": " \n", "numbers.txt": "1 2 3", "x.zh.txt": ""})
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "pdf.txt").write_bytes(b"%PDF-1.7")
    found = causes(find_sets([tmp_path, tmp_path / "none", tmp_path / "x.zh.txt"]))
    assert len(found) == 8
    assert "empty" in found["x.zh.txt"]
    assert "empty" in found["empty.txt"]
    assert "no text" in found["blank.txt"]
    assert "language" in found["numbers.txt"]
    assert "binary" in found["binary.txt"]
    assert "damaged" in found["broken.docx"]
    assert "PDF" in found["pdf.txt"]
    assert "no such file" in found["none"]
    assert not any("\n" in cause for cause in found.values())


def test_links_that_lead_back_are_entered_once(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", {"x.zh.txt": TEXTS["zh"], "x.en.txt": TEXTS["en"]})
    (tmp_path / "docs" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "docs" / "dangling.zh.txt").symlink_to(tmp_path / "nothing")
    found = find_sets([tmp_path, tmp_path / "docs", tmp_path / "docs" / "x.zh.txt"])
    assert summary(found) == {"x": ["x.zh.txt", "x.en.txt"]}
    assert found.errors == ()


def test_links_that_lead_out_of_the_folder_are_left_out_and_named(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs", {"x.zh.txt": TEXTS["zh"], "x.en.txt": TEXTS["en"]})
    lay_out(tmp_path / "other", {"x.fr.txt": TEXTS["fr"], "more/y.fr.txt": TEXTS["fr"]})
    (tmp_path / "docs" / "x.fr.txt").symlink_to(tmp_path / "other" / "x.fr.txt")
    (tmp_path / "docs" / "more").symlink_to(tmp_path / "other" / "more", target_is_directory=True)
    (tmp_path / "docs" / "same.de.txt").symlink_to("x.en.txt")
    found = find_sets([tmp_path / "docs"])
    assert summary(found) == {"x": ["x.zh.txt", "x.en.txt"]}
    assert [each.path.name for each in found.left_out] == ["more", "x.fr.txt"]
    assert "--follow-links" in found.left_out[0].cause
    found = find_sets([tmp_path / "docs"], follow_links=True)
    assert found.left_out == ()
    assert sum(len(each.targets) for each in found.sets) == 2
    # What the user names is taken, wherever it leads.
    found = find_sets([tmp_path / "docs", tmp_path / "docs" / "x.fr.txt"])
    assert summary(found) == {"x": ["x.zh.txt", "x.en.txt", "x.fr.txt"]}


def test_special_files_are_passed_over(tmp_path: Path) -> None:
    lay_out(tmp_path, {"x.zh.txt": TEXTS["zh"], "x.en.txt": TEXTS["en"]})
    os.mkfifo(tmp_path / "x.fr.txt")  # reading it would wait for ever
    assert summary(find_sets([tmp_path])) == {"x": ["x.zh.txt", "x.en.txt"]}


def test_the_output_of_earlier_runs_is_passed_over(tmp_path: Path) -> None:
    report = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="generator" content="hexapla report">\n<body><p>A/RES/99/1</p>'
    )
    lay_out(
        tmp_path,
        {
            "A_RES_99_1-ZH.txt": TEXTS["zh"],
            "A_RES_99_1-EN.txt": TEXTS["en"],
            "out/report.html": f"{report}<p>{TEXTS['en']}</p>",
            "out/report/A-RES-99-1.html": f"{report}<p>{TEXTS['en']}</p>",
            "out/tmx/zh_en.tmx": "<tmx/>",
            "out/memory.db": "SQLite format 3",
        },
    )
    for paths in ([tmp_path], [tmp_path, tmp_path / "out"]):
        found = find_sets(paths)
        assert summary(found) == {"A/RES/99/1": ["A_RES_99_1-ZH.txt", "A_RES_99_1-EN.txt"]}
        assert found.errors == ()


@pytest.mark.parametrize("languages", [(), ("zh",)])
def test_no_language_but_the_source_is_bad_use(tmp_path: Path, languages: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="Chinese"):
        find_sets([tmp_path], languages=languages)


def test_paths_with_spaces_and_chinese(tmp_path: Path) -> None:
    folder = tmp_path / "联合国 文件"
    lay_out(folder, {"决议 草案_中文.txt": TEXTS["zh"], "决议 草案_英文.txt": TEXTS["en"]})
    assert summary(find_sets([folder])) == {
        "决议 草案": ["决议 草案_中文.txt", "决议 草案_英文.txt"]
    }


def test_a_closed_folder_is_refused() -> None:
    user = os.geteuid()
    # Not under tmp_path, whose parents are closed to other users.
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        lay_out(root, {"x.zh.txt": "", "x.en.txt": "", "closed/y.zh.txt": ""})
        root.chmod(0o755)
        (root / "closed").chmod(0)
        if user == 0:
            os.seteuid(65534)  # root may read everything
        try:
            found = find_sets([root, root / "closed" / "y.zh.txt"])
        finally:
            os.seteuid(user)
            (root / "closed").chmod(0o755)
    assert "cannot be listed: Permission denied" in causes(found)["closed"]
    assert "cannot be opened: Permission denied" in causes(found)["y.zh.txt"]


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path) -> None:
    lay_out(tmp_path / "b", {"x.zh.txt": TEXTS["zh"], "y.zh.txt": TEXTS["zh"]})
    lay_out(tmp_path / "b", {"x.en.txt": TEXTS["en"], "y.en.txt": TEXTS["en"]})
    lay_out(tmp_path / "a", {"lone.txt": TEXTS["zh"], "number": "7"})
    paths = [tmp_path / "a", tmp_path / "b"]
    first, *others = (find_sets(each) for each in (paths, paths[::-1], [tmp_path]))
    for found in others:
        assert (found.sets, found.left_out) == (first.sets, first.left_out)
        assert [str(error) for error in found.errors] == [str(error) for error in first.errors]


def test_real_folders(shared_data: Path) -> None:
    found = find_sets([shared_data / "sdg-targets", shared_data / "udhr", shared_data / "seed"])
    assert {each.symbol: len(each.targets) for each in found.sets} == {
        "A/RES/70/1": 6,  # paged: its running heads name it
        "noisy": 6,
        "numbered": 6,
        "unnumbered": 6,
        "udhr": 6,
        "seed": 1,
    }
    # Gold files of numbers alone are in no language, and nobody's documents.
    assert found.errors == ()
    assert {each.path.parent.name for each in found.left_out} == {"gold"}


def test_versions_pair_whose_names_go_on_behind_the_language(tmp_path: Path) -> None:
    names = [f"{name}_{code}_final.txt" for name in ("minutes", "plan") for code in ("zh", "en")]
    lay_out(tmp_path, {name: f"{TEXTS[name[-12:-10]]} {name}" for name in names})
    lay_out(
        tmp_path,
        {f"A_80_7-{code.upper()}_followup.txt": TEXTS[code] for code in ("zh", "en")},
    )
    found = find_sets([tmp_path])
    assert summary(found) == {
        "A/80/7": ["A_80_7-ZH_followup.txt", "A_80_7-EN_followup.txt"],
        "minutes_final": ["minutes_zh_final.txt", "minutes_en_final.txt"],
        "plan_final": ["plan_zh_final.txt", "plan_en_final.txt"],
    }


def test_a_source_is_paired_with_several_languages(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"{code}1.txt": TEXTS[code] for code in ("zh", "en", "fr")})
    source = tmp_path / "zh1.txt"
    pairs = [(source, tmp_path / "en1.txt"), (tmp_path / "fr1.txt", source)]
    found = find_sets([], pairs=pairs)
    assert summary(found) == {"zh1": ["zh1.txt", "en1.txt", "fr1.txt"]}
    assert found.errors == ()


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (("报告.txt", "report_v1.txt", "report_v2.txt"), ["报告.txt", "report_v2.txt"]),
        (("报告.txt", "报告 (1).txt", "report.txt"), ["报告 (1).txt", "report.txt"]),
        (("报告_rev3.txt", "报告.txt", "report.txt"), ["报告_rev3.txt", "report.txt"]),
        (("报告.txt", "report.txt", "minutes.txt"), None),  # which of them?
    ],
)
def test_revisions_of_one_name_pair_by_place(
    names: tuple[str, ...], taken: list[str] | None, tmp_path: Path
) -> None:
    texts = {name: TEXTS["zh" if name.startswith("报") else "en"] for name in names}
    lay_out(tmp_path, {name: f"{text} {name}" for name, text in texts.items()})
    found = find_sets([tmp_path])
    assert list(summary(found).values()) == ([taken] if taken else [])
    if taken:
        assert sum("taken is" in cause for cause in causes(found).values()) == len(names) - 2
