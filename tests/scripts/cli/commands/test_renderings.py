"""How a term is said, from the command line."""

import json

import pytest
from click.testing import CliRunner

from hexapla.cli.main import cli
from hexapla.corpora.errors import UsageError
from tests.commands import printed
from tests.memory.samples import SYMBOL


def test_renderings_as_text_and_as_json(memory: str) -> None:
    asked = ("renderings", "名册", "--target", "en,fr", "--memory", memory)
    lines = printed(*asked).splitlines()
    assert lines[0] == "English: in 2 units"
    assert lines[1] == "  register  2 (100%); 2043; A 2"
    assert lines[2] == f"      {SYMBOL}#1.2  The «register» is brought up to date yearly."
    found = [json.loads(line) for line in printed(*asked, "--json").splitlines()]
    assert [(each["language"], each["hits"]) for each in found] == [("en", 2), ("fr", 2)]
    best = found[1]["renderings"][0]
    assert (best["text"], best["count"], best["share"]) == ("registre", 2, 1.0)
    assert (best["first"], best["last"], best["forms"]) == ("2043", "2043", ["registre"])
    assert {each["symbol"] for each in best["evidence"]} == {SYMBOL}
    place = best["evidence"][0]
    assert place["target"][slice(*place["target_span"])].casefold() == "registre"


def test_renderings_of_what_is_not_there_are_none(memory: str) -> None:
    asked = ("renderings", "裁军", "--target", "en", "--memory", memory, "--json")
    result = CliRunner().invoke(cli, asked)
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["hits"], found["renderings"]) == (0, [])
    assert result.stderr.startswith("nothing found: ")
    with pytest.raises(UsageError, match="same language"):
        printed("renderings", "名册", "--target", "zh", "--memory", memory)
