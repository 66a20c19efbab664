"""Who may import what: the house's plan as a table, checked against the source."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

GROUND = ("pdfclean.document", "pdfclean.errors", "pdfclean.settings", "pdfclean.polishing")
STAGES = (
    "pdfclean.extraction",
    "pdfclean.cleaning",
    "pdfclean.chunking",
    "pdfclean.choosing",
    "pdfclean.verify",
)
MODELS = ("pdfclean.llm",)
OUTPUT = (
    "pdfclean.render",
    "pdfclean.printed",
    "pdfclean.review",
    "pdfclean.outline",
    "pdfclean.export",
)
CORE = (*GROUND, *STAGES, *OUTPUT, "pdfclean.pipeline")

# Each place and the other places it may import, the highest first: imports point down only, stages
# do not import each other, and nobody imports the root package but for its version.
PLACES = {
    "app": (*CORE, *MODELS, "pdfclean.jobs", "pdfclean.cli", "pdfclean.ui"),
    "pdfclean.ui": (*CORE, *MODELS, "pdfclean.jobs"),
    "pdfclean.__main__": ("pdfclean.cli",),
    "pdfclean.cli": (*CORE, *MODELS, "pdfclean.jobs", "pdfclean.languages"),
    "pdfclean.jobs": (*GROUND, *OUTPUT, "pdfclean.pipeline", "pdfclean.languages"),
    "pdfclean.pipeline": (
        *GROUND,
        *STAGES,
        "pdfclean.judging",
        "pdfclean.marking",
        "pdfclean.ahead",
    ),
    # Layout and cleaning, done once for all runs on the same pages: the pipeline's own part.
    "pdfclean.marking": (*GROUND, "pdfclean.extraction", "pdfclean.cleaning"),
    # One chunk through a model and the guard: the pipeline's own part that knows both.
    "pdfclean.judging": (
        *GROUND,
        "pdfclean.choosing",
        "pdfclean.chunking",
        "pdfclean.verify",
        "pdfclean.render",
    ),
    "pdfclean.export": (*GROUND, "pdfclean.render", "pdfclean.outline"),
    "pdfclean.outline": (*GROUND, "pdfclean.render"),
    # What was taken out, item by item: render's text and the reader's decisions on it.
    "pdfclean.review": (*GROUND, "pdfclean.render"),
    "pdfclean.render": GROUND,
    # Where tokens stand on the printed page.
    "pdfclean.printed": GROUND,
    # What should stay in a text is the same to a model that deletes and to the guard.
    "pdfclean.llm": (*GROUND, "pdfclean.wording"),
    # How two wordings of a text differ: a part of verify.
    "pdfclean.verify": (*GROUND, "pdfclean.wording"),
    "pdfclean.wording": GROUND,
    "pdfclean.chunking": GROUND,
    # Telling phrases: a part of choosing.
    "pdfclean.choosing": (*GROUND, "pdfclean.cues"),
    "pdfclean.cues": GROUND,
    "pdfclean.cleaning": GROUND,
    "pdfclean.extraction": GROUND,
    "pdfclean.polishing": GROUND,
    # What language a text is in; it knows nothing of this house.
    "pdfclean.languages": (),
    # Threads that take things before they are asked for; it knows nothing of this house.
    "pdfclean.ahead": (),
    "pdfclean.settings": GROUND,
    "pdfclean.document": GROUND,
    "pdfclean.errors": GROUND,
    "pdfclean": (),
}

# Libraries and the only places that know them.
LIBRARIES = {
    "gradio": ("pdfclean.ui",),
    "babel": ("pdfclean.ui.language",),
    "torch": ("pdfclean.llm.local",),
    "transformers": ("pdfclean.llm.local",),
    "accelerate": ("pdfclean.llm.local",),
    "spaces": ("pdfclean.llm.local",),
    "openai": ("pdfclean.llm.remote.server",),
    "gguf": ("pdfclean.llm",),
    "huggingface_hub": ("pdfclean.llm",),
    "jinja2": ("pdfclean.llm",),
    "psutil": ("pdfclean.llm",),
    "tqdm": ("pdfclean.llm",),
    "pypdf": ("pdfclean.extraction.extract",),
    # Glyphs, drawings and the picture of a page that extract.py opened.
    "pypdfium2": (
        "pdfclean.extraction.drawing",
        "pdfclean.extraction.extract",
        "pdfclean.extraction.glyphs",
        "pdfclean.extraction.graphics",
    ),
    "numpy": ("pdfclean.extraction",),
    "docx": ("pdfclean.export.word",),
    "ftfy": ("pdfclean.cleaning.repair",),
    "py3langid": ("pdfclean.languages",),
    "sentencex": ("pdfclean.chunking",),
    "typing_extensions": ("app", "pdfclean"),
}

# Too slow to import, or too rarely needed, to be imported when a module is.
LAZY = ("torch", "py3langid", "transformers", "accelerate", "spaces", "gguf", "openai", "docx")

# Not imported, but wanted by a library for what it reads or makes.
INDIRECT = {"fonttools", "pillow"}

# Libraries that are imported under another name than they are installed.
IMPORTED_AS = {"python-docx": "docx"}


def sources() -> dict[str, Path]:
    """Modules by name."""
    found = {"app": ROOT / "app.py"}
    for path in sorted((ROOT / "pdfclean").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(module: str, path: Path, tree: ast.AST | None = None) -> Iterator[str]:
    """The full names a module imports, wherever in it; ``from a import b`` counts as ``a.b``."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree or ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            yield from (f"{base}.{alias.name}" for alias in node.names)


def inside(name: str, places: tuple[str, ...]) -> bool:
    """Whether a name is one of these places or something in it."""
    return any(name == place or name.startswith(place + ".") for place in places)


def place_of(module: str) -> str:
    """The place a module belongs to."""
    places = [p for p in PLACES if p != "pdfclean" and inside(module, (p,))]
    return max(places, key=len) if places else module


def forbidden(module: str, names: Iterator[str]) -> list[str]:
    """Which of the imported names this module may not import."""
    place = place_of(module)
    own = () if place == "pdfclean" else (place,)
    wrong = []
    for name in names:
        top = name.split(".")[0]
        if top in sys.stdlib_module_names:
            continue
        if top == "pdfclean":
            if not inside(name, (*own, *PLACES[place], "pdfclean.__version__")):
                wrong.append(name)
        elif not inside(module, LIBRARIES.get(top, ())):
            wrong.append(name)
    return wrong


@pytest.mark.parametrize(("module", "path"), sources().items(), ids=str)
def test_imports_point_down(module: str, path: Path) -> None:
    assert place_of(module) in PLACES, "a new place needs a row in the table"
    assert forbidden(module, imports(module, path)) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pdfclean.document", "import numpy"),
        ("pdfclean.document", "from pdfclean.render import render"),
        ("pdfclean.pipeline", "from pdfclean.llm.local import load_model"),
        ("pdfclean.pipeline", "from pdfclean import llm"),
        ("pdfclean.pipeline", "from pdfclean.export import save"),
        ("pdfclean.cleaning.repair", "from pdfclean.extraction import layout"),
        ("pdfclean.cleaning.links", "import ftfy"),
        ("pdfclean.extraction.layout", "import pypdf"),
        ("pdfclean.extraction.layout", "from .. import verify"),
        ("pdfclean.llm.prompt", "import torch"),
        ("pdfclean.llm.remote.writing", "import openai"),
        ("pdfclean.llm.local", "from pdfclean.pipeline import clean"),
        ("pdfclean.cli.run", "import gradio"),
        ("pdfclean.cli.run", "from pdfclean.ui import build"),
        ("pdfclean.ui.blocks", "from pdfclean import cli"),
        ("app", "import gradio"),
        ("app", "import torch"),
        ("pdfclean.render", "from pdfclean import jobs"),
    ],
)
def test_the_check_can_fail(module: str, source: str) -> None:
    path = sources().get(module, Path("x.py"))
    assert len(forbidden(module, imports(module, path, ast.parse(source)))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pdfclean.pipeline", "from pdfclean.cleaning import Cleaner"),
        ("pdfclean.export", "from pdfclean import __version__"),
        ("pdfclean.cli.run", "from pdfclean import pipeline"),
        ("pdfclean.cli.run", "from pdfclean.cli.arguments import Task"),
        ("pdfclean.extraction.layout", "from .columns import order"),
        ("pdfclean.llm.local", "import torch.nn.functional"),
        ("app", "from pdfclean.ui import build"),
    ],
)
def test_the_check_lets_pass(module: str, source: str) -> None:
    path = sources().get(module, Path("x.py"))
    assert forbidden(module, imports(module, path, ast.parse(source))) == []


@pytest.mark.parametrize(("module", "path"), sources().items(), ids=str)
def test_heavy_libraries_are_not_imported_with_a_module(module: str, path: Path) -> None:
    """A top-level import would run at start; one under ``TYPE_CHECKING`` or in a function does
    not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = ast.Module([n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)], [])
    assert [n for n in imports(module, path, top) if inside(n, LAZY)] == []


def test_requirements_are_what_is_imported() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {re.split(r"[^\w-]", line)[0].lower() for line in lines if line[:1].isalpha()}
    imported = {
        name.split(".")[0]
        for module, path in sources().items()
        for name in imports(module, path)
        if name.split(".")[0] not in sys.stdlib_module_names
    }
    required = {IMPORTED_AS.get(name, name) for name in required}
    assert required - INDIRECT == imported - {"pdfclean"}


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("pdfclean.cli", ("torch", "transformers", "gradio", "pypdf", "pypdfium2", "openai")),
        ("pdfclean.extraction.worker", ("torch", "gradio", "pdfclean.pipeline")),
        ("app", ("torch", "transformers", "openai")),
    ],
)
def test_what_a_start_does_not_pay_for(module: str, absent: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([n for n in {absent!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
