"""What all tests share: where the measuring data lies, and the rule that no test reaches the network."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from telling import Tell


@pytest.fixture(autouse=True, scope="session")
def _a_cache_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the user's own captures; a test of the store has a directory of its own."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


SHARED = Path(os.environ.get("PROVENANCE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring data beside the checkout; the test is skipped, and says so, where there is none."""
    if not (SHARED / "README.md").is_file():
        pytest.skip("needs the measuring data in ../shared, which is not part of this repository")
    return SHARED


_FIGURES = "figures"


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Have a line with figures printed at the end, whichever process measured them."""
    return lambda line: record_property(_FIGURES, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured."""
    reports = [report for name in ("passed", "failed") for report in terminalreporter.getreports(name) if report.when == "call"]
    lines = [str(line) for report in reports for name, line in report.user_properties if name == _FIGURES]
    if lines:
        terminalreporter.section(_FIGURES)
        terminalreporter.write_line("\n".join(lines))
