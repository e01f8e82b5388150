"""Strangers' files are parsed in a process of their own, which may not take long, grow large, or take the caller with it.

Parsers of office files and PDF crash, hang and swell on hostile input, and none of them bounds all three. So a pure function from
bytes to JSON values runs in a fresh child process with limits that the system enforces. The child is a plain one that talks over
pipes (not :mod:`multiprocessing`, which would run the caller's main module again), in an isolated interpreter; one file, one
process, so that nothing of one file is left when the next one comes.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import subprocess
import sys
import threading
from pathlib import Path

from provenance.formats import child
from provenance.formats.outcomes import Crashed, Refused, TooLong, TooMuchMemory

SECONDS = 15.0
"""Wall-clock time that a file may take, start of the process included."""
MEMORY = 512 * 1024**2
"""Bytes of address space of the process, interpreter and parser included (where the system can limit it)."""
OUTPUT = 64 * 1024**2
"""Bytes of JSON that a result may have."""

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def confined(function: str, body: bytes, *, seconds: float = SECONDS, memory: int = MEMORY, output: int = OUTPUT) -> object:
    """Run a function over a file's bytes in a child process.

    Parameters
    ----------
    function:
        ``"module:name"`` of a pure function from bytes to JSON values; it may raise :class:`Refused`. Never a stranger's words.
    body:
        The file.
    seconds:
        Wall-clock time after which the child is killed.
    memory:
        Bytes of address space that the child may take; 0 for no limit.
    output:
        Bytes of JSON that the result may have.

    Returns
    -------
    What the function returned, as JSON gives it back: tuples come as lists.

    Raises
    ------
    Refused, TooLong, TooMuchMemory, Crashed
        See :mod:`provenance.formats.outcomes`. It may be called from several threads.
    """
    process = _start(function, seconds, memory)
    late = threading.Event()
    clock = threading.Timer(seconds, _end, (process, late))
    clock.daemon = True
    clock.start()
    try:
        answer = _ask(process, body, output + 1)
    finally:
        clock.cancel()
        _reap(process)
    if len(answer) > output:
        raise TooMuchMemory(f"gives more than the {output // 2**20} MiB of result that are allowed")
    if late.is_set():
        raise TooLong(f"takes longer than {seconds:g} s to read")
    return _result(answer, process.returncode, memory)


def _start(function: str, seconds: float, memory: int) -> subprocess.Popen[bytes]:
    order = {
        "path": [entry for entry in (str(Path(__file__).resolve().parents[2]), *sys.path) if entry],
        "function": function,
        "memory": memory,
        "seconds": math.ceil(seconds) + 1,
    }
    try:
        return subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            # isolated and without site: the caller's own search path is handed over, which finds the same and starts faster
            [sys.executable, "-I", "-S", child.__file__, json.dumps(order)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,  # an interrupt at the terminal is the parent's to handle
        )
    except OSError as error:
        raise Crashed(f"cannot be read, since no process can be started for it ({error.strerror or error})") from None


def _ask(process: subprocess.Popen[bytes], body: bytes, most: int) -> bytes:
    """Hand the file over and take the answer. The child reads all before it writes, so that neither waits for the other."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError):  # it died before it had read everything
        process.stdin.write(body)
        process.stdin.close()
    try:
        return process.stdout.read(most)
    except OSError:
        return b""


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _reap(process: subprocess.Popen[bytes]) -> None:
    """End the process if it still runs."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()


def _result(answer: bytes, code: int, memory: int) -> object:
    full = f"takes more than the {memory // 2**20} MiB of memory that are allowed"
    try:
        values = json.loads(answer)
        kind, value = values["kind"], values["value"]
    except (ValueError, KeyError, TypeError):
        if code == child.NO_MEMORY:
            raise TooMuchMemory(full) from None
        raise Crashed("crashes its parser") from None
    if kind == "result":
        return value
    if kind == "refused":
        raise Refused(str(value))
    if kind == "memory":
        raise TooMuchMemory(full)
    raise Crashed(f"breaks its parser ({value})")
