"""The one place where errors become a line on stderr and an exit code."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from provenance.cli.exit_codes import ExitCode
from provenance.cli.stopping import Stopped
from provenance.errors import ProvenanceError


class Interrupted(Exception):
    """Ctrl-C, in a form that the option parser does not turn into another exit code."""


class NobodyReads(Exception):
    """A closed pipe, in a form that the option parser does not turn into the exit code of findings."""


def leave(app: Callable[[], object]) -> NoReturn:
    """Run ``app`` and exit; no traceback ever reaches the user.

    An error of our own is one line on stderr. Any other is written to a log file, and the line says where that is.
    """
    _speak_utf8()
    try:
        app()
    except ProvenanceError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except (Interrupted, KeyboardInterrupt) as error:
        stopped = error if isinstance(error, Stopped) else error.__cause__
        complain(str(stopped) if isinstance(stopped, Stopped) else "interrupted")
        _quit(stopped.code if isinstance(stopped, Stopped) else ExitCode.INTERRUPTED)
    except (BrokenPipeError, NobodyReads):
        # the reader of our output has left: nothing to say, and nobody to say it to
        _quit(ExitCode.CLEAN)
    except Exception as error:
        complain(f"{type(error).__name__}: internal failure; please attach {_write_log(error)} to a report of it")
        sys.exit(ExitCode.INTERNAL)
    sys.exit(ExitCode.CLEAN)


def complain(message: str) -> None:
    """Write one line to stderr, with nothing in it that could move the cursor."""
    from provenance.reports.clean import masked, one_line

    if sys.stderr is None:  # closed before we began
        return
    print(f"provenance: {one_line(masked(message))}", file=sys.stderr)  # noqa: T201


def _write_log(error: BaseException) -> str:
    """Write what is needed to find the fault, and give the file's name."""
    from provenance.pipeline import tool_version
    from provenance.reports.clean import encodable, masked, visible

    trace = "".join(traceback.format_exception(error))
    head = f"provenance {tool_version()}, Python {platform.python_version()}, {platform.platform()}\narguments: {sys.argv[1:]!r}\n\n"
    # a traceback quotes addresses and pages, and a log is read on a terminal and sent to others
    head, text = (encodable(visible(masked(part))) for part in (head, trace))
    wanted = os.environ.get("PROVENANCE_LOG")
    try:
        if wanted:
            Path(wanted).write_text(head + text, encoding="utf-8")
            return wanted
        with tempfile.NamedTemporaryFile("w", prefix="provenance-", suffix=".log", delete=False, encoding="utf-8") as file:
            file.write(head + text)
            return file.name
    except OSError:
        sys.stderr.write(head + text)
        return "the lines above"


def _speak_utf8() -> None:
    # a report holds the source's own script whatever the locale says
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _quit(code: ExitCode) -> NoReturn:
    """Leave without flushing to a closed pipe."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.exit(code)
