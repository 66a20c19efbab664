"""The labeller's network in torch; ``pdfclean.extraction.labels`` runs the same in numpy."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from pdfclean.extraction.features import ROLES
from pdfclean.extraction.labels import CLASSES, DILATIONS, Kind
from tests.training.dataset import Example

__all__ = ["Network", "Recipe", "fit", "trained"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. ``blind`` is the share of documents whose rule roles are hidden in a step (so
    that the network learns to do without), ``forget`` the share of lines otherwise; ``prose`` the
    weight of prose over all else."""

    width: int = 64
    epochs: int = 18
    batch: int = 4
    rate: float = 3e-3
    decay: float = 0.02
    dropout: float = 0.15
    blind: float = 0.3
    forget: float = 0.1
    noise: float = 0.1
    drop_features: float = 0.05
    prose: float = 1.5
    seed: int = 0


class Network(nn.Module):
    """Logits [lines, classes] of one document's features."""

    def __init__(self, features: int, recipe: Recipe) -> None:
        super().__init__()
        width = recipe.width
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("scale", torch.ones(features))
        self.first = nn.Linear(features, width)
        self.layers = nn.ModuleList(nn.Linear(6 * width, width) for _ in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in DILATIONS)
        self.last = nn.Linear(width, len(CLASSES))
        self.dropout = nn.Dropout(recipe.dropout)

    def standardise(self, values: torch.Tensor) -> torch.Tensor:
        return ((values - self.mean) * self.scale).clamp(-5, 5)

    def forward(self, x: torch.Tensor, groups: torch.Tensor) -> torch.Tensor:
        h = torch.relu(self.first(x))
        for layer, norm, step in zip(self.layers, self.norms, DILATIONS, strict=True):
            g = self.dropout(norm(h))
            parts = [g, _shift(g, step), _shift(g, -step), *(_mean(g, ids) for ids in groups)]
            h = h + torch.relu(layer(torch.cat(parts, dim=1)))
        out: torch.Tensor = self.last(h)
        return out


def _shift(h: torch.Tensor, step: int) -> torch.Tensor:
    out = torch.zeros_like(h)
    if abs(step) < len(h):
        if step > 0:
            out[step:] = h[:-step]
        else:
            out[:step] = h[-step:]
    return out


def _mean(h: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    count = int(ids.max()) + 1
    total = torch.zeros(count, h.shape[1]).index_add_(0, ids, h)
    sizes = torch.bincount(ids, minlength=count).clamp(min=1)
    return (total / sizes[:, None])[ids]


def fit(examples: Sequence[Example], recipe: Recipe) -> Network:
    """Train a network; the same examples and recipe give the same weights on one machine."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    data = [_tensors(e, recipe) for e in examples]
    network = Network(examples[0].values.shape[1], recipe)
    stacked = torch.cat([d[0] for d in data])
    network.mean = stacked.mean(dim=0)
    network.scale = 1 / stacked.std(dim=0).clamp(min=0.05)
    data = [(network.standardise(x), *rest) for x, *rest in data]  # type: ignore[misc]
    optimiser = torch.optim.AdamW(network.parameters(), recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * -(-len(data) // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=steps, pct_start=0.15
    )
    for _ in range(recipe.epochs):
        network.train()
        order = rng.permutation(len(data))
        for at in range(0, len(order), recipe.batch):
            optimiser.zero_grad()
            batch = [data[n] for n in order[at : at + recipe.batch]]
            for x, groups, allowed, silver, weight in batch:
                out = network(_disturbed(x, recipe, rng), groups)
                (_loss(out, allowed, silver, weight) / len(batch)).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    network.eval()
    return network


def _tensors(example: Example, recipe: Recipe) -> tuple[torch.Tensor, ...]:
    letters = torch.from_numpy(example.letters).float()
    weight = torch.from_numpy(example.weight) * (0.3 + letters.clamp(max=80) / 80)
    allowed = torch.from_numpy(example.allowed)
    prose = allowed[:, CLASSES.index(Kind.PROSE)]
    weight = torch.where(prose, recipe.prose * weight, weight)
    # A book must not outweigh ten papers.
    weight = weight / max(1.0, float(weight.sum())) ** 0.5 / 10
    return (
        torch.from_numpy(example.values),
        torch.from_numpy(example.groups),
        allowed,
        torch.from_numpy(example.silver),
        weight,
    )


def _loss(
    out: torch.Tensor, allowed: torch.Tensor, silver: torch.Tensor, weight: torch.Tensor
) -> torch.Tensor:
    """Minus the log probability of the admitted classes; among them, mildly, the rules' class."""
    logp = torch.log_softmax(out, dim=1)
    inside = torch.logsumexp(logp.masked_fill(~allowed, -1e4), dim=1)
    chosen = logp.gather(1, silver[:, None])[:, 0]
    admitted = allowed.gather(1, silver[:, None])[:, 0]
    finer = torch.where(admitted, chosen - inside, torch.zeros(()))
    return -(weight * (inside + 0.2 * finer)).sum()


def _disturbed(x: torch.Tensor, recipe: Recipe, rng: np.random.Generator) -> torch.Tensor:
    x = x + recipe.noise * torch.randn_like(x)
    x = x * (torch.rand(x.shape[1]) >= recipe.drop_features)
    roles = len(ROLES) + 1
    if rng.random() < recipe.blind:
        x[:, -roles - 8 :] = 0
    else:
        x[:, -roles:] *= (torch.rand(len(x), 1) >= recipe.forget).float()
    return x


def trained(examples: Sequence[Example], recipe: Recipe, cache: Path) -> Path:
    """The weights of a network trained on some examples, not calibrated (temperature 1).

    What was trained on the very same examples before is taken from ``cache``.
    """
    digest = hashlib.sha256(repr(recipe).encode())
    for example in examples:
        for part in (example.values, example.groups, example.allowed, example.weight):
            digest.update(np.ascontiguousarray(part).tobytes())
    path = cache / f"weights-{digest.hexdigest()[:16]}.npz"
    if not path.exists():
        _export(fit(examples, recipe), path)
    return path


def _export(network: Network, path: Path) -> None:
    """Write a network's weights: matrices as float16, all else as float32."""
    parts = {
        name: value.numpy().astype(np.float16 if value.ndim > 1 else np.float32)
        for name, value in network.state_dict().items()
    }
    np.savez_compressed(path, temperature=np.float32(1.0), **parts)  # type: ignore[arg-type]
