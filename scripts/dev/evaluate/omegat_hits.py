"""Counts the segments of a document that OmegaT fills in from the TMX files of its alignment.

A translator aligns a published document, puts the TMX into the folder `tm/auto` of a project with
OmegaT's default settings, and opens the very document: each aligned segment should be filled in.

    python -m scripts.dev.evaluate.omegat_hits ../shared/data --sets sample,udhr --pairs zh-en,fr-zh

A segment counts where it has a letter, is no number alone, and its text, without number, note marks
and tags, stands in one sentence that the TMX has, or one paragraph where OmegaT takes paragraphs.
Page numbers, and what is aligned with nothing or only together with its neighbours, do not count; a
piece of a paragraph that a page cuts in two does, save in the reports whose words are drawn: there
many texts begin alike.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.readings import readings
from hexapla.corpora.readers.shown.texts import bare, untagged
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.jobs.align_files import align_files
from scripts.dev.command import command, data_argument
from scripts.dev.evaluate.defects import parallel_units
from scripts.dev.evaluate.omegat import filled_segments, make_project, project_segments
from scripts.dev.evaluate.translated_reports import translate
from scripts.dev.paths import SAMPLE

__all__ = ["SETS", "Hits", "documents", "hits", "main"]

_LETTER: Final = re.compile(r"[^\W\d_]")
_SEVERAL: Final = re.compile(r"\+|\.\d+[-,]")  # in the address of a unit: 12+13, 12.1-2
_PIECE: Final = 20  # characters: shorter texts stand in others by chance
_REPORTS: Final = ("A_80_604_Add.11", "A_81_6_Sect.13")
_FOLDERS: Final = MappingProxyType({True: "tmx", False: "tmx-paragraphs"})


@dataclass(frozen=True, slots=True)
class Hits:
    """How many of the aligned segments of a set OmegaT fills in.

    `sentences` tells how it cut the document; `missed` are the segments that stayed empty.
    """

    name: str
    source: str
    target: str
    format: str
    sentences: bool
    count: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of the aligned segments that were filled in; 1 where there are none."""
        return 1 - len(self.missed) / self.count if self.count else 1.0


def _sample(_: Path, __: Path) -> dict[str, Path]:
    return {path.stem[-2:].lower(): path for path in SAMPLE.glob("A_RES_99_901-*")}


def _by_stem(pattern: str) -> Callable[[Path, Path], dict[str, Path]]:
    def find(data: Path, _: Path) -> dict[str, Path]:
        found = {re.split(r"[._]", path.stem)[-1][:2]: path for path in data.glob(pattern)}
        return {code: path for code, path in found.items() if code in LANGUAGES}

    return find


def _typed(data: Path, folder: Path) -> dict[str, Path]:
    """Write the numbered targets with an empty line between two, as documents have it."""
    made = {}
    for path in data.glob("sdg-targets/numbered/*.txt"):
        made[path.stem] = folder / f"targets.{path.name}"
        lines = path.read_text(encoding="utf-8").splitlines()
        made[path.stem].write_text("\n\n".join(lines), encoding="utf-8")
    return made


def _report(name: str) -> Callable[[Path, Path], dict[str, Path]]:
    def make(data: Path, folder: Path) -> dict[str, Path]:
        original = data / "un-reports" / f"{name}.docx"
        made = {"en": original}
        units = parallel_units(data).values()
        for language in LANGUAGES:
            texts = [text for each in units for _, text in each.get(language, ())]
            if language != "en":
                made[language] = folder / f"{name}-{language.upper()}.docx"
                made[language].write_bytes(translate(original.read_bytes(), language, texts))
        return made

    return make


SETS: Final[Mapping[str, Callable[[Path, Path], dict[str, Path]]]] = MappingProxyType(
    {
        "sample": _sample,
        "targets": _typed,
        "udhr": _by_stem("udhr/*.html"),
        "cc-legal": _by_stem("cc-legal/html/*.html"),
        "seed": _by_stem("seed/*.txt"),
        **{name: _report(name) for name in _REPORTS},
    }
)
"""What gives the documents of a set by their languages, out of the folder of data.

The words of the reports in other languages are drawn, so that nothing but their numbers aligns
them: what counts is their form."""


def documents(names: Sequence[str], data: Path, folder: Path) -> dict[str, dict[str, Path]]:
    """Return the documents of sets by name and language; `folder` takes what is made."""
    return {name: SETS[name](data, folder) for name in names}


def hits(
    sets: Mapping[str, Mapping[str, Path]],
    pairs: Sequence[tuple[str, str]],
    folder: Path,
    *,
    levels: Sequence[bool] = (True, False),
) -> Iterator[Hits]:
    """Yield the hits of each set in each pair of source and target, by sentences and paragraphs.

    OmegaT is started once for all sets of a pair, and once more to tell the segments of a source.
    """
    for source in dict.fromkeys(source for source, _ in pairs):
        targets = [target for each, target in pairs if each == source]
        present = {name: each for name, each in sets.items() if source in each}
        for name, versions in present.items():
            others = [target for target in targets if target in versions]
            _align(name, versions, source, others, folder / source / name)
        for sentences in levels:
            shown: list[str] = []
            for target in targets:
                place = folder / source / f"{target}-{_FOLDERS[sentences]}"
                project = make_project(place / "project", source, target, sentences=sentences)
                for name, versions in present.items():
                    path = versions[source]
                    shutil.copy(path, project / "source" / f"{name}{path.suffix}")
                    tmx = _tmx(folder, name, source, target, sentences=sentences)
                    if tmx.exists():
                        shutil.copy(tmx, project / "tm" / "auto" / f"{name}.tmx")
                shown = shown or project_segments(project)
                filled = filled_segments(project)
                for name, versions in present.items():
                    tmx = _tmx(folder, name, source, target, sentences=sentences)
                    if target in versions and tmx.exists():
                        counted = list(_counted(shown, tmx, source, pieces=name not in _REPORTS))
                        yield Hits(
                            *(name, source, target, versions[source].suffix, sentences),
                            count=len(counted),
                            missed=tuple(each for each in counted if each not in filled),
                        )


def _tmx(folder: Path, name: str, source: str, target: str, *, sentences: bool) -> Path:
    return folder / source / name / _FOLDERS[sentences] / f"{source}_{target}.tmx"


def _align(
    name: str, versions: Mapping[str, Path], source: str, targets: Sequence[str], out: Path
) -> None:
    """Align a set from a source; drawn words have nothing but their form in common."""
    is_drawn = name in _REPORTS
    align_files(
        [],
        out,
        pairs=[(versions[source], versions[target]) for target in targets],
        source=source,
        encoder="none" if is_drawn else "embedded",
        min_confidence=0.0 if is_drawn else 0.7,
    )


def _counted(shown: Sequence[str], tmx: Path, language: str, *, pieces: bool) -> Iterator[str]:
    """Yield the segments that are text of what is aligned by itself, also `pieces` of it."""
    alone = (unit.text for unit in read_units(tmx) if not _SEVERAL.search(unit.reference))
    aligned = "\n".join(["", *map(bare, alone), ""])
    for segment in shown:
        plain = untagged(segment)
        keys = _keys(plain, language) if _LETTER.search(plain) else ()
        if any((key if pieces and len(key) >= _PIECE else f"\n{key}\n") in aligned for key in keys):
            yield segment


def _keys(plain: str, language: str) -> Iterator[str]:
    """Yield the text, and what follows each number that it may begin with."""
    keys = (bare(plain), *(bare(plain[each.length :]) for each in readings(plain, language)))
    if all(keys):
        yield from keys


def _groups(names: Sequence[str]) -> Iterator[list[str]]:
    """Yield the sets that are in one project: the words of the reports are those of the others."""
    if real := [name for name in names if name not in _REPORTS]:
        yield real
    yield from ([name] for name in names if name in _REPORTS)


@command
@data_argument
@click.option("--sets", "names", default=",".join(SETS), help="Some sets, with commas.")
@click.option("--pairs", default="", help="Some pairs, such as zh-en,fr-zh [default: all with zh].")
@click.option("--missed", default=0, help="Print so many of the segments that stay empty.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder to keep all files in.")
def main(data: Path, names: str, pairs: str, missed: int, keep: Path | None) -> None:
    """Print the share of aligned segments that OmegaT fills in, by set, pair and segmentation.

    DATA is the folder of parallel texts.

    \b
    Example: python -m scripts.dev.evaluate.omegat_hits ../shared/data --pairs zh-en
    """
    others = [code for code in LANGUAGES if code != "zh"]
    both = [pair for code in others for pair in (("zh", code), (code, "zh"))]
    chosen = [(each[:2], each[3:5]) for each in pairs.split(",")] if pairs else both
    if unknown := [name for name in names.split(",") if name not in SETS]:
        raise UsageError(f"no set {unknown[0]!r}, only {', '.join(SETS)}")
    with TemporaryDirectory() as folder:
        place = keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        found = (
            each
            for group in _groups(names.split(","))
            for each in hits(documents(group, data, place), chosen, place / group[0])
        )
        for each in found:
            level = "sentences" if each.sentences else "paragraphs"
            filled = each.count - len(each.missed)
            click.echo(
                f"{each.name:18} {each.source}-{each.target} {each.format:6} {level:10}"
                f" {filled:4} of {each.count:4}  {each.share:.3f}"
            )
            for segment in each.missed[:missed]:
                click.echo(f"    {segment}")


if __name__ == "__main__":
    run(main)
