"""Documents to learn from are made of many domains, and a domain is scored by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.evaluate.defects import gold_beads
from scripts.dev.evaluate.gold_sets import TARGETS
from scripts.dev.train.domains import documents, domains
from scripts.dev.train.left_out import THIRDS, main

# A page of a manual in two languages, a part of it not translated, and a page with other parts.
PAGES = {
    "zh-CN": {"a": "<h1>安装</h1><p>请先备份。</p><p>apt update</p>", "b": "<p>附录</p>"},
    "en-US": {
        "a": "<h1>Installing</h1><p>Make a backup first.</p><p>apt update</p>",
        "b": "<p>Annex</p><p>Notes</p>",
    },
}


def manuals(folder: Path) -> Path:
    """Lay some pages out as Debian's packages do, all but one language empty."""
    for language in ("ar-MA", "de-DE", "es-ES", "fr-FR", "ru-RU", *PAGES):
        pages = folder / "usr" / "share" / "doc" / "debian-handbook" / "html" / language
        pages.mkdir(parents=True)
        for name, text in PAGES.get(language, {}).items():
            (pages / f"{name}.html").write_text(f"<body>{text}</body>", "utf-8")
    return folder


def test_a_manual_gives_what_was_translated(shared_data: Path, tmp_path: Path) -> None:
    english, *_ = domains(shared_data, manuals(tmp_path))["handbook"]
    assert english == {
        "zh": [("", "安装"), ("", "请先备份。")],
        "en": [("", "Installing"), ("", "Make a backup first.")],
    }


def test_made_documents_are_whole_and_made_alike_again(shared_data: Path) -> None:
    found = domains(shared_data)
    for versions in (versions for texts in found.values() for versions in texts):
        assert len({len(units) for units in versions.values()}) == 1
    first, again = (list(documents(found, (1, 2), a_domain=3)) for _ in range(2))
    assert first == again
    assert {each.domain for each in first} == found.keys()
    for each in first:
        beads = gold_beads(each.source, each.target)
        assert sorted(i for bead in beads for i in bead.source) == list(range(len(each.source)))
        assert sorted(j for bead in beads for j in bead.target) == list(range(len(each.target)))


def test_names_differ_in_every_language(shared_data: Path) -> None:
    for versions in domains(shared_data)["names"]:
        assert versions.keys() == {"zh", *TARGETS}
        assert all(len({text for _, text in units}) > 100 for units in versions.values())


def test_no_domain_is_left_out_twice() -> None:
    assert len(frozenset().union(*THIRDS)) == sum(len(third) for third in THIRDS)


@pytest.mark.evaluation
def test_each_domain_has_its_figures(shared_data: Path) -> None:
    command = [str(shared_data), "--documents", "1", "--built-in"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert names[0] == "built"
    assert {"targets", "legal", "news", "names", "mac-dev", "text-berg", "mean"} <= set(names)


def test_the_help_has_an_example() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert done.exit_code == 0
    assert "Example: python -m scripts.dev.train.left_out" in done.stdout
