"""The report as workflow commands of GitHub Actions: each problem as an annotation at its line."""

from __future__ import annotations

import os

from provenance.model import Report
from provenance.reports.clean import no_commands, one_line
from provenance.reports.problems import LEVELS, message, problems, region, relative, rule_of
from provenance.reports.words import INTERRUPTED, NAMES

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
SHOWN = 10
"""GitHub shows this many annotations of a kind for each step; the log holds the others."""


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """A line for each problem, worst first, escaped as the runner unescapes it. ``verbosity`` -1 leaves out what could not be checked."""
    lines = []
    for draft, checked in problems(report):
        command = _COMMANDS[LEVELS[checked.verdict.label]]
        if verbosity < 0 and command == "notice":
            continue
        properties = {"file": _file(draft.draft.path)}
        place = region(draft.draft, checked.claim.span)
        if place is not None:
            properties |= {"line": str(place.line), "endLine": str(place.end_line)}
            if place.line == place.end_line:  # columns count only within one line
                properties |= {"col": str(place.column), "endColumn": str(max(place.column, place.end_column - 1))}
        properties["title"] = f"{NAMES[checked.verdict.label].capitalize()} ({rule_of(checked)})"
        lines.append(_command(command, properties, message(checked, {s.id: s for s in draft.sources})))
    for failure in report.failures:
        lines.append(_command("error", {"file": _file(failure.path), "title": "Draft not read"}, failure.reason))
    if report.interrupted:
        lines.append(_command("warning", {"title": "Interrupted"}, INTERRUPTED))
    for name in ("error", "warning", "notice"):
        n = sum(line.startswith(f"::{name} ") for line in lines)
        if n > SHOWN:
            lines.append(f"{n} {name}s; GitHub shows {SHOWN} of a kind beside the text, the log and the other formats have all")
    if not lines:
        lines.append("No problem found.")
    return "".join(f"{line}\n" for line in lines)


def _file(path: str) -> str:
    """The draft's path as the checkout has it; the runner takes paths, not URIs."""
    plain = one_line(path)
    if os.path.isabs(plain):
        plain = os.path.relpath(plain)
        if plain.startswith(".."):
            return relative(path)
    return plain.replace(os.sep, "/")


def _command(name: str, properties: dict[str, str], text: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {told}::{_data(text)}"


def _data(text: str) -> str:
    return no_commands(f"|{one_line(text)}")[1:].replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
