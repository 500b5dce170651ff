"""What is installed: one package from sdist and wheel, with nothing of ours in the user's way."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.paths import ROOT, SAMPLE
from tests.test_rooms import MODULES

# What stands at the top beside the rooms, for people and for who builds.
TOLD = (
    *("README.md", "README.zh.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "SECURITY.md"),
    *("CONTRIBUTING.md", "MANIFEST.in"),
)


def git(folder: Path, *words: str) -> str:
    return said(folder, ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words])


def said(folder: Path, command: Sequence[str]) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist of a checkout, and the wheel that was made of the sdist."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in (*TOLD, "pyproject.toml", ".pre-commit-config.yaml"):
        shutil.copy(ROOT / name, source)
    unkept = shutil.ignore_patterns("__pycache__", "*.png")
    for room in ("corpora", "align", "memory", "scripts", ".ci", "tests/align"):
        shutil.copytree(ROOT / room, source / room, ignore=unkept)
    git(source, "init", "-q")
    git(source, "add", ".")
    git(source, "commit", "-qm", "all")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return out


def wheel_of(built: Path) -> Path:
    (wheel,) = built.glob("*.whl")
    return wheel


def test_the_wheel_has_every_module_and_no_tool_for_developers(built: Path) -> None:
    with zipfile.ZipFile(wheel_of(built)) as wheel:
        names = set(wheel.namelist())
    files = {name for name in names if not name.startswith("hexapla-")}
    assert {name.partition("/")[0] for name in files} == {"hexapla"}
    modules = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in files
        if name.endswith(".py")
    }
    assert modules == set(MODULES)
    assert "hexapla/py.typed" in files
    kept = {
        f"hexapla/memory/{path.relative_to(ROOT / 'memory').as_posix()}"
        for folder in ("templates", "static", "locale")
        for path in (ROOT / "memory" / folder).rglob("*.*")
    }
    assert kept <= files


def test_the_sdist_has_what_the_wheel_is_made_of_and_no_more(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {each.name.partition("/")[2] for each in archive.getmembers() if each.isfile()}
    with zipfile.ZipFile(wheel_of(built)) as wheel:
        installed = {name for name in wheel.namelist() if name.startswith("hexapla/")}
    places = {"corpora/", "align/", "memory/"}
    rooms = {name for name in names if name[: name.find("/") + 1] in places}
    doors = {"scripts/hexapla/": "hexapla/", "scripts/cli/": "hexapla/cli/"}
    sources = {f"hexapla/{name}" for name in rooms} | {
        name.replace(door, place)
        for name in names
        for door, place in doors.items()
        if name.startswith(door)
    }
    assert sources == installed
    others = {name for name in names - rooms if not name.startswith((*doors, "hexapla.egg-info/"))}
    told = {*TOLD, "pyproject.toml", "PKG-INFO", "setup.cfg"}
    assert others == told - {"CONTRIBUTING.md"}


def test_the_wheel_runs_the_main_job_beside_modules_of_the_same_names(
    built: Path, tmp_path: Path
) -> None:
    installed = tmp_path / "site"
    with zipfile.ZipFile(wheel_of(built)) as wheel:
        wheel.extractall(installed)
    here = tmp_path / "work"
    here.mkdir()
    for name in ("memory", "align", "corpora", "scripts", "tests"):
        (here / f"{name}.py").write_text("raise RuntimeError('a module of the user')\n")
    done = subprocess.run(
        [sys.executable, "-m", "hexapla", "align", str(SAMPLE / "note"), "--out", "out"],
        capture_output=True,
        encoding="utf-8",
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (here / "out" / "tmx" / "zh_en.tmx").exists()
    script = "import hexapla.corpora; print(hexapla.corpora.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert done.stdout.startswith(str(installed))


def version_of(folder: Path) -> str:
    return said(folder, [sys.executable, "-m", "setuptools_scm"])


def test_the_wheel_has_the_version_of_the_sdist(built: Path) -> None:
    _, version, *_ = wheel_of(built).name.split("-")
    assert version.startswith("0.1.1.dev1+g")
    (sdist,) = built.glob("*.tar.gz")
    assert sdist.name == f"hexapla-{version}.tar.gz"


def test_versions_come_from_the_tag_or_the_commit(tmp_path: Path) -> None:
    def committed(text: str) -> str:
        (tmp_path / "module.py").write_text(text)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", text)
        return git(tmp_path, "rev-parse", "--short=9", "HEAD")

    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert version_of(tmp_path) == "0.1.0"  # that of the last release, without git
    git(tmp_path, "init", "-q")
    first = committed("one = 1")
    assert version_of(tmp_path) == f"0.1.1.dev1+g{first}"
    git(tmp_path, "tag", "evaluated-2026")
    assert version_of(tmp_path) == f"0.1.1.dev1+g{first}"
    git(tmp_path, "tag", "v0.9.9")
    assert version_of(tmp_path) == "0.9.9"
    second = committed("one = 2")
    assert version_of(tmp_path) == f"0.9.10.dev1+g{second}"
    (tmp_path / "module.py").write_text("two = 2")
    assert version_of(tmp_path).startswith(f"0.9.10.dev1+g{second}.d20")


def test_nothing_stands_at_the_top_but_what_belongs_there() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout: what is kept cannot be told")
    kept = said(ROOT, ["git", "ls-files"]).splitlines()
    names = {name.partition("/")[0] for name in kept}
    folders = {"align", "corpora", "memory", "scripts", "tests"}
    assert {name for name in names if name[0] != "."} == {*folders, *TOLD, "pyproject.toml"}
    data = {each for each in kept if each.endswith((".db", ".tmx"))}
    assert not [each for each in data if not each.startswith(("scripts/sample/", "tests/"))]
