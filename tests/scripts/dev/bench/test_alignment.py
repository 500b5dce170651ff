"""The benchmark runs, measures what it says, and its documents are what they claim to be."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from lxml import etree

from hexapla.corpora.document import Document
from scripts.dev.bench.alignment import QUICK, Goal, Report, lines, main
from scripts.dev.bench.data import synthetic_pair
from scripts.dev.bench.runs import Growth, Method, SetTime, exponent, measure_growth
from tests.commands import run


def benchmark(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run(*arguments, command=main)


def test_the_help_has_an_example() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert done.exit_code == 0
    assert "Example: python -m scripts.dev.bench.alignment" in done.stdout


@pytest.mark.evaluation
def test_a_small_run_measures_everything(shared_data: Path, tmp_path: Path) -> None:
    done = benchmark(shared_data, "--quick", "--json", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    methods = {method["name"]: method for method in report["methods"]}
    assert list(methods) == [
        "hexapla",
        "overlaps of 1 to 4 lines",
        "overlaps of 1 to 7 lines",
        "1 to 4 lines, own forward pass",
        "1 to 7 lines, own forward pass",
        "galechurch",
        "encoding each line once",
    ]
    assert methods["hexapla"]["ratio"] == 1.0
    # A baseline that aligned badly would be no opponent.
    assert min(each["strict_f1"] for name, each in methods.items() if "lines" in name) > 0.7
    assert methods["galechurch"]["strict_f1"] > 0.3
    assert methods["encoding each line once"]["strict_f1"] is None
    assert all(method["seconds"] > 0 for method in methods.values())
    assert [each["paragraphs"] for each in report["growth"]] == list(QUICK.sizes)
    assert all(each["strict_f1"] > 0.5 for each in report["growth"])
    assert report["document_set"]["complete"] == 1.0
    assert report["document_set"]["languages"] == 7
    assert len(report["goals"]) == 5
    drawing = etree.parse(tmp_path / "out" / "scaling.svg").getroot()
    assert etree.QName(drawing).localname == "svg"
    assert {"align", "encode", "peak memory, GB"} <= set(map(str, drawing.itertext()))


def test_the_table_shows_the_figures() -> None:
    report = Report(
        methods=(Method("hexapla", 2.0, 1.9, 1.0, 0.9), Method("floor", 0.5, 0.5, 0.25, None)),
        growth=(Growth(100, 250, 1.2, 1.5, 0.5, 200_000_000, 0.99),),
        exponents={"both": 1.04},
        document_set=SetTime(100, 7, 2.5, 2.4, 0.5, 5.0, 0.995),
        goals=(Goal("fast", "12.0 times", True), Goal("small", "1.20 GB", False)),
        signature="encoder:embedded|repeats:3",
    )
    shown = list(lines(report))
    assert shown[1].split() == ["hexapla", "2", "1.9", "1", "0.900"]
    assert shown[2].split() == ["floor", "0.5", "0.5", "0.25", "-"]
    assert shown[5].split() == ["100", "250", "1.2", "1.5", "0.5", "20", "0.2", "0.990"]
    assert "met      fast: 12.0 times" in shown
    assert "not met  small: 1.20 GB" in shown
    assert shown[-1] == "encoder:embedded|repeats:3"


def test_missing_data_is_one_line(tmp_path: Path) -> None:
    done = benchmark(tmp_path, "--quick")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert f"{tmp_path}{os.sep}mac-dev" in done.stderr


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_synthetic_documents_are_all_different_and_repeatable(shared_data: Path) -> None:
    source, target, gold = synthetic_pair(shared_data, 500)
    assert synthetic_pair(shared_data, 500) == (source, target, gold)
    assert synthetic_pair(shared_data, 500, seed=1)[0] != source
    assert [i for bead in gold for i in bead.source] == list(range(len(source.paragraphs)))
    assert [j for bead in gold for j in bead.target] == list(range(len(target.paragraphs)))
    for document in (source, target):
        assert 0.97 * 500 < len(document.paragraphs) < 1.03 * 500
        assert len(set(texts(document))) > 0.95 * len(document.paragraphs)
    forms = {(len(bead.source), len(bead.target)) for bead in gold}
    assert {(1, 1), (1, 0), (0, 1), (2, 1), (1, 2)} <= forms


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0])
def test_the_exponent_is_that_of_the_law(power: float) -> None:
    sizes = [100, 300, 1000]
    assert exponent(sizes, [0.01 * size**power for size in sizes]) == pytest.approx(power)


@pytest.mark.evaluation
def test_the_peak_is_that_of_the_document_alone(shared_data: Path) -> None:
    ballast = np.ones(75_000_000)
    grown = measure_growth(shared_data, 5)
    assert 50_000_000 < grown.peak_bytes < ballast.nbytes
