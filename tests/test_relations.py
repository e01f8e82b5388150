"""What the sources of a draft have to do with one another, in the report of a check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import provenance
from provenance.config import Config
from provenance.model import DraftReport, Label
from provenance.sources import Page, write_pages

TEXT = (
    "The district council voted 14 to 9 on Monday to replace the old rail bridge over the Sarn with a road bridge.",
    "Work is to start in September and will cost 31 million crowns, most of which comes from a fund set up after the flood.",
    "Trains have not crossed the bridge since the paper mill was shut, and its eastern pier has sunk by a hand's breadth.",
    "Opponents had asked for a footbridge only, which would have cost a third of that and spared the alders on the far bank.",
)
OWN = (
    "Mayor Holm spoke for ten minutes before the council took its vote, and looked at nobody while he did.",
    "The district council voted 14 to 9 to replace the old rail bridge over the Sarn, with two members away at sea.",
    "In the gallery somebody threw a paper boat, which sailed a good way before it fell on the clerk's desk.",
)
NORTH, SOUTH, THIRD = "https://north.example/a", "https://south.example/b", "https://third.example/c"


def html(site: str, *paragraphs: str) -> bytes:
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    head = f'<meta charset="utf-8"><title>Bridge - {site}</title><meta property="og:site_name" content="{site}">'
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><article><h1>The bridge</h1>{body}</article></body></html>'.encode()


@pytest.fixture
def checked(tmp_path: Path) -> Callable[..., DraftReport]:
    def go(draft: str, pages: dict[str, bytes]) -> DraftReport:
        path = tmp_path / "web.warc.gz"
        write_pages(
            path,
            [Page(url, body, "text/html; charset=utf-8") for url, body in pages.items()],
            description="-",
            date="2024-04-17T08:00:00Z",
            note="-",
        )
        (tmp_path / "draft.md").write_text(draft, encoding="utf-8")
        return provenance.check(tmp_path / "draft.md", config=Config(cassette=path, offline=True))

    return go


CLAIM = f"The district council [voted 14 to 9]({NORTH}) to replace the [old rail bridge]({SOUTH}) over the [Sarn]({THIRD}).\n"


def said(report: DraftReport) -> list[str]:
    (claim,) = report.claims
    return [reason.message for reason in claim.verdict.reasons if reason.code == "one_voice"]


def test_three_prints_of_one_text_count_as_one(checked: Callable[..., DraftReport]) -> None:
    pages = {
        NORTH: html("North", f"SARN (Reuters) - {TEXT[0]}", *TEXT[1:]),
        SOUTH: html("South", *TEXT, "(Reporting by Reuters)"),
        THIRD: html("Third", *TEXT[:3]),
    }
    report = checked(CLAIM, pages)
    assert said(report) == ["Three of the three sources carry the same text by Reuters: they count as one voice."]
    assert report.claims[0].verdict.label is Label.SUPPORTED
    assert len(report.claims[0].findings) == 3  # each is judged all the same


def test_a_voice_of_its_own_is_told_from_two_prints(checked: Callable[..., DraftReport]) -> None:
    pages = {NORTH: html("North", *TEXT), SOUTH: html("South", *TEXT), THIRD: html("Third", *OWN)}
    assert said(checked(CLAIM, pages)) == ["Two of the three sources carry the same text: they count as one voice."]


def test_two_reports_of_their_own_are_two_voices(checked: Callable[..., DraftReport]) -> None:
    draft = CLAIM.replace(f"[Sarn]({THIRD})", "Sarn")
    assert said(checked(draft, {NORTH: html("North", *TEXT), SOUTH: html("South", *OWN)})) == []


def test_links_and_named_credits_between_sources_are_listed(checked: Callable[..., DraftReport]) -> None:
    pages = {
        NORTH: html("North", f'{OWN[0]} <a href="{SOUTH}?utm_source=x">See also</a>', *OWN[1:]),
        SOUTH: html(
            "South Courier",
            "The district council voted 14 to 9 to replace the old rail bridge, the Third Messenger reported on Monday.",
            *OWN[2:],
        ),
        THIRD: html("Third Messenger", TEXT[0], "The North is where the river comes from, and where it freezes first."),
    }
    report = checked(CLAIM, pages)
    ids = {s.url: s.id for s in report.sources}
    assert {s.url: s.cites for s in report.sources} == {NORTH: (ids[SOUTH],), SOUTH: (ids[THIRD],), THIRD: ()}
