"""Names and texts that are meant to harm the terminal, end to end: what is printed, on both streams, and in the log."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from outcome import Outcome

NAMES = [
    "\x1b[2J\x1b]0;owned\x07.txt",
    "a\nprovenance: all is well.txt",
    "\u202egnp.txt",
    "[/unopened][red].txt",
    "::error::x.txt",
    "=1+1.txt",
    "\udcff\x9b31m.txt",
    "a%0A::error::.txt",
]
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ADDRESS = "https://x.test/?token=SECRET&api_key=SECRET2#SECRET3"


@pytest.mark.parametrize("name", NAMES, ids=map(repr, NAMES))
@pytest.mark.parametrize("body", [b"", "The mayor said [/x] \x1b[6n \u202e that the quay is shut.\n".encode()], ids=["bad", "good"])
def test_no_name_reaches_the_terminal(run: Callable[..., Outcome], tmp_path: Path, name: str, body: bytes) -> None:
    try:
        (tmp_path / name).write_bytes(body)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    for arguments in (("check", "--offline"), ("check", "--offline", "-q"), ("claims",)):
        result = run(*arguments, "--", name)
        assert result.code in (0, 2)
        assert not CONTROLS.search(result.out + result.err)
        if not body:
            assert len(result.err.splitlines()) == 1
        assert not any(line.startswith("provenance: all is well") for line in (result.out + result.err).splitlines())


def test_no_secret_is_printed(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"The quay is shut, the mayor [said]({ADDRESS}). See {ADDRESS}.\n", encoding="utf-8")
    (tmp_path / "s.txt").write_text(f"The mayor said that the quay is shut, at {ADDRESS}.\n", encoding="utf-8")
    for arguments in (
        ("check", "a.md", "--offline", "-v"),
        ("check", "a.md", "--offline", "--source", f"{ADDRESS}=s.txt", "-f", "json"),
        ("check", ADDRESS, "--offline"),
        ("claims", "a.md", "-v"),
        ("claims", "a.md", "-q"),
        ("claims", "a.md", "-f", "json"),
        ("compare", f"The quay at {ADDRESS} is shut.", "s.txt"),
        ("compare", "The quay is shut.", "s.txt", "-f", "json"),
    ):
        result = run(*arguments)
        assert result.code in (0, 1, 2), result.err
        assert "SECRET" not in result.out + result.err, arguments


def test_the_log_of_a_failure_keeps_secrets_and_escapes_out(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"\x1b]0;x\x07 at {ADDRESS}")

    (tmp_path / "a.txt").write_text("The mayor said that the quay is shut.\n", encoding="utf-8")
    monkeypatch.setattr("provenance.pipeline.run", broken)
    result = run("check", "a.txt", "--source", f"{ADDRESS}=a.txt", "--offline")
    assert result.code == 3
    log = (tmp_path / "failure.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "SECRET" not in log + result.err
    assert not CONTROLS.search(log)
