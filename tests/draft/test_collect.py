"""Which drafts a folder, a glob or a list holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from guards import no_hang

from provenance.draft import folder_endings
from provenance.draft.collect import collect, listed
from provenance.errors import UsageError
from provenance.model import DraftFailure


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "a.md",
        "b.txt",
        "c.png",
        ".hidden.md",
        "~$d.docx",
        "in/e.html",
        "in/e_files/ad.html",
        "in/deep/f.eml",
        "in/deep/g.log",
        ".git/h.md",
        "[1] odd.md",
    ):
        path = tmp_path / "drafts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("He said so.\n", encoding="utf-8")
    return tmp_path / "drafts"


def found(*names: str) -> list[str]:
    return [item if isinstance(item, str) else f"! {item.reason}" for item in collect(names, endings=folder_endings())]


def test_a_folder_in_the_order_of_names(tree: Path) -> None:
    assert found("drafts") == ["drafts/[1] odd.md", "drafts/a.md", "drafts/b.txt", "drafts/in/deep/f.eml", "drafts/in/e.html"]


def test_what_is_named_is_taken_as_it_is(tree: Path) -> None:
    names = ["drafts/c.png", "drafts/.hidden.md", "absent.md", "-", "https://coast.example/a?b=[1]", "drafts/[1] odd.md", "drafts/c.png"]
    assert found(*names) == names[:-1]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("drafts/*", ["drafts/[1] odd.md", "drafts/a.md", "drafts/b.txt"]),
        ("drafts/*.md", ["drafts/[1] odd.md", "drafts/a.md"]),
        ("drafts/**/*.eml", ["drafts/in/deep/f.eml"]),
        ("drafts/**", ["drafts/[1] odd.md", "drafts/a.md", "drafts/b.txt", "drafts/in/deep/f.eml", "drafts/in/e.html"]),
        ("**/[ef].*", ["drafts/in/deep/f.eml", "drafts/in/e.html"]),
        ("dr?fts/in/*/*.log", ["drafts/in/deep/g.log"]),
        ("drafts/.h*.md", ["drafts/.hidden.md"]),
        ("./drafts/**/**/f.*", ["drafts/in/deep/f.eml"]),
    ],
)
def test_globs(tree: Path, pattern: str, names: list[str]) -> None:
    assert found(pattern) == names


def test_nothing_found_is_one_failure_beside_the_others(tree: Path) -> None:
    (tree / "empty").mkdir()
    results = list(collect(["drafts/empty", "drafts/*.xyz", "drafts/a.md"], endings=folder_endings()))
    assert [type(item) for item in results] == [DraftFailure, DraftFailure, str]
    assert "no draft in this folder" in results[0].reason  # type: ignore[union-attr]
    assert "no file matches" in results[1].reason  # type: ignore[union-attr]


def test_ignore_files(tree: Path) -> None:
    (tree.parent / ".provenanceignore").write_text("# not these\n*.txt\n/drafts/in/deep/\n", encoding="utf-8")
    (tree / "in" / ".provenanceignore").write_text("*.html\n!e.html\n", encoding="utf-8")
    (tree / "in" / "i.html").write_text("<p>x</p>", encoding="utf-8")
    assert found("drafts") == ["drafts/[1] odd.md", "drafts/a.md", "drafts/in/e.html"]
    assert found("drafts/**/*.txt") == ["! drafts/**/*.txt: no file matches this pattern; check the pattern"]
    assert found("drafts/b.txt") == ["drafts/b.txt"]


def test_a_broken_ignore_file_is_told(tree: Path) -> None:
    (tree / ".provenanceignore").write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(UsageError, match=r"\.provenanceignore"):
        found("drafts")


def test_links_that_go_round(tree: Path, tmp_path: Path) -> None:
    (tree / "in" / "up").symlink_to(tree)
    (tree / "in" / "self").symlink_to(tree / "in")
    (tree / "gone").symlink_to(tree / "nowhere")
    other = tmp_path / "other"
    other.mkdir()
    (other / "k.md").write_text("He said so.", encoding="utf-8")
    for number in range(8):
        (other / f"back{number}").symlink_to(tree)
        (tree / f"to{number}").symlink_to(other)
    with no_hang():
        names = found("drafts")
        assert names == ["drafts/[1] odd.md", "drafts/a.md", "drafts/b.txt", "drafts/in/deep/f.eml", "drafts/in/e.html", "drafts/to0/k.md"]
        assert found("drafts/**/*.md") == ["drafts/[1] odd.md", "drafts/a.md", "drafts/to0/k.md"]


def test_folders_without_end(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["d"] * 150)
    os.makedirs(deep)
    with pytest.raises(UsageError, match="deep"):
        found(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_devices_are_no_drafts(tree: Path) -> None:
    os.mkfifo(tree / "z.md")
    assert "drafts/z.md" not in found("drafts")


def test_lists() -> None:
    assert listed("\ufeffa.md\r\n# no\n\n  b c.md \n") == ("a.md", "b c.md")
    assert listed("a\nb.md\0#c.md\0") == ("a\nb.md", "#c.md")
