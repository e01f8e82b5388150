"""The other end of :mod:`provenance.formats.confined`: a process that runs one function over one file.

It is started as a script with one argument, an object in JSON: ``path`` (the module search path), ``function``
(``module:name``), ``memory`` (bytes of address space, 0 for no limit) and ``seconds`` (of processor time). It reads the file from
standard input to its end and writes one object in JSON to standard output: ``kind`` ``result``, ``refused``, ``memory`` or ``error``, and
its ``value``. No pickles: what parses strangers' bytes is not believed more than it has to be.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import Any

NO_MEMORY = 86
"""Exit code of a child that has not even the memory left to say so."""


def main() -> None:
    """Serve one file."""
    order = json.loads(sys.argv[1])
    sys.path[:] = order["path"]
    sys.dont_write_bytecode = True
    limit(order["memory"], order["seconds"])
    out = os.dup(1)
    os.dup2(2, 1)  # a library that prints must not garble the answer
    try:
        words = json.dumps(answer(order["function"], sys.stdin.buffer.read()), separators=(",", ":")).encode("ascii")
        at = 0
        while at < len(words):
            at += os.write(out, words[at : at + 65536])
    except MemoryError:
        os._exit(NO_MEMORY)
    os._exit(0)  # a parser's own tidying up at exit is nobody's business any more


def answer(function: str, body: bytes) -> dict[str, Any]:
    """Run the function ``module:name`` over ``body``; what came of it, as ``kind`` and ``value``."""
    module, name = function.split(":")
    try:
        run = getattr(import_module(module), name)
        return {"kind": "result", "value": run(body)}
    except MemoryError:
        return {"kind": "memory", "value": None}
    except Exception as error:  # a file that breaks a parser is one unread file, whatever the parser raises
        from provenance.formats.outcomes import Refused

        if isinstance(error, Refused):
            return {"kind": "refused", "value": str(error)}
        return {"kind": "error", "value": type(error).__name__}


def limit(memory: int, seconds: int) -> None:
    """Bound this process: address space in bytes (0: not at all), processor time in seconds, no core dumps, no files written."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    bounds = [(resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)]
    if memory:
        bounds.append((resource.RLIMIT_AS, memory))
    for which, most in bounds:
        try:
            resource.setrlimit(which, (most, most))
        except (ValueError, OSError):
            continue  # a stricter limit is in force already


if __name__ == "__main__":
    main()
