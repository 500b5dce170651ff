"""TMX from other tools, read as it is written, and nothing of what hides in it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.tmx.reader import TmxUnit, TmxVariant, read_tmx
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.text.cleaning import clean
from hexapla.memory.units import Level, Translation, Unit
from tests.examples import examples
from tests.memory.samples import sample_set
from tests.paths import ROOT

CREATED = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
HEAD = '<tmx version="1.4"><header srclang="en"/><body>'
TAIL = "</body></tmx>"


def read(tmp_path: Path, text: str | bytes) -> list[TmxUnit]:
    path = tmp_path / "a.tmx"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_tmx(path))


def segment(tmp_path: Path, inside: str) -> str:
    (unit,) = read(tmp_path, f'{HEAD}<tu><tuv xml:lang="en"><seg>{inside}</seg></tuv></tu>{TAIL}')
    return unit.variants[0].text


def test_reads_what_the_writer_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    units = [unit for unit in sample_set().units if unit.level is Level.SENTENCE]
    write_tmx(path, units, source="zh", target="ar", level=Level.SENTENCE, created=CREATED)
    found = list(read_tmx(path))
    assert [unit.tuid for unit in found] == [unit.tuid for unit in units]
    for written, unit in zip(units, found, strict=True):
        arabic = next(each for each in written.translations if each.language == "ar")
        assert unit.source_code == "zh-CN"
        assert [(each.code, each.text) for each in unit.variants] == [
            ("zh-CN", written.text),
            ("ar-SA", arabic.text),
        ]
        assert ("x-Symbol:SingleString", "A/RES/98/12") in unit.properties
        context = {
            name: etree.fromstring(value).text for name, value in unit.variants[0].properties
        }
        assert context.get("x-context-pre", "") == written.before
        assert context.get("x-context-post", "") == written.after
        assert unit.notes[0].startswith("A/RES/98/12, ")


def test_every_file_of_the_zoo_is_read_or_refused_in_one_line(shared_data: Path) -> None:
    refused = {}
    for path in sorted((shared_data / "tmx-zoo").glob("*.tmx")):
        try:
            units = list(read_tmx(path))
            assert len(units) in (2, 3, 5, 6), path.name
            assert all(len(unit.variants) >= 2 for unit in units), path.name
        except StoreError as error:
            assert "\n" not in str(error)
            refused[path.name] = error.cause
    assert {name[:2] for name in refused} == {"46", "47", "48"}
    assert all("not well-formed" in cause and "line" in cause for cause in refused.values())


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("plain &amp; &lt;b&gt;", "plain & <b>"),
        ('<bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> end', "bold end"),
        ('one<ph x="1">{0}</ph> two', "one two"),
        ("see <hi>this <hi>very</hi></hi> text", "see this very text"),
        ('a<it pos="begin">x</it>b<ut>y</ut>c', "abc"),
        ("<![CDATA[a < b]]>", "a < b"),
        ("a<!-- no -->b<?no no?>c", "abc"),
        (" kept\n as it is ", " kept\n as it is "),
        ("", ""),
    ],
)
def test_text_is_kept_and_native_code_is_not(inside: str, text: str, tmp_path: Path) -> None:
    assert segment(tmp_path, inside) == text


def test_old_attributes_namespaces_and_unit_sources(tmp_path: Path) -> None:
    units = read(
        tmp_path,
        '<tmx xmlns="http://www.lisa.org/tmx14" version="1.1"><header srclang="*all*"/><body>'
        '<tu srclang="fr" tuid="1"><note>n</note><prop type="p">v</prop>'
        '<tuv lang="FR"><prop type="q">w</prop><seg>un</seg></tuv><tuv lang="EN"/></tu>'
        "</body></tmx>",
    )
    assert units == [
        TmxUnit(
            tuid="1",
            source_code="fr",
            variants=(TmxVariant("FR", "un", (("q", "w"),)), TmxVariant("EN", "")),
            properties=(("p", "v"),),
            notes=("n",),
        )
    ]


@pytest.mark.parametrize("place", ["<seg>&a9;</seg></tuv>", '<seg/></tuv><tuv xml:lang="&a9;"/>'])
def test_a_bomb_of_entities_is_refused_at_once(place: str, tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE tmx [<!ENTITY a0 "ha">{levels}]>{HEAD}<tu><tuv xml:lang="en">'
    with pytest.raises(StoreError, match=r"a\.tmx: "):
        read(tmp_path, f"{bomb}{place}</tu>{TAIL}")


@pytest.mark.parametrize("system", ["file:///etc/passwd", "secret.txt", "http://127.0.0.1:9/x"])
def test_nothing_outside_the_file_is_opened(system: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    outside = f'<!DOCTYPE tmx [<!ENTITY e SYSTEM "{system}">]>{HEAD}'
    with pytest.raises(StoreError, match="has an entity of its own"):
        read(tmp_path, f'{outside}<tu><tuv xml:lang="en"><seg>a&e;</seg></tuv></tu>{TAIL}')


def test_an_external_dtd_is_not_needed(tmp_path: Path) -> None:
    declared = f'<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">{HEAD}'
    assert len(read(tmp_path, f"{declared}<tu/>{TAIL}")) == 1


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("", "not well-formed"),
        ("plain text", "not well-formed"),
        ("<html><body/></html>", "is no TMX, but a file of <html>"),
        (f"{HEAD}<tu>", "not well-formed"),
        (b"\x00\xff\xfe" * 50, "not well-formed"),
        (HEAD + "<a>" * 400 + "</a>" * 400 + TAIL, "not well-formed"),
    ],
)
def test_what_is_no_tmx_is_one_line(content: str | bytes, cause: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=cause) as error:
        read(tmp_path, content)
    assert str(error.value).startswith(f"{tmp_path / 'a.tmx'}: ")
    assert "\n" not in str(error.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none\.tmx: No such file"):
        list(read_tmx(tmp_path / "none.tmx"))


def test_memory_stays_constant(tmp_path: Path) -> None:
    unit = '<tu tuid="{0}"><tuv xml:lang="en"><seg>{1}</seg></tuv></tu>\n'
    path = tmp_path / "a.tmx"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEAD)
        stream.writelines(unit.format(number, "text " * 200) for number in range(40_000))
        stream.write(TAIL)
    script = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from hexapla.memory.formats.tmx.reader import read_tmx\n"
        "first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "count = sum(1 for _ in read_tmx(Path(sys.argv[1])))\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script, path],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    count, grown = map(int, shown.split())
    assert count == 40_000
    assert path.stat().st_size > 40_000_000
    assert grown * (1 if sys.platform == "darwin" else 1024) < 8_000_000


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)


@examples(100)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=5))
def test_any_text_makes_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("round", numbered=True) / "a.tmx"
    units = [
        Unit(
            *(symbol, Level.SENTENCE, 0, "1.1", Kind.BODY, "", "ru", source),
            (Translation("de", target, 0.5, "label"),),
        )
        for source, target, symbol in rows
    ]
    write_tmx(path, units, source="ru", target="de", level=Level.SENTENCE, created=CREATED)
    found = [
        (*(each.text for each in unit.variants), dict(unit.properties).get("x-document", ""))
        for unit in read_tmx(path)
    ]
    cleaned = [(clean(source), clean(target), clean(symbol)) for source, target, symbol in rows]
    assert found == [row for row in cleaned if row[0] and row[1]]
