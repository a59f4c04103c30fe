"""How much a child process may use: what it does first, before it looks at its file."""

from __future__ import annotations

import struct
import sys

# JOBOBJECT_EXTENDED_LIMIT_INFORMATION as 64-bit Windows lays it out.
_EXTENDED_LIMITS, _SIZE = 9, 144
_PROCESS_TIME_AT, _FLAGS_AT, _PROCESS_MEMORY_AT = 0, 16, 112
_LIMIT_PROCESS_TIME, _LIMIT_PROCESS_MEMORY = 0x2, 0x100
_TICKS = 10_000_000  # of a second
_SECONDS = 8  # of the processor: a slow disk, or other programs at work, are nobody's fault


def limit(memory: int) -> None:
    """Cap the time of the processor, and what this process may allocate, in bytes.

    More time ends it, more memory ends it or is refused to it. Linux counts memory that is
    writable, Windows what is committed. macOS holds no process to such a limit: there only the
    limits on time and on the size of the file stand.
    """
    if sys.platform == "win32":
        _enter_job(memory)
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _enter_job(memory: int) -> None:
    """Put this process into a job of its own that has the limits."""
    if sys.platform != "win32":
        return
    import ctypes  # noqa: PLC0415 - only Windows needs it
    from ctypes import wintypes  # noqa: PLC0415 - the same

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = [wintypes.LPVOID, wintypes.LPCWSTR]
    kernel.SetInformationJobObject.argtypes = [
        wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD,
    ]  # fmt: skip
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    said = ctypes.create_string_buffer(_SIZE)
    struct.pack_into("<Q", said, _PROCESS_TIME_AT, _SECONDS * _TICKS)
    struct.pack_into("<L", said, _FLAGS_AT, _LIMIT_PROCESS_TIME | _LIMIT_PROCESS_MEMORY)
    struct.pack_into("<Q", said, _PROCESS_MEMORY_AT, memory)
    job = kernel.CreateJobObjectW(None, None)
    if not (
        job
        and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, said, _SIZE)
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    ):
        raise ctypes.WinError(ctypes.get_last_error())
