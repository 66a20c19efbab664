"""Where a model fits, and in which type of number it is held there."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pdfclean.llm.local.failures import no_memory
from pdfclean.llm.memory import available_memory, gigabytes

if TYPE_CHECKING:
    import torch

__all__ = ["give_back", "place", "rows_that_fit"]

ROOM_FACTOR = 1.1
ROOM_BYTES = 500_000_000
"""Memory beyond the weights themselves: buffers while loading, the key-value cache and activations
of one passage. SmolLM2-135M, passages of 1,000 and 5,000 characters, peak over that of the bare
libraries: 0.46 and 0.56 GB in bfloat16 (0.80 by this rule), 0.94 and 1.04 GB in float32 (1.09),
0.95 GB from GGUF."""


MOST_ROWS = 8
"""Texts read side by side on a GPU. Not measured, there was none: enough that small passes are
filled, few enough that the first text does not wait for many."""
ROW_TOKENS = 2048
"""Tokens a row may come to: prompt and examples, a passage of ``max_new_tokens`` at its default,
and its copy take 1,400."""
BLOCK_TOKENS = 600
"""Tokens of a row in one pass, at most about; see ``deletion.BLOCK``."""
ASKED = 100
"""Tokens of a pass after which the whole vocabulary is worked out, for one row."""
CACHE_COPIES = 3
"""Times a row's keys and values are held: as they were, grown, and moved to their places."""


def _devices() -> Iterator[tuple[str, torch.dtype]]:
    """Devices that are there, best first, each with the type it computes fastest in."""
    import torch

    if torch.cuda.is_available():
        yield "cuda", torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if torch.backends.mps.is_available():
        newer = torch.backends.mps.is_macos_or_newer(14, 0)
        yield "mps", torch.bfloat16 if newer else torch.float16
    # On a CPU without bf16 units bf16 is six times slower than float32 for a block of 256 tokens
    # (Zen 3, AVX2); on one with them it is twice as fast a token and five times as fast a prompt
    # (measured, AVX512-BF16).
    #
    # Left out for a CPU, measured on Zen 3 with one thread, SmolLM2-135M and layers of a 1B shape:
    # int8 weights with dynamic int8 activations (torch.ao) read a block 1.5 and 2.5 times as fast,
    # but move the log-probability of a token by 1.3 to 1.4 nats in the mean (0.5 with the feed-
    # forward outputs left alone, and then 1.2 times as fast), as much as the margins they are held
    # against: of six chunks one had other marks in the middle of "How boldly", three at its bold
    # end. Weights packed for oneDNN read a block no faster (1.0 times; 12 tokens 1.1 and 1.8
    # times), for twice the memory.
    fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    yield "cpu", torch.bfloat16 if fast else torch.float32


def place(model_id: str, parameters: int) -> tuple[str, torch.dtype]:
    """The first device with room for so many weights, and the type to hold them in."""
    need = room = 0
    for device, dtype in _devices():
        need = int(parameters * dtype.itemsize * ROOM_FACTOR) + ROOM_BYTES
        room = _free(device)
        if need <= room:
            return device, dtype
    raise no_memory(model_id, f"it takes about {gigabytes(need)} and {gigabytes(room)} are free")


def _free(device: str) -> int:
    import torch

    return torch.cuda.mem_get_info()[0] if device == "cuda" else available_memory()


def rows_that_fit(model: Any, device: str) -> int:
    """How many texts a loaded model shall read side by side.

    One on a CPU: it is as busy with one as with many.
    """
    if device == "cpu":
        return 1
    return max(1, min(MOST_ROWS, _free(device) // _row_bytes(model)))


def _row_bytes(model: Any) -> int:
    """Memory that one more row takes."""
    config = model.config.get_text_config()
    heads = config.num_attention_heads
    groups = getattr(config, "num_key_value_heads", None) or heads
    width = getattr(config, "head_dim", None) or config.hidden_size // heads
    cache = 2 * config.num_hidden_layers * groups * width * ROW_TOKENS * CACHE_COPIES
    inner = getattr(config, "intermediate_size", None) or 4 * config.hidden_size
    block = BLOCK_TOKENS * (8 * config.hidden_size + 3 * inner + heads * ROW_TOKENS)
    # Its scores are made in the model's type and worked on in float32.
    vocabulary = ASKED * config.vocab_size * (model.dtype.itemsize + 8)
    return int((cache + block) * model.dtype.itemsize + vocabulary)


def give_back() -> None:
    """Return memory that nothing holds any more to the device."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
