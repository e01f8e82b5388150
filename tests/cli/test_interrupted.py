"""A run that is stopped leaves a valid report of what it has in every format, says so, and exits with 130."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from guards import no_hang
from lxml import etree
from outcome import Outcome

from provenance.cli.interrupts import Interrupts
from provenance.pipeline import checking
from provenance.reports import FORMATS
from provenance.reports.schema import report_schema

FILES = {"json": "a.json", "html": "a.html", "markdown": "a.md", "sarif": "a.sarif", "junit": "a.xml", "csv": "a.csv", "xlsx": "a.xlsx"}


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """SIGINT as a terminal has it: a shell that starts the tests in the background has them ignore it, and all that they start."""
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def slow() -> Iterator[tuple[int, threading.Event]]:
    """A server whose ``/slow`` never ends, and an event that is set when somebody waits for it."""
    waiting, done = threading.Event(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/slow":
                waiting.set()
                done.wait(60)
                return
            body = b"<html><body><article><p>The mayor said that the quay is shut until May, and the ferry will stop.</p></article></body></html>"
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, waiting
    done.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_a_whole_report(number: int, slow: tuple[int, threading.Event], tmp_path: Path) -> None:
    port, waiting = slow
    site = f"http://127.0.0.1:{port}"
    (tmp_path / "a.txt").write_text(f"The quay is shut, the mayor said ({site}/one). The bridge is safe, the office said ({site}/slow).\n")
    (tmp_path / "b.txt").write_text("The dam is dry, the mayor said.\n")
    (tmp_path / "a.json").write_text("old")
    arguments = ["check", "a.txt", "b.txt", "--allow-host", f"127.0.0.1:{port}", "--no-cache"]
    for form, name in FILES.items():
        arguments += ["-f", form, "-o", name]
    program = "import sys; sys.argv[0] = 'provenance'; from provenance.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert waiting.wait(60)
        # as a terminal sends it: to the workers too
        os.killpg(process.pid, number)
        out, err = process.communicate(timeout=60)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130, err
    assert out == ""
    assert "Traceback" not in err
    assert [line for line in err.splitlines() if "interrupted" in line] == err.splitlines()[-1:]
    value = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
    assert value["interrupted"] is True
    (draft,) = value["drafts"]
    assert draft["interrupted"] is True
    assert len(draft["claims"]) == 2
    assert {reason["code"] for claim in draft["claims"] for reason in claim["verdict"]["reasons"]} == {"interrupted"}
    assert {source["url"] for source in value["sources"]} == {f"{site}/one", f"{site}/slow"}
    assert [failure["path"] for failure in value["failures"]] == ["b.txt"]
    assert (tmp_path / "a.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    etree.parse(str(tmp_path / "a.xml"))
    assert json.loads((tmp_path / "a.sarif").read_text(encoding="utf-8"))["runs"][0]["invocations"][0]["executionSuccessful"] is False
    openpyxl.load_workbook(io.BytesIO((tmp_path / "a.xlsx").read_bytes()))
    assert "stopped before its end" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".new")]


@pytest.fixture
def stopped_at_the_second_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    really, calls = checking.judged, iter(range(10))

    def judged(*given: object) -> object:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return really(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "judged", judged)


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.usefixtures("stopped_at_the_second_claim")
def test_what_was_compared_is_kept(run: Callable[..., Outcome], tmp_path: Path, form: str) -> None:
    (tmp_path / "a.txt").write_text("The quay is shut until May, the mayor said. The bridge is safe, the office said.\n")
    (tmp_path / "s.txt").write_text("The mayor said that the quay is shut until May.\n")
    result = run("check", "a.txt", "--source", "s.txt", "--offline", "-f", form, "-o", "out")
    assert result.code == 130
    assert result.err.splitlines()[-1].startswith("provenance: interrupted: the report is of 1 of 1 drafts")
    assert (tmp_path / "out").stat().st_size > 0
    if form == "json":
        claims = json.loads((tmp_path / "out").read_text(encoding="utf-8"))["drafts"][0]["claims"]
        assert [claim["verdict"]["label"] for claim in claims] == ["supported", "not_checkable"]
        assert claims[1]["verdict"]["reasons"][0]["code"] == "interrupted"
    if form == "text":
        text = (tmp_path / "out").read_text(encoding="utf-8")
        assert "1 supported" in text
        assert "interrupted: this report is not complete" in text


def kill(number: int) -> None:
    """Send this process a signal, and give it a moment to come."""
    os.kill(os.getpid(), number)
    signal.sigtimedwait([], 1)


def test_a_first_signal_waits_and_a_second_does_not() -> None:
    stop = Interrupts()
    with no_hang(), stop.caught():
        kill(signal.SIGINT)
        assert stop.asked
        with pytest.raises(KeyboardInterrupt), stop.allowed():
            raise AssertionError("was let in")
        with pytest.raises(KeyboardInterrupt):
            kill(signal.SIGTERM)
    again = Interrupts()
    with again.caught(), pytest.raises(KeyboardInterrupt), again.allowed():
        kill(signal.SIGINT)


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interrupts().caught():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
