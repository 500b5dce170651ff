"""Sentence encoders of `transformers`: a local directory or a name on the Hugging Face hub.

LaBSE, multilingual-e5, bge-m3, paraphrase-multilingual and their like, with the pooling, prefixes
and lengths that their files state (`align.encoders.checkpoint`). `torch` and `transformers` are
optional and load on the first call. Code that comes with a model is never run, and pickled weights
are read as weights only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from hexapla.align.encoders.base import Vectors
from hexapla.align.encoders.checkpoint import Dense, Recipe, content_hash, read_recipe, weights
from hexapla.align.resources import available_cores
from hexapla.corpora.errors import EncoderError

__all__ = ["PretrainedEncoder"]

_NEEDED: Final = ("torch", "transformers")
# Tokens in one pass, padding included.
_PASS_TOKENS: Final = {"cpu": 2048, "cuda": 65536}
# A longer text is cut before it is split into tokens: hostile input must not take all the memory.
_LONGEST: Final = 20_000
# What is fetched of a model on the hub; pickled weights only where there are no others.
_FILES: Final = ["*.json", "*.txt", "*.model", "*.safetensors", "*/pytorch_model.bin"]
_PICKLES: Final = ["pytorch_model*.bin"]


class PretrainedEncoder:
    """Encodes with a model that the user names; `model` is a directory or a name on the hub.

    It runs on a GPU in half precision where there is one, otherwise on the available cores.
    """

    def __init__(self, model: str) -> None:
        self._given = model

    @property
    def name(self) -> str:
        """The name that the user chooses it by: `transformers:` and the directory or hub name."""
        return f"transformers:{self._given}"

    @property
    def revision(self) -> str:
        """The commit on the hub, or a hash of the files of a local directory.

        Raises EncoderError where the packages are not installed or there is no such model.
        """
        folder, recipe = self._folder, self._recipe
        fetched = folder.parent.name == "snapshots" and not Path(self._given).is_dir()
        return folder.name if fetched else content_hash(recipe, folder)

    @property
    def max_length(self) -> int:
        """The most tokens of a text that are read; EncoderError as for `revision`."""
        return self._recipe.max_length

    @property
    def languages(self) -> frozenset[str] | None:
        """None: the files do not state them reliably."""
        return None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit-length row a text, in the order of `texts`: float32.

        Raises EncoderError where the model cannot be loaded, or gives no numbers.
        """
        model = self._model
        tokens = self._tokenize(texts)
        vectors = np.zeros((len(texts), model.dimension), np.float32)
        for rows in _passes([len(each) for each in tokens], _PASS_TOKENS[model.device]):
            vectors[rows] = model.vectors([tokens[row] for row in rows])
        if not np.isfinite(vectors).all():
            raise EncoderError(self.name, "gives vectors that are no numbers")
        result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)
        return result

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        recipe = self._recipe
        whole = [recipe.prefix + text[:_LONGEST] for text in texts]
        if not whole:
            return []
        if recipe.lower:
            whole = [text.lower() for text in whole]
        found: list[list[int]] = self._model.tokenizer(
            whole, truncation=True, max_length=recipe.max_length, return_attention_mask=False
        )["input_ids"]
        return found

    @cached_property
    def _recipe(self) -> Recipe:
        recipe = read_recipe(self._folder, self._given)
        if not _complete(recipe):
            raise EncoderError(self._given, "is no model: it has no weights")
        return recipe

    @cached_property
    def _folder(self) -> Path:
        for package in _NEEDED:
            if find_spec(package) is None:
                cause = f"{package} is not installed: pip install 'hexapla[transformers]'"
                raise EncoderError(self.name, cause)
        folder = Path(self._given)
        if folder.is_dir():
            return folder
        with _quiet(progress=sys.stderr.isatty()):
            return _fetched(self._given)

    @cached_property
    def _model(self) -> _Model:
        recipe = self._recipe
        try:
            with _quiet():
                return _load(recipe)
        except EncoderError:
            raise
        except Exception as error:  # the libraries raise any kind on damaged files
            raise EncoderError(self._given, f"cannot be loaded: {_first_line(error)}") from error


@dataclass(frozen=True, slots=True)
class _Model:
    """A network with its tokenizer, ready to run; `dense` are the layers after the pooling."""

    tokenizer: Any
    network: Any
    pooling: tuple[Callable[[Any, Any], Any], ...]
    dense: tuple[Callable[[Any], Any], ...]
    device: str
    dimension: int

    def vectors(self, tokens: Sequence[list[int]]) -> Vectors:
        """Run one pass: shape (len(tokens), dimension)."""
        import torch  # noqa: PLC0415 - optional

        longest = max(1, *map(len, tokens))
        padding = self.tokenizer.pad_token_id or 0
        ids = torch.full((len(tokens), longest), padding, dtype=torch.long)
        mask = torch.zeros((len(tokens), longest), dtype=torch.long)
        for row, each in enumerate(tokens):
            ids[row, : len(each)] = torch.tensor(each, dtype=torch.long)
            mask[row, : len(each)] = 1
        ids, mask = ids.to(self.device), mask.to(self.device)
        with torch.inference_mode():
            hidden = self.network(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            pooled = torch.cat([pool(hidden, mask) for pool in self.pooling], dim=1)
            for layer in self.dense:
                pooled = layer(pooled)
            vectors: Vectors = pooled.cpu().numpy()
        return vectors


def _passes(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Part texts, from the longest to the shortest, into passes of about `budget` tokens."""
    rows: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        if rows and (len(rows) + 1) * lengths[rows[0]] > budget:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _load(recipe: Recipe) -> _Model:
    import torch  # noqa: PLC0415 - optional
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 - optional

    torch.set_num_threads(available_cores())
    device = "cuda" if torch.cuda.is_available() else "cpu"
    safely = {"local_files_only": True, "trust_remote_code": False}
    tokenizer = AutoTokenizer.from_pretrained(recipe.network, **safely)
    network, found = AutoModel.from_pretrained(
        recipe.network,
        use_safetensors=weights(recipe.network)[0].suffix == ".safetensors",
        weights_only=True,
        output_loading_info=True,
        **safely,
    )
    # What is missing would be left random. The pooler is not used.
    missing = sorted(key for key in found["missing_keys"] if not key.startswith("pooler."))
    if missing:
        raise EncoderError(recipe.network, f"has no weights for {missing[0]}")
    if network.config.is_encoder_decoder:
        raise EncoderError(recipe.network, "is an encoder with a decoder, which is not known here")
    if len(tokenizer) > network.get_input_embeddings().num_embeddings:
        raise EncoderError(recipe.network, "has a tokenizer that belongs to another network")
    network = network.to(device, torch.float16 if device == "cuda" else torch.float32).eval()
    layers = [_dense(layer, device) for layer in recipe.dense]
    width = len(recipe.pooling) * network.config.hidden_size
    return _Model(
        tokenizer,
        network,
        tuple(_pooling(name) for name in recipe.pooling),
        tuple(layer for layer, _ in layers),
        device,
        layers[-1][1] if layers else width,
    )


def _pooling(name: str) -> Callable[[Any, Any], Any]:
    """Return the function that pools hidden states, of shape (texts, tokens, width), by a mask."""

    def pool(hidden: Any, mask: Any) -> Any:
        if name == "cls_token":
            return hidden[:, 0]
        counts = mask.sum(dim=1, keepdim=True).clamp(min=1)
        if name == "lasttoken":
            return hidden[range(len(hidden)), counts[:, 0] - 1]
        if name == "max_tokens":
            return hidden.masked_fill(mask[:, :, None] == 0, float("-inf")).amax(dim=1)
        weight = mask.cumsum(dim=1) * mask if name == "weightedmean_tokens" else mask
        total = (hidden * weight[:, :, None]).sum(dim=1)
        if name == "mean_sqrt_len_tokens":
            return total / counts.sqrt()
        return total / weight.sum(dim=1, keepdim=True).clamp(min=1)

    return pool


def _dense(dense: Dense, device: str) -> tuple[Callable[[Any], Any], int]:
    """Return a layer that follows the pooling, loaded, and its width."""
    import torch  # noqa: PLC0415 - optional
    from safetensors.torch import load_file  # noqa: PLC0415 - optional

    if dense.weights.suffix == ".safetensors":
        state = load_file(dense.weights)
    else:
        state = torch.load(dense.weights, map_location="cpu", weights_only=True)
    layer = torch.nn.Linear(*reversed(state["linear.weight"].shape), "linear.bias" in state)
    layer.load_state_dict({key.removeprefix("linear."): state[key] for key in state})
    activation = getattr(torch.nn, dense.activation)()
    network = torch.nn.Sequential(layer.float(), activation).to(device).eval()
    return network, layer.out_features


def _fetched(name: str) -> Path:
    """Return the folder of a model of the hub: from the local cache, or else from the network."""
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - optional
    from huggingface_hub.errors import (  # noqa: PLC0415 - optional
        HFValidationError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    for cached, patterns in ((True, None), (False, _FILES), (False, _FILES + _PICKLES)):
        try:
            folder = Path(snapshot_download(name, allow_patterns=patterns, local_files_only=cached))
            if _complete(read_recipe(folder, name)):
                return folder
        except LocalEntryNotFoundError as error:
            if not cached:
                cause = "is neither a directory nor in the local cache; the hub cannot be reached"
                raise EncoderError(name, cause) from error
        except HFValidationError as error:
            raise EncoderError(name, "is neither a directory nor a name on the hub") from error
        except RepositoryNotFoundError as error:
            raise EncoderError(name, "is not on the hub, or not open to all") from error
        except EncoderError:
            if not cached:
                raise
        except Exception as error:  # the client raises its HTTP library's errors
            raise EncoderError(name, f"cannot be fetched: {_first_line(error)}") from error
    raise EncoderError(name, "is no model: it has no weights")


def _complete(recipe: Recipe) -> bool:
    dense = all(layer.weights.is_file() for layer in recipe.dense)
    return dense and bool(weights(recipe.network))


@contextmanager
def _quiet(*, progress: bool = False) -> Iterator[None]:
    """Keep the libraries' reports of what they do not use off the terminal."""
    from transformers.utils import logging  # noqa: PLC0415 - optional

    before, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    if not progress:
        logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(before)
        if bars:
            logging.enable_progress_bar()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
