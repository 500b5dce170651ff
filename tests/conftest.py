"""Fixtures that every room's tests share."""

from __future__ import annotations

import atexit
import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scripts.dev.evaluate.omegat import OMEGAT
from tests.examples import EXAMPLES
from tests.paths import ROOT

# Busy machines are slow by fits, also in making examples; and CI must give the same verdict on the
# same code twice. `--hypothesis-profile thorough` tries ten times as much.
settings.register_profile(
    "anywhere",
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("anywhere"), derandomize=True)
settings.register_profile("thorough", settings.get_profile("anywhere"), max_examples=10 * EXAMPLES)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")

# What these packages are needed for is not tested where they are missing; CI must have them.
_OPTIONAL = ("distributed", "numba", "playwright", "psycopg", "scipy")
_MISSING = () if os.environ.get("CI") else [name for name in _OPTIONAL if not find_spec(name)]
_IMPORTED = re.compile(rf"^(?:from|import) (?:{'|'.join(_MISSING)})\b", re.MULTILINE)
_LEARNING = re.compile(
    r"^from scripts\.dev\.train\.(?:alignment|crf|lattices|left_out) ", re.MULTILINE
)

# Fixtures whose tests have a marker, so that `-m "not java"` leaves them out.
_MARKED = {
    "browser": {"browser", "chromium_files"},
    "java": {"omegat", "shared_tools"},
    "postgres": {"postgres", "postgres_server"},
}


def pytest_report_header() -> str | None:
    """Say what is left out."""
    return f"not installed, and not tested: {', '.join(_MISSING)}" if _MISSING else None


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the files of tests that import what is not installed."""
    if not _MISSING or not collection_path.name.startswith("test_"):
        return None
    text = collection_path.read_text("utf-8")
    learns = {"numba", "scipy"} & set(_MISSING) and _LEARNING.search(text)
    return True if learns or _IMPORTED.search(text) else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage only among what comes after the tests are collected.

    They stay to the end; to look through them again and again took a tenth of the tests' time.
    """
    gc.disable()
    collected = yield
    gc.collect()
    gc.freeze()
    gc.enable()
    return collected


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they need.

    Raises UsageError for a name that is not the same in every process of a run.
    """
    for item in items:
        if " at 0x" in item.nodeid:
            raise pytest.UsageError(f"the name of a test has an address in it: {item.nodeid}")
        used = set(getattr(item, "fixturenames", ()))
        for marker, fixtures in _MARKED.items():
            if used & fixtures:
                item.add_marker(marker)
        if "cluster" in item.path.stem:
            item.add_marker("cluster")


# The tests start Python a few hundred times: it is to compile the project once, and not each time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# What the tests write need not reach a disk, for which SQLite and the exports wait at each commit.
# The processes of a run share one folder, so that nothing is left of what programs write there.
_MEMORY = Path("/dev/shm")
_NEEDED = 4 << 30  # bytes; some tests write files of hundreds of megabytes, two at a time
_MADE = (
    sys.platform == "linux"
    and "TMPDIR" not in os.environ
    and os.access(_MEMORY, os.W_OK)
    and not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
    and shutil.disk_usage(_MEMORY).free >= _NEEDED
)
if _MADE:
    os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="tests-", dir=_MEMORY)
    # Some tests become another user, who must get through to what they made.
    Path(os.environ["TMPDIR"]).chmod(0o711)
    # Multiprocessing, imported later, removes its own folder in it before.
    atexit.register(shutil.rmtree, os.environ["TMPDIR"], ignore_errors=True)


# OmegaT runs for seconds here: to compile that well costs as much as to run it.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

_SHARED = Path(__file__).resolve().parents[2] / "shared"


def _shared(name: str) -> Path:
    """Fail where the folder was emptied; skip only on a machine that never had ../shared."""
    if not _SHARED.is_dir():
        pytest.skip("no ../shared on this machine: the real data is not checked")
    path = _SHARED / name
    if not path.is_dir():
        pytest.fail(f"../shared/{name} is missing: the tests on real data need it")
    return path


@pytest.fixture(scope="module", autouse=True)
def _encoded_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Encode no text again, but where encoders are tested, or what they give is compared."""
    from hexapla.align.encoders.embedded import EmbeddedEncoder  # noqa: PLC0415 - needs numpy
    from tests.encoding import remembered_sums  # noqa: PLC0415 - needs numpy

    with pytest.MonkeyPatch.context() as patch:
        compares = getattr(request.module, "COMPARES_ENCODINGS", False)
        if not compares and "encoders" not in request.path.relative_to(ROOT).parts:
            patch.setattr(EmbeddedEncoder, "sums", remembered_sums)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data with gold, beside the project."""
    return _shared("data")


@pytest.fixture(scope="session")
def shared_tools() -> Path:
    """The folder of checks with real CAT tools, beside the project."""
    return _shared("tools")


@pytest.fixture(scope="session")
def omegat() -> Path:
    """OmegaT's program; CI must have it, others may do without."""
    if not (OMEGAT.is_file() and shutil.which("java")):
        if os.environ.get("CI"):
            pytest.fail("OmegaT is not installed: CI asks it too")
        pytest.skip("OmegaT is not installed")
    return OMEGAT


@pytest.fixture(scope="module")
def one_core() -> Iterator[None]:
    """Keep to one core: on inputs this small, more threads only wait for each other."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[os.getpid() % len(cores)]})
    yield
    os.sched_setaffinity(0, cores)


@pytest.fixture(scope="session")
def transformers_extra() -> None:
    """The optional packages of pretrained encoders; CI must have them, others may do without."""
    for package in ("torch", "transformers", "sentencepiece"):
        if find_spec(package) is None:
            if os.environ.get("CI"):
                pytest.fail(f"{package} is not installed: CI tests the pretrained encoders too")
            pytest.skip(f"{package} is not installed: pretrained encoders are not tested")


@pytest.fixture(scope="session")
def translate_toolkit() -> str:
    """A Python that has translate-toolkit; CI must have it, others may do without."""
    python = "/usr/bin/python3"
    script = [python, "-c", "import translate.storage.tmx"]
    if not Path(python).exists() or subprocess.run(script, capture_output=True).returncode:
        if os.environ.get("CI"):
            pytest.fail("translate-toolkit is not installed: CI asks it too")
        pytest.skip("translate-toolkit is not installed")
    return python
