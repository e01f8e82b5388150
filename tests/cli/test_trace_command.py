"""``provenance trace`` as a process would run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from outcome import Outcome

EXAMPLE = Path(__file__).resolve().parents[2] / "cassettes" / "border-agreement"
ARGUMENTS = ("trace", str(EXAMPLE / "draft.md"), "--cassette", str(EXAMPLE / "web.warc.gz"), "--offline")


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("draft") / "short.md"
    text = (EXAMPLE / "draft.md").read_text("utf-8")
    start, end = text.index("The two will jointly"), text.index("Lukashenko was declared")
    path.write_text("---\ndate: 2020-12-18\nlanguage: en\n---\n\n" + text[start:end], "utf-8")
    return path


def test_the_shipped_example_has_a_chain_to_its_document(run: Callable[..., Outcome], tmp_path: Path) -> None:
    out = tmp_path / "trace.json"
    ended = run(*ARGUMENTS, "--format", "json", "-o", str(out), "--format", "text")
    assert ended.code == 1  # planted faults
    assert "■ origin: this is the document itself" in ended.out
    value = json.loads(out.read_text("utf-8"))
    (trail,) = [t for t in value["trails"] if "special cargo" in t["claim"]["text"]]
    (first,) = trail["hops"]
    (second,) = first["hops"]
    assert [first["finding"]["label"], second["finding"]["label"], second["end"]] == ["supported", "supported", "origin"]
    removed = [h for t in value["trails"] for h in t["hops"] if "neman-courier" in (h["credit"]["url"] or "")]
    assert {s["status"] for s in value["sources"] if s["id"] == removed[0]["source"]} == {"archived"}


def test_exit_codes_and_formats(run: Callable[..., Outcome], draft: Path) -> None:
    base = ("trace", str(draft), *ARGUMENTS[2:])
    assert run(*base, "-q").code == 0
    assert run(*base, "--fail-on", "supported", "-q").code == 1
    assert run(*base, "--fail-on", "supported", "--exit-zero", "-q").code == 0
    assert run(*base, "--format", "svg").out.startswith("<svg ")
    assert '"wasDerivedFrom"' in run(*base, "--format", "prov").out
    shallow = run(*base, "--depth", "1")
    assert "--depth 2" in shallow.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "html"), "unknown format 'html'"),
        (("--depth", "0"), "depth must be more than 0"),
        (("--max-sources", "-1"), "max-sources must be more than 0"),
        (("--depth", "deep"), "--depth"),
    ],
)
def test_wrong_use_is_one_line(run: Callable[..., Outcome], draft: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = run("trace", str(draft), *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_a_draft_that_is_not_there(run: Callable[..., Outcome]) -> None:
    ended = run("trace", "nowhere.md", "--offline")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "nowhere.md" in ended.err


def test_schema_of_a_trace(run: Callable[..., Outcome]) -> None:
    assert json.loads(run("schema", "--trace").out)["properties"]["schema"] == {"const": "provenance.trace/1"}
    assert json.loads(run("schema").out)["properties"]["schema"] == {"const": "provenance.report/1"}
