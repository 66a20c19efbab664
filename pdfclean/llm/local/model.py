"""A model in memory: it serves any number of runs, one at a time."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from pdfclean.errors import ModelError
from pdfclean.llm.background import my_turn
from pdfclean.llm.deletion import BLOCK
from pdfclean.llm.local.answering import Halt, Stream, processors
from pdfclean.llm.local.devices import give_back
from pdfclean.llm.local.failures import is_out_of_memory, run_error
from pdfclean.llm.local.rows import Rows, attention_of
from pdfclean.llm.local.threads import Threads
from pdfclean.llm.passes import Halted, Pass, Walk, drive
from pdfclean.llm.polisher import Request
from pdfclean.llm.tokenizer import Tokenizer

if TYPE_CHECKING:
    import torch

__all__ = ["LocalModel"]

T = TypeVar("T")


class LocalModel:
    """Weights and tokenizer, ready to run; see :class:`~pdfclean.llm.polisher.Engine` and
    :class:`~pdfclean.llm.deleting.Consultant`.

    One model serves any number of runs, one at a time: two at once would each take twice as long.
    ``device`` and ``dtype`` say where and how the weights are held.

    Args:
        name: its id.
        model: the transformers model.
        tokenizer: its own.
        rows: texts that it can read side by side.
        threads: of torch.
    """

    def __init__(
        self,
        name: str,
        model: Any,
        tokenizer: Tokenizer,
        rows: int,
        threads: Threads,
    ) -> None:
        from transformers import GenerationConfig

        self.name = name
        self.tokenizer = tokenizer
        self.device = str(model.device)
        self.dtype = str(model.dtype).removeprefix("torch.")
        self.rows = rows
        config = model.config.get_text_config()
        self.context = int(getattr(config, "max_position_embeddings", None) or 2**31)
        self.eos = _end_tokens(model, tokenizer)
        # A model's own defaults (Qwen2.5: a repetition penalty) would punish faithful copying.
        model.generation_config = GenerationConfig()  # type: ignore[no-untyped-call]
        self._model = model.eval()
        self._threads = threads
        self._lock = threading.Lock()
        self._cache: tuple[list[int], Any] | None = None
        self._begun: tuple[list[int], Rows] | None = None

    def generate(
        self, request: Request, put: Callable[[list[int]], None], halted: Callable[[], bool]
    ) -> None:
        """See :class:`~pdfclean.llm.polisher.Engine`.

        Raises:
            ModelError: out of memory, or the model failed in another way.
        """
        with suppress(Halted), self._turn(halted):
            self._run(request, put, halted)

    def consult(
        self,
        fixed: Sequence[int],
        walks: Sequence[Callable[[], Walk[T]]],
        halted: Callable[[], bool],
    ) -> list[T]:
        """See :class:`~pdfclean.llm.deleting.Consultant`.

        Raises:
            ModelError: out of memory, or the model cannot be used this way.
            Halted: stopped, perhaps before it was this run's turn.
        """
        found: list[T] = []
        with self._turn(halted):
            while len(found) < len(walks):
                found += self._in_step(fixed, walks[len(found) :][: self.rows], halted)
        return found

    def _in_step(
        self,
        fixed: Sequence[int],
        walks: Sequence[Callable[[], Walk[T]]],
        halted: Callable[[], bool],
    ) -> list[T]:
        """What these walks return; nothing when they are to be tried again, fewer at once."""
        rows = self._beginning(fixed).split(len(walks))
        try:
            return drive(rows, [walk() for walk in walks], halted)
        except Exception as error:
            if len(walks) == 1 or not is_out_of_memory(error):
                raise
        # Only now, as the error held on to what had been in memory when it happened.
        del rows
        self.rows = len(walks) // 2
        give_back()
        return []

    @contextmanager
    def _turn(self, halted: Callable[[], bool]) -> Iterator[None]:
        """The model for oneself; what goes wrong with it is told as a :class:`ModelError`."""
        import torch

        try:
            with my_turn(self._lock, halted), torch.inference_mode():
                yield
        except (Halted, ModelError):
            raise
        except Exception as error:
            raise run_error(self.name, error) from error

    def _run(
        self, request: Request, put: Callable[[list[int]], None], halted: Callable[[], bool]
    ) -> None:
        import torch
        from transformers import GenerationConfig

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
            logits_processor=processors(request.sampling, ids.device),
            stopping_criteria=[Halt(halted)],
            streamer=Stream(put),
        )

    def _prefix_cache(self, ids: torch.Tensor) -> Any:
        """Keys and values of the prompt's fixed beginning, a copy that ``generate`` may extend.

        Always computed by itself, so that the first passage of a run and a resumed one see exactly
        the same numbers.
        """
        from transformers import DynamicCache

        key = ids[0].tolist()
        if not key:
            return None
        if self._cache is None or self._cache[0] != key:
            with self._threads.measured(self._model):
                cache = getattr(self._model(ids, use_cache=True), "past_key_values", None)
            self._cache = key, cache if isinstance(cache, DynamicCache) else None
        return copy.deepcopy(self._cache[1])

    def _beginning(self, fixed: Sequence[int]) -> Rows:
        """A row that has read the prompt's fixed beginning."""
        key = list(fixed)
        if self._begun is None or self._begun[0] != key:
            attention = attention_of(self._model)
            if attention is None:
                raise ModelError(
                    f"{self.name} keeps no memory of its text that could be shortened, so it "
                    "cannot be asked what to delete. Let it rewrite, or choose another model."
                )
            row = Rows(self._model, attention)
            with self._threads.measured(self._model):
                for at in range(0, len(key), BLOCK):
                    row.run({0: Pass(at, key[at : at + BLOCK])})
            self._begun = key, row
        return self._begun[1]


def _end_tokens(model: Any, tokenizer: Tokenizer) -> tuple[int, ...]:
    ids: list[int | None] = []
    for one in (model.generation_config.eos_token_id, model.config.eos_token_id, tokenizer.eos):
        ids.extend(one if isinstance(one, list) else [one])
    return tuple(dict.fromkeys(i for i in ids if i is not None))
