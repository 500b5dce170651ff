"""What the files of a sentence encoder say: how to pool, what to put before a text, how long.

A directory of `transformers` holds a network and its tokenizer; how a text's vector comes from it
is stated by the files of sentence-transformers beside them (`modules.json` and what it names;
Reimers and Gurevych, "Sentence-BERT", EMNLP 2019). Where these are missing, the mean of the tokens
is taken. Nothing here needs more than the standard library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any, Final

from hexapla.corpora.errors import EncoderError

__all__ = ["ACTIVATIONS", "POOLINGS", "Dense", "Recipe", "content_hash", "read_recipe", "weights"]

# The ways of pooling, as the pooling module's settings name them.
POOLINGS: Final = (
    "cls_token",
    "mean_tokens",
    "max_tokens",
    "mean_sqrt_len_tokens",
    "weightedmean_tokens",
    "lasttoken",
)
ACTIVATIONS: Final = ("Identity", "ReLU", "Tanh")
# What newer files, which say `"pooling_mode": "mean"`, call them.
_SHORT_NAMES: Final = {
    "cls": "cls_token",
    "mean": "mean_tokens",
    "max": "max_tokens",
    "mean_sqrt_len": "mean_sqrt_len_tokens",
    "weightedmean": "weightedmean_tokens",
}
# Networks that number positions from the padding token's on.
_OFFSET_POSITIONS: Final = frozenset(
    ("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet")
)
_USUAL_LENGTH: Final = 512  # tokens; the positions of BERT and of what was made after it
# The models of the E5 family want this before every text that is compared with its like; those
# tuned on instructions want none before a document.
_E5: Final = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])(?!.*instruct)", re.IGNORECASE)
_E5_PREFIX: Final = "query: "
_HASHED: Final = frozenset((".json", ".txt", ".model", ".safetensors", ".bin"))
_SAMPLES: Final = 64
_SAMPLE_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Dense:
    """A layer after the pooling: the file of its weights and one of `ACTIVATIONS`."""

    weights: Path
    activation: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """How vectors come from a directory.

    `network` is the folder of the network and its tokenizer, `pooling` one or more of `POOLINGS`,
    whose results stand side by side, `dense` the layers that follow. `max_length` counts tokens;
    `lower` tells to write texts in lower case first.
    """

    network: Path
    pooling: tuple[str, ...]
    dense: tuple[Dense, ...]
    prefix: str
    max_length: int
    lower: bool


def read_recipe(folder: Path, name: str) -> Recipe:
    """Read the files in a directory; `name` is what the user calls the model.

    Raises EncoderError where it is no model, or one that needs what is not known here.
    """
    network = folder
    pooling: tuple[str, ...] = ("mean_tokens",)
    dense: list[Dense] = []
    for kind, path in _modules(folder):
        if kind == "Transformer":
            network = path
        elif kind == "Pooling":
            pooling = _pooling(path)
        elif kind == "Dense":
            dense.append(_dense(path))
        elif kind not in ("Normalize", "Dropout"):
            raise EncoderError(folder, f"needs the module {kind}, which is not known here")
    if not (network / "config.json").is_file():
        raise EncoderError(folder, "is no model: it has no config.json")
    settings = _settings(network / "sentence_bert_config.json")
    return Recipe(
        network,
        pooling,
        tuple(dense),
        _prefix(folder, name),
        _max_length(network, settings),
        settings.get("do_lower_case") is True,
    )


def weights(network: Path) -> tuple[Path, ...]:
    """Return the files with a network's weights: safetensors, or pickles where there are none."""
    safe = sorted(network.glob("*.safetensors"))
    return tuple(safe or sorted(network.glob("pytorch_model*.bin")))


def content_hash(recipe: Recipe, folder: Path) -> str:
    """Hash the settings and weights of a directory, of large files 64 places, which is cheap."""
    state = blake2b(digest_size=8)
    for place in dict.fromkeys(
        (folder, recipe.network, *(layer.weights.parent for layer in recipe.dense))
    ):
        for path in sorted(place.iterdir()):
            if path.suffix in _HASHED and path.is_file():
                state.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode())
                for sample in _samples(path):
                    state.update(sample)
    state.update(repr((recipe.pooling, recipe.prefix, recipe.max_length)).encode())
    return state.hexdigest()


def _samples(path: Path) -> Iterator[bytes]:
    size = path.stat().st_size
    with path.open("rb") as file:
        for index in range(_SAMPLES):
            file.seek(max(size - _SAMPLE_BYTES, 0) * index // (_SAMPLES - 1))
            yield file.read(_SAMPLE_BYTES)
            if size <= _SAMPLE_BYTES:
                return


def _json(path: Path) -> Any:
    """Read a JSON file; None where there is none."""
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EncoderError(path, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise EncoderError(path, "is no JSON file") from error


def _settings(path: Path) -> Mapping[str, Any]:
    """Read a JSON object; an empty one where there is no such file."""
    found = _json(path)
    if found is not None and not isinstance(found, dict):
        raise EncoderError(path, "is no JSON object")
    return found or {}


def _modules(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the kind and folder of each module, in order."""
    path = folder / "modules.json"
    found = _json(path)
    if found is None:
        return
    if not isinstance(found, list):
        raise EncoderError(path, "is no JSON list")
    for module in found:
        place = module.get("path") if isinstance(module, dict) else None
        kind = module.get("type") if isinstance(module, dict) else None
        if not isinstance(place, str) or not isinstance(kind, str):
            raise EncoderError(path, "names a module without a path or type")
        relative = PurePosixPath(place)
        if relative.is_absolute() or ".." in relative.parts:
            raise EncoderError(path, f"names a module outside the directory: {place}")
        yield kind.rpartition(".")[2], folder / relative


def _pooling(folder: Path) -> tuple[str, ...]:
    path = folder / "config.json"
    settings = _settings(path)
    stated = settings.get("pooling_mode")
    if stated is not None:
        names = stated if isinstance(stated, list) else [stated]
        found = [_SHORT_NAMES.get(str(name), str(name)) for name in names]
    else:
        found = [
            key.removeprefix("pooling_mode_")
            for key, value in settings.items()
            if key.startswith("pooling_mode_") and value is True
        ]
    for name in found:
        if name not in POOLINGS:
            raise EncoderError(path, f"asks for the pooling {name}, which is not known here")
    if not found:
        raise EncoderError(path, "states no pooling")
    # Side by side in a fixed order, that of sentence-transformers.
    return tuple(name for name in POOLINGS if name in found)


def _dense(folder: Path) -> Dense:
    path = folder / "config.json"
    # It is the name of a class, which is never imported.
    activation = str(_settings(path).get("activation_function")).rpartition(".")[2]
    if activation not in ACTIVATIONS:
        raise EncoderError(path, f"asks for the activation {activation}, which is not known here")
    safe = folder / "model.safetensors"
    return Dense(safe if safe.is_file() else folder / "pytorch_model.bin", activation)


def _prefix(folder: Path, name: str) -> str:
    """Return the prompt that is used by default, or that of the E5 family."""
    path = folder / "config_sentence_transformers.json"
    settings = _settings(path)
    chosen, prompts = settings.get("default_prompt_name"), settings.get("prompts")
    if chosen is not None:
        prompt = prompts.get(chosen) if isinstance(prompts, dict) else None
        if not isinstance(prompt, str):
            raise EncoderError(path, f"has no prompt called {chosen}")
        return prompt
    origin = _settings(folder / "config.json").get("_name_or_path")
    named = (name.replace("\\", "/").rstrip("/").rpartition("/")[2], str(origin or ""))
    return _E5_PREFIX if any(_E5.search(each) for each in named) else ""


def _max_length(network: Path, settings: Mapping[str, Any]) -> int:
    """Return the smallest limit that the files state, in tokens."""
    config = _settings(network / "config.json")
    positions = config.get("max_position_embeddings")
    if isinstance(positions, int) and config.get("model_type") in _OFFSET_POSITIONS:
        padding = config.get("pad_token_id")
        positions -= 1 + (padding if isinstance(padding, int) else 1)
    tokenizer = _settings(network / "tokenizer_config.json")
    stated = settings.get("max_seq_length"), tokenizer.get("model_max_length"), positions
    return min((each for each in stated if isinstance(each, int) and each > 0),
               default=_USUAL_LENGTH)  # fmt: skip
