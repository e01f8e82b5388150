"""Flags for stored captures and dated copies, as a user gives them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from outcome import Outcome

Run = Callable[..., Outcome]
CASSETTES = Path(__file__).resolve().parents[2] / "cassettes"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--max-cache-age", "soon"), "12h"),
        (("--max-cache-age", "-1d"), "12h"),
        (("--archive", "nowhere"), "TimeGate"),
        (("--archive-window", "-3"), "archive-window"),
        (("--cache-dir", "file"), "--cache-dir"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "draft.md").write_text("Nothing to see.")
    outcome = run("check", "draft.md", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1


def test_a_changed_page_from_the_command_line(run: Run, tmp_path: Path) -> None:
    shutil.copytree(CASSETTES / "changed-since", tmp_path / "c")
    arguments = ("check", "c/draft.md", "--cassette", "c/web.warc.gz", "--offline", "--format", "json", "--jobs", "1")
    labels = {}
    for name, more in {"": (), "none": ("--no-archive",), "narrow": ("--archive-window", "0")}.items():
        outcome = run(*arguments, *more)
        report = json.loads(outcome.out)
        labels[name] = report["summary"]["by label"] if "by label" in report["summary"] else report["summary"]
        archived = [source for source in report["sources"] if source["status"] == "archived"]
        assert len(archived) == (1 if name == "" else 0)
        assert [source["url"] for source in archived] == [source["archive"]["url"] for source in archived]
        assert ("archive_window" in report["settings"], "no_archive" in report["settings"]) == (name == "narrow", name == "none")
    assert labels[""] != labels["none"]
    narrow = json.dumps(report)
    assert "no_dated_copy" in narrow
    assert "too far from it to be relied on" in narrow


def test_offline_without_anything_stored(run: Run, tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text("The mayor said that [the port will close](https://news.test/port) in May.")
    outcome = run("check", "draft.md", "--offline", "--cache-dir", "captures", "--no-progress", "-v")
    assert outcome.code == 0
    assert "not checkable" in outcome.out
    assert "no capture of it is stored" in " ".join(outcome.out.split())
    assert (tmp_path / "captures" / "captures.sqlite3").is_file()
    run("check", "draft.md", "--offline", "--cache-dir", "others", "--no-cache")
    assert not (tmp_path / "others").exists()
