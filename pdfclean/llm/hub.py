"""A model's files, from this machine or from the Hugging Face hub.

What is on this machine is used without asking the network. Otherwise the hub is asked once, with a
time limit, how large the model is and whether it may be had; only then does the download begin.
"""

from __future__ import annotations

import errno
import queue
import shutil
import time
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfclean.errors import ModelError
from pdfclean.llm.background import Background, Cancelled
from pdfclean.llm.files import ModelFiles, find_local, inspect
from pdfclean.llm.memory import gigabytes

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo

__all__ = ["fetch"]

HUB_TIMEOUT = 10.0
"""Seconds to wait for the hub's first answer. A reachable hub answers in under one; ten is the
library's own limit for the requests that follow."""

STALL_TIMEOUT = 60.0
"""Seconds without a single byte after which a download counts as dead: as long as the library's own
six attempts at one request take."""

POLL = 0.25
"""Seconds between two looks at a download; also how soon it notices that it was given up."""

_WANTED = ("*.json", "*.safetensors", "*.jinja", "*.model", "*.txt")
# Sub-folders hold other formats (onnx/, original/), consolidated* the same weights once more.
_UNWANTED = ("*/*", "consolidated*")

_WITHOUT = "Cleaning without a model works meanwhile."


def fetch(
    model_id: str,
    progress: Callable[[int, int], None],
    check: Callable[[int], None],
) -> ModelFiles:
    """Make sure that a model's files are on this machine.

    Args:
        model_id: a hub id (``owner/name``), one GGUF file of one (``owner/name/file.gguf``), a
            folder or a ``.gguf`` file.
        progress: called a few times a second while files are fetched, with bytes there and bytes
            in all; may raise :class:`Cancelled` to give up.
        check: called with the number of weights before anything is fetched, if the hub knows it;
            raises :class:`ModelError` when they will not fit.

    Raises:
        ModelError: what is wrong and what to do.
    """
    local = find_local(model_id)
    if local is not None:
        return local
    repo, gguf = _split(model_id)
    cached = _cached(repo, gguf)
    if cached is not None:
        return cached
    try:
        info = _ask(repo)
        files = _offered(gguf, info)
        _check_offer(repo, gguf, info, check)
        _check_disk(repo, sum(files.values()))
        last = _download(repo, files, progress)
        return inspect(last if gguf else last.parent)
    except (ModelError, Cancelled):
        raise
    except Exception as error:
        raise _explain(repo, error) from error


def _split(model_id: str) -> tuple[str, str]:
    """The repository and, when one of its GGUF files is meant, that file.

    >>> _split("owner/name"), _split("owner/name/small.gguf")
    (('owner/name', ''), ('owner/name', 'small.gguf'))
    """
    parts = model_id.split("/", 2)
    if len(parts) == 3 and model_id.lower().endswith(".gguf"):
        return "/".join(parts[:2]), parts[2]
    return model_id, ""


class _Patterns(NamedTuple):
    allow: list[str]
    ignore: list[str]


def _patterns(gguf: str) -> _Patterns:
    return _Patterns([gguf], []) if gguf else _Patterns(list(_WANTED), list(_UNWANTED))


def _cached(repo: str, gguf: str) -> ModelFiles | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    patterns = _patterns(gguf)
    try:
        folder = snapshot_download(
            repo,
            local_files_only=True,
            allow_patterns=patterns.allow,
            ignore_patterns=patterns.ignore,
        )
        return inspect(Path(folder, gguf))
    except (LocalEntryNotFoundError, ModelError):
        return None
    except HFValidationError as error:
        raise _explain(repo, error) from error


def _ask(repo: str) -> ModelInfo:
    from huggingface_hub import HfApi

    return HfApi().model_info(repo, timeout=HUB_TIMEOUT, files_metadata=True)


def _check_offer(repo: str, gguf: str, info: ModelInfo, check: Callable[[int], None]) -> None:
    names = {file.rfilename for file in info.siblings or ()}
    if gguf and gguf not in names:
        raise ModelError(f"{repo} on the hub has no file {gguf}. Check its name.")
    if not gguf and not any(name.endswith(".safetensors") and "/" not in name for name in names):
        others = sorted(name for name in names if name.endswith(".gguf"))
        hint = f" Add the name of one of its files, such as {repo}/{others[0]}." if others else ""
        raise ModelError(
            f"{repo} on the hub has no .safetensors weights.{hint or ' Choose another model.'}"
        )
    if not gguf and info.safetensors is not None:
        check(info.safetensors.total)


def _check_disk(repo: str, need: int) -> None:
    from huggingface_hub.constants import HF_HUB_CACHE

    place = Path(HF_HUB_CACHE)
    while not place.exists():
        place = place.parent
    if shutil.disk_usage(place).free < need:
        raise ModelError(
            f"Fetching {repo} takes {gigabytes(need)}, more than the disk has free. "
            f"Free some space or choose a smaller model. {_WITHOUT}"
        )


def _offered(gguf: str, info: ModelInfo) -> dict[str, int]:
    """The files to fetch with their sizes in bytes, weights last.

    In this order a folder with weights in it is a whole one, whatever interrupted the download.
    """
    allow, ignore = _patterns(gguf)
    sizes = {
        file.rfilename: file.size or 0
        for file in info.siblings or ()
        if any(fnmatch(file.rfilename, pattern) for pattern in allow)
        and not any(fnmatch(file.rfilename, pattern) for pattern in ignore)
    }
    return dict(sorted(sizes.items(), key=lambda item: item[1]))


def _download(repo: str, files: dict[str, int], progress: Callable[[int, int], None]) -> Path:
    """Fetch files; give up when nothing has come in for :data:`STALL_TIMEOUT` seconds.

    The library retries by itself for longer than anybody waits, so it runs in a thread that can be
    left behind (its own ``snapshot_download`` starts threads that cannot). What has been fetched is
    kept and taken up next time. Returns the path of the last file.
    """
    from huggingface_hub import hf_hub_download

    total = sum(files.values())
    arrived: queue.SimpleQueue[int] = queue.SimpleQueue()

    def work() -> Path:
        before, path = 0, ""
        for name, size in files.items():
            path = hf_hub_download(repo, name, tqdm_class=_bar_class(before, arrived.put))
            before += size
            arrived.put(before)
        return Path(path)

    task = Background(work, "model-download", abandon=True)
    done, last = 0, time.monotonic()
    while not task.wait(POLL):
        while not arrived.empty():
            done, last = arrived.get(), time.monotonic()
        progress(min(done, total), total)
        if time.monotonic() - last > STALL_TIMEOUT:
            raise ModelError(
                f"The model hub stopped sending {repo}. Check the network and try again: what has "
                f"arrived is kept. {_WITHOUT}"
            )
    path = task.result()
    progress(total, total)
    return path


def _bar_class(before: int, report: Callable[[int], None]) -> type[Any]:
    """A silent progress bar for the hub library that passes on how many bytes are there.

    Args:
        before: bytes of the files fetched earlier.
        report: called with the sum; again with the same sum as a sign of life.
    """
    from tqdm.auto import tqdm  # type: ignore[import-untyped]

    class Bar(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "disable": True})

        def update(self, n: float | None = 1) -> None:
            self.n += n or 0
            report(before + int(self.n))

        def update_transfer(self, _: float | None = 1) -> None:
            """Bytes received but not written yet."""
            report(before + int(self.n))

    return Bar


def _explain(repo: str, error: Exception) -> ModelError:
    """A sentence for what went wrong between here and the hub's files."""
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, HFValidationError

    if isinstance(error, HFValidationError):
        return ModelError(
            f"“{repo}” is not a model's name. Write it as owner/name, as the hub shows it, or "
            "give the path of a folder or a .gguf file."
        )
    if isinstance(error, HfHubHTTPError):
        status = 403 if isinstance(error, GatedRepoError) else error.response.status_code
        return ModelError(_refusal(repo, status))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EACCES, errno.EROFS):
        return ModelError(
            f"{repo} cannot be saved on this machine ({error.strerror}). Free some space, or "
            "set HF_HOME to a folder that can be written to."
        )
    return ModelError(
        f"{repo} is not on this machine and the model hub cannot be reached. Check the network "
        f"and try again, or choose a model from a folder. {_WITHOUT}"
    )


def _refusal(repo: str, status: int) -> str:
    page = f"huggingface.co/{repo}"
    if status == 403:
        return (
            f"{repo} is a gated model: its licence must be accepted first. Do so on {page}, log in "
            "on this machine with “hf auth login”, and try again, or choose one of the open "
            f"models. {_WITHOUT}"
        )
    if status == 401:
        # The hub answers 401 for gated, private and missing models alike.
        return (
            f"The hub does not hand out {repo} without a login: it is gated, private or not there "
            f"at all. Check its name; if {page} asks you to accept a licence, do so and log in on "
            "this machine with “hf auth login”, or choose one of the open models. " + _WITHOUT
        )
    if status == 404:
        return (
            f"The hub has no model called {repo}. Check the spelling, owner/name, or choose one "
            "of the models offered."
        )
    return f"The model hub has a problem (it answered {status}). Try again later. {_WITHOUT}"
