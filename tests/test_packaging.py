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


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist, and the wheel that was made of the sdist."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for room in ("corpora", "align", "memory", "scripts"):
        shutil.copytree(
            ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__", "*.png")
        )
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


def test_the_sdist_has_what_the_wheel_is_made_of(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "corpora/document.py"} <= names
    assert not [name for name in names if name.startswith("scripts/dev")]


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


def test_without_git_it_is_the_version_of_the_last_release(built: Path) -> None:
    _, version, *_ = wheel_of(built).name.split("-")
    assert version == "0.1.0"
    (sdist,) = built.glob("*.tar.gz")
    assert sdist.name == f"hexapla-{version}.tar.gz"


def test_versions_come_from_the_tag_or_the_commit(tmp_path: Path) -> None:
    def git(*words: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
        return said(command)

    def said(command: Sequence[str]) -> str:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def committed(text: str) -> str:
        (tmp_path / "module.py").write_text(text)
        git("add", ".")
        git("commit", "-qm", text)
        return git("rev-parse", "--short=9", "HEAD")

    def version() -> str:
        return said([sys.executable, "-m", "setuptools_scm"])

    git("init", "-q")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    first = committed("one = 1")
    assert version() == f"0.1.1.dev1+g{first}"
    git("tag", "evaluated-2026")
    assert version() == f"0.1.1.dev1+g{first}"
    git("tag", "v0.9.9")
    assert version() == "0.9.9"
    second = committed("one = 2")
    assert version() == f"0.9.10.dev1+g{second}"
    (tmp_path / "module.py").write_text("two = 2")
    assert version().startswith(f"0.9.10.dev1+g{second}.d20")


def test_nothing_stands_at_the_top_but_what_belongs_there() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout: what is kept cannot be told")
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    names = {name.partition("/")[0] for name in done.stdout.splitlines()}
    folders = {"align", "corpora", "memory", "scripts", "tests"}
    told = {"README.md", "README.zh.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "SECURITY.md"}
    assert {name for name in names if name[0] != "."} == {
        *folders,
        *told,
        "CONTRIBUTING.md",
        "pyproject.toml",
    }
    data = {each for each in done.stdout.splitlines() if each.endswith((".db", ".tmx"))}
    assert not [each for each in data if not each.startswith(("scripts/sample/", "tests/"))]
