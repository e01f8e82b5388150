"""What README says is so: its help blocks, commands, verdicts, exit codes, settings and example code."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from provenance.cli.exit_codes import ExitCode
from provenance.config import RecordMode, load
from provenance.model import Label

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HELP = re.findall(r"<!-- help: (.*?) -->\n```\n(.*?)```", README, re.S)


def provenance(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "120", "TERMINAL_WIDTH": "120", "PYTHONIOENCODING": "utf-8"}
    program = "import sys; sys.argv[0] = 'provenance'; from provenance.cli import main; main()"
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=environment, timeout=120, check=False)


@pytest.mark.parametrize(("command", "block"), HELP, ids=[c for c, _ in HELP])
def test_help_blocks_are_what_the_command_prints(command: str, block: str) -> None:
    printed = provenance(*command.split()[1:], "--help")
    assert printed.returncode == 0
    assert block.strip() == "\n".join(line.rstrip() for line in printed.stdout.splitlines()).strip()


def test_there_are_help_blocks() -> None:
    assert [c for c, _ in HELP] == ["provenance", "provenance check", "provenance cassette"]


def test_every_command_stands_in_readme() -> None:
    listed = re.findall(r"^  ([a-z]+)  ", provenance("--help").stdout.split("Commands:")[1], re.M)
    assert set(listed) == {"check", "claims", "compare", "trace", "schema", "cassette", "audit"}
    for name in listed:
        assert f"provenance {name}" in README


def test_verdicts_exit_codes_and_modes_are_told() -> None:
    for label in Label:
        assert f"| `{label.value}` |" in README
    for code in ExitCode:
        assert f"| {code.value} |" in README
    for mode in RecordMode:
        assert f"| `{mode.value}` |" in README


def test_every_format_stands_in_readme_and_help() -> None:
    from provenance.reports import FORMATS

    listed = re.findall(r"^\| `([a-z]+)` \|", README.split("## Reports")[1].split("## ")[0], re.M)
    assert listed == list(FORMATS)
    block = dict(HELP)["provenance check"]
    named = re.sub(r"\s+", " ", block.split("--format")[1].split("--output")[0])
    for name in FORMATS:
        assert re.search(rf"\b{name}\b", named)


def test_the_settings_example_is_accepted(tmp_path: Path) -> None:
    text = re.search(r"```toml\n(.*?)```", README, re.S)
    assert text is not None
    tomllib.loads(text.group(1))
    (tmp_path / "provenance.toml").write_text(text.group(1), encoding="utf-8")
    assert load(environment={}, directory=tmp_path).timeout == 60


def test_the_main_command_finds_the_planted_faults() -> None:
    line = re.search(r"^pip install \. && (provenance check .*)$", README, re.M)
    assert line is not None
    result = provenance(*shlex.split(line.group(1))[1:])
    assert result.returncode == 1, result.stderr
    assert all(line.startswith("provenance: ") for line in result.stderr.splitlines())
    for label in ("contradicted", "misquoted", "not found", "not checkable", "supported"):
        assert label in result.stdout


def test_the_python_example_runs() -> None:
    text = re.search(r"```python\n(.*?)```", README, re.S)
    assert text is not None
    result = subprocess.run(
        [sys.executable, "-c", text.group(1)], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "the mayor → The port will close on 3 May" in result.stdout
    assert "contradicted" in result.stdout


def test_the_picture_is_there() -> None:
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")
