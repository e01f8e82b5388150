"""Which sources are one voice: labelled pairs both ways, and what groups, credits and reports make of them."""

from __future__ import annotations

import gzip
import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.model import Document, Extract, Source, Status, Unavailable
from provenance.sources.voices import compared, voices

DATA = tomllib.loads(Path(__file__).with_name("voices.toml").read_text("utf-8"))
CASES = DATA["case"]
FLOORS = tomllib.loads((Path(__file__).resolve().parents[1] / "floors.toml").read_text("utf-8"))["one_voice"]


def filled(text: str) -> str:
    for name, words in DATA["texts"].items():
        text = text.replace(f"{{{name}}}", words.strip())
    return text.strip()


def document(number: int, text: str, publisher: str | None = None) -> Document:
    url = f"https://paper{number}.example/a"
    return Document(Source(f"s-{number}", url, Status.OK, final_url=url, publisher=publisher or f"Paper {number}"), Extract(text))


def heard(case: dict[str, str]) -> bool:
    return bool(voices([document(1, filled(case["one"])), document(2, filled(case["other"]))]))


@pytest.mark.parametrize("case", [c for c in CASES if "part" not in c], ids=lambda c: c["why"])
def test_one_voice_or_two(case: dict[str, str]) -> None:
    shared = compared(filled(case["one"]), filled(case["other"]))
    assert heard(case) is case["same"], shared


@pytest.mark.parametrize("part", ["dev", "held_out"])
def test_precision_and_recall(part: str) -> None:
    told = [(heard(case), case["same"]) for case in CASES if case.get("part", "dev") == part]
    right = sum(1 for said, same in told if said and same)
    figures = {"precision": right / max(1, sum(said for said, _ in told)), "recall": right / sum(1 for _, same in told if same)}
    print(f"one voice, {part}: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()) + f" on {len(told)} pairs")
    for name, least in FLOORS[part].items():
        assert figures[name] >= least, figures


def test_a_group_is_one_text_by_one_agency() -> None:
    text = filled("{bridge}")
    third = Document(Source("s-9", "https://gone.example/", Status.GONE), Unavailable("https://gone.example/", Status.GONE, "gone"))
    (voice,) = voices([document(1, f"SARN (Reuters) - {text}"), document(2, text), third, document(3, f"{text}\n\n(Reporting by Reuters)")])
    assert (voice.sources, voice.agency) == (("s-1", "s-2", "s-3"), "Reuters")
    assert voice.shared > 0.9


def test_two_that_copy_two_parts_of_a_third_are_not_one() -> None:
    parts = filled("{bridge}").split("\n\n")
    found = voices([document(1, parts[0]), document(2, parts[1]), document(3, "\n\n".join(parts))])
    assert len(found) == 1
    assert len(found[0].sources) == 2


def test_the_house_of_one_print_is_not_the_author_of_all() -> None:
    text = filled("{bridge}")
    (voice,) = voices([document(1, text), document(2, text), document(3, text)])
    assert voice.agency == ""


def test_a_follow_up_of_one_house_is_no_second_print() -> None:
    text = filled("{bridge}")
    first, second = document(1, text), document(2, filled(CASES[2]["other"]), publisher="Paper 1")
    here = Document(replace(second.source, url="https://paper1.example/b", final_url="https://paper1.example/b"), second.content)
    assert voices([first, second])
    assert not voices([first, here])


@pytest.mark.shared
def test_no_two_of_many_real_articles_are_one_voice(shared: Path) -> None:
    with gzip.open(shared / "data/pages/aeb.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    pages = [Document(Source(f"s-{i}", row["url"], Status.OK), Extract(row["body"])) for i, row in enumerate(rows)]
    assert len(pages) > 150
    assert voices(pages) == ()
