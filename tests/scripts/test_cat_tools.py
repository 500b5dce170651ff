"""The TMX files that the main job writes, in the tools that translators use."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from hexapla.memory.text.language_codes import TMX_CODES
from tests.commands import run
from tests.evaluations import partly
from tests.paths import SAMPLE
from tests.processes import GUARD

# The tests take one language, the evaluations all: what differs is checked on a small memory for
# each, in tests/memory/formats/tmx/test_writer.py.
LANGUAGES = partly(("en", "fr", "es", "ru", "ar", "de"), ("ar",))


@pytest.fixture(scope="module")
def seed(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("seed")
    assert run("align", shared_data / "seed", "--out", out).returncode == 0
    return out


@pytest.fixture(scope="module")
def targets(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder of the targets' Chinese aligned with a language, once for each."""

    @cache
    def aligned_with(language: str) -> Path:
        out = tmp_path_factory.mktemp(language)
        folder = shared_data / "sdg-targets" / "numbered"
        shown = run("align", folder / "zh.txt", folder / f"{language}.txt", "--out", out)
        assert (shown.returncode, shown.stderr) == (0, "")
        return out

    return aligned_with


def seed_source(shared_data: Path) -> str:
    """The Chinese paragraphs of the seed's gold, without their numbers."""
    lines = (shared_data / "seed" / "paragraphs.jsonl").read_text("utf-8").splitlines()
    return "\n\n".join(json.loads(line)["zh"] for line in lines)


def targets_source(shared_data: Path) -> str:
    lines = (shared_data / "sdg-targets" / "unnumbered" / "zh.txt").read_text("utf-8")
    return "\n\n".join(lines.splitlines())


def typed_targets(shared_data: Path) -> str:
    """The Chinese targets with their typed numbers, each between empty lines."""
    lines = (shared_data / "sdg-targets" / "numbered" / "zh.txt").read_text("utf-8")
    return "\n\n".join(lines.splitlines())


def check_tmx(tools: Path, tmx: Path, language: str) -> str:
    shown = subprocess.run(
        [tools / "tmx_check", tmx, TMX_CODES["zh"], TMX_CODES[language]],
        capture_output=True,
        encoding="utf-8",
        timeout=GUARD,
    )
    assert shown.returncode == 0, shown.stdout
    return shown.stdout


def translated_share(tools: Path, tmx: Path, language: str, source: Path) -> float:
    """The share of a source text's segments that OmegaT fills from the TMX."""
    shown = subprocess.run(
        [tools / "omegat_check", tmx, TMX_CODES["zh"], TMX_CODES[language], source],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "TIMEOUT": str(GUARD)},
        timeout=GUARD,
    )
    assert shown.returncode == 0, shown.stdout + shown.stderr
    found = re.search(r"segments=(\d+) from_tmx=(\d+)", shown.stdout)
    assert found is not None
    return int(found[2]) / int(found[1])


@pytest.mark.parametrize("folder", ["tmx", "tmx-paragraphs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tmx_passes_every_checker_without_a_warning(
    shared_tools: Path, targets: Callable[[str], Path], folder: str, language: str
) -> None:
    shown = check_tmx(shared_tools, targets(language) / folder / f"zh_{language}.tmx", language)
    assert "warn" not in shown.lower()


@pytest.mark.parametrize("folder", ["tmx", "tmx-paragraphs"])
def test_the_seeds_tmx_passes_every_checker(shared_tools: Path, seed: Path, folder: str) -> None:
    assert "warn" not in check_tmx(shared_tools, seed / folder / "zh_en.tmx", "en").lower()


def test_omegat_fills_the_seed_from_the_tmx(
    shared_tools: Path, shared_data: Path, seed: Path, tmp_path: Path
) -> None:
    source = tmp_path / "seed.txt"
    source.write_text(seed_source(shared_data), "utf-8")
    assert translated_share(shared_tools, seed / "tmx" / "zh_en.tmx", "en", source) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_omegat_fills_the_targets_from_the_tmx(
    shared_tools: Path,
    shared_data: Path,
    targets: Callable[[str], Path],
    tmp_path: Path,
    language: str,
) -> None:
    source = tmp_path / "targets.txt"
    source.write_text(targets_source(shared_data), "utf-8")
    tmx = targets(language) / "tmx" / f"zh_{language}.tmx"
    assert translated_share(shared_tools, tmx, language, source) >= 0.95


@pytest.mark.evaluation
def test_omegat_fills_typed_numbers_from_the_tmx(
    shared_tools: Path, shared_data: Path, targets: Callable[[str], Path], tmp_path: Path
) -> None:
    source = tmp_path / "typed.txt"
    source.write_text(typed_targets(shared_data), "utf-8")
    assert translated_share(shared_tools, targets("ar") / "tmx" / "zh_ar.tmx", "ar", source) >= 0.95


@pytest.mark.parametrize(
    ("file", "language", "filled"),
    # What is left are page numbers, a paragraph cut by a page, and cuts after abbreviations.
    partly(
        (("ZH.txt", "zh", 45), ("FR.docx", "fr", 43), ("EN.html", "en", 59)),
        (("FR.docx", "fr", 43),),
    ),
)
def test_omegat_fills_the_sample_as_it_is_published(
    shared_tools: Path, tmp_path: Path, file: str, language: str, filled: int
) -> None:
    target = "en" if language == "zh" else "zh"
    source = SAMPLE / f"A_RES_99_901-{file}"
    documents = sorted(SAMPLE.glob("A_RES_*"))
    arguments = ("--source", language, "--languages", target, "--out", tmp_path)
    assert run("align", *documents, *arguments).returncode == 0
    shown = subprocess.run(
        [
            *(shared_tools / "omegat_check", tmp_path / "tmx" / f"{language}_{target}.tmx"),
            *(TMX_CODES[language], TMX_CODES[target], source),
        ],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "TIMEOUT": str(GUARD)},
        timeout=GUARD,
    )
    found = re.search(r"from_tmx=(\d+)", shown.stdout)
    assert found is not None
    assert int(found[1]) >= filled
