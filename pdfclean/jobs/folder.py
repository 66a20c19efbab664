"""The folders of jobs on disk: where they are, whose they are, what stands on the label of each.

A job's folder holds the copy of the PDF, the label (``job.json``) and the spool of its latest run.
The label's time of change is when somebody last looked at the job, by the clock on the wall: the
only clock that a restarted server shares with the one before.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from pdfclean.errors import LimitError, NotAPdfError

__all__ = ["COPY", "Label", "claim", "default_folder", "furnish", "last_seen", "touch"]

LABEL = "job.json"
COPY = "document.pdf"
MAGIC = b"%PDF-"
MAGIC_WITHIN = 1024
"""A PDF says so within its first kilobyte (ISO 32000-1, Annex H, implementation note 13)."""
MOST_SERVERS = 20
"""Servers of one user that each find a folder of their own beside the default one."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a list says of a job without opening it.

    ``made`` is in seconds since 1970. ``state`` is the state's value, ``title`` the document's own.
    ``trouble`` is the sentence that says why it cannot be read, if it cannot. ``locked`` asks for a
    password.
    """

    name: str
    made: float
    state: str = ""
    title: str = ""
    pages: int = 0
    trouble: str = ""
    locked: bool = False

    def write(self, home: Path) -> None:
        """Put it on a folder, whole or not at all; a full disk leaves the one before."""
        try:
            spare = home / f"{LABEL}.new"
            spare.write_text(json.dumps(asdict(self)), "utf-8")
            spare.replace(home / LABEL)
        except OSError:
            return

    @classmethod
    def read(cls, home: Path) -> Label | None:
        """The label of a folder; ``None`` if there is none that can be read."""
        try:
            values = json.loads((home / LABEL).read_text("utf-8"))
            label = cls(**values)
            return label if isinstance(label.name, str) and isinstance(label.state, str) else None
        except (OSError, ValueError, TypeError):
            return None


def furnish(home: Path, path: Path, name: str) -> None:
    """Make a job's folder, with a copy of a file that its producer calls ``name``.

    Raises:
        NotAPdfError: the content says that it is no PDF, whatever its name.
        LimitError: there is no room for it on the disk.
    """
    try:
        with path.open("rb") as file:
            if MAGIC not in file.read(MAGIC_WITHIN):
                raise NotAPdfError(
                    f"“{name}” is not a PDF, whatever its name says. "
                    "Choose the PDF itself, or print the document to PDF first."
                )
        home.mkdir(mode=0o700)
        shutil.copyfile(path, home / COPY)
    except OSError as error:
        shutil.rmtree(home, ignore_errors=True)
        raise LimitError(
            f"“{name}” could not be stored ({error.strerror}). Try again, or ask whoever runs "
            "this server for more disk space."
        ) from error


def touch(home: Path) -> None:
    """Somebody looks at a job."""
    try:
        os.utime(home / LABEL)
    except OSError:
        return


def last_seen(home: Path) -> float:
    """When somebody last looked at a job, in seconds since 1970; the folder's own age without a
    label.

    A time that is still to come (the clock was set back) becomes the present: the job is kept for
    its time from now on, not until the clock gets there.
    """
    for path in (home / LABEL, home):
        try:
            seen = path.stat().st_mtime
            if seen > time.time():
                os.utime(path)
                seen = time.time()
        except OSError:
            continue
        return seen
    return time.time()


def default_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where jobs go unless something else is said: among this user's caches, which others cannot
    prepare for us as they can a name in the folder for temporary files."""
    named = environment.get("LOCALAPPDATA") or environment.get("XDG_CACHE_HOME")
    try:
        base = Path(named) if named else Path.home() / ".cache"
        base.mkdir(parents=True, exist_ok=True)
        if os.access(base, os.W_OK):
            return base / "pdfclean" / "jobs"
    except (OSError, RuntimeError):
        pass
    # No home, or one that is not ours to write in: jobs last as long as the container does.
    return Path(tempfile.mkdtemp(prefix="pdfclean-")) / "jobs"


def claim(folder: Path) -> tuple[Path, IO[bytes]]:
    """Make a folder ours: made if need be, readable by this user only, held by one server.

    Returns:
        The folder, or one beside it (``jobs-2``) while another server holds it; and a file to keep
        open as long as it is to be ours.

    Raises:
        PermissionError: it belongs to somebody else, or is a link.
    """
    for number in range(1, MOST_SERVERS + 1):
        place = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check(place)
        held = (place / ".lock").open("ab")
        if _lock(held):
            return place, held
        held.close()
    raise PermissionError(f"{MOST_SERVERS} servers hold the folders beside {folder} already.")


def _check(place: Path) -> None:
    """Whose it is, and that nobody else can look inside."""
    status = place.lstat()
    ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    if place.is_symlink() or not ours:
        raise PermissionError(
            f"The folder {place} is a link or belongs to somebody else. Set PDFCLEAN_JOBS to a "
            "folder of your own."
        )
    if status.st_mode & 0o077:
        place.chmod(0o700)


def _lock(held: IO[bytes]) -> bool:
    """Hold a file until it is closed or the process dies; false if somebody else does."""
    try:
        import fcntl
    except ImportError:
        # Windows: no two servers share a folder only as long as nobody starts two.
        return True
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
