"""Asks OmegaT itself how it cuts documents, and what it fills in from a translation memory."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from lxml import etree, html

from hexapla.corpora.input.xml import bounded_parser
from hexapla.corpora.readers.shown.texts import omegat_pieces
from hexapla.memory.text.language_codes import TMX_CODES

__all__ = [
    "OMEGAT",
    "Agreement",
    "agreement",
    "filled_segments",
    "make_project",
    "omegat_project",
    "omegat_segments",
    "project_segments",
    "real_paragraphs",
    "run_script",
]

OMEGAT = Path(os.environ.get("OMEGAT_JAR", "/usr/share/omegat/OmegaT.jar"))
_PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{source}</source_lang><target_lang>{target}</target_lang>
<sentence_seg>{sentences}</sentence_seg>
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
    pieces = {piece for text in texts for piece in omegat_pieces(text, language)}
    theirs = omegat_segments(texts, language, folder)
    return Agreement(
        both=frozenset(pieces & theirs),
        ours=frozenset(pieces - theirs),
        theirs=frozenset(theirs - pieces),
    )


def omegat_project(source: str, target: str, *, sentences: bool = True) -> str:
    """Return the content of omegat.project for two language codes.

    OmegaT cuts `sentences`, as it comes, or takes whole paragraphs.
    """
    return _PROJECT.format(source=source, target=target, sentences=str(sentences).lower())


def omegat_segments(paragraphs: Sequence[str], language: str, folder: Path) -> set[str]:
    """Let OmegaT read and cut the paragraphs, each between empty lines of a text file.

    Raises subprocess.CalledProcessError or OSError where OmegaT fails or writes nothing.
    """
    project = make_project(folder / "project", language, "en" if language == "zh" else "zh")
    (project / "source" / "text.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    # Unlike OmegaT, which leaves no-break spaces at the ends of a segment, we strip them.
    return {segment.strip() for segment in project_segments(project)}


def make_project(folder: Path, source: str, target: str, *, sentences: bool = True) -> Path:
    """Make an empty OmegaT project for two languages; return its folder."""
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (folder / name).mkdir(parents=True)
    settings = omegat_project(TMX_CODES[source], TMX_CODES[target], sentences=sentences)
    (folder / "omegat.project").write_text(settings, encoding="utf-8")
    return folder


def project_segments(project: Path) -> list[str]:
    """Return the different segments of a project's documents, as OmegaT shows them.

    Raises what `omegat_segments` does.
    """
    written = project / "segments.tmx"
    _omegat(
        project,
        *("--mode=console-createpseudotranslatetmx", f"--pseudotranslatetmx={written}"),
        "--pseudotranslatetype=equal",
    )
    return list(_units(written))


def filled_segments(project: Path) -> dict[str, str]:
    """Return the segments that OmegaT fills in from the project's memories, and with what.

    Raises what `omegat_segments` does.
    """
    _omegat(project, "--mode=console-translate")
    return _units(project / f"{project.name}-omegat.tmx")


def run_script(project: Path, script: Path, **environment: str) -> str:
    """Let OmegaT run a script on a project, without a screen; return what it prints.

    Raises what `omegat_segments` does.
    """
    return _omegat(project, "--mode=console-translate", f"--script={script}", **environment)


def _omegat(project: Path, *options: str, **environment: str) -> str:
    home = project.parent
    java = [
        *("java", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", f"-Duser.home={home}"),
        # It lives for seconds: what makes long runs fast costs more than it gives.
        *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        *("-jar", str(OMEGAT), str(project), f"--config-dir={home / 'config'}", *options),
    ]
    done = subprocess.run(  # noqa: S603
        java,
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=600,
    )
    return done.stdout


def _units(tmx: Path) -> dict[str, str]:
    """Return the units of a TMX file that OmegaT wrote, its tags as it shows them."""
    found = {}
    for unit in etree.parse(tmx, bounded_parser()).iterfind(".//tu"):
        source, target = (each.findtext("seg", default="") for each in unit.findall("tuv"))
        found[source] = target
    return found


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
