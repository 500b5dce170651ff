"""JSON Lines: all that a unit has, and lines that are none."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.json_lines import read_json_lines, write_json_lines
from hexapla.memory.units import Carried, Unit
from tests.memory.factories import make_unit


def test_objects_with_the_most_needed_fields_are_units(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    given = {"language": "zh", "text": " 甲 ", "translations": [{"language": "en", "text": "A"}]}
    path.write_text("\n" + json.dumps(given) + "\n", "utf-8")
    (unit,) = read_json_lines(path)
    assert (unit.tuid, unit.text, unit.translations[0].score) == ("texts#2", "甲", 1.0)


def test_what_was_written_is_the_same_unit(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    carried = Carried((("creationid", "ann"),), (("client", "city"),), ("kept",))
    units = [make_unit(kind=Kind.TITLE, label="1", before="甲", after="乙", carried=carried)]
    assert write_json_lines(path, units) == 1
    assert list(read_json_lines(path)) == units


@pytest.mark.parametrize(
    "line",
    [
        *(
            "{",
            "[]",
            "null",
            '{"text": "a"}',
            '{"language": "xx", "text": "a", "translations": []}',
        ),
        '{"language": "zh", "text": "a", "translations": [{"language": "en", "text": ""}]}',
        '{"language": "zh", "text": "a", "translations": [], "level": "word"}',
        '{"language": "zh", "text": "a", "translations": [], "carried": {}}',
        "[" * 100_000,
    ],
)
def test_a_line_that_is_no_unit_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = {"language": "zh", "text": "甲", "translations": [{"language": "en", "text": "A"}]}
    path.write_text(f"{json.dumps(good)}\n\n{line}\n", "utf-8")
    with pytest.raises(StoreError, match=r"a\.jsonl: line 3: is no unit") as caught:
        list(read_json_lines(path))
    assert not re.search(r"\n|Error|object has no", str(caught.value))


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ('{"text": "a"}'.encode("utf-16"), "it is not in UTF-8"),
        ('{"text": "é"}'.encode("latin-1"), "it is not in UTF-8"),
        (b'{"text": "a"', "it is no JSON: Expecting ',' delimiter at character 14"),
        (b'{"text": "a"}', "it has no language"),
        (b"[]", "it is no object with language, text and translations"),
        (b'{"language": "zh", "text": "a", "translations": 1}', "it is no object"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_words(
    tmp_path: Path, line: bytes, cause: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line + b"\n")
    with pytest.raises(StoreError, match=f"line 1: is no unit: {cause}"):
        list(read_json_lines(path))


def test_inline_tags_in_json_are_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    carried = {"attributes": [], "properties": [["p", "1"]], "notes": ["n"], "markup": "</seg>"}
    good = {"language": "zh", "text": "甲", "translations": [{"language": "en", "text": "A"}]}
    path.write_text(json.dumps(good | {"carried": carried}) + "\n", "utf-8")
    (unit,) = read_json_lines(path)
    assert unit.carried is not None
    assert (unit.carried.markup, unit.carried.properties) == ("", (("p", "1"),))


def read_with(tmp_path: Path, **fields: object) -> Unit:
    path = tmp_path / "a.jsonl"
    good = {"language": "zh", "text": "甲", "translations": [{"language": "en", "text": "A"}]}
    path.write_text(json.dumps(good | fields) + "\n", "utf-8")
    (unit,) = read_json_lines(path)
    return unit


@pytest.mark.parametrize(
    "fields",
    [
        *({"position": value} for value in (math.inf, -math.inf, math.nan, 1e30, 10**30, -1, [1])),
        *(
            {"translations": [{"language": "en", "text": "A", "score": value}]}
            for value in (math.inf, math.nan, 10**400)
        ),
    ],
)
def test_numbers_that_no_memory_holds_are_refused(tmp_path: Path, fields: dict[str, Any]) -> None:
    with pytest.raises(StoreError, match=r"a\.jsonl: line 1: is no unit"):
        read_with(tmp_path, **fields)


def test_every_field_is_cleaned(tmp_path: Path) -> None:
    bad = " a\0b\x1b\ud800 "
    names = ("symbol", "reference", "label", "before", "after")
    other = {"language": "en", "text": bad, "method": bad, "label": bad}
    lists = {"attributes": [[bad, bad]], "properties": [[bad, bad]], "notes": [bad]}
    unit = read_with(
        tmp_path,
        **dict.fromkeys(names, bad),
        translations=[other],
        carried={**lists, "shown": bad, "number": bad},
    )
    assert {getattr(unit, name) for name in names} == {"ab"}
    (made,) = unit.translations
    assert (made.text, made.method, made.label) == ("ab", "ab", "ab")
    assert unit.carried == Carried(
        (("ab", "ab"),), (("ab", "ab"),), ("ab",), shown="ab", number="ab"
    )


def test_what_is_nothing_once_it_is_cleaned_was_not_given(tmp_path: Path) -> None:
    unit = read_with(tmp_path, symbol="\0", reference="\ud800", label=None)
    assert (unit.tuid, unit.label) == ("a#1", "")
