"""What the exit code of the command says."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, the same for every command."""

    CLEAN = 0
    """Nothing at or above ``--fail-on``."""
    FINDINGS = 1
    """At least one claim has a label that ``--fail-on`` names."""
    USAGE = 2
    """Wrong usage or settings, or a draft that cannot be read."""
    INTERNAL = 3
    """The program failed; a log to attach was written."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C."""
    TERMINATED = 143
    """A run of an audit was stopped by SIGTERM or because its terminal closed."""
