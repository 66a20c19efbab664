"""A model's files on disk: are they all there, and how large is the model?

Reads only the headers of the weights, so it is quick and needs no torch. Weights in Python's pickle
format (``.bin``, ``.pt``) are never considered: loading them can run anybody's code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pdfclean.errors import ModelError

__all__ = ["ModelFiles", "find_local", "inspect"]

_INDEX = "model.safetensors.index.json"
_SINGLE = "model.safetensors"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Where a model's files are: a folder, and the name of a GGUF file in it or nothing.

    ``parameters`` is the number of weights.
    """

    folder: Path
    gguf: str
    parameters: int


def find_local(model_id: str) -> ModelFiles | None:
    """The files of a model given as a path; ``None`` when ``model_id`` is no path but a hub id.

    Raises:
        ModelError: it is a path, and nothing usable is there.
    """
    path = Path(model_id).expanduser()
    if path.exists():
        return inspect(path)
    looks_like_path = (
        model_id.startswith(("/", "./", "../", "~", ".\\", "..\\"))
        or path.is_absolute()
        or (model_id.endswith(".gguf") and model_id.count("/") < 2)
    )
    if looks_like_path:
        raise ModelError(f"There is no model at {model_id}. Check the path.")
    return None


def inspect(path: Path) -> ModelFiles:
    """What kind of model is at ``path``, a folder or a ``.gguf`` file.

    Raises:
        ModelError: it is no model, or a file is missing or damaged.
    """
    if path.is_file():
        if path.suffix.lower() != ".gguf":
            raise ModelError(
                f"{path.name} is not a model that can be read. Choose a .gguf file or the folder "
                "with the model's config.json and .safetensors files."
            )
        return ModelFiles(path.parent, path.name, _gguf_parameters(path))
    ggufs = sorted(path.glob("*.gguf"))
    if not (path / "config.json").is_file() and len(ggufs) == 1:
        return inspect(ggufs[0])
    if not (path / "config.json").is_file():
        raise ModelError(
            f"The folder {path} holds no model: it has no config.json. "
            "Choose the folder that the model was saved to."
        )
    return ModelFiles(path, "", sum(_safetensors_parameters(file) for file in _shards(path)))


def _shards(folder: Path) -> list[Path]:
    index = folder / _INDEX
    if index.is_file():
        try:
            names = sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(index) from error
    else:
        names = [_SINGLE]
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"The model in {folder} is incomplete: {missing[0]} is missing. Fetch it again, or "
            "choose a model with .safetensors weights."
        )
    return [folder / name for name in names]


def _safetensors_parameters(file: Path) -> int:
    """Weights in one file, after checking that it is as long as its header says.

    Format: eight bytes of header length (little-endian), a JSON header, then the data
    (https://huggingface.co/docs/safetensors, "Format").
    """
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if length > file.stat().st_size:
                raise _damaged(file)
            header = json.loads(stream.read(length))
        header.pop("__metadata__", None)
        parameters, end = 0, 0
        for tensor in header.values():
            count = 1
            for side in tensor["shape"]:
                count *= side
            parameters += count
            end = max(end, tensor["data_offsets"][1])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(file) from error
    if file.stat().st_size < 8 + length + end:
        raise _damaged(file)
    return parameters


def _gguf_parameters(file: Path) -> int:
    try:
        from gguf import GGUFReader
    except ImportError:
        raise ModelError(
            "Reading a .gguf file needs the package “gguf”. Install it with: pip install gguf"
        ) from None
    try:
        return sum(int(tensor.n_elements) for tensor in GGUFReader(file).tensors)
    except Exception as error:  # the reader raises whatever the damage leads to
        raise _damaged(file) from error


def _damaged(file: Path) -> ModelError:
    return ModelError(
        f"The model file {file.name} is damaged or was not copied to its end. Fetch it again."
    )
