"""The command line as a user meets it: what it prints where, and with which exit code it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from outcome import Outcome

from provenance.reports.schema import report_schema

DRAFT = """# Ferry to stop

The ferry will stop running on 12 March, the Harbour Office [said](https://harbour.example/news).

The office said 40 people work on the ferry.
"""
SOURCE = (
    "HARBOUR NEWS\n\nThe Harbour Office said on Monday that the ferry will stop running on 14 March. About 40 people work on the ferry.\n"
)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    return path


def one_line(err: str) -> str:
    """The one line on stderr, without a traceback."""
    lines = err.strip().splitlines()
    assert len(lines) == 1, err
    assert "Traceback" not in err
    assert lines[0].startswith("provenance: ")
    return lines[0]


def test_a_changed_date_is_found_and_exits_1(run: Callable[..., Outcome], draft: Path) -> None:
    result = run("check", "draft.md", "--source", "https://harbour.example/news=source.txt", "--offline")
    assert result.code == 1
    assert "draft.md:3:" in result.out
    assert "contradicted" in result.out
    assert "14 March" in result.out
    assert all(line.startswith("provenance: ") for line in result.err.splitlines())


def test_exit_codes_follow_fail_on(run: Callable[..., Outcome], draft: Path) -> None:
    given = ("check", "draft.md", "--source", "https://harbour.example/news=source.txt", "--offline", "-q")
    assert run(*given, "--fail-on", "misquoted").code == 0
    assert run(*given, "--exit-zero").code == 0
    assert run(*given, "--fail-on", "misquoted,contradicted").code == 1
    wrong = run(*given, "--fail-on", "wrong")
    assert wrong.code == 2
    assert "--fail-on" in one_line(wrong.err)


def test_what_could_not_be_fetched_is_no_finding(run: Callable[..., Outcome], draft: Path) -> None:
    result = run("check", "draft.md", "--offline")
    assert result.code == 0
    assert "not checkable" in result.out
    assert run("check", "draft.md", "--offline", "--fail-on", "not_checkable").code == 1


def test_json_is_valid_and_the_same_twice(run: Callable[..., Outcome], draft: Path) -> None:
    arguments = ("check", "draft.md", "--source", "source.txt", "--offline", "--format", "json")
    first, second = run(*arguments), run(*arguments)
    assert first.out == second.out
    value = json.loads(first.out)
    jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
    assert value["drafts"][0]["path"] == "draft.md"
    assert value["summary"]["claims"] >= 2


def test_several_formats_go_to_several_files(run: Callable[..., Outcome], draft: Path, tmp_path: Path) -> None:
    result = run("check", "draft.md", "--offline", "-f", "json", "-o", "a.json", "-f", "html", "-o", "a.html", "-f", "text")
    assert result.code == 0
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["schema"] == "provenance.report/1"
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "draft.md: " in result.out


def test_claims_lists_without_checking(run: Callable[..., Outcome], draft: Path) -> None:
    result = run("claims", "draft.md")
    assert result.code == 0
    assert "https://harbour.example/news" in result.out
    listed = run("claims", "draft.md", "--format", "json")
    value = json.loads(listed.out)
    jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
    claims = value["drafts"][0]["claims"]
    assert claims
    assert all("verdict" not in claim for claim in claims)


def test_compare_says_what_one_file_says(run: Callable[..., Outcome], draft: Path) -> None:
    wrong = run("compare", "The ferry will stop running on 12 March.", "source.txt")
    assert wrong.code == 1
    assert "14 March" in wrong.out
    right = run("compare", "The ferry will stop running on 14 March.", "source.txt", "--format", "json")
    assert right.code == 0
    value = json.loads(right.out)
    assert value["finding"]["label"] == "supported"
    passage = value["finding"]["evidence"][0]
    assert "14 March" in passage["text"]


def test_the_source_of_one_claim_may_come_from_stdin(run: Callable[..., Outcome]) -> None:
    text = b"The ferry will stop running on 14 March, the harbour office said. A bus will take its place."
    found = run("compare", "The ferry will stop running on 12 March.", "-", stdin=text)
    assert found.code == 1
    assert "14 March" in found.out
    nothing = run("compare", "The ferry will stop running on 12 March.", "-", stdin=b"  ")
    assert nothing.code == 2
    assert nothing.err.count("\n") == 1


def test_a_draft_may_come_from_stdin(run: Callable[..., Outcome]) -> None:
    result = run("claims", "-", stdin=b"The harbour will grow, the mayor said.\n")
    assert result.code == 0
    assert "the mayor" in result.out


def test_schema_prints_the_schema(run: Callable[..., Outcome]) -> None:
    result = run("schema")
    assert json.loads(result.out) == report_schema()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.md", b""),
        ("bom.txt", b"\xef\xbb\xbf"),
        ("nuls.txt", b"\x00" * 4000),
        ("picture.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("archive.txt", b"PK\x03\x04" + bytes(range(256)) * 20),
    ],
)
def test_a_bad_draft_is_one_line_and_the_others_are_reported(
    run: Callable[..., Outcome], draft: Path, tmp_path: Path, name: str, body: bytes
) -> None:
    (tmp_path / name).write_bytes(body)
    result = run("check", name, "draft.md", "--offline", "--no-progress")
    assert result.code == 2
    assert name in one_line(result.err)
    assert "draft.md: " in result.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check",), "no draft named"),
        (("check", "absent.md"), "absent.md"),
        (("check", "draft.md", "--cassette", "absent.warc.gz", "--offline"), "absent.warc.gz"),
        (("check", "draft.md", "--source", "absent.txt", "--offline"), "absent.txt"),
        (("check", "draft.md", "--format", "pdf"), "unknown format 'pdf'"),
        (("check", "draft.md", "--config", "absent.toml"), "absent.toml"),
        (("check", "none-*.md"), "no file matches"),
        (("check", "draft.md", "--date", "soon"), "--date"),
        (("compare", "A claim.", "absent.txt"), "absent.txt"),
        (("compare", " ", "source.txt"), "the claim is empty"),
        (("cassette", "ls", "absent.warc.gz"), "absent.warc.gz"),
        (("claims", "absent.md"), "absent.md"),
    ],
)
def test_bad_input_is_one_line_with_exit_2(run: Callable[..., Outcome], draft: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert words in one_line(result.err)


def test_a_refused_address_is_a_reason_and_no_finding(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text("The port is closed, the office [said](http://127.0.0.1:9/x).\n", encoding="utf-8")
    result = run("check", "d.md")
    assert result.code == 0
    assert "refused" in result.out


def test_an_internal_failure_leaves_a_log_and_no_traceback(
    run: Callable[..., Outcome], draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of cheese")

    monkeypatch.setattr("provenance.pipeline.run", broken)
    result = run("check", "draft.md")
    assert result.code == 3
    assert "failure.log" in one_line(result.err)
    assert "out of cheese" in Path("failure.log").read_text(encoding="utf-8")


def test_ctrl_c_exits_130(run: Callable[..., Outcome], draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("provenance.pipeline.run", stopped)
    result = run("check", "draft.md")
    assert result.code == 130
    assert one_line(result.err).startswith("provenance: interrupted")


def test_folders_and_lists_name_drafts(run: Callable[..., Outcome], draft: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.txt").write_text("The mayor said the bridge is safe.\n", encoding="utf-8")
    (tmp_path / "list.txt").write_text("draft.md\n# a comment\nmore\n", encoding="utf-8")
    result = run("check", "--files-from", "list.txt", "--offline", "--format", "json")
    assert [d["path"] for d in json.loads(result.out)["drafts"]] == ["draft.md", str(Path("more") / "b.txt")]
