"""Neighbours in meaning, with the real encoder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.lookup.match import MatchKind, find_matches
from hexapla.memory.lookup.semantic import Neighbours, embed, vectors_folder
from hexapla.memory.reports.analysis import MatchBand
from hexapla.memory.reports.pretranslation import pretranslate
from hexapla.memory.reports.reference_package import write_reference_package
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Priority
from tests.memory.samples import sample_memory

ROWS = """zh\ten
委员会鼓励会员国加强边境地区的教师培训。\tThe Committee encourages Member States to train teachers.
秘书处每年公布一次预算外资源的使用情况。\tThe Secretariat publishes the use of resources every year.
该港口的修复工程将于明年春季完成。\tThe repair of the port will be completed next spring.
"""
QUERY = "各国应当为边远地区培养更多的教师。"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "texts.tsv"
    path.write_text(ROWS, "utf-8")
    with open_store(sample_memory(tmp_path / "memory.db")) as opened:
        import_file(opened, path)
        yield opened


@pytest.fixture
def neighbours(tmp_path: Path) -> Neighbours:
    return Neighbours(vectors_folder(str(tmp_path / "memory.db")), "zh", get_encoder())


def test_the_pack_shows_what_is_alike_in_meaning_and_fills_nothing_with_it(
    store: Store, neighbours: Neighbours, tmp_path: Path
) -> None:
    embed(store, neighbours)
    document = Document("A/RES/99/1", "zh", (Paragraph("op-1", Kind.OPERATIVE, "1", QUERY),))
    write_reference_package(
        pretranslate(store, document, "en", neighbours=neighbours), tmp_path, "new"
    )
    page = (tmp_path / "new.html").read_text("utf-8")
    assert "alike in meaning" in page
    assert "The Committee encourages Member States to train teachers." in page
    (unit,) = etree.parse(tmp_path / "new.xlf").iter("{*}trans-unit")
    assert unit.find("{*}target") is None
    other = unit.find("{*}alt-trans")
    assert other is not None
    assert other.get("alttranstype") == "reference"
    assert other.get("match-quality") is None
    assert list(read_tmx(tmp_path / "new.tmx")) == []


def test_a_text_of_like_meaning_is_found_and_marked(
    store: Store, neighbours: Neighbours, tmp_path: Path
) -> None:
    assert not neighbours.exist()
    assert embed(store, neighbours) == 3 + 7 + 2
    assert embed(store, neighbours) == 0
    assert [path.parent for path in neighbours.folder.iterdir()] == [tmp_path / "memory.db.vectors"]
    assert find_matches(store, QUERY, source="zh", target="en") == []
    (match, *_) = find_matches(store, QUERY, source="zh", target="en", neighbours=neighbours)
    assert match.kind is MatchKind.SEMANTIC
    assert match.target == "The Committee encourages Member States to train teachers."
    assert 50 <= match.score < 100
    document = Document("A/RES/99/1", "zh", (Paragraph("op-1", Kind.OPERATIVE, "1", QUERY),))
    (draft,) = pretranslate(store, document, "en", neighbours=neighbours).drafts
    assert draft.matches[0] == match
    assert draft.worded == ()
    assert draft.band is MatchBand.NONE
    store.prioritize(Selection(file="texts.tsv"), Priority.EXCLUDED)
    found = find_matches(store, QUERY, source="zh", target="en", neighbours=neighbours)
    assert match not in found


def test_new_texts_are_added_and_matches_in_words_come_first(
    store: Store, neighbours: Neighbours, tmp_path: Path
) -> None:
    embed(store, neighbours)
    path = tmp_path / "more.tsv"
    path.write_text(f"zh\ten\n{QUERY}\tTrain more teachers.\n", "utf-8")
    import_file(store, path)
    assert embed(store, neighbours) == 1
    assert len(list(neighbours.folder.iterdir())) == 2
    found = find_matches(store, QUERY, source="zh", target="en", neighbours=neighbours)
    assert [each.kind for each in found[:2]] == [MatchKind.EXACT, MatchKind.SEMANTIC]
    assert len({(each.source, each.target) for each in found}) == len(found)


def test_cosines_are_those_of_the_encoder(store: Store, neighbours: Neighbours) -> None:
    embed(store, neighbours)
    texts = [line.split("\t")[0] for line in ROWS.splitlines()[1:]]
    vectors = neighbours.encoder.encode([QUERY, *texts])
    wanted = sorted((vectors[1:] @ vectors[0]).tolist(), reverse=True)
    found = [cosine for _, cosine in neighbours.nearest(QUERY, 20)]
    assert all(any(abs(one - other) < 0.01 for other in found) for one in wanted)
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("content", [b"", b"no", None])
def test_a_damaged_file_is_refused(
    content: bytes | None, store: Store, neighbours: Neighbours
) -> None:
    embed(store, neighbours)
    (path,) = neighbours.folder.iterdir()
    if content is None:
        np.save(path, np.zeros((3, 3)))
    else:
        path.write_bytes(content)
    with pytest.raises(StoreError, match="delete it"):
        neighbours.nearest(QUERY, 1)
    with pytest.raises(StoreError, match="delete it"):
        neighbours.known()


def test_vectors_of_another_encoder_are_not_looked_at(store: Store, neighbours: Neighbours) -> None:
    embed(store, neighbours)
    assert not replace(neighbours, encoder=get_encoder("none")).exist()
    assert not replace(neighbours, language="fr").exist()
