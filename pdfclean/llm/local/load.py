"""A model's files, wherever they are, to weights in memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from pdfclean.errors import ModelError
from pdfclean.llm.files import ModelFiles
from pdfclean.llm.hub import fetch
from pdfclean.llm.loading import LoadPhase, LoadProgress, Report
from pdfclean.llm.local.devices import give_back, place, rows_that_fit
from pdfclean.llm.local.failures import load_error
from pdfclean.llm.local.model import LocalModel
from pdfclean.llm.local.threads import Threads, wished
from pdfclean.llm.memory import gigabytes
from pdfclean.llm.tokenizer import Tokenizer

if TYPE_CHECKING:
    import torch

__all__ = ["load_model"]


def load_model(model_id: str, report: Report, *, threads: int = 0) -> LocalModel:
    """Fetch a model if need be and load it on the best device that has room.

    Args:
        model_id: a hub id, a folder or a ``.gguf`` file.
        report: told about progress.
        threads: CPU threads for torch; 0: as the environment says (``threads.VARIABLE``), or as
            many as are found to be fastest.

    Raises:
        ModelError: what is wrong and what to do.
    """
    report(LoadProgress(LoadPhase.FETCHING, None, f"Looking for {model_id}."))
    threads = threads or wished()
    _import_libraries()

    def fetching(done: int, total: int) -> None:
        share = done / total if total else None
        message = f"Fetching {model_id}: {gigabytes(done)} of {gigabytes(total)}."
        report(LoadProgress(LoadPhase.FETCHING, share, message))

    def check(parameters: int) -> None:
        place(model_id, parameters)

    give_back()
    files = fetch(model_id, fetching, check)
    device, dtype = place(model_id, files.parameters)
    report(LoadProgress(LoadPhase.LOADING, None, f"Loading {model_id} into memory."))
    pace = Threads(threads, measure=device == "cpu")
    model, tokenizer = _load(model_id, files, device, dtype)
    rows = rows_that_fit(model, device)
    return LocalModel(model_id, model, Tokenizer(tokenizer), rows, pace)


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


def _load(model_id: str, files: ModelFiles, device: str, dtype: torch.dtype) -> tuple[Any, Any]:
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
        raise load_error(model_id, error) from error
    model, info = loaded
    if info["missing_keys"] or info["mismatched_keys"]:
        raise ModelError(
            f"The weights of {model_id} do not belong to its config.json. Fetch it again, or "
            "choose another model."
        )
    return model, tokenizer
