"""How much memory a child process may use: what it does first, before it looks at its file."""

from __future__ import annotations

import struct
import sys

# JOBOBJECT_EXTENDED_LIMIT_INFORMATION as 64-bit Windows lays it out.
_EXTENDED_LIMITS, _SIZE = 9, 144
_FLAGS_AT, _PROCESS_MEMORY_AT = 16, 112
_LIMIT_PROCESS_MEMORY = 0x100


def limit_memory(size: int) -> None:
    """Cap what this process may allocate, in bytes; more than that ends it or is refused to it.

    Linux counts what is writable, Windows what is committed. macOS holds no process to such a
    limit: there only the limits on time and on the size of the file stand.
    """
    if sys.platform == "win32":
        _enter_job(size)
    elif sys.platform == "linux":
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def _enter_job(size: int) -> None:
    """Put this process into a job of its own that has the limit."""
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
    struct.pack_into("<L", said, _FLAGS_AT, _LIMIT_PROCESS_MEMORY)
    struct.pack_into("<Q", said, _PROCESS_MEMORY_AT, size)
    job = kernel.CreateJobObjectW(None, None)
    if not (
        job
        and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, said, _SIZE)
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    ):
        raise ctypes.WinError(ctypes.get_last_error())
