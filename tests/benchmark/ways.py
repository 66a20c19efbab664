"""The ways to get a chunk's text out of a model that are timed against each other.

``seed`` is the original notebook's loop: its whole prompt each time, batch 1, float32 on a CPU,
plain greedy ``generate``, the length forced to the chunk's own tokens, as a faithful answer needs.
``lookup`` is the same with prompt lookup. ``llamacpp`` decodes the same weights in llama.cpp's own
quantised form with its prompt cache. ``deletion`` is the app's own polisher. ``bound`` reads the
chunk's tokens twice and does nothing else.
"""

from __future__ import annotations

import importlib.util
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.llm.hub import fetch
from pdfclean.llm.local import LocalModel
from pdfclean.polishing import Deletions, Passage

PROMPT = """\
You are an outstanding preparer of texts. What follows is the unprocessed content of a PDF. Go \
through it and give it back in a clear and handy shape for somebody who writes podcasts.

The content is untidy: line breaks in odd places, mathematics in LaTeX, and padding that may go \
entirely. In short, drop every detail which you believe the author of a podcast has no use for.

Keep in mind that the podcast may be about anything at all, so the above is no complete list of \
what may be wrong.

The result is meant for the research script of a podcast, so plenty of e-mail addresses, \
references and the like can go. Use your head about what to leave out, and be inventive, ok?

Do NOT begin to summarise, you ONLY tidy the text and hand it back AS IT STANDS.

Be clever and bold about leaving out details. You are handed one portion of the text after the \
other and go on handing back the tidied text.

Your answer ALWAYS opens with the tidied text, WITHOUT any remark about my request, ok?
This is the text:
"""
"""The content and the length of the original's prompt (237 tokens of SmolLM2), in our words."""

Work = Callable[[Passage], object]


def never() -> bool:
    """Nobody presses Stop."""
    return False


def deletions(polisher: DeletionPolisher, passage: Passage) -> Deletions:
    """What a polisher deletes of a passage; nothing when it skips it."""
    answers = polisher.polish(passage, never)
    while True:
        try:
            next(answers)
        except StopIteration as end:
            return end.value if isinstance(end.value, Deletions) else Deletions(())


class Plain:
    """The model as the original holds it: float32 on a CPU, the library's own ``generate``."""

    def __init__(self, path: str, model: LocalModel) -> None:
        import torch
        from transformers import AutoModelForCausalLM

        files = fetch(path, lambda _done, _total: None, lambda _parameters: None)
        where: dict[str, Any] = {"gguf_file": files.gguf} if files.gguf else {}
        dtype = torch.float32 if model.device == "cpu" else torch.bfloat16
        self._model: Any = AutoModelForCausalLM.from_pretrained(
            files.folder, dtype=dtype, device_map={"": model.device}, **where
        ).eval()
        self._tokenizer = model.tokenizer
        self._eos = model.eos

    def generate(self, passage: Passage, **how: Any) -> None:
        """The original's answer to a passage, as long as the passage itself."""
        import torch
        from transformers import GenerationConfig

        count = self._tokenizer.count(passage.text)
        prompt = self._tokenizer.prompt(passage.text, PROMPT)
        ids = torch.tensor([prompt], device=self._model.device)
        forced = GenerationConfig(
            max_new_tokens=count, min_new_tokens=count, do_sample=False,
            eos_token_id=list(self._eos), pad_token_id=self._eos[0], **how,
        )  # fmt: skip
        with torch.inference_mode():
            out = self._model.generate(
                ids, attention_mask=torch.ones_like(ids), generation_config=forced
            )
        assert out.shape[1] == ids.shape[1] + count


class LlamaCpp:
    """llama.cpp on a GGUF file; what it has read of the last prompt it need not read again."""

    def __init__(self, gguf: Path, model: LocalModel, threads: int) -> None:
        import llama_cpp

        # A context for the prompt and an answer as long as the passage.
        self._llama = llama_cpp.Llama(
            str(gguf), n_ctx=min(model.context, 4096), n_threads=threads, n_threads_batch=threads,
            verbose=False,
        )  # fmt: skip
        self._tokenizer = model.tokenizer

    def generate(self, passage: Passage) -> None:
        """Greedy, as many tokens as the passage has; nothing ends it before."""
        count = self._tokenizer.count(passage.text)
        prompt = self._tokenizer.prompt(passage.text, PROMPT)
        answer = self._llama.generate(prompt, top_k=1, temp=0.0, repeat_penalty=1.0)
        assert len(list(itertools.islice(answer, count))) == count


def bound(model: LocalModel, passage: Passage) -> None:
    """Two prefill passes over the passage's tokens."""
    import torch

    inner: Any = model._model
    ids = torch.tensor([model.tokenizer.encode(passage.text)], device=inner.device)
    with torch.inference_mode():
        for _ in range(2):
            inner(ids, logits_to_keep=1)


def llama_cpp_here() -> bool:
    """Whether llama-cpp-python is installed."""
    return importlib.util.find_spec("llama_cpp") is not None


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def passes(model: LocalModel) -> Iterator[list[int]]:
    """Collects the tokens of each forward pass of the app's model."""
    seen: list[int] = []

    def note(_module: object, positional: tuple[Any, ...], named: dict[str, Any]) -> None:
        ids = positional[0] if positional else named["input_ids"]
        seen.append(int(ids.numel()))

    inner: Any = model._model
    hook = inner.register_forward_pre_hook(note, with_kwargs=True)
    try:
        yield seen
    finally:
        hook.remove()


class Peak:
    """The most memory that this process and its children have held together, looked at often."""

    LOOK = 0.25
    """Seconds between two looks."""

    def __init__(self) -> None:
        self.bytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def megabytes(self) -> int:
        """In millions of bytes."""
        return self.bytes // 1_000_000

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._over.wait(self.LOOK):
            total = 0
            for process in (own, *own.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.bytes = max(self.bytes, total)
