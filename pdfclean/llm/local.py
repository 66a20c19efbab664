"""A language model on this machine. The only importer of torch, transformers and accelerate.

They are imported when a model is loaded, never before: an app that cleans without a model does not
wait for them. :func:`load_model` is made to run in a :class:`~pdfclean.llm.loading.Shelf`; what it
returns is driven by :class:`~pdfclean.llm.polisher.LocalPolisher`.
"""

from __future__ import annotations

import copy
import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from pdfclean.errors import ModelError
from pdfclean.llm.deletion import Branch, Context, Halted
from pdfclean.llm.files import ModelFiles
from pdfclean.llm.hub import fetch
from pdfclean.llm.loading import LoadPhase, LoadProgress, Report
from pdfclean.llm.memory import available_memory, gigabytes
from pdfclean.llm.polisher import Request, Sampling
from pdfclean.llm.tokenizer import Tokenizer

if TYPE_CHECKING:
    import torch

__all__ = ["LocalModel", "load_model"]

T = TypeVar("T")

LOCK_WAIT = 0.1
"""Seconds between two looks at whether a run that waits for its turn has been stopped."""

ROOM_FACTOR = 1.1
ROOM_BYTES = 500_000_000
"""Memory beyond the weights themselves: buffers while loading, the key-value cache and activations
of one passage. SmolLM2-135M, passages of 1,000 and 5,000 characters, peak over that of the bare
libraries: 0.46 and 0.56 GB in bfloat16 (0.80 by this rule), 0.94 and 1.04 GB in float32 (1.09),
0.95 GB from GGUF."""


class LocalModel:
    """Weights and tokenizer, ready to run; see :class:`~pdfclean.llm.polisher.Engine`.

    One model serves any number of runs, one answer at a time: two at once would each take twice as
    long. ``device`` and ``dtype`` say where and how the weights are held.
    """

    def __init__(self, name: str, model: Any, tokenizer: Tokenizer) -> None:
        from transformers import GenerationConfig

        self.name = name
        self.tokenizer = tokenizer
        self.device = str(model.device)
        self.dtype = str(model.dtype).removeprefix("torch.")
        config = model.config.get_text_config()
        self.context = int(getattr(config, "max_position_embeddings", None) or 2**31)
        self.eos = _end_tokens(model, tokenizer)
        # A model's own defaults (Qwen2.5: a repetition penalty) would punish faithful copying.
        model.generation_config = GenerationConfig()  # type: ignore[no-untyped-call]
        self._model = model.eval()
        self._lock = threading.Lock()
        self._prefix: tuple[list[int], Any] | None = None

    def generate(
        self, request: Request, put: Callable[[list[int]], None], halted: Callable[[], bool]
    ) -> None:
        """See :class:`~pdfclean.llm.polisher.Engine`.

        Raises:
            ModelError: out of memory, or the model failed in another way.
        """
        while not self._lock.acquire(timeout=LOCK_WAIT):
            if halted():
                return
        try:
            self._run(request, put, halted)
        except Exception as error:
            raise _run_error(self.name, error) from error
        finally:
            self._lock.release()

    def _run(
        self, request: Request, put: Callable[[list[int]], None], halted: Callable[[], bool]
    ) -> None:
        import torch
        from transformers import GenerationConfig

        with torch.inference_mode():
            ids = torch.tensor([request.prompt], device=self._model.device)
            self._model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                generation_config=GenerationConfig(  # type: ignore[no-untyped-call]
                    max_new_tokens=request.budget,
                    do_sample=False,
                    eos_token_id=list(self.eos) or None,
                    # Nothing is ever padded here, but generate insists on knowing with what.
                    pad_token_id=self.eos[0] if self.eos else 0,
                ),
                past_key_values=self._prefix_cache(ids[:, : request.fixed]),
                logits_processor=_processors(request.sampling, ids.device),
                stopping_criteria=[_Halt(halted)],
                streamer=_Stream(put),
            )

    def consult(
        self, fixed: Sequence[int], work: Callable[[Context], T], halted: Callable[[], bool]
    ) -> T:
        """See :class:`~pdfclean.llm.deleting.Consultant`.

        Raises:
            ModelError: out of memory, or the model cannot be used this way.
            Halted: stopped before it was this run's turn, or by ``work``.
        """
        import torch

        while not self._lock.acquire(timeout=LOCK_WAIT):
            if halted():
                raise Halted
        try:
            with torch.inference_mode():
                ids = torch.tensor([list(fixed)], device=self._model.device)
                cache = self._prefix_cache(ids)
                if cache is None:
                    raise ModelError(
                        f"{self.name} keeps no memory of its text that could be shortened, so it "
                        "cannot be asked what to delete. Let it rewrite, or choose another model."
                    )
                return work(_Reading(self._model, cache, len(fixed)))
        except (Halted, ModelError):
            raise
        except Exception as error:
            raise _run_error(self.name, error) from error
        finally:
            self._lock.release()

    def _prefix_cache(self, ids: torch.Tensor) -> Any:
        """Keys and values of the prompt's fixed beginning, a copy that ``generate`` may extend.

        Always computed by itself, so that the first passage of a run and a resumed one see exactly
        the same numbers.
        """
        key = ids[0].tolist()
        if not key:
            return None
        if self._prefix is None or self._prefix[0] != key:
            from transformers import DynamicCache

            cache = getattr(self._model(ids, use_cache=True), "past_key_values", None)
            self._prefix = key, cache if isinstance(cache, DynamicCache) else None
        return copy.deepcopy(self._prefix[1])


class _Reading:
    """A :class:`~pdfclean.llm.deletion.Context` over a model and its cache of keys and values."""

    def __init__(self, model: Any, cache: Any, length: int) -> None:
        self._model = model
        self._cache = cache
        self.length = length

    def read(self, ids: Sequence[int], asks: Sequence[tuple[int, int]]) -> list[float]:
        positions = range(self.length, self.length + len(ids))
        rows = [position - self.length for position, _ in asks]
        scores = self._pass(ids, positions, None, rows, [token for _, token in asks])
        self.length += len(ids)
        return scores

    def crop(self, length: int) -> None:
        if length < self.length:
            # Negative by the library's own convention: so many tokens are taken off.
            self._cache.crop(length - self.length)
            self.length = length

    def branches(self, twigs: Sequence[Branch]) -> list[list[float]]:
        """All twigs in one pass: a mask lets each see its own part of the context and itself."""
        # What the last token of a twig would be followed by is not asked.
        inputs = [twig.ids[:-1] for twig in twigs]
        ids = [token for part in inputs for token in part]
        positions = [
            twig.at + k for twig, part in zip(twigs, inputs, strict=True) for k in range(len(part))
        ]
        tokens = [token for twig in twigs for token in twig.ids[1:]]
        mask = self._mask(twigs, inputs, len(ids))
        scores = iter(self._pass(ids, positions, mask, list(range(len(ids))), tokens))
        self._cache.crop(-len(ids))
        return [[next(scores) for _ in part] for part in inputs]

    def _mask(
        self, twigs: Sequence[Branch], inputs: Sequence[Sequence[int]], size: int
    ) -> torch.Tensor:
        import torch

        seen = torch.zeros(size, self.length + size, dtype=torch.bool)
        row = 0
        for twig, part in zip(twigs, inputs, strict=True):
            for offset in range(len(part)):
                seen[row + offset, : twig.at] = True
                seen[row + offset, self.length + row : self.length + row + offset + 1] = True
            row += len(part)
        mask = torch.zeros(seen.shape, dtype=self._model.dtype)
        mask.masked_fill_(~seen, torch.finfo(self._model.dtype).min)
        return mask[None, None].to(self._model.device)

    def _pass(
        self,
        ids: Sequence[int],
        positions: Sequence[int],
        mask: torch.Tensor | None,
        rows: Sequence[int],
        tokens: Sequence[int],
    ) -> list[float]:
        """One forward pass; the log-probability of each token after its row of ``ids``."""
        import torch

        device = self._model.device
        # The head over the vocabulary is worked out for the rows that are asked about, no others.
        wanted = sorted(set(rows)) or [len(ids) - 1]
        logits = self._model(
            torch.tensor([list(ids)], device=device),
            attention_mask=mask,
            position_ids=torch.tensor([list(positions)], device=device),
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=torch.tensor(wanted, device=device),
        ).logits[0]
        scores = logits.float().log_softmax(-1)
        at = {row: index for index, row in enumerate(wanted)}
        picked = torch.tensor([at[row] for row in rows], dtype=torch.long, device=device)
        return list(scores[picked, torch.tensor(tokens, dtype=torch.long, device=device)].tolist())


class _Halt:
    """A stopping criterion of ``generate``: true for the only sequence when asked to stop."""

    def __init__(self, halted: Callable[[], bool]) -> None:
        self._halted = halted

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        return input_ids.new_full((input_ids.shape[0],), self._halted()).bool()


class _Stream:
    """A streamer of ``generate`` that hands on token ids; the first batch is the prompt."""

    def __init__(self, put: Callable[[list[int]], None]) -> None:
        self._put = put
        self._prompt_seen = False

    def put(self, value: torch.Tensor) -> None:
        if self._prompt_seen:
            self._put(value.flatten().tolist())
        self._prompt_seen = True

    def end(self) -> None:
        """Nothing: whoever called ``generate`` knows when it returns."""


class _GumbelMax:
    """Samples by adding noise before ``generate`` takes the best token (the Gumbel-max trick).

    The argmax of ``log p - log e`` with ``e`` from an exponential distribution is a sample from
    ``p`` (Maddison, Tarlow and Minka, "A* Sampling", NeurIPS 2014). Unlike ``do_sample`` it draws
    from a generator of its own, so that an answer depends on its seed and on nothing that happens
    in another thread.
    """

    def __init__(self, seed: int, device: torch.device) -> None:
        import torch

        self._generator = torch.Generator(device=device).manual_seed(seed)

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        noise = scores.new_empty(scores.shape).exponential_(generator=self._generator)
        return scores - noise.log()


def _processors(sampling: Sampling, device: torch.device) -> list[Any]:
    if sampling.temperature <= 0:
        return []
    from transformers import TemperatureLogitsWarper, TopPLogitsWarper

    processors: list[Any] = [TemperatureLogitsWarper(float(sampling.temperature))]
    if sampling.top_p < 1:
        processors.append(TopPLogitsWarper(float(sampling.top_p)))
    return [*processors, _GumbelMax(sampling.seed, device)]


def _end_tokens(model: Any, tokenizer: Tokenizer) -> tuple[int, ...]:
    ids: list[int | None] = []
    for one in (model.generation_config.eos_token_id, model.config.eos_token_id, tokenizer.eos):
        ids.extend(one if isinstance(one, list) else [one])
    return tuple(dict.fromkeys(i for i in ids if i is not None))


def _run_error(name: str, error: Exception) -> ModelError:
    if _is_out_of_memory(error):
        return ModelError(
            f"{name} ran out of memory. Lower the most new tokens, or choose a smaller model."
        )
    return ModelError(
        f"{name} failed while writing ({type(error).__name__}: {error}). Choose another model."
    )


# Loading ------------------------------------------------------------------------------------------


def load_model(model_id: str, report: Report, *, threads: int = 0) -> LocalModel:
    """Fetch a model if need be and load it on the best device that has room.

    Args:
        model_id: a hub id, a folder or a ``.gguf`` file.
        report: told about progress.
        threads: CPU threads for torch; 0 leaves torch's own choice, one for each core.

    Raises:
        ModelError: what is wrong and what to do.
    """
    report(LoadProgress(LoadPhase.FETCHING, None, f"Looking for {model_id}."))
    _import_libraries()

    def fetching(done: int, total: int) -> None:
        share = done / total if total else None
        message = f"Fetching {model_id}: {gigabytes(done)} of {gigabytes(total)}."
        report(LoadProgress(LoadPhase.FETCHING, share, message))

    def check(parameters: int) -> None:
        _place(model_id, parameters)

    _tidy()
    files = fetch(model_id, fetching, check)
    device, dtype = _place(model_id, files.parameters)
    report(LoadProgress(LoadPhase.LOADING, None, f"Loading {model_id} into memory."))
    if threads:
        import torch

        torch.set_num_threads(threads)
    return _load(model_id, files, device, dtype)


def _tidy() -> None:
    """Give back what a model that nobody holds any more has left behind."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _import_libraries() -> None:
    # Read once, when torch is first imported. Torch's threads otherwise wait for each other in busy
    # loops: with two threads on two busy cores a token of SmolLM2-135M took 0.3 to 1.2 s so, and
    # 0.1 s with this.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("TQDM_DISABLE", "1")  # the bar of a GGUF's conversion knows no other way
    try:
        import accelerate  # type: ignore[import-untyped]  # noqa: F401
        import torch  # noqa: F401
        from transformers.utils import logging
    except ImportError as error:
        raise ModelError(
            f"Polishing with a local model needs the package “{error.name}”. "
            "Install it with: pip install torch transformers accelerate"
        ) from error
    # These write to stderr, where the command line shows its own progress.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _devices() -> Iterator[tuple[str, torch.dtype]]:
    """Devices that are there, best first, each with the type it computes fastest in."""
    import torch

    if torch.cuda.is_available():
        yield "cuda", torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if torch.backends.mps.is_available():
        newer = torch.backends.mps.is_macos_or_newer(14, 0)
        yield "mps", torch.bfloat16 if newer else torch.float16
    # On a CPU without bf16 units bf16 is several times slower than float32; on one with them it
    # is twice as fast a token and five times as fast a prompt (measured, AVX512-BF16).
    fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    yield "cpu", torch.bfloat16 if fast else torch.float32


def _place(model_id: str, parameters: int) -> tuple[str, torch.dtype]:
    """The first device with room for so many weights, and the type to hold them in."""
    need = room = 0
    for device, dtype in _devices():
        need = int(parameters * dtype.itemsize * ROOM_FACTOR) + ROOM_BYTES
        room = _free(device)
        if need <= room:
            return device, dtype
    raise _no_memory(model_id, f"it takes about {gigabytes(need)} and {gigabytes(room)} are free")


def _free(device: str) -> int:
    import torch

    return torch.cuda.mem_get_info()[0] if device == "cuda" else available_memory()


def _load(model_id: str, files: ModelFiles, device: str, dtype: torch.dtype) -> LocalModel:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    where: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    if files.gguf:
        where["gguf_file"] = files.gguf
    try:
        tokenizer = AutoTokenizer.from_pretrained(files.folder, **where)
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            files.folder,
            dtype=dtype,
            device_map={"": device},
            use_safetensors=True,
            output_loading_info=True,
            **where,
        )
    except Exception as error:
        raise _load_error(model_id, error) from error
    model, info = loaded
    if info["missing_keys"] or info["mismatched_keys"]:
        raise ModelError(
            f"The weights of {model_id} do not belong to its config.json. Fetch it again, or "
            "choose another model."
        )
    return LocalModel(model_id, model, Tokenizer(tokenizer))


def _load_error(model_id: str, error: Exception) -> ModelError:
    text = str(error)
    if _is_out_of_memory(error):
        return _no_memory(model_id, "loading it ran out of memory")
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


def _is_out_of_memory(error: BaseException) -> bool:
    import torch

    return isinstance(error, MemoryError | torch.OutOfMemoryError) or (
        isinstance(error, RuntimeError) and "allocate memory" in str(error)
    )


def _no_memory(model_id: str, why: str) -> ModelError:
    return ModelError(
        f"There is too little memory for {model_id}: {why}. Close other programs, or choose a "
        "smaller model."
    )
