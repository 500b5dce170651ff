"""How a document is understood, from the command line."""

import json
from pathlib import Path

from tests.commands import run


def test_read_gives_one_json_object_a_paragraph(tmp_path: Path) -> None:
    document = tmp_path / "文 件.txt"
    document.write_text("1. 决定保留其档案；\n\n2. 请秘书长提出报告。\n", encoding="utf-8")
    shown = run("read", document, "--language", "zh", "--json")
    paragraphs = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [paragraph["label"] for paragraph in paragraphs] == ["1", "2"]
    assert paragraphs[1]["text"] == "请秘书长提出报告。"
    assert list(paragraphs[0]) == ["id", "kind", "label", "text", "language"]


def test_read_says_more_behind_the_keys_that_all_paragraphs_have(tmp_path: Path) -> None:
    document = tmp_path / "A_93_L.5-EN.txt"
    lines = ["A/93/L.5", "Ninety-third session", "Recordings", "The General Assembly,"]
    lines += [
        "Recalling its resolution 88/15,",
        "1. Decides to keep them.",
        "Annex",
        "1. So be it.",
    ]
    document.write_text("\n\n".join(lines), encoding="utf-8")
    plain = run("read", document, "--language", "en", "--json")
    keys = ["id", "kind", "label", "text", "language"]
    assert all(list(json.loads(line)) == keys for line in plain.stdout.splitlines())
    shown = run("read", document, "--language", "en", "--json", "--details")
    paragraphs = {row["id"]: row for row in map(json.loads, shown.stdout.splitlines())}
    assert {tuple(row)[:5] for row in paragraphs.values()} == {tuple(keys)}
    assert list(paragraphs["op-1"]) == keys
    assert paragraphs["masthead-2"]["detail"] == "session"
    assert paragraphs["h-1"]["level"] == 1
    assert paragraphs["pp-1"]["links"] == [{"start": 25, "end": 30, "symbol": "A/RES/88/15"}]
    assert run("read", document, "--details").returncode == 2


def test_read_explains_the_number_of_each_paragraph(tmp_path: Path) -> None:
    document = tmp_path / "A_93_L.5-EN.txt"
    texts = ("1. Decides to keep them:", "(i) In a dry place;", "(ii) In order.", "7. October.")
    document.write_text("\n\n".join(texts), encoding="utf-8")
    plain = run("read", document, "--language", "en", "--json")
    shown = run("read", document, "--language", "en", "--json", "--explain")
    paragraphs = [json.loads(line) for line in shown.stdout.splitlines()]
    readings = [paragraph.pop("readings") for paragraph in paragraphs]
    assert paragraphs == [json.loads(line) for line in plain.stdout.splitlines()]
    assert [paragraph["label"] for paragraph in paragraphs] == ["1", "1(i)", "1(ii)", ""]
    assert [(r["text"], r["form"], r["value"], r["taken"]) for r in readings[1]] == [
        ("(i)", "small Roman numeral", 1, True),
        ("(i)", "letter", 9, False),
    ]
    assert [reading["taken"] for reading in readings[3]] == [False]
    told = run("read", document, "--language", "en", "--explain").stdout.splitlines()
    place = next(place for place, line in enumerate(told) if "In a dry place" in line)
    assert "“(i)” as small Roman numeral 1" in told[place + 1]
    assert "not taken" in told[place + 2]
    assert readings[1][1]["reason"] in told[place + 2]


def test_read_of_a_bad_file_is_one_line_and_status_1(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    shown = run("read", tmp_path / "empty.txt")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert len(shown.stderr.splitlines()) == 1
    assert "empty.txt" in shown.stderr
