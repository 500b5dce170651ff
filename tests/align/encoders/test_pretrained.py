"""Pretrained encoders: small random networks, made here, against a plain computation."""

# ruff: noqa: PLC0415 - the packages are optional

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hexapla.align.encoders.base import Vectors
from hexapla.align.encoders.pretrained import PretrainedEncoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.errors import EncoderError
from tests.processes import GUARD

pytestmark = pytest.mark.usefixtures("one_core", "transformers_extra")

TEXTS = [
    "委员会注意到报告。",
    "It asks the States parties to submit their replies by 30 June 2019.",
    "",
    "Why?",
    "Комитет отмечает доклад Генерального секретаря и выражает сожаление по поводу задержки.",
    "تحيط اللجنة علما بالتقرير.",
    *(" ".join(["word"] * count) for count in range(1, 60, 7)),
]
TRANSFORMER = {"path": "", "type": "sentence_transformers.models.Transformer"}
POOLING = {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}
DENSE = {"path": "2_Dense", "type": "sentence_transformers.models.Dense"}


def make_model(folder: Path, *, roberta: bool = False, **settings: Any) -> Path:
    """Save a random network of two layers with a tokenizer trained on the texts."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import (
        BertConfig,
        BertModel,
        PreTrainedTokenizerFast,
        XLMRobertaConfig,
        XLMRobertaModel,
    )

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    names = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer.train_from_iterator(
        TEXTS,
        trainers.UnigramTrainer(
            vocab_size=180, special_tokens=names, unk_token="<unk>", show_progress=False
        ),
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )
    sizes = {
        "vocab_size": len(fast),
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 48,
        "max_position_embeddings": 66,
        "pad_token_id": 1,
        "initializer_range": 0.4,
        **settings,
    }
    torch.manual_seed(7)
    network = (
        XLMRobertaModel(XLMRobertaConfig(**sizes)) if roberta else BertModel(BertConfig(**sizes))
    )
    network.save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


def write_json(folder: Path, name: str, content: object) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def model(saved: Path, tmp_path: Path) -> Path:
    """A copy of the model, to which a test may add files."""
    return Path(shutil.copytree(saved, tmp_path / "tiny"))


def encode(folder: Path, texts: Sequence[str] = TEXTS) -> Vectors:
    return get_encoder(f"transformers:{folder}").encode(texts)


@cache
def hidden_states(folder: Path, prefix: str, max_length: int) -> list[Vectors]:
    """Run each of TEXTS alone, without padding: shapes (tokens, 32)."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModel.from_pretrained(folder).eval()
    with torch.inference_mode():
        return [
            network(
                **tokenizer(
                    prefix + text, return_tensors="pt", truncation=True, max_length=max_length
                )
            )[0][0].numpy()
            for text in TEXTS
        ]


def plainly(
    folder: Path, pool: Callable[[Vectors], Vectors], prefix: str = "", max_length: int = 66
) -> Vectors:
    """Compute what a model gives for TEXTS; `folder` is that of its network."""
    rows = [pool(each) for each in hidden_states(folder, prefix, max_length)]
    return np.stack([row / np.linalg.norm(row) for row in rows])


def mean(states: Vectors) -> Vectors:
    result: Vectors = states.mean(axis=0)
    return result


def weighted_mean(states: Vectors) -> Vectors:
    result: Vectors = np.average(states, axis=0, weights=np.arange(1, len(states) + 1))
    return result


def test_without_a_word_the_mean_is_taken(saved: Path, model: Path) -> None:
    vectors = encode(model)
    assert vectors.dtype == np.float32
    assert np.abs(vectors - plainly(saved, mean)).max() < 1e-5


@pytest.mark.parametrize(
    ("stated", "pool"),
    [
        ({"pooling_mode_cls_token": True}, lambda states: states[0]),
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, mean),
        ({"pooling_mode_max_tokens": True}, lambda states: states.max(axis=0)),
        ({"pooling_mode_mean_sqrt_len_tokens": True}, mean),  # the same, once of unit length
        ({"pooling_mode_weightedmean_tokens": True}, weighted_mean),
        ({"pooling_mode_lasttoken": True}, lambda states: states[-1]),
        (
            {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True},
            lambda states: np.concatenate([states[0], mean(states)]),
        ),
        (
            {"pooling_mode_mean_sqrt_len_tokens": True, "pooling_mode_cls_token": True},
            lambda states: np.concatenate([states[0], mean(states) * len(states) ** 0.5]),
        ),
        ({"pooling_mode": "cls"}, lambda states: states[0]),
    ],
)
def test_the_stated_pooling_is_used(
    saved: Path, model: Path, stated: dict[str, object], pool: Callable[[Vectors], Vectors]
) -> None:
    write_json(model, "modules.json", [TRANSFORMER, POOLING])
    write_json(model, "1_Pooling/config.json", stated)
    assert np.abs(encode(model) - plainly(saved, pool)).max() < 1e-5


@pytest.mark.parametrize("pickled", [False, True])
def test_a_dense_layer_follows_the_pooling(saved: Path, model: Path, pickled: bool) -> None:
    import torch
    from safetensors.torch import save_file

    weight, bias = torch.randn(16, 32), torch.randn(16)
    state = {"linear.weight": weight, "linear.bias": bias}
    write_json(model, "modules.json", [TRANSFORMER, POOLING, DENSE])
    write_json(model, "1_Pooling/config.json", {"pooling_mode_cls_token": True})
    activation = "torch.nn.modules.activation.Tanh"
    write_json(model, "2_Dense/config.json", {"activation_function": activation})
    if pickled:
        torch.save(state, model / "2_Dense" / "pytorch_model.bin")
    else:
        save_file(state, model / "2_Dense" / "model.safetensors")
    expected = plainly(saved, lambda states: np.tanh(weight.numpy() @ states[0] + bias.numpy()))
    assert np.abs(encode(model) - expected).max() < 1e-5


@pytest.mark.parametrize(
    ("folder", "stated", "prefix"),
    [
        ("multilingual-e5-tiny", None, "query: "),
        ("multilingual-e5-tiny-instruct", None, ""),
        ("the5", None, ""),
        ("e5", {"prompts": {"here": "text: "}, "default_prompt_name": "here"}, "text: "),
        ("tiny", {"prompts": {"query": "query: "}, "default_prompt_name": None}, ""),
    ],
)
def test_prefixes(
    saved: Path, tmp_path: Path, folder: str, stated: dict[str, object] | None, prefix: str
) -> None:
    model = Path(shutil.copytree(saved, tmp_path / folder))
    if stated:
        write_json(model, "config_sentence_transformers.json", stated)
    assert np.abs(encode(model) - plainly(saved, mean, prefix)).max() < 1e-5


def test_texts_are_cut_where_the_files_say(saved: Path, model: Path) -> None:
    assert get_encoder(f"transformers:{model}").max_length == 66
    write_json(model, "sentence_bert_config.json", {"max_seq_length": 12, "do_lower_case": False})
    assert get_encoder(f"transformers:{model}").max_length == 12
    assert np.abs(encode(model) - plainly(saved, mean, max_length=12)).max() < 1e-5


def test_positions_that_start_after_the_padding_are_not_overrun(tmp_path: Path) -> None:
    model = make_model(tmp_path / "roberta", roberta=True)
    assert get_encoder(f"transformers:{model}").max_length == 64
    expected = plainly(model, mean, max_length=64)
    assert np.abs(encode(model) - expected).max() < 1e-5
    assert np.isfinite(encode(model, ["word " * 5000])).all()


def test_lower_case_is_written_where_asked_for(model: Path) -> None:
    write_json(model, "sentence_bert_config.json", {"do_lower_case": True})
    assert np.array_equal(encode(model, ["Why THIS?"]), encode(model, ["why this?"]))


def test_order_and_company_do_not_change_a_vector(model: Path) -> None:
    # Many more tokens than one pass takes.
    texts = [f"{text} {index}" for index in range(15) for text in TEXTS]
    vectors = encode(model, texts)
    order = np.random.default_rng(3).permutation(len(texts))
    assert np.abs(encode(model, [texts[i] for i in order]) - vectors[order]).max() < 1e-5
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert encode(model, []).shape == (0, 32)


def test_what_identifies_the_vectors(model: Path) -> None:
    encoder = get_encoder(f"transformers:{model}")
    assert encoder.name == f"transformers:{model}"
    assert encoder.languages is None
    revision = encoder.revision
    assert get_encoder(f"transformers:{model}").revision == revision
    copy = shutil.copytree(model, model.parent / "copy")
    assert get_encoder(f"transformers:{copy}").revision == revision
    write_json(copy, "sentence_bert_config.json", {"max_seq_length": 12})
    assert get_encoder(f"transformers:{copy}").revision != revision
    weights = bytearray((model / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (model / "model.safetensors").write_bytes(weights)
    assert get_encoder(f"transformers:{model}").revision != revision


def pickle_weights(model: Path, state: object) -> None:
    import torch

    (model / "model.safetensors").unlink()
    torch.save(state, model / "pytorch_model.bin")


def test_pickled_weights_are_read_where_there_are_no_others(model: Path) -> None:
    from safetensors.torch import load_file

    expected = encode(model)
    pickle_weights(model, load_file(model / "model.safetensors"))
    assert np.abs(encode(model) - expected).max() < 1e-6


class Hostile:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.marker),)


@pytest.mark.parametrize("zipped", [True, False])
def test_a_hostile_pickle_does_nothing(model: Path, tmp_path: Path, zipped: bool) -> None:
    marker = tmp_path / "pwned"
    pickle_weights(model, {"embeddings.LayerNorm.bias": Hostile(marker)})
    if not zipped:
        (model / "pytorch_model.bin").write_bytes(pickle.dumps(Hostile(marker)))
    with pytest.raises(EncoderError, match="cannot be loaded"):
        encode(model)
    assert not marker.exists()
    pickle.loads(pickle.dumps(Hostile(marker)))
    assert marker.exists()


def test_code_that_comes_with_a_model_is_not_run(model: Path, tmp_path: Path) -> None:
    marker = tmp_path / "pwned"
    (model / "evil.py").write_text(f"import os\nos.mkdir({str(marker)!r})\nclass Evil: pass\n")
    config = json.loads((model / "config.json").read_text("utf-8"))
    auto_map = {"AutoModel": "evil.Evil", "AutoConfig": "evil.Evil"}
    write_json(model, "config.json", {**config, "model_type": "evil", "auto_map": auto_map})
    with pytest.raises(EncoderError, match="cannot be loaded"):
        encode(model)
    assert not marker.exists()


def damage_weights(model: Path) -> None:
    path = model / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])


def drop_a_layer(model: Path) -> None:
    from safetensors.torch import load_file, save_file

    state = load_file(model / "model.safetensors")
    del state["encoder.layer.1.output.dense.weight"]
    save_file(state, model / "model.safetensors", metadata={"format": "pt"})


def not_finite(model: Path) -> None:
    from safetensors.torch import load_file, save_file

    state = load_file(model / "model.safetensors")
    state["embeddings.LayerNorm.bias"][:] = float("nan")
    save_file(state, model / "model.safetensors", metadata={"format": "pt"})


def add_tokens(model: Path) -> None:
    tokenizer = json.loads((model / "tokenizer.json").read_text("utf-8"))
    tokenizer["model"]["vocab"] += [[f"more{index}", -9.0] for index in range(50)]
    write_json(model, "tokenizer.json", tokenizer)


def dense_without_weights(model: Path) -> None:
    write_json(model, "modules.json", [TRANSFORMER, DENSE])
    write_json(model, "2_Dense/config.json", {"activation_function": "Identity"})


def writing(name: str, content: object) -> Callable[[Path], None]:
    return lambda model: write_json(model, name, content)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda model: (model / "config.json").unlink(), "is no model: it has no config.json"),
        (lambda model: (model / "model.safetensors").unlink(), "it has no weights"),
        (lambda model: (model / "config.json").write_text("{"), "is no JSON file"),
        (lambda model: (model / "tokenizer.json").write_text("{"), "cannot be loaded"),
        (dense_without_weights, "it has no weights"),
        (damage_weights, "cannot be loaded"),
        (drop_a_layer, "has no weights for encoder.layer.1.output.dense.weight"),
        (not_finite, "no numbers"),
        (add_tokens, "a tokenizer that belongs to another network"),
        (writing("config.json", []), "is no JSON object"),
        (writing("modules.json", {}), "is no JSON list"),
        (writing("modules.json", [{"path": 1}]), "without a path or type"),
        (writing("modules.json", [{**TRANSFORMER, "path": "../x"}]), "outside the directory"),
        (writing("modules.json", [{"path": "", "type": "a.CNN"}]), "the module CNN"),
        (writing("modules.json", [TRANSFORMER, POOLING]), "states no pooling"),
        (writing("modules.json", [DENSE]), "the activation None"),
        (writing("config_sentence_transformers.json", {"default_prompt_name": "x"}), "no prompt"),
    ],
)
def test_what_is_no_model_is_refused_in_one_line(
    model: Path, spoil: Callable[[Path], object], message: str
) -> None:
    spoil(model)
    with pytest.raises(EncoderError) as raised:
        encode(model)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert str(model) in str(raised.value)


@pytest.mark.parametrize("name", ["/no/such/model", "a b", "../no/such/x", "x/y/z"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(EncoderError, match="neither a directory nor a name on the hub"):
        PretrainedEncoder(name).encode(["text"])


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **environment},
        timeout=GUARD,
    )


def test_a_model_of_the_hub_comes_from_the_local_cache(
    saved: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from huggingface_hub import constants

    commit = "0123456789abcdef0123456789abcdef01234567"
    kept = tmp_path / "hub" / "models--some--model"
    shutil.copytree(saved, kept / "snapshots" / commit)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(commit)
    # As where these variables of the environment are set, which are read with the package.
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    encoder = get_encoder("transformers:some/model")
    assert (encoder.revision, encoder.encode(["text"]).shape) == (commit, (1, 32))
    assert capfd.readouterr() == ("", "")


LINES = "import sys; from hexapla.cli.start import main; main()"


def test_a_model_that_cannot_be_had_is_one_line_on_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text\n")
    arguments = [str(tmp_path / "a")] * 2 + ["--languages", "zh,en", "--encoder"]
    model = "transformers:some/model"
    done = run(LINES, "lines", *arguments, model, HF_HUB_CACHE=str(tmp_path / "hub"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "neither a directory nor in the local cache; the hub cannot be reached" in done.stderr
    done = run("import sys; sys.modules['torch'] = None\n" + LINES, "lines", *arguments, model)
    assert done.returncode == 2
    assert "torch is not installed: pip install 'hexapla[transformers]'" in done.stderr
    assert done.stderr.count("\n") == 1
