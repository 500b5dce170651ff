"""Catalogues of libraries: MARCXML, MARC as JSON, objects; and files that are made to harm."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.input import bounds
from hexapla.memory.formats.catalogue import read_catalogue
from hexapla.memory.formats.reading import Losses
from hexapla.memory.register import Fact, FactKind, RegisterEntry

FIELDS = (
    ("191", (("a", "A/RES/98/12"), ("b", "A/"), ("c", "98"))),
    ("245", (("a", "Records of urban trees :"), ("b", "resolution /"), ("c", "adopted"))),
    ("260", (("a", "[New York] :"), ("c", "7 Jan. 2044"))),
    ("269", (("a", "2044-01-07"),)),
    ("992", (("a", "2043-12-19"),)),
    ("650", (("a", "TREES"), ("2", "unbist"))),
    ("650", (("a", "CITIES"),)),
    ("991", (("a", "A/98/251"), ("b", "70b"), ("c", "Sustainable cities."), ("d", "TREES"))),
)
ENTRY = RegisterEntry(
    "A/RES/98/12",
    (
        Fact(FactKind.TITLE, "Records of urban trees", "en"),
        Fact(FactKind.BODY, "A"),
        Fact(FactKind.SESSION, "98"),
        Fact(FactKind.AGENDA, "70(b)"),
        Fact(FactKind.AGENDA, "Sustainable cities.", "en"),
        Fact(FactKind.AGENDA, "TREES", "en"),
        Fact(FactKind.DATE, "2043-12-19"),
        Fact(FactKind.SUBJECT, "TREES", "en"),
        Fact(FactKind.SUBJECT, "CITIES", "en"),
    ),
)
EMPTY = '<datafield tag="245"><subfield code="a">A letter</subfield></datafield>'


def marc_xml(prefix: str = "") -> str:
    name = f"{prefix}:" if prefix else ""
    fields = "".join(
        f'<{name}datafield tag="{tag}" ind1=" " ind2=" ">'
        + "".join(
            f'<{name}subfield code="{code}">{text}</{name}subfield>' for code, text in subfields
        )
        + f"</{name}datafield>"
        for tag, subfields in FIELDS
    )
    return f"<{name}record>{fields}</{name}record>"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("prefix", ["", "marc"])
def test_marc_xml(prefix: str, tmp_path: Path) -> None:
    name = f"{prefix}:" if prefix else ""
    space = f'xmlns{":" + prefix if prefix else ""}="http://www.loc.gov/MARC21/slim"'
    text = f"<{name}collection {space}>{marc_xml(prefix) * 3}</{name}collection>"
    assert list(read_catalogue(written(tmp_path, "c.xml", text))) == [ENTRY] * 3


def test_records_without_a_symbol_are_told(tmp_path: Path) -> None:
    alone = f"<collection><record>{EMPTY}</record>{marc_xml()}</collection>"
    losses = Losses()
    assert list(read_catalogue(written(tmp_path, "c.xml", alone), losses)) == [ENTRY]
    assert [str(each) for each in losses.found()] == ["record 1: no symbol of a document"]


def test_marc_as_json(tmp_path: Path) -> None:
    fields = [{tag: {"subfields": [{code: text} for code, text in parts]}} for tag, parts in FIELDS]
    record = {"leader": "", "fields": [{"001": "12"}, *fields]}
    path = written(tmp_path, "c.json", json.dumps([record]))
    assert list(read_catalogue(path)) == [ENTRY]
    path = written(tmp_path, "c.jsonl", f"{json.dumps(record)}\n\n{json.dumps(record)}\n")
    assert list(read_catalogue(path)) == [ENTRY, ENTRY]


def test_an_entry_as_json_is_read_again(tmp_path: Path) -> None:
    more = (*ENTRY.facts, Fact(FactKind.BODY, "大会", "zh"), Fact(FactKind.TITLE, "树木", "zh"))
    entry = RegisterEntry(ENTRY.symbol, more)
    path = written(tmp_path, "c.jsonl", json.dumps(entry.as_json()))
    (read,) = read_catalogue(path)
    assert read.symbol == entry.symbol
    assert set(read.facts) == set(entry.facts)


def test_records_are_found_in_an_answer_of_oai_pmh(tmp_path: Path) -> None:
    answer = (
        f"<OAI-PMH><ListRecords><record><metadata><collection>{marc_xml()}</collection>"
        "</metadata></record></ListRecords></OAI-PMH>"
    )
    assert list(read_catalogue(written(tmp_path, "c.xml", answer))) == [ENTRY]


def test_of_an_object_only_texts_and_whole_numbers_are_read(tmp_path: Path) -> None:
    record = {
        "symbol": ["A/98/12", "S/2043/7"],
        "title": [{"en": ["Trees", True]}, "Roots", {"date": "no language"}],
        "session": [98, True, 1.5, ["b"]],
        "date": float("inf"),
        "subject": [{"en": ["TREES", ["ROOTS"]]}, None],
    }
    facts = (
        Fact(FactKind.TITLE, "Trees", "en"),
        Fact(FactKind.TITLE, "Roots", "en"),
        Fact(FactKind.SESSION, "98"),
        Fact(FactKind.SUBJECT, "TREES", "en"),
    )
    assert list(read_catalogue(written(tmp_path, "c.json", json.dumps(record)))) == [
        RegisterEntry("A/98/12", facts),
        RegisterEntry("S/2043/7", facts),
    ]


@pytest.mark.parametrize(
    ("name", "text", "cause"),
    [
        ("c.xml", "<tmx/>", "is no MARCXML"),
        ("c.xml", "<collection><record>", "is not well-formed"),
        (
            "c.xml",
            '<!DOCTYPE c [<!ENTITY e "x">]><collection><record><datafield tag="191">'
            '<subfield code="a">&e;</subfield></datafield></record></collection>',
            "entity of its own",
        ),
        (
            "c.xml",
            f"<record>{EMPTY * 60_000}</record>",
            "more than 100,000 tags in one unit",
        ),
        ("c.json", "[" * 100_000, "is no JSON"),
        ("c.json", "[1]", "record 1: is no object"),
        ("c.jsonl", "{", "is no JSON"),
    ],
)
def test_what_is_no_catalogue_or_made_to_harm_is_refused(
    name: str, text: str, cause: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match=cause):
        list(read_catalogue(written(tmp_path, name, text)))


def test_work_with_what_a_catalogue_says_is_no_work_of_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "CPU_SECONDS", 0.2)
    text = f"<collection>{marc_xml() * 3}</collection>"
    found = []
    for entry in read_catalogue(written(tmp_path, "c.xml", text)):
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            found.append(entry.symbol)
    assert set(found) == {ENTRY.symbol}


# What is being opened as the time is up is closed by Python alone, which warns of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_catalogue_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "CPU_SECONDS", 0.05)
    monkeypatch.setattr(bounds, "CPU_SECONDS_A_MB", 0)
    path = written(tmp_path, "c.xml", f"<collection>{marc_xml() * 5000}</collection>")
    with pytest.raises(StoreError, match=r"c\.xml: takes more than 0\.1 seconds of processor"):
        next(read_catalogue(path))


def test_a_file_of_another_kind_is_bad_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file of a catalogue"):
        list(read_catalogue(written(tmp_path, "c.csv", "")))


@pytest.mark.parametrize("count", [20, 21])
def test_the_facts_of_a_record_are_kept_for_few_documents(tmp_path: Path, count: int) -> None:
    symbols = [f"A/RES/98/{number}" for number in range(count)]
    path = tmp_path / "c.json"
    path.write_text(json.dumps({"symbol": symbols, "subject": ["TREES"]}), "utf-8")
    losses = Losses()
    found = [each.symbol for each in read_catalogue(path, losses)]
    told = [str(loss) for loss in losses.found()]
    assert (found, told) == (
        (symbols, []) if count == 20 else ([], ["record 1: has more than 20 symbols"])
    )
