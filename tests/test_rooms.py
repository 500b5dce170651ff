"""The rooms, and the layers inside them: a module imports only from those that stand before it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.paths import ROOT

# Where each room of the package stands, in the order in which data flows through them.
ROOMS = {
    "hexapla.corpora": "corpora",
    "hexapla.align": "align",
    "hexapla.memory": "memory",
    "hexapla": "scripts/hexapla",
    "hexapla.cli": "scripts/cli",
}
# What stands in each room, from what knows least to what knows most; a line is a layer.
LAYERS = {
    "hexapla.corpora": (
        "messages",
        "errors languages",
        "document",
        "input",
        "detection",
        "numbers",
        "symbols",
        "links",
        "structure",
        "segmentation",
        "readers",
        "files",
    ),
    "hexapla.align": (
        "beads resources shelf",
        "evaluation",
        "encoders",
        "lattice",
        "scoring",
        "search",
        "calibration",
        "aligner rows",
        "layers",
        "consensus",
        "joint",
        "documents",
        "consistency",
    ),
    "hexapla.memory": (
        "register",
        "units",
        "rows selection teamwork termbase",
        "edits",
        "text",
        "checks",
        "mastheads",
        "output",
        "store",
        "lookup",
        "terms",
        "merge",
        "formats comparison word",
        "review",
        "editing",
        "reports",
        "jobs",
        "web",
    ),
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package with its file."""
    for room, folder in ROOMS.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            yield ".".join((room, *parts)).removesuffix(".__init__"), path


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The modules of the package that a file imports, wherever in it."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hexapla"):
            assert node.level == 0, f"{path}: relative imports hide where a name comes from"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("hexapla"))


def room_of(module: str) -> str:
    return max((room for room in ROOMS if f"{module}.".startswith(f"{room}.")), key=len)


def layer_of(module: str) -> int:
    """The number of the layer of a module in its room."""
    room = room_of(module)
    name = module.removeprefix(room).removeprefix(".").partition(".")[0]
    layers = [layer.split() for layer in LAYERS[room]]
    found = [number for number, names in enumerate(layers) if name in names]
    assert found, f"{module}: name its layer in tests/test_rooms.py"
    return found[0]


MODULES = dict(modules())


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_rooms_and_layers_before_it(module: str) -> None:
    room, order = room_of(module), list(ROOMS)
    if module == "hexapla.__main__":
        room = order[-1]  # the command line, by another way to start it
    wrong = []
    for name in imported(MODULES[module]):
        other = room_of(name)
        if order.index(other) > order.index(room):
            wrong.append(name)
        elif other == room and room in LAYERS and module != room:
            wrong += [name] if layer_of(name) > layer_of(module) else []
    assert not wrong, f"{module} imports {wrong}"


def test_no_two_modules_have_classes_of_one_name() -> None:
    found: dict[str, list[str]] = {}
    for module, path in MODULES.items():
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name.lstrip("_"), []).append(module)
    assert not {name: where for name, where in found.items() if len(where) > 1}


# Tests of what several modules do together. So are those of pages in a browser (`_browser`).
TOGETHER = {
    "align/test_floors",
    "corpora/readers/test_work",
    "corpora/test_reading_gold",
    "corpora/test_un_reports_gold",
    "memory/editing/test_taken_back",
    "memory/store/sqlite/test_locks",
    "memory/web/review/test_safety",
    "memory/web/test_behind_nginx",
    "memory/web/test_mutations",
    "scripts/hexapla/test_front_door",
    "scripts/test_cat_tools",
    "scripts/test_omegat_script",
}


def test_a_file_of_tests_stands_where_its_module_does() -> None:
    for path in (ROOT / "tests").glob("*/**/test_*.py"):
        name = path.relative_to(ROOT / "tests").with_suffix("").as_posix()
        module = ROOT / name.replace("/test_", "/")
        alone = module.is_dir() or module.with_suffix(".py").is_file()
        assert alone or name in TOGETHER or name.endswith("_browser"), name


def test_every_folder_of_the_rooms_is_installed_and_nothing_else() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "setuptools"
    ]
    folders = {name for name, path in MODULES.items() if path.name == "__init__.py"}
    assert set(settings["packages"]) == folders
    assert settings["package-dir"] == ROOMS


def test_no_file_of_the_project_imports_a_room_by_the_name_of_its_folder() -> None:
    by_folder = re.compile(r"^ *from (?:corpora|align|memory)[. ]", re.MULTILINE)
    for path in ROOT.glob("[a-z]*/**/*.py"):
        assert not by_folder.search(path.read_text(encoding="utf-8")), path
