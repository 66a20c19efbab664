"""What the reading worker may use: memory, time, files, and nothing outside itself.

The worker parses strangers' files with a C++ library. Its limits are kept by the operating system,
so that they hold whatever a file makes of the process: a breach costs the worker, never the app.

====================  ==========================================  =================================
limit                 Linux                                       elsewhere
====================  ==========================================  =================================
memory                kept                                        kept on other Unix systems that
                                                                  count address space; not on macOS
                                                                  and Windows
time of a request     processor time, and the app's own clock     macOS: both; Windows: the clock
open files, writing   kept                                        macOS: kept; Windows: not
network, programs     refused by the kernel (x86-64 and ARM64)    not kept
====================  ==========================================  =================================
"""

from __future__ import annotations

import contextlib
import ctypes
import platform
import sys

__all__ = ["MEMORY", "allow", "confine"]

MEMORY = 1_000_000_000
"""Bytes of address space. The worker starts with 66 MB; the largest sound file seen (2,000 pages)
takes 300 MB, a bomb as much as there is."""

OPEN_FILES = 256
"""Each open document holds one."""

GRACE = 2
"""Seconds of processor time between the signal that ends the worker and the kill."""


def confine() -> None:
    """Give up all that reading a PDF does not need; for the life of this process.

    What a system does not know stays as it is: the limits are a second wall, not the first.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            hard = resource.getrlimit(kind)[1]
            within = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (within, within))
    if sys.platform == "linux":
        _refuse_calls()


def allow(seconds: float) -> None:
    """From now on this process may use so much more processor time; a breach ends it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


# System calls -------------------------------------------------------------------------------------

_ARCHITECTURES = {
    # machine: (AUDIT_ARCH_*, numbers of socket, socketpair, connect, execve, execveat, ptrace,
    # kill, io_uring_setup); from the kernel's uapi headers.
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 101, 62, 425)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 117, 129, 425)),
}
_X32 = 0x40000000
"""System calls of the x32 ABI: the same with other numbers."""

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def _refuse_calls() -> None:
    """Let the kernel refuse network, other programs and other processes (seccomp, mode filter)."""
    known = _ARCHITECTURES.get(platform.machine())
    if known is None:
        return
    architecture, numbers = known
    tests = [(_AT_LEAST, _X32), *((_EQUAL, number) for number in numbers)]
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER_AT),
        # Each test that is met jumps over the rest of them and over the permission.
        *((test, len(tests) - at, 0, value) for at, (test, value) in enumerate(tests)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    instructions = (_Instruction * len(code))(*(_Instruction(*each) for each in code))
    program = _Program(len(code), instructions)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
        prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)
