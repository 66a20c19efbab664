"""How much memory this process may still take, in bytes."""

from __future__ import annotations

from pathlib import Path

__all__ = ["available_memory", "gigabytes"]

_CGROUP = Path("/sys/fs/cgroup")


def available_memory(cgroup: Path = _CGROUP) -> int:
    """Main memory that can be taken without swapping, within a container's limit if there is one.

    Args:
        cgroup: where the kernel describes the container (version 2 of control groups).
    """
    import psutil  # type: ignore[import-untyped]

    free = int(psutil.virtual_memory().available)
    try:
        limit = (cgroup / "memory.max").read_text().strip()
        used = int((cgroup / "memory.current").read_text())
        lines = (cgroup / "memory.stat").read_text().splitlines()
        # Cached file pages count as used but are given back on demand.
        cached = next((int(x.split()[1]) for x in lines if x.startswith("inactive_file ")), 0)
    except (OSError, ValueError):
        return free
    if not limit.isdecimal():  # "max": no limit
        return free
    return max(0, min(free, int(limit) - used + cached))


def gigabytes(count: int) -> str:
    """A number of bytes as people say it.

    >>> gigabytes(538_000_000), gigabytes(12_340_000_000)
    ('0.5 GB', '12.3 GB')
    """
    return f"{count / 1e9:.1f} GB"
