"""JSON Lines: all that a unit has, and lines that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.json_lines import read_json_lines, write_json_lines
from hexapla.memory.units import Carried
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
    assert "\n" not in str(caught.value)


def test_inline_tags_in_json_are_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    carried = {"attributes": [], "properties": [["p", "1"]], "notes": ["n"], "markup": "</seg>"}
    good = {"language": "zh", "text": "甲", "translations": [{"language": "en", "text": "A"}]}
    path.write_text(json.dumps(good | {"carried": carried}) + "\n", "utf-8")
    (unit,) = read_json_lines(path)
    assert unit.carried is not None
    assert (unit.carried.markup, unit.carried.properties) == ("", (("p", "1"),))
