"""The command line: one file per command around a plain function, one error handler, one set of exit codes."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    from provenance.cli.app import app
    from provenance.cli.edge import leave

    leave(app)
