"""The commands that look something up in a memory."""

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hexapla.cli.main import cli
from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.formats.tmx.rules import check_tmx
from hexapla.memory.register import Fact, FactKind, RegisterEntry
from hexapla.memory.review.session import Command, ReviewSession
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.versions import VERSION
from hexapla.memory.units import AlignedSet, DocumentRecord, Level, Status, Translation
from tests.memory.samples import SYMBOL, TEXTS, sample_set


@pytest.fixture
def memory(tmp_path: Path) -> str:
    path = tmp_path / "memory.db"
    with open_store(path) as store:
        store.replace_set(sample_set())
    return str(path)


def run(*arguments: str) -> str:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False).output


def test_cite_as_text_and_as_json(memory: str) -> None:
    lines = run("cite", SYMBOL, "2(a)", "--memory", memory).splitlines()
    assert lines[0] == f"{SYMBOL}#2(a)"
    assert lines[1] == f"    2043  {TEXTS['en'][0][0]}"
    assert lines[2:] == [f"{language}  {texts[5][0]}" for language, texts in TEXTS.items()]
    found = json.loads(run("cite", SYMBOL, "2(a)", "--memory", memory, "--format", "json"))
    assert found["texts"] == {language: texts[5][0] for language, texts in TEXTS.items()}


def test_texts_do_not_steer_the_terminal_nor_hide_what_they_say(memory: str) -> None:
    evil = "决定\x9b31m保留\u202e树木\x1b[2J名册。"
    english = "Keeps\x85\u2066 the register\u200e."
    with open_store(memory) as store:
        unit = next(store.units(level=Level.PARAGRAPH))
        unit = replace(unit, text=evil, translations=(Translation("en", english, 1.0, "label"),))
        records = tuple(DocumentRecord(each, each, each, 1) for each in ("zh", "en"))
        store.replace_set(AlignedSet("A/1", "zh", records, (unit,), (), ""))
    reference = unit.reference
    for arguments in (
        ("cite", "A/1", reference),
        ("cite", "A/1", reference, "--format", "md"),
        ("match", evil),
        ("search", "名册", "--level", "paragraph"),
    ):
        shown = run(*arguments, "--memory", memory)
        assert "\\u2066 the register\u200e." in shown.replace("«register»", "register")
        assert not set("\x9b\x85\x1b\u202e\u2066") & set(shown)


def test_cite_as_table_and_as_markdown(memory: str) -> None:
    table = run("cite", SYMBOL, "2(a)", "--memory", memory, "--format", "tsv")
    rows = list(csv.reader(StringIO(table), "excel-tab"))
    assert [row[3] for row in rows] == [texts[5][0] for texts in TEXTS.values()]
    shown = run("cite", SYMBOL, "2(a)", "--memory", memory, "--format", "md", "--languages", "en")
    assert "&lt;both kinds>" in shown
    assert len(shown.splitlines()) == 3


def test_cite_refuses_what_is_not_there(memory: str) -> None:
    with pytest.raises(UsageError, match="no paragraph 99"):
        run("cite", SYMBOL, "99", "--memory", memory)
    with pytest.raises(StoreError, match="no translation memory"):
        run("cite", SYMBOL, "1", "--memory", memory + ".not")


def test_match_shows_what_changed(memory: str) -> None:
    shown = run("match", "决定保留花草名册。", "--memory", memory)
    assert "[-树木-]{+花草+}" in shown
    assert "Decides to keep the register of trees." in shown


def test_match_adapts_numbers_and_says_so(memory: str) -> None:
    query = "回顾其2044年6月4日第98/7号决议，¹"
    first = json.loads(run("match", query, "--memory", memory, "--json").splitlines()[0])
    assert first["kind"] == "adapted"
    assert first["target"] == "Recalling its resolution 98/7 of 4 June 2044,¹"
    assert first["stored"] == TEXTS["en"][2][0]
    assert "numbers adapted; the memory has: " in run("match", query, "--memory", memory)


def test_match_shows_what_contains_the_text_and_what_stands_in_it(memory: str) -> None:
    shown = run("match", "保留树木名册", "--memory", memory)
    assert "contained" in shown
    assert "决定[保留树木名册]。" in shown
    asked = "请秘书处在明年决定保留树木名册"
    shown = run("match", asked, "--memory", memory)
    assert "53 % of the text is covered by 1 fragment:" in shown
    (line,) = run("match", asked, "--memory", memory, "--json").splitlines()
    found = json.loads(line)
    assert found["kind"] == "fragment"
    assert asked[slice(*found["span"])] == "决定保留树木名册"
    assert found["target"] == found["stored"] == "Decides to keep the register of trees."
    assert "no match" in run("match", asked, "--memory", memory, "--no-fragments")


def test_match_works_from_any_language(memory: str) -> None:
    text = TEXTS["fr"][3][0]
    found = run("match", text, "--source", "fr", "--target", "de", "--memory", memory)
    assert TEXTS["de"][3][0] in found


def test_search_shows_words_marked_with_their_translation(memory: str) -> None:
    lines = run("search", "树木", "--memory", memory).splitlines()
    assert "zh  决定保留«树木»名册。" in lines
    assert "en  Decides to keep the register of «trees»." in lines
    assert lines[-3:] == ["2 of 2 shown", "by organ: A 2", "by year: 2043 2"]


def test_search_on_both_sides_with_context_and_as_json(memory: str) -> None:
    words = ("search", "名册", "--with", "tree*", "--memory", memory)
    shown = run(*words, "--context")
    assert "zh  决定保留树木«名册»。" in shown
    assert "en  Decides to keep the register of «trees»." in shown
    assert f"    … {TEXTS['zh'][2][0]}" in shown
    found = json.loads(run(*words, "--json"))
    assert [hit["unit"]["text"] for hit in found["hits"]] == [TEXTS["zh"][3][0]]


def test_search_of_nothing_is_refused(memory: str) -> None:
    with pytest.raises(UsageError, match="at least the beginning"):
        run("search", "，", "--memory", memory)


def test_sets_are_listed_excluded_and_removed(memory: str) -> None:
    assert run("sets", "--memory", memory) == (
        f"{SYMBOL}  zh,en,fr,es,ru,ar,de  7 paragraphs, 8 sentences"
        "  2043  Resolution of the General Assembly: records of urban trees\n"
    )
    given = ("--symbol", "A/RES/98/*", "--memory", memory)
    assert run("sets", *given, "--exclude") == "exclude: 1 document sets\n"
    assert "8 sentences  excluded  2043  " in run("sets", *given)
    assert run("search", "名册", "--memory", memory).endswith("\n0 of 0 shown\n")
    assert run("sets", *given, "--include") == "include: 1 document sets\n"
    with pytest.raises(UsageError, match=r"would remove all of 1 document set, A/RES/98/12: add"):
        run("sets", *given, "--remove")
    assert run("sets", *given, "--remove", "--yes") == "removed: 90 translations\n"
    assert run("sets", "--memory", memory, "--json") == ""


def test_many_sets_are_removed_only_when_that_is_meant(memory: str) -> None:
    with open_store(memory) as store:
        store.replace_set(replace(sample_set(), symbol="A/2"))
    for given in (["--symbol", "*"], ["--file", "*"], ["--status", "automatic"]):
        with pytest.raises(UsageError, match=r"2 document sets, A/2 to A/RES/98/12: add --yes"):
            run("sets", *given, "--remove", "--memory", memory)
    assert run("sets", "--symbol", "A/2", "--remove", "--memory", memory).startswith("removed: ")
    assert run("sets", "--symbol", "A/3*", "--remove", "--memory", memory).startswith("removed: 0")


def test_what_is_reviewed_is_removed_when_that_is_meant_and_can_be_put_back(
    memory: str, tmp_path: Path
) -> None:
    with open_store(memory) as store:
        session = ReviewSession(store)
        grid = session.grid(SYMBOL, Level.SENTENCE)
        seen = {row.reference: row.version for row in grid.rows}
        command = Command("edit", "1.2", "en", ("en", "fr"), "The list is kept up.")
        session.run(SYMBOL, Level.SENTENCE, command, seen, who="Ana")
        store.replace_set(replace(sample_set(), symbol="A/2"))
    given = ("--symbol", SYMBOL, "--remove", "--memory", memory)
    with pytest.raises(UsageError, match="with 1 reviewed translations: add --yes"):
        run("sets", *given)
    assert run("sets", *given, "--dry-run") == f"{SYMBOL}  1 reviewed\n"
    assert run("sets", "--symbol", "A/2", *given[2:], "--dry-run") == "A/2\n"
    shown = CliRunner().invoke(cli, ["sets", *given, "--yes"])
    (kept,) = tmp_path.rglob("removed-*.jsonl")
    assert f"kept: {kept}; " in shown.stderr
    with open_store(memory) as store:
        assert store.selected(Selection()) == ("A/2",)
    run("import", str(kept), "--memory", memory)
    with open_store(memory) as store:
        assert SYMBOL in store.selected(Selection())
        (unit,) = (
            each
            for each in store.units(level=Level.SENTENCE, symbol=SYMBOL)
            if each.reference == "1.2"
        )
    english = next(each for each in unit.translations if each.language == "en")
    assert (english.text, english.status) == ("The list is kept up.", Status.REVIEWED)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--exclude"],
        ["--remove"],
        ["--exclude", "--symbol", "A", "--dry-run"],
        ["--exclude", "--symbol", "A", "--status", "rejected"],
    ],
)
def test_sets_refuses_what_is_not_clear(memory: str, arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        run("sets", *arguments, "--memory", memory)


def test_export_writes_what_is_chosen(memory: str, tmp_path: Path) -> None:
    path = tmp_path / "fr_de.tmx"
    given = ("--source", "fr", "--target", "de", "--memory", memory)
    assert run("export", str(path), *given, "--tool", "omegat") == f"{path}: 8 units\n"
    only = ("--only", "reviewed", "--without-flag", "any", "--symbol", "A/*")
    assert run("export", str(path), *given, *only).startswith(f"{path}: 0 units\nwarning: ")
    with pytest.raises(UsageError, match="no format"):
        run("export", str(tmp_path / "a.doc"), *given)


def test_several_targets_have_a_file_each_in_folders_that_are_made(
    memory: str, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "folder" / "all.tmx"
    run("export", str(path), "--target", "EN", "--target", "fr, ru", "--memory", memory)
    names = ["all_en.tmx", "all_fr.tmx", "all_ru.tmx"]
    assert sorted(each.name for each in path.parent.iterdir()) == names
    for name in names:
        assert list(check_tmx(path.with_name(name))) == []


def test_nothing_is_exported_with_a_warning_that_says_why(memory: str, tmp_path: Path) -> None:
    shown = run(
        "export", str(tmp_path / "a.tmx"), "--target", "en", "--symbol", "S/9", "--memory", memory
    )
    assert "0 units" in shown and "no document set has the symbol S/9" in shown


def test_merge_takes_over_and_lists_conflicts(memory: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    with open_store(other) as store:
        store.replace_set(sample_set())
    assert run("merge", other, "--base", memory, "--memory", str(tmp_path / "new.db")) == (
        "document sets: 1 added, 0 merged, 0 unchanged; 0 conflicts\n"
    )
    for path, text in ((memory, "Ours."), (other, "Theirs.")):
        table = tmp_path / "review.tsv"
        table.write_text(
            f"id\tstatus\tzh\ten\n{SYMBOL}#1.1\treviewed\t{TEXTS['zh'][3][0]}\t{text}\n", "utf-8"
        )
        run("import", str(table), "--memory", path)
    lines = run("merge", other, "--memory", memory).splitlines()
    assert lines[0] == f"conflict: {SYMBOL}#1.1 en: ours: Ours. theirs: Theirs."
    assert json.loads(run("merge", other, "--memory", memory, "--json"))["conflicts"]
    with pytest.raises(UsageError, match="itself"):
        run("merge", memory, "--memory", memory)


def test_merge_tells_of_the_register_and_of_comments(memory: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    with open_store(other) as store:
        store.replace_set(sample_set())
        store.comment(SYMBOL, Level.SENTENCE, "1.1", "Which roster?", who="Ana")
        entry = RegisterEntry("S/9", (Fact(FactKind.DATE, "2020-07-16"),))
        store.edit_register([entry], "import", who="Ana")
    lines = run("merge", other, "--memory", memory).splitlines()
    assert lines[:2] == ["register: 1 document", "comments: 1"]
    assert run("merge", other, "--memory", memory).startswith("document sets:")
    with open_store(memory, create=False) as store:
        assert [each.symbol for each in store.catalogue()] == ["S/9"]
        assert [each.text for each in store.comments(SYMBOL, Level.SENTENCE)] == ["Which roster?"]
    assert "Assignments and histories stay in OTHER" in " ".join(run("merge", "--help").split())


def test_an_import_says_what_it_leaves_out(memory: str, tmp_path: Path) -> None:
    def imported(path: Path, *options: str) -> Result:
        arguments = ["import", str(path), "--memory", memory, *options]
        return CliRunner().invoke(cli, arguments, standalone_mode=False)

    table, broken = tmp_path / "more.csv", tmp_path / "more.tmx"
    table.write_text("zh;en\n名册。;The register.\n只有中文。;\n一;1;eins\n", "utf-8")
    done = imported(table)
    assert done.return_value == 1
    assert done.stdout == f"{table}: 1 added, 0 merged, 0 known already, 2 left out\n"
    assert done.stderr == (
        f"{table}: left out: row 3: has no text but in zh\n"
        f"{table}: left out: row 4: has not 2 cells as it should\n"
    )
    broken.write_text(
        '<tmx version="1.4"><header srclang="en"/><body>\n'
        '<tu><tuv xml:lang="en"><seg>R&D</seg></tuv>'
        '<tuv xml:lang="zh"><seg>研发</seg></tuv></tu></body></tmx>',
        "utf-8",
    )
    refused = imported(broken)
    assert refused.return_value == 1
    assert "with --recover, what can be saved is read" in refused.stderr
    saved = imported(broken, "--recover")
    assert (saved.return_value, saved.stderr) == (0, "")
    assert saved.stdout == f"{broken}: 1 added, 0 merged, 0 known already, 0 left out\n"


def test_match_in_meaning_needs_vectors(memory: str) -> None:
    query = ("match", "应当保存树木的清单。", "--semantic", "--memory", memory)
    with pytest.raises(UsageError, match="run hexapla embed"):
        run(*query)
    assert run("embed", "--memory", memory).endswith("9 texts added\n")
    assert "semantic" in run(*query)


def test_search_is_narrowed_by_symbol_status_and_quality(memory: str, tmp_path: Path) -> None:
    table = tmp_path / "more.tsv"
    table.write_text("id\tstatus\tzh\ten\nB/1#1\treviewed\t名册12页。\t13 pages.\n", "utf-8")
    run("import", str(table), "--memory", memory)
    query = ("search", "名册", "--memory", memory)
    assert run(*query).count("zh  ") == 3
    assert run(*query, "--only", "reviewed").count("zh  ") == 1
    assert run(*query, "--symbol", "A/*").count("zh  ") == 2
    assert "12页" in run(*query, "--flag", "numbers")
    assert "12页" not in run(*query, "--without-flag", "numbers")


def test_a_memory_is_checked_backed_up_and_restored(memory: str, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    assert run("memory", "check", "--memory", memory) == f"{memory}: sound, 1 document sets\n"
    assert run("memory", "backup", str(backup), "--memory", memory) == f"written: {backup}\n"
    with closing(sqlite3.connect(memory)) as connection, connection:
        connection.execute("UPDATE unit SET shape = 1")
    found = CliRunner().invoke(cli, ("memory", "check", "--deep", "--memory", memory))
    assert "rows of unit have keys of another text" in found.output
    repaired = run("memory", "check", "--deep", "--repair", "--memory", memory)
    assert repaired.splitlines()[-2:] == [
        f"{memory}: index made anew",
        f"{memory}: sound, 1 document sets",
    ]
    restored = run("memory", "restore", str(backup), "--memory", memory).splitlines()
    assert restored[0] == f"restored: {memory}"
    assert restored[1].startswith(f"the memory before: {memory}.replaced-")


def test_the_history_tells_who_changed_what(memory: str) -> None:
    with open_store(memory) as store:
        session = ReviewSession(store)

        def do(who: str, action: str, text: str = "") -> None:
            grid = session.grid(SYMBOL, Level.SENTENCE)
            seen = {row.reference: row.version for row in grid.rows}
            command = Command(action, "1.2", "en", ("en", "fr"), text)
            session.run(SYMBOL, Level.SENTENCE, command, seen, who=who)

        do("Ana", "edit", "The list is\x9b[31m brought up to date.")
        do("Boris", "reject")
        do("Boris", "undo")
    every = run("memory", "history", "--memory", memory).splitlines()
    assert len(every) == 3
    assert "  Ana  edit  " in every[0]
    assert "The register is brought up to date yearly. → The list is" in every[0]
    assert "\x9b" not in every[0]
    assert every[1].endswith("reviewed → rejected")
    assert every[2].endswith("rejected → reviewed")
    asked = ("memory", "history", "--json", "--memory", memory)
    (own,) = map(json.loads, run(*asked, "--who", "Ana").splitlines())
    assert (own["who"], own["symbol"], own["state"]) == ("Ana", SYMBOL, "done")
    (text,) = own["texts"]
    assert (text["reference"], text["language"], text["status_after"]) == ("1.2", "en", "reviewed")
    assert run(*asked, "--symbol", "A/1") == ""
    assert run(*asked, "--since", "2999-01-01") == ""
    assert len(run(*asked, "--since", "2000-01-01").splitlines()) == 3


def test_the_history_tells_comments_and_who_had_a_document(memory: str) -> None:
    with open_store(memory) as store:
        said = store.comment(SYMBOL, Level.SENTENCE, "1.2", "Yearly?\x1b[31m", who="Ana")
        store.withdraw(SYMBOL, Level.SENTENCE, said.number, who="Ana")
        store.assign(SYMBOL, "Boris", days=2, who="Eva")
        store.assign(SYMBOL, "", days=1, who="Boris")
    every = run("memory", "history", "--memory", memory).splitlines()
    assert [line.partition("  ")[2] for line in (every[0], every[1], every[3])] == [
        f"Ana  comment  {SYMBOL}#1.2  Yearly?[31m",
        f"Ana  withdraw  {SYMBOL}#1.2",
        f"Boris  assign  {SYMBOL}  (nobody)",
    ]
    assert f"Eva  assign  {SYMBOL}  Boris until 2" in every[2]
    asked = ("memory", "history", "--json", "--memory", memory)
    first, second, third = list(map(json.loads, run(*asked).splitlines()))[:3]
    assert (first["action"], first["text"], first["reference"]) == ("comment", "Yearly?[31m", "1.2")
    assert (second["action"], second["withdraws"]) == ("withdraw", first["number"])
    assert (third["action"], third["person"], third["who"]) == ("assign", "Boris", "Eva")
    assert len(run(*asked, "--who", "Boris").splitlines()) == 1
    assert run(*asked, "--since", "2999-01-01") == ""


def test_a_memory_of_a_version_before_is_upgraded_when_that_is_asked(memory: str) -> None:
    assert run("memory", "upgrade", "--memory", memory) == f"{memory}: is of this version\n"
    with closing(sqlite3.connect(memory)) as connection:
        for table in ("term", "concept", "edited_concept", "comment", "assignment"):
            connection.execute(f"DROP TABLE {table}")
        for table in ("fact", "edited_fact", "unfinished_file"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 9")
    with pytest.raises(StoreError, match="older version of hexapla"):
        run("search", "名册", "--memory", memory)
    planned = run("memory", "upgrade", "--dry-run", "--memory", memory).splitlines()
    assert planned[0] == f"{memory}: version 9 would become {VERSION}"
    assert "terms" in planned[1]
    with pytest.raises(StoreError, match="older version of hexapla"):
        run("search", "名册", "--memory", memory)
    done = run("memory", "upgrade", "--memory", memory).splitlines()
    assert done[0] == f"{memory}: version 9 → {VERSION}"
    assert done[-1] == f"the memory before: {memory}.version-9"
    assert "register" in run("search", "名册", "--memory", memory)


def test_renderings_as_text_and_as_json(memory: str) -> None:
    asked = ("renderings", "名册", "--target", "en,fr", "--memory", memory)
    lines = run(*asked).splitlines()
    assert lines[0] == "English: in 2 units"
    assert lines[1] == "  register  2 (100%); 2043; A 2"
    assert lines[2] == f"      {SYMBOL}#1.2  The «register» is brought up to date yearly."
    found = [json.loads(line) for line in run(*asked, "--json").splitlines()]
    assert [(each["language"], each["hits"]) for each in found] == [("en", 2), ("fr", 2)]
    best = found[1]["renderings"][0]
    assert (best["text"], best["count"], best["share"]) == ("registre", 2, 1.0)
    assert (best["first"], best["last"], best["forms"]) == ("2043", "2043", ["registre"])
    assert {each["symbol"] for each in best["evidence"]} == {SYMBOL}
    place = best["evidence"][0]
    assert place["target"][slice(*place["target_span"])].casefold() == "registre"


def test_renderings_of_what_is_not_there_are_none(memory: str) -> None:
    asked = ("renderings", "裁军", "--target", "en", "--memory", memory, "--json")
    result = CliRunner().invoke(cli, asked)
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["hits"], found["renderings"]) == (0, [])
    assert result.stderr.startswith("nothing found: ")
    with pytest.raises(UsageError, match="same language"):
        run("renderings", "名册", "--target", "zh", "--memory", memory)


def test_search_marks_what_answers(memory: str) -> None:
    asked = ("search", "名册", "--with-language", "fr", "--memory", memory)
    lines = run(*asked).splitlines()
    assert "fr  Décide de conserver le «registre» des arbres." in lines
    for hit in json.loads(run(*asked, "--json"))["hits"]:
        ((language, (span,)),) = hit["answers"]
        (text,) = (each["text"] for each in hit["unit"]["translations"] if each["language"] == "fr")
        assert (language, text[slice(*span)].casefold()) == ("fr", "registre")
