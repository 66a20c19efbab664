"""Texts that a model reads side by side, each shortened and read on by itself.

Every row is one text. Its keys and values stand at the left of a common cache, one slot a token, so
that slot and position are the same; what stands right of a row's own length is not looked at. A
pass appends the new tokens of all rows at the right, where a mask of its own lets each token see
what it should; afterwards they are moved to their places.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdfclean.llm.passes import Answer, Pass

if TYPE_CHECKING:
    import torch

__all__ = ["Attention", "Rows", "attention_of"]

PADDING = -1
"""The part that a token belongs to which only fills up a row."""
TRUNK = 0
"""The part of the tokens that stay; twigs are parts 1, 2, and so on."""


@dataclass(frozen=True, slots=True)
class Attention:
    """How far the layers of a model look back: all the way, or ``window`` tokens, or some so and
    some so."""

    full: bool
    window: int | None


def attention_of(model: Any) -> Attention | None:
    """What rows must know of a model; ``None`` when it cannot read in rows.

    It must take positions, and keep keys and values of each token so that some can be forgotten:
    recurrent layers (Mamba, RWKV) keep something else, and models that work positions out by
    themselves (BLOOM, MPT) would be wrong about twigs.
    """
    from transformers.cache_utils import DynamicCache, DynamicLayer, DynamicSlidingWindowLayer

    config = model.config.get_text_config(decoder=True)
    takes = inspect.signature(model.forward).parameters
    if not {"position_ids", "past_key_values"} <= takes.keys() or getattr(config, "alibi", False):
        return None
    if getattr(config, "attention_chunk_size", None) or model.get_output_embeddings() is None:
        return None
    layers = DynamicCache(config=config).layers
    if any(type(layer) not in (DynamicLayer, DynamicSlidingWindowLayer) for layer in layers):
        return None
    windows = {getattr(layer, "sliding_window", None) for layer in layers}
    narrow = [window for window in windows if window is not None]
    return Attention(None in windows, narrow[0] if narrow else None) if len(narrow) < 2 else None


class Rows:
    """A :class:`~pdfclean.llm.passes.Context` over a model.

    Args:
        model: the transformers model.
        attention: of it.
        rows: how many texts; none has read anything yet.
    """

    def __init__(self, model: Any, attention: Attention, rows: int = 1) -> None:
        from transformers import DynamicCache

        self._model = model
        self._attention = attention
        self._rows = list(range(rows))
        self._lengths = [0] * rows
        # Whole in every layer, also where a model itself would keep a window only: a text that was
        # shortened looks back further than its window did.
        self._cache: Any = DynamicCache()

    def split(self, rows: int) -> Rows:
        """So many rows that have read what the only one of these has; both go on by themselves."""
        from transformers.cache_utils import DynamicLayer

        (length,) = self._lengths
        made = Rows(self._model, self._attention, rows)
        made._lengths = [length] * rows
        for layer in self._cache.layers:
            copy = DynamicLayer()  # type: ignore[no-untyped-call]
            copy.lazy_initialization(layer.keys, layer.values)
            # Nothing is ever written into these: what is appended makes new ones.
            copy.keys = layer.keys.expand(rows, -1, -1, -1)
            copy.values = layer.values.expand(rows, -1, -1, -1)
            made._cache.layers.append(copy)
        return made

    def run(self, passes: Mapping[int, Pass]) -> dict[int, Answer]:
        """See :class:`~pdfclean.llm.passes.Context`."""
        self._drop(passes)
        todo = [passes[row] for row in self._rows]
        self._lengths = [one.keep for one in todo]
        self._crop(max(self._lengths))
        tokens = _Tokens(todo, self._model.device)
        places, wanted = _wanted(todo)
        scores = iter(self._scores(tokens, places, wanted))
        self._settle([len(one.ids) for one in todo])
        return {
            row: Answer(
                [next(scores) for _ in one.asks],
                [[next(scores) for _ in twig.ids[1:]] for twig in one.twigs],
            )
            for row, one in zip(self._rows, todo, strict=True)
        }

    @property
    def _slots(self) -> int:
        return int(self._cache.get_seq_length())

    def _drop(self, kept: Mapping[int, Pass]) -> None:
        """Rows that are over take no more room."""
        import torch

        stay = [place for place, row in enumerate(self._rows) if row in kept]
        if len(stay) < len(self._rows):
            self._cache.batch_select_indices(torch.tensor(stay, device=self._model.device))
            self._rows = [self._rows[place] for place in stay]

    def _crop(self, length: int) -> None:
        if length < self._slots:
            # Negative by the library's own convention: so many tokens are taken off.
            self._cache.crop(length - self._slots)

    def _scores(
        self, tokens: _Tokens, places: Sequence[tuple[int, int]], wanted: Sequence[tuple[int, int]]
    ) -> list[float]:
        """One forward pass.

        Args:
            tokens: what is read.
            places: (row, token of it) after which something is asked, at least one.
            wanted: (index of a place, token): the log-probability of that token there.
        """
        import torch

        masks = self._masks(tokens)
        with _only(self._model.get_output_embeddings(), places):
            logits = self._model(
                tokens.ids,
                attention_mask=masks,
                position_ids=tokens.positions,
                past_key_values=self._cache,
                use_cache=True,
            ).logits[0]
        if not wanted:
            return []
        logits = logits.float()
        at, token = torch.tensor(wanted, device=logits.device).T
        return list((logits[at, token] - logits.logsumexp(-1)[at]).tolist())

    def _masks(self, tokens: _Tokens) -> Any:
        """What each new token may see, as transformers takes it."""
        import torch

        slots = torch.arange(self._slots, device=self._model.device)
        lengths = torch.tensor(self._lengths, device=self._model.device)
        before = tokens.positions[:, :, None]
        kept = slots < torch.minimum(tokens.limits, lengths[:, None])[:, :, None]
        seen = torch.cat([kept, tokens.seen()], dim=2)

        def mask(visible: torch.Tensor) -> torch.Tensor:
            made = torch.zeros(visible.shape, dtype=self._model.dtype, device=visible.device)
            made.masked_fill_(~visible, torch.finfo(made.dtype).min)
            return made[:, None]

        if self._attention.window is None:
            return mask(seen)
        old = slots.expand(len(self._lengths), 1, -1)
        where = torch.cat([old, tokens.positions[:, None]], dim=2)
        near = mask(seen & (before - where < self._attention.window))
        if not self._attention.full:
            return near
        return {"full_attention": mask(seen), "sliding_attention": near}

    def _settle(self, counts: Sequence[int]) -> None:
        """Move what was read to where its row ends; forget twigs and padding.

        Args:
            counts: tokens that each row read, without twigs.
        """
        import torch

        lengths = [length + count for length, count in zip(self._lengths, counts, strict=True)]
        device = self._model.device
        shift = max(self._lengths) - torch.tensor(self._lengths, device=device)
        if (shift > 0).any():
            slots = torch.arange(max(lengths), device=device).expand(len(lengths), -1)
            own = torch.tensor(self._lengths, device=device)[:, None]
            source = torch.where(slots < own, slots, slots + shift[:, None])
            source = source.clamp_(max=self._slots - 1)[:, None, :, None]
            for layer in self._cache.layers:
                for name in ("keys", "values"):
                    held = getattr(layer, name)
                    index = source.expand(-1, held.shape[1], -1, held.shape[3])
                    setattr(layer, name, held.gather(2, index))
        self._lengths = lengths
        self._crop(max(lengths))


class _Tokens:
    """The new tokens of all rows, filled up to the same number.

    ``ids``, ``positions``, ``parts`` and ``limits`` have a row for each pass; a token sees of its
    text what lies before its limit, and of the new tokens those of its own part up to itself.
    """

    def __init__(self, passes: Sequence[Pass], device: torch.device) -> None:
        import torch

        rows = [_row(one) for one in passes]
        size = max(map(len, rows))
        filler = (0, 0, PADDING, 0)
        table = torch.tensor([row + [filler] * (size - len(row)) for row in rows], device=device)
        self.ids, self.positions, self.parts, self.limits = table.unbind(2)

    def seen(self) -> torch.Tensor:
        """Which of the new tokens (last) each of them (last but one) sees."""
        import torch

        part, other = self.parts[:, :, None], self.parts[:, None]
        place, before = self.positions[:, :, None], self.positions[:, None]
        trunk = (other == TRUNK) & (before < self.limits[:, :, None])
        own = (other == part) & (before <= place)
        # Padding sees itself: what sees nothing would be no number.
        itself = torch.eye(self.ids.shape[1], dtype=torch.bool, device=self.ids.device)
        return torch.where(part == PADDING, itself, trunk | own)


def _row(one: Pass) -> list[tuple[int, int, int, int]]:
    """Each new token of a pass: id, position, part, limit."""
    row = [(id_, at, TRUNK, at + 1) for at, id_ in enumerate(one.ids, one.keep)]
    for part, twig in enumerate(one.twigs, TRUNK + 1):
        # What the last token of a twig would be followed by is not asked.
        row += [(id_, at, part, twig.at) for at, id_ in enumerate(twig.ids[:-1], twig.at)]
    return row


def _wanted(passes: Sequence[Pass]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where something is asked, and what: see ``Rows._scores``."""
    places: dict[tuple[int, int], int] = {}
    wanted = []
    for row, one in enumerate(passes):
        asked = [(position - one.keep, token) for position, token in one.asks]
        offset = len(one.ids)
        for twig in one.twigs:
            asked += enumerate(twig.ids[1:], offset)
            offset += len(twig.ids) - 1
        wanted += [(places.setdefault((row, at), len(places)), token) for at, token in asked]
    return list(places) or [(0, 0)], wanted


def _only(head: Any, places: Sequence[tuple[int, int]]) -> AbstractContextManager[Any]:
    """While this lasts, a model works its vocabulary out for these (row, token) and no others."""
    import torch

    def pick(_: Any, given: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        row, at = torch.tensor(places, device=given[0].device).T
        return (given[0][row, at][None], *given[1:])

    handle: AbstractContextManager[Any] = head.register_forward_pre_hook(pick)
    return handle
