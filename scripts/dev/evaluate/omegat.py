"""Asks OmegaT itself how it cuts paragraphs, to hold the profile "omegat" against it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from lxml import etree, html

from hexapla.corpora.segmentation.sentences import segment
from hexapla.memory.text.language_codes import TMX_CODES

__all__ = [
    "OMEGAT",
    "Agreement",
    "agreement",
    "omegat_project",
    "omegat_segments",
    "real_paragraphs",
]

OMEGAT = Path(os.environ.get("OMEGAT_JAR", "/usr/share/omegat/OmegaT.jar"))
_PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{source}</source_lang><target_lang>{target}</target_lang>
<sentence_seg>true</sentence_seg>
<support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags>
</project></omegat>
"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The different segments that both give, that only we give, and that only OmegaT gives."""

    both: frozenset[str]
    ours: frozenset[str]
    theirs: frozenset[str]

    @property
    def share(self) -> float:
        """Share of all segments that both give."""
        total = len(self.both) + len(self.ours) + len(self.theirs)
        return len(self.both) / total if total else 1.0


def agreement(paragraphs: Sequence[str], language: str, folder: Path) -> Agreement:
    """Cut the paragraphs with the profile "omegat" and with OmegaT, which works in `folder`."""
    texts = [normalize("NFC", " ".join(text.split())) for text in paragraphs if text.strip()]
    pieces = {
        text[start:end].strip()
        for text in texts
        for start, end in segment(text, language, profile="omegat")
    }
    theirs = omegat_segments(texts, language, folder)
    return Agreement(
        both=frozenset(pieces & theirs),
        ours=frozenset(pieces - theirs),
        theirs=frozenset(theirs - pieces),
    )


def omegat_project(source: str, target: str) -> str:
    """Return the content of omegat.project for two language codes."""
    return _PROJECT.format(source=source, target=target)


def omegat_segments(paragraphs: Sequence[str], language: str, folder: Path) -> set[str]:
    """Let OmegaT read and cut the paragraphs, each between empty lines of a text file.

    Raises subprocess.CalledProcessError or OSError where OmegaT fails or writes nothing.
    """
    project = folder / "project"
    for name in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    codes = TMX_CODES[language], TMX_CODES["en" if language == "zh" else "zh"]
    (project / "omegat.project").write_text(omegat_project(*codes), encoding="utf-8")
    (project / "source" / "text.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    written = folder / "segments.tmx"
    java = [
        *("java", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", f"-Duser.home={folder}"),
        *("-jar", str(OMEGAT), str(project), f"--config-dir={folder / 'config'}"),
        *("--mode=console-createpseudotranslatetmx", f"--pseudotranslatetmx={written}"),
        "--pseudotranslatetype=equal",
    ]
    subprocess.run(java, check=True, capture_output=True, timeout=240)  # noqa: S603
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    units = etree.parse(written, parser).iterfind(".//tu")
    # Unlike OmegaT, which leaves no-break spaces at the ends of a segment, we strip them.
    return {unit.findtext("tuv/seg", default="").strip() for unit in units}


def real_paragraphs(data: Path, language: str) -> Iterator[str]:
    """Yield every paragraph in `language` of the data sets in the folder `data`."""
    for name in ("seed/paragraphs.jsonl", "sdg-targets/gold.jsonl"):
        rows = map(json.loads, (data / name).read_text(encoding="utf-8").splitlines())
        yield from (row[language] for row in rows if language in row)
    numbered = data / "sdg-targets" / "numbered" / f"{language}.txt"
    yield from numbered.read_text(encoding="utf-8").splitlines()
    page = html.fromstring((data / "udhr" / f"{language}.html").read_text(encoding="utf-8"))
    yield from (
        str(element.xpath("string()")) for element in page.iter("p", "li", "h1", "h2", "h3")
    )
    # These come cut into sentences: joined, five to a paragraph, they must be cut again.
    for name in ("mac-dev", "text-berg"):
        for path in sorted((data / name).glob(f"{language}/*")):
            lines = path.read_text(encoding="utf-8").splitlines()
            space = "" if language == "zh" else " "
            yield from (space.join(lines[i : i + 5]) for i in range(0, len(lines), 5))
