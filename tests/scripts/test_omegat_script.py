"""The script for OmegaT, run by OmegaT against a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.terms.joining import join_concepts
from scripts.dev.evaluate.omegat import make_project, run_script
from tests.memory.samples import SYMBOL, sample_memory
from tests.memory.web.served import serving
from tests.paths import ROOT

SCRIPT = ROOT / "scripts" / "docs" / "pages" / "cat-tools" / "hexapla.groovy"


@pytest.fixture
def project(omegat: Path, tmp_path: Path) -> Path:
    del omegat
    made = make_project(tmp_path / "project", "zh", "en")
    texts = (
        "决定保留树木名册。",
        "请各国在明年内决定保留树木名册并且尽快通知秘书处和各区域办事处。",
    )
    (made / "source" / "a.txt").write_text("\n\n".join(texts), encoding="utf-8")
    return made


def test_it_shows_matches_parts_and_terms_once(project: Path, tmp_path: Path) -> None:
    with open_store(sample_memory(tmp_path / "memory.db")) as store:
        register = Concept((Term("zh", "名册"), Term("en", "register")))
        join_concepts(store, [register], "add", who="Ana")
    with serving(tmp_path / "memory.db") as (address, _):
        shown = run_script(project, SCRIPT, HEXAPLA_URL=address)
    assert shown.count("> 决定保留树木名册。") == 1
    assert f"100 %  {SYMBOL}#1.1\n    Decides to keep the register of trees." in shown
    assert f"part  {SYMBOL}#1.1\n    决定保留树木名册 = Decides to keep" in shown
    assert shown.count("term  名册 = register") == 2


def test_where_no_server_answers_it_says_so_in_a_line(project: Path) -> None:
    # Nobody listens on the port of "discard" here.
    shown = run_script(project, SCRIPT, HEXAPLA_URL="http://127.0.0.1:9")
    assert "hexapla: http://127.0.0.1:9: Connection refused" in shown
    assert "Exception" not in shown
