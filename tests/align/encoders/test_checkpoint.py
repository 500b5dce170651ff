"""What the files of a sentence encoder say, without any model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexapla.align.encoders.checkpoint import Dense, content_hash, read_recipe, weights
from hexapla.corpora.errors import EncoderError


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory of `transformers` with nothing beside the network."""
    write(tmp_path / "config.json", {"max_position_embeddings": 130, "model_type": "bert"})
    (tmp_path / "pytorch_model.bin").write_bytes(b"weights")
    return tmp_path


def module(kind: str, path: str) -> dict[str, str]:
    return {"type": f"sentence_transformers.models.{kind}", "path": path}


def test_without_a_word_the_mean_of_the_tokens_is_taken(folder: Path) -> None:
    recipe = read_recipe(folder, "some/model")
    assert recipe.network == folder
    assert recipe.pooling == ("mean_tokens",)
    assert (recipe.dense, recipe.prefix, recipe.lower) == ((), "", False)
    assert recipe.max_length == 130


def test_modules_say_how_to_pool_and_what_follows(folder: Path) -> None:
    write(
        folder / "modules.json",
        [
            module("Transformer", ""),
            module("Pooling", "1_Pooling"),
            module("Dense", "2_Dense"),
            module("Normalize", "3_Normalize"),
        ],
    )
    write(
        folder / "1_Pooling" / "config.json",
        {"pooling_mode_max_tokens": True, "pooling_mode_cls_token": True},
    )
    write(folder / "2_Dense" / "config.json", {"activation_function": "torch.nn.Tanh"})
    recipe = read_recipe(folder, "m")
    assert recipe.pooling == ("cls_token", "max_tokens")
    assert recipe.dense == (Dense(folder / "2_Dense" / "pytorch_model.bin", "Tanh"),)


def test_the_smallest_stated_length_holds(folder: Path) -> None:
    write(folder / "sentence_bert_config.json", {"max_seq_length": 75, "do_lower_case": True})
    write(folder / "tokenizer_config.json", {"model_max_length": 90})
    recipe = read_recipe(folder, "m")
    assert (recipe.max_length, recipe.lower) == (75, True)


def test_positions_that_are_counted_from_the_padding_are_fewer(folder: Path) -> None:
    write(
        folder / "config.json",
        {"max_position_embeddings": 514, "model_type": "xlm-roberta", "pad_token_id": 1},
    )
    assert read_recipe(folder, "m").max_length == 512


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("intfloat/multilingual-e5-small", "query: "),
        ("multilingual-e5-large-instruct", ""),
        ("size5", ""),
        ("LaBSE", ""),
    ],
)
def test_e5_wants_a_prefix(folder: Path, name: str, prefix: str) -> None:
    assert read_recipe(folder, name).prefix == prefix


def test_the_default_prompt_comes_first(folder: Path) -> None:
    write(
        folder / "config_sentence_transformers.json",
        {"default_prompt_name": "own", "prompts": {"own": "text: "}},
    )
    assert read_recipe(folder, "e5").prefix == "text: "


@pytest.mark.parametrize(
    ("modules", "cause"),
    [
        ({}, "is no JSON list"),
        ([1], "names a module without a path or type"),
        ([module("Transformer", "../other")], "names a module outside the directory"),
        ([module("Transformer", "/etc")], "names a module outside the directory"),
        ([module("LSTM", "1")], "needs the module LSTM"),
        ([module("Pooling", "1")], "states no pooling"),
        ([module("Dense", "1")], "asks for the activation None"),
        ([module("Transformer", "missing")], "has no config.json"),
    ],
)
def test_what_is_not_known_is_refused(folder: Path, modules: object, cause: str) -> None:
    write(folder / "modules.json", modules)
    with pytest.raises(EncoderError, match=cause):
        read_recipe(folder, "m")


def test_safetensors_come_before_pickles(folder: Path) -> None:
    assert [path.name for path in weights(folder)] == ["pytorch_model.bin"]
    (folder / "model.safetensors").write_bytes(b"")
    assert [path.name for path in weights(folder)] == ["model.safetensors"]


def test_the_hash_follows_settings_and_weights(folder: Path) -> None:
    def revision() -> str:
        return content_hash(read_recipe(folder, "m"), folder)

    first = revision()
    assert revision() == first
    (folder / "README.md").write_text("not hashed")
    assert revision() == first
    (folder / "pytorch_model.bin").write_bytes(b"Weights")
    second = revision()
    assert second != first
    write(folder / "sentence_bert_config.json", {"max_seq_length": 75})
    assert revision() not in {first, second}
