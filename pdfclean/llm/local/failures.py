"""What went wrong with a model, said to a producer."""

from __future__ import annotations

from pdfclean.errors import ModelError

__all__ = ["is_out_of_memory", "load_error", "no_memory", "run_error"]


def run_error(name: str, error: Exception) -> ModelError:
    if is_out_of_memory(error):
        return ModelError(
            f"{name} ran out of memory. Lower the most new tokens, or choose a smaller model."
        )
    return ModelError(
        f"{name} failed while writing ({type(error).__name__}: {error}). Choose another model."
    )


def load_error(model_id: str, error: Exception) -> ModelError:
    text = str(error)
    if is_out_of_memory(error):
        return no_memory(model_id, "loading it ran out of memory")
    if isinstance(error, ImportError):
        return ModelError(f"{model_id} needs a package that is missing: {text.splitlines()[0]}")
    unknown = ("model type", "Unrecognized", "architecture", "not supported", "trust_remote_code")
    if isinstance(error, KeyError | ValueError) and any(word in text for word in unknown):
        return ModelError(
            f"{model_id} is of a kind that cannot be used here. Choose a causal language model "
            "that the transformers library knows, such as Llama, Qwen or SmolLM."
        )
    return ModelError(
        f"The files of {model_id} are damaged or incomplete ({type(error).__name__}). "
        "Fetch the model again, or choose another."
    )


def is_out_of_memory(error: BaseException) -> bool:
    import torch

    return isinstance(error, MemoryError | torch.OutOfMemoryError) or (
        isinstance(error, RuntimeError) and "allocate memory" in str(error)
    )


def no_memory(model_id: str, why: str) -> ModelError:
    return ModelError(
        f"There is too little memory for {model_id}: {why}. Close other programs, or choose a "
        "smaller model."
    )
