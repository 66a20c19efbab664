"""What ``generate`` of transformers is given: how a token is chosen, when to stop, where to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pdfclean.llm.polisher import Sampling

if TYPE_CHECKING:
    import torch

__all__ = ["Halt", "Stream", "processors"]


class Halt:
    """A stopping criterion of ``generate``: true for the only sequence when asked to stop."""

    def __init__(self, halted: Callable[[], bool]) -> None:
        self._halted = halted

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        return input_ids.new_full((input_ids.shape[0],), self._halted()).bool()


class Stream:
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


def processors(sampling: Sampling, device: torch.device) -> list[Any]:
    if sampling.temperature <= 0:
        return []
    from transformers import TemperatureLogitsWarper, TopPLogitsWarper

    processors: list[Any] = [TemperatureLogitsWarper(float(sampling.temperature))]
    if sampling.top_p < 1:
        processors.append(TopPLogitsWarper(float(sampling.top_p)))
    return [*processors, _GumbelMax(sampling.seed, device)]
