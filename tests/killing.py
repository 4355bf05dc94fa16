"""Runs a function in a child process and kills it before any system call that changes files (Linux' ptrace, without any tool)."""

import ctypes
import os
import platform
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

# numbers of write, writev, pwrite64, pwritev, pwritev2, fsync, fdatasync, ftruncate, fallocate, rename(at)(2), link(at), unlink(at),
# mkdir(at), copy_file_range, sendfile
_CALLS = {
    "x86_64": {1, 20, 18, 296, 328, 74, 75, 77, 285, 82, 264, 316, 86, 265, 87, 263, 84, 83, 258, 326, 40},
    "aarch64": {64, 66, 68, 70, 287, 82, 83, 46, 47, 38, 276, 37, 35, 34, 285, 71},
}
_TRACEME, _CONT, _SYSCALL, _SETOPTIONS, _GET_SYSCALL_INFO = 0, 7, 24, 0x4200, 0x420E
_SYSGOOD, _FORK, _VFORK, _CLONE, _EXITKILL = 1, 2, 4, 8, 1 << 20
_ENTRY = 1
_THREAD = 0x40000000  # __WALL: threads too


class _Info(ctypes.Structure):
    _fields_ = [  # as ctypes wants it
        ("op", ctypes.c_uint8),
        ("pad", ctypes.c_uint8 * 3),
        ("arch", ctypes.c_uint32),
        ("instruction", ctypes.c_uint64),
        ("stack", ctypes.c_uint64),
        ("number", ctypes.c_uint64),
        ("arguments", ctypes.c_uint64 * 6),
        ("rest", ctypes.c_uint64 * 4),
    ]


@dataclass(frozen=True)
class Run:
    """``steps`` calls that change files were seen; ``killed`` before the last of them, or the function came to its end."""

    steps: int
    killed: bool


def traceable() -> bool:
    """Whether this machine lets a process watch its child's system calls."""
    if platform.system() != "Linux" or platform.machine() not in _CALLS:
        return False
    try:
        return run_killed(lambda: os.write(os.open(os.devnull, os.O_WRONLY), b"."), None).steps == 1
    except OSError:
        return False


def run_killed(function: Callable[[], object], step: int | None) -> Run:
    """Run a function in a forked child that gets SIGKILL before its ``step``-th call that changes files (never for None).

    Raises:
        OSError: tracing is not allowed here.
        AssertionError: the function failed by itself.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long

    def ptrace(request: int, process: int, address: int = 0, data: int = 0) -> int:
        return int(libc.ptrace(request, process, address, data))

    child = os.fork()
    if child == 0:  # pragma: no cover
        code = 1
        try:
            if ptrace(_TRACEME, 0) < 0:
                os._exit(77)
            os.kill(os.getpid(), signal.SIGSTOP)
            function()
            code = 0
        finally:
            os._exit(code)
    os.waitpid(child, 0)
    if ptrace(_SETOPTIONS, child, 0, _SYSGOOD | _CLONE | _FORK | _VFORK | _EXITKILL) < 0:
        os.kill(child, signal.SIGKILL)
        raise OSError("ptrace is not allowed")
    watched, steps, info = _CALLS[platform.machine()], 0, _Info()
    ptrace(_SYSCALL, child)
    while True:
        thread, status = os.waitpid(-1, _THREAD)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            if thread != child:
                continue
            killed = os.WIFSIGNALED(status)
            assert killed or os.WEXITSTATUS(status) == 0, f"the child ended with {status:#x}"
            return Run(steps, killed)
        stopped, pass_on = os.WSTOPSIG(status), 0
        if stopped == signal.SIGTRAP | 0x80:
            ptrace(_GET_SYSCALL_INFO, thread, ctypes.sizeof(info), ctypes.addressof(info))
            if info.op == _ENTRY and info.number in watched:
                steps += 1
                if steps == step:
                    os.kill(child, signal.SIGKILL)
                    continue
        elif stopped not in (signal.SIGTRAP, signal.SIGSTOP):
            pass_on = stopped
        ptrace(_SYSCALL, thread, 0, pass_on)


def run_for(function: Callable[[], object], seconds: float) -> bool:
    """Run a function in a forked child that gets SIGKILL after some time; whether it was still running."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        code = 1
        try:
            function()
            code = 0
        finally:
            os._exit(code)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
