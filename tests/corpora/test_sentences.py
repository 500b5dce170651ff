"""Sentence segmentation against our own gold, against OmegaT, and on any text at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpora.errors import UsageError
from corpora.languages import LANGUAGES
from corpora.sentences import segment

GOLD = Path(__file__).parent / "data" / "sentences"
MARK = "‖"
OMEGAT = Path(os.environ.get("OMEGAT_JAR", "/usr/share/omegat/OmegaT.jar"))
PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>zh-CN</source_lang><target_lang>en-US</target_lang>
<sentence_seg>true</sentence_seg>
<support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags>
</project></omegat>
"""

languages = st.sampled_from(sorted(LANGUAGES))
# Texts dense in what the rules look at, beside any text.
texts = st.text() | st.lists(
    st.sampled_from(
        [
            *".!?…。？！؟۔ \n\t\u00a0«»”“\"')）]》—-0²A",
            "p",
            "г",
            "د",
            "No",
            "etc",
            "z. B.",
            "12",
            "的",
        ]
    ),
    max_size=40,
).map("".join)


def gold(language: str) -> list[list[str]]:
    lines = (GOLD / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(MARK) for line in lines]


def pieces(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in segment(text, language)]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_boundaries_of_the_gold_set(language: str) -> None:
    right = found = expected = 0
    wrong = []
    for sentences in gold(language):
        text = "".join(sentences)
        ends = [sum(map(len, sentences[:count])) for count in range(1, len(sentences))]
        cuts = [start for start, _ in segment(text, language)][1:]
        right += len(set(ends) & set(cuts))
        found, expected = found + len(cuts), expected + len(ends)
        if ends != cuts:
            wrong.append(MARK.join(pieces(text, language)))
    assert expected >= 30
    assert 2 * right / (found + expected) >= 0.98, wrong


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_sentence_of_the_gold_set_stays_whole(language: str) -> None:
    sentences = [sentence for line in gold(language) for sentence in line]
    again = [pieces(sentence, language) for sentence in sentences]
    assert sum(len(found) == 1 for found in again) >= 0.98 * len(sentences)


@settings(deadline=None)
@given(texts, languages)
def test_pieces_join_to_the_text(text: str, language: str) -> None:
    found = pieces(text, language)
    assert "".join(found) == text
    assert all(found)


@settings(deadline=None)
@given(texts, languages)
def test_white_space_ends_a_piece_and_begins_none(text: str, language: str) -> None:
    assert not any(piece[0].isspace() for piece in pieces(text, language)[1:])


@settings(deadline=None)
@given(texts, st.sampled_from(sorted(set(LANGUAGES) - {"zh"})))
def test_only_white_space_is_a_place_to_cut(text: str, language: str) -> None:
    assert all(piece[-1].isspace() for piece in pieces(text, language)[:-1])


def test_no_text_gives_no_piece() -> None:
    assert segment("", "zh") == []
    assert segment(" \n", "en") == [(0, 2)]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="'tlh'"):
        segment("Heghlu'meH QaQ jajvam.", "tlh")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize(
    "unit",
    [".", ". ", ".)", " ", "A. ", "1", "a.", ". »", '("', "[1] ", "。", "？ ", "\u00a0»", "z. B. "],
)
def test_time_grows_with_the_length_only(unit: str, language: str) -> None:
    text = unit * (40_000 // len(unit))
    begin = time.perf_counter()
    segment(text, language)
    assert time.perf_counter() - begin < 5, "quadratic time takes minutes here"


def omegat_segments(paragraphs: list[str], folder: Path) -> set[str]:
    """Let OmegaT itself read and cut the paragraphs, each between empty lines of a text file."""
    project = folder / "project"
    for name in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT, encoding="utf-8")
    (project / "source" / "text.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    written = folder / "segments.tmx"
    java = [
        *("java", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", f"-Duser.home={folder}"),
        *("-jar", str(OMEGAT), str(project), f"--config-dir={folder / 'config'}"),
        *("--mode=console-createpseudotranslatetmx", f"--pseudotranslatetmx={written}"),
        "--pseudotranslatetype=equal",
    ]
    subprocess.run(java, check=True, capture_output=True, timeout=120)
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    units = etree.parse(written, parser).iterfind(".//tu")
    return {unit.findtext("tuv/seg", default="") for unit in units}


@pytest.mark.skipif(
    not (OMEGAT.is_file() and shutil.which("java")), reason="OmegaT is not installed"
)
def test_chinese_is_cut_exactly_as_omegat_cuts_it(shared_data: Path, tmp_path: Path) -> None:
    seed = (shared_data / "seed" / "paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    sdg = (shared_data / "sdg-targets" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    articles = etree.parse(
        shared_data / "udhr" / "zh.html", etree.HTMLParser(encoding="utf-8")
    ).iter("p", "li", "h1", "h2", "h3")
    novels = (shared_data / "mac-dev" / "zh").iterdir()
    lines = [path.read_text(encoding="utf-8").split() for path in sorted(novels)]
    paragraphs = [
        *("".join(sentences) for sentences in gold("zh")),
        *(json.loads(line)["zh"] for line in [*seed, *sdg]),
        *(str(element.xpath("string()")) for element in articles),
        # The novels come cut into sentences: joined, five to a paragraph, they must be cut again.
        *("".join(text[i : i + 5]) for text in lines for i in range(0, len(text), 5)),
    ]
    paragraphs = [" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip()]
    ours = {piece.strip() for paragraph in paragraphs for piece in pieces(paragraph, "zh")}
    assert len(ours) > 1000
    assert omegat_segments(paragraphs, tmp_path) == ours
