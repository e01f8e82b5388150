"""Where reports go: whole files, pipes, colour, and how a run goes on meanwhile."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from outcome import Outcome

from provenance.cli import files
from provenance.cli.files import writer
from provenance.cli.options import terminal
from provenance.cli.progress import PATIENCE, Lines, Nothing, TerminalBars, shown
from provenance.errors import UsageError
from provenance.progress import Stage
from provenance.reports import FORMATS


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def draft(tmp_path: Path) -> str:
    (tmp_path / "d.txt").write_text("The quay is shut, the mayor said.\n", encoding="utf-8")
    return "d.txt"


# ---- files ---------------------------------------------------------------------------------------------------------


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)

    def interrupted() -> None:
        with writer(path) as put:
            put("half")
            assert path.read_text(encoding="utf-8") == "old"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text(encoding="utf-8") == "old"
    with writer(path) as put:
        put("new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    with writer(tmp_path / "link") as put:
        put("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"
    with writer(Path(os.devnull)) as put:
        put("gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "no/such/folder.txt"), "there is no folder"),
        (("-o", "."), "it is a folder"),
        (("-f", "json", "-o", "a", "-f", "html", "-o", "./a"), "two formats cannot go to the same file"),
        (("-f", "json", "-f", "html"), "need an -o each"),
        (("-f", "json", "-o", "a", "-o", "b"), "give a --format for each -o"),
        (("-f", "docx", "-o", "a"), "unknown format 'docx'"),
    ],
)
def test_a_wrong_output_is_told_before_the_run(run: Callable[..., Outcome], draft: str, arguments: tuple[str, ...], words: str) -> None:
    result = run("check", draft, "--offline", *arguments)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert words in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(run: Callable[..., Outcome], draft: str, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "permission denied" in run("check", draft, "--offline", "-o", "locked/a").err


def test_every_format_goes_to_its_file(run: Callable[..., Outcome], draft: str, tmp_path: Path) -> None:
    arguments = [part for form in FORMATS for part in ("-f", form, "-o", f"out.{form}")]
    result = run("check", draft, "--offline", *arguments)
    assert result.code == 0
    assert result.out == ""
    for form in FORMATS:
        assert (tmp_path / f"out.{form}").stat().st_size > 0
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")
    assert json.loads((tmp_path / "out.annotations").read_text(encoding="utf-8"))["type"] == "AnnotationCollection"


def test_what_is_no_text_needs_a_file_on_a_terminal(draft: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from provenance.cli.check import outputs

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(UsageError, match="-o"):
        outputs(["xlsx"], [], list(FORMATS))
    assert outputs(["xlsx"], [Path("a.xlsx")], list(FORMATS)) == [("xlsx", Path("a.xlsx"))]
    assert outputs(["csv"], [], list(FORMATS)) == [("csv", None)]


# ---- colour --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tty", "variables", "colour"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (True, {"FORCE_COLOR": "0"}, False),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_goes_to_terminals(tty: bool, variables: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal() if tty else io.StringIO())
    assert terminal()["colour"] is colour


def test_a_pipe_gets_no_escapes_unless_asked(run: Callable[..., Outcome], draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in run("check", draft, "--offline").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", draft, "--offline").out


# ---- progress ------------------------------------------------------------------------------------------------------

HOSTILE = "\x1b]0;x\x07[red]\u202eab\ncd"


def go_through(progress: Lines | TerminalBars | Nothing, name: str = "a.md") -> None:
    progress.begin(Stage.READING, 1, name)
    progress.step(Stage.READING, name)
    progress.end(Stage.READING)
    progress.begin(Stage.FETCHING, 3, name)
    progress.begin(Stage.EXTRACTING, None, name)
    for url in ("https://a.example/1", "https://a.example/2", f"https://{HOSTILE}/?token=SECRET"):
        progress.step(Stage.EXTRACTING, url)
        progress.step(Stage.FETCHING, url)
    progress.end(Stage.FETCHING)
    progress.end(Stage.EXTRACTING)
    progress.begin(Stage.COMPARING, 1, name)
    progress.step(Stage.COMPARING, HOSTILE)
    progress.end(Stage.COMPARING)


def test_a_long_run_writes_a_line_for_each_stage() -> None:
    stream, now = io.StringIO(), [0.0]
    lines = Lines(1, stream, clock=lambda: now[0])
    go_through(lines)
    assert stream.getvalue() == ""
    now[0] = PATIENCE
    go_through(lines, HOSTILE)
    told = stream.getvalue().splitlines()
    assert [line.split()[1] for line in told] == ["read", "fetched", "extracted", "compared"]
    assert told[1] == "provenance: fetched 3 sources from 2 hosts"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", "".join(told))


def test_many_drafts_have_a_line_each() -> None:
    stream, now = io.StringIO(), [0.0]
    lines = Lines(2, stream, clock=lambda: now[0])
    now[0] = PATIENCE
    go_through(lines, "a.md")
    go_through(lines, "b.md")
    assert stream.getvalue().splitlines() == [
        f"provenance: draft {n} of 2, {name}.md: compared 1 claim" for n, name in ((1, "a"), (2, "b"))
    ]


def test_bars_show_stages_and_hosts_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    stream = Terminal()
    bars = shown(1, wanted=True, stream=stream)
    assert isinstance(bars, TerminalBars)
    with bars.going_on():
        go_through(bars, HOSTILE)
    text = stream.getvalue()
    for stage in Stage:
        assert stage.value in text
    assert "3/3" in text
    assert "host" in text
    assert "SECRET" not in text
    # what moves the cursor is rich's own; nothing of the names is among it
    own = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", own)
    assert "]0;x" not in own or "\ufffd]0;x" in own


def test_nothing_is_shown_where_nobody_wants_it() -> None:
    stream = Terminal()
    nothing = shown(1, wanted=False, stream=stream)
    assert isinstance(nothing, Nothing)
    go_through(nothing)
    assert stream.getvalue() == ""
    assert isinstance(shown(1, wanted=True, stream=io.StringIO()), Lines)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        with pytest.raises(UsageError, match="No space left"):
            files.write("words" * 10_000, None)
        monkeypatch.undo()
        with contextlib.suppress(OSError):
            full.close()
