"""Texts that nobody writes are taken apart, and what fails or takes long is found."""

from __future__ import annotations

import pytest

from scripts.dev.fuzz import texts as fuzz_texts
from tests.commands import run
from tests.paths import SAMPLE


def test_no_parser_fails_or_takes_long() -> None:
    shown = run(SAMPLE, "--runs", "300", "--seed", "3", command=fuzz_texts.main)
    assert shown.returncode == 0, shown.stdout
    assert shown.stdout == f"300 texts, {len(fuzz_texts.PARSERS)} parsers each, 0 findings\n"


def test_the_same_seed_gives_the_same_texts() -> None:
    first = list(fuzz_texts.strange_texts(["a (b) 12."], 50, 1))
    assert first == list(fuzz_texts.strange_texts(["a (b) 12."], 50, 1))
    assert first != list(fuzz_texts.strange_texts(["a (b) 12."], 50, 2))


def test_what_fails_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(text: str, _: str, __: str) -> object:
        raise ValueError(text)

    monkeypatch.setattr(fuzz_texts, "PARSERS", {"bad": fails})
    (found,) = fuzz_texts.findings(iter([("a", "b", "zh")]))
    assert found == "bad: ValueError: a: 'a', 'b'"
