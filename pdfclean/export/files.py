"""Names of files that every file system takes, and writing one in one step."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

__all__ = ["file_name", "save"]

_NAME_LENGTH = 100
"""Characters of a file name before its ending: readable in a list of downloads."""
_NAME_BYTES = 200
"""The same in UTF-8 bytes; file systems allow 255 for the whole name."""
_RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)")
"""Device names that Windows keeps to itself, with any ending."""


def file_name(title: str, suffix: str) -> str:
    """A name for a download that every common file system takes, never empty.

    Left out: path separators and what else Windows forbids, control, bidirectional and other
    invisible characters, dots and spaces at the ends. ``suffix`` is appended as it is.

    >>> file_name("Salt / bread: a study?", ".txt")
    'Salt bread a study.txt'
    >>> file_name("../con", ".md")
    'con_.md'
    >>> file_name("", ".txt")
    'clean.txt'
    """
    name = unicodedata.normalize("NFC", title)
    name = re.sub(r'[\\/:*?"<>|]', " ", name)
    # Cc, Cf, Cs, Co and Cn: nothing to see, some to be fooled by. Zl and Zp are spaces below.
    name = "".join(c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = " ".join(name.split())[:_NAME_LENGTH]
    name = name.encode()[:_NAME_BYTES].decode(errors="ignore").strip(" .-~")
    if not name:
        name = "clean"
    return (f"{name}_" if _RESERVED.match(name) else name) + suffix


def save(path: Path, content: str | bytes) -> None:
    """Write a file in one step: whoever looks sees the old file or the whole new one.

    Text is written as UTF-8.

    A path that is no regular file (a pipe, a device) is written to directly.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    part = target.with_name(f".{target.name[:_NAME_LENGTH]}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
