"""What ``provenance claims`` shows: who said what, marked in the draft's own sentences, readable without colour."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from provenance.claims import find_claims
from provenance.claims.references import classify_links
from provenance.draft import read_text
from provenance.reports.claims import render_claims

DRAFT = """---
date: 2026-03-03
---
# Ferry to stop

The ferry will stop running on 12 March, the Harbour Office [said](https://harbour.example/news) on Monday.

## The union

Nothing is said here. The union denied that any plan had been shown to it.

“We were never asked,” Ann Reed told the Coast Post. She believes that the boats will be sold.

## Nothing under it

It rained.
"""
HOSTILE = "The \x1b[2J\x1b]0;x\x07mayor\u202e said that \u009b31m[/red] the [bold]port[/bold] :smile: was closed\r\b\b."
ESCAPES = re.compile(r"\x1b\[[\d;]*m")


def shown(text: str, **look: object) -> str:
    draft = read_text(text, format="markdown")
    claims = find_claims(draft)
    return render_claims(draft, claims, classify_links(draft, claims), **look)  # type: ignore[arg-type]


def test_sentences_are_marked_and_carry_their_reference() -> None:
    text = shown(DRAFT)
    assert "[The ferry will stop running on 12 March], <the Harbour Office> _said_ on Monday." in text
    assert "→ https://harbour.example/news (link)" in text
    assert "DENIED" in text
    assert "a belief or a wish" in text
    assert "→ no reference" in text
    assert re.search(r"^ +6 \[The ferry", text, re.M)


def test_headings_are_landmarks_only_where_something_follows() -> None:
    text = shown(DRAFT)
    assert text.index("# Ferry to stop") < text.index("[The ferry") < text.index("## The union") < text.index("denied")
    assert "Nothing under it" not in text
    assert "It rained" not in text
    full = shown(DRAFT, verbosity=1)
    assert "## Nothing under it" in full
    assert "It rained." in full


def test_quiet_is_one_line_a_claim() -> None:
    lines = shown(DRAFT, verbosity=-1).splitlines()
    assert lines[0] == "-:6:1: Harbour Office: The ferry will stop running on 12 March → https://harbour.example/news"
    assert len(lines) == len(find_claims(read_text(DRAFT, format="markdown")))


def test_colour_says_the_same_without_brackets() -> None:
    coloured = shown(DRAFT, colour=True)
    assert "\x1b[32mThe ferry will stop running on 12 March\x1b[0m, \x1b[1;36mthe Harbour Office\x1b[0m \x1b[4;33msaid\x1b[0m" in coloured
    words = ESCAPES.sub("", coloured)
    assert "\x1b" not in words
    assert re.sub(r"[<>_\[\]\s]", "", words) == re.sub(r"[<>_\[\]\s]", "", shown(DRAFT))


@pytest.mark.parametrize("width", [40, 60, 200])
def test_it_keeps_to_its_width(width: int) -> None:
    text = shown(DRAFT + "\nМинистр заявил, что паром продадут. 大臣は港を閉鎖すると述べた。\n", width=width, colour=False)
    body = [line for line in text.splitlines() if line.startswith("   ")]
    assert body
    assert max(map(cell_len, body)) <= width


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_nothing_of_the_draft_moves_the_cursor(colour: bool, verbosity: int) -> None:
    text = ESCAPES.sub("", shown(f"# {HOSTILE}\n\n{HOSTILE} “{HOSTILE}” he said.\n", colour=colour, verbosity=verbosity))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "[bold]" in text


def test_a_draft_without_claims_says_so() -> None:
    assert "No claim in it leans on a source." in shown("It rained.\n")


def test_a_sentence_that_goes_on_over_a_page_keeps_to_its_own_claims() -> None:
    page = "The mayor told the council on Monday, after a long day and a longer night of talks in the town hall by the sea, that\n"
    text = f"Ferry to stop\n\n{page}\n12\n\fhttps://a.example/1\n\nthe quay is shut. It rained.\n\nThe union denied it.\n"
    draft = read_text(text)
    claims = find_claims(draft)
    shown = render_claims(draft, claims, (), width=400)
    assert shown.count("The union") == 1
    assert shown.count("The mayor") == 1
