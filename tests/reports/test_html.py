"""The HTML report: what stands in it, and that no string from a draft or a page can become anything but text."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from html_reports import LABELS, full_report

from provenance.model import Finding, Label, Report, Review
from provenance.reports import render
from provenance.reports.clean import visible
from provenance.reports.html.assets import SCRIPTS, STYLES, script, style

TEMPLATES = Path(__file__).resolve().parents[2] / "provenance" / "reports" / "templates"


def tree_of(text: str) -> Element:
    return html5lib.parse(text, namespaceHTMLElements=False)


def elements(tree: Element, tag: str, **attributes: str) -> list[Element]:
    return [e for e in tree.iter(tag) if all(e.attrib.get(k.rstrip("_")) == v for k, v in attributes.items())]


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def shape(tree: Element) -> list[tuple[str, tuple[str, ...]]]:
    """The elements with the names of their attributes: what a page is made of, apart from its texts."""
    return [(e.tag, tuple(sorted(e.attrib))) for e in tree.iter() if isinstance(e.tag, str)]


@pytest.fixture(scope="module")
def page() -> Element:
    return tree_of(render(full_report(8), "html"))


def test_nothing_is_loaded_and_only_our_style_and_script_run() -> None:
    text = render(full_report(8), "html")
    tree = tree_of(text)
    policies = [m.attrib["content"] for m in tree.iter("meta") if m.attrib.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; "
        r"require-trusted-types-for 'script'; trusted-types 'none'",
        policies[0],
    )
    assert [s.text for s in tree.iter("script")] == [script()]
    assert [s.text for s in tree.iter("style")] == [style()]
    assert not re.search(r"@import|url\(|innerHTML|eval\(|fetch\(|XMLHttpRequest|https?:", style() + script())
    for element in tree.iter():
        assert not {"src", "srcset", "data", "poster", "action", "style"} & set(element.attrib)
        assert not any(name.startswith("on") for name in element.attrib)
    assert not [e.tag for e in tree.iter() if e.tag in ("link", "iframe", "object", "embed", "img", "base")]


def test_every_link_inside_the_page_leads_somewhere(page: Element) -> None:
    ids = [e.attrib["id"] for e in page.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    targets = {e.attrib["href"][1:] for e in page.iter("a") if e.attrib["href"].startswith("#")}
    assert targets <= set(ids)
    for name in ("aria-labelledby", "aria-describedby"):
        assert {word for e in page.iter() for word in e.attrib.get(name, "").split()} <= set(ids)


def test_links_to_elsewhere_keep_the_page_to_themselves(page: Element) -> None:
    out = [e for e in page.iter("a") if e.attrib["href"].startswith("http")]
    assert len(out) > 20
    for link in out:
        assert {"noopener", "noreferrer"} <= set(link.attrib["rel"].split())


def test_each_claim_is_marked_in_the_draft_by_shape_and_word(page: Element) -> None:
    report = full_report(8)
    for checked in report.drafts[0].claims:
        card = next(e for e in page.iter("article") if e.attrib.get("data-id") == checked.claim.id)
        anchor = card.attrib["id"]
        marks = [m for m in elements(page, "mark") if anchor in m.attrib.get("data-claims", "").split()]
        assert "".join(text_of(m) for m in marks) == checked.claim.text
        assert {m.attrib["class"] for m in marks} == {f"said {checked.verdict.label.value}"}
        tag = elements(page, "a", id=f"{anchor}-mark")[0]
        assert tag.attrib["href"] == f"#{anchor}"
        assert checked.verdict.label.value.replace("_", " ") in text_of(tag)


def test_the_draft_reads_as_it_was_written(page: Element) -> None:
    article = deepcopy(next(e for e in page.iter("article") if e.attrib.get("class") == "text"))
    assert article.attrib["lang"] == "en"
    assert article.attrib["dir"] == "ltr"
    for tag in [e for e in article.iter() if e.attrib.get("class", "").startswith("tag ") or (e.tag == "b" and "class" not in e.attrib)]:
        tag[:] = []
        tag.text = ""
    assert "".join(text_of(article).split()) == "".join(full_report(8).drafts[0].draft.text.split())
    for tag in ("h3", "ul", "li", "blockquote", "table", "td", "pre"):
        assert list(article.iter(tag)), tag
    levels = [int(e.tag[1]) for e in next(page.iter("main")).iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
    assert all(b - a <= 1 for a, b in pairwise([1, *levels]))


def test_the_words_that_differ_stand_out_in_the_draft(page: Element) -> None:
    article = next(e for e in page.iter("article") if e.attrib.get("class") == "text")
    words = [text_of(b) for b in elements(article, "b", class_="differs")]
    assert words == ["90 million crowns", "twice as often at night"]


def test_overlapping_claims_each_keep_a_mark() -> None:
    report = full_report(2)
    draft = report.drafts[0]
    inner = replace(
        draft.claims[0].claim,
        id="inner",
        attribution=None,
        span=replace(draft.claims[0].claim.span, start=draft.claims[0].claim.span.start + 4),
    )
    twice = replace(draft, claims=(*draft.claims, replace(draft.claims[1], claim=inner)))
    tree = tree_of(render(replace(report, drafts=(twice,)), "html"))
    both = [m for m in elements(tree, "mark") if len(m.attrib.get("data-claims", "").split()) == 2]
    assert len(both) == 1
    assert both[0].attrib["class"] == "said contradicted"  # the graver of the two shows
    tags = [a for a in tree.iter("a") if a.attrib.get("id", "").endswith("-mark")]
    assert len(tags) == 3


def test_evidence_keeps_its_language_script_and_direction(page: Element) -> None:
    passages = [p for b in elements(page, "blockquote", class_="passage") for p in b.iter("p") if "dir" in p.attrib]
    assert {(p.attrib["lang"], p.attrib["dir"]) for p in passages} >= {("ru", "ltr"), ("ar", "rtl"), ("en", "ltr")}
    russian = next(p for p in passages if p.attrib["lang"] == "ru")
    assert [text_of(m) for m in russian.iter("mark")] == ["60 миллионов крон"]
    opened = [a.attrib["href"] for b in elements(page, "blockquote", class_="passage") for a in b.iter("a")]
    assert any("#:~:text=" in href for href in opened)


def test_a_changed_quotation_is_shown_word_by_word(page: Element) -> None:
    figure = elements(page, "figure", class_="worddiff")[0]
    words = figure.find("p")
    assert words is not None
    assert [text_of(d) for d in words.iter("del")] == ["[the source has: not]"]
    assert list(words.iter("ins")) == []
    assert "We did [the source has: not] agree to shut berth 4" in text_of(words)


def test_the_source_line_says_how_the_text_was_reached(page: Element) -> None:
    section = text_of(elements(page, "section", class_="sources")[0])
    for words in (
        "Harbour Post",
        "The plan for the harbour",
        "Ann Reed",
        "30 April 2024",
        "in English",
        "2 redirects",
        "redirects (301)",
        "answers (200)",
        "Its own address: https://www.example.org/plan",
        "Archived copy of 30 April 2024, 04:12 UTC: the page was removed",
        "behind a paywall",
        "Kept in web.warc.gz",
    ):
        assert words in " ".join(section.split()), words
    assert elements(page, "a", href="https://web.archive.org/web/2024/x")


def test_several_drafts_sources_and_failures_stand_in_one_page() -> None:
    tree = tree_of(render(full_report(3, drafts=3), "html"))
    assert len(elements(tree, "section", class_="view")) == 3
    assert len([e for e in tree.iter("article") if "data-id" in e.attrib]) == 9
    assert "it is damaged: save it again" in text_of(elements(tree, "div", class_="failures")[0])
    assert "Source 2 of 2" in [e.attrib.get("aria-label") for e in elements(tree, "div", class_="finding")]
    assert len(list(elements(tree, "nav", **{"aria-label": "Drafts"})[0].iter("li"))) == 3


def test_counts_are_those_of_the_report(page: Element) -> None:
    counted = {e.attrib["data-label"]: text_of(e) for e in page.iter("a") if "data-label" in e.attrib}
    assert {label: int(re.search(r"\d+", text)[0]) for label, text in counted.items()} == {  # type: ignore[index]
        label.value: LABELS.count(label) for label in set(LABELS)
    }
    assert "5 of 8 claims need a look" in " ".join(text_of(next(page.iter("header"))).split())


@pytest.mark.parametrize("report", [Report("provenance", "0", "1970-01-01T00:00:00Z", (), ()), full_report(0)])
def test_a_report_without_claims_says_so(report: Report) -> None:
    text = render(report, "html")
    assert "No claim leans on a source" in text
    assert "1970" not in text


def test_what_would_let_more_be_checked_is_told(page: Element) -> None:
    told = text_of(elements(page, "details", class_="hints")[0])
    assert "1 source is behind a paywall or login: save the text and give --source URL=FILE" in " ".join(told.split())


def test_notes_are_shown_and_those_without_a_claim_are_told() -> None:
    mine = Review("000000000001", Label.MISQUOTED, "<b>asked</b> the mayor", "2024-05-02T09:00:00Z", "words", "draft.md")
    lost = Review("ffffffffffff", None, "where did it go?", "2024-05-02T09:00:00Z", "The words of old", "draft.md")
    tree = tree_of(render(full_report(8, reviews=(mine, lost)), "html"))
    noted = [e for e in elements(tree, "div", class_="noted") if "hidden" not in e.attrib]
    assert len(noted) == 1
    assert " ".join(text_of(noted[0]).split()) == "Reviewer misquoted 2 May 2024, 09:00 UTC <b>asked</b> the mayor"
    orphans = elements(tree, "section", class_="orphans")[0]
    assert "hidden" not in orphans.attrib
    assert "The words of old" in text_of(orphans)
    assert "where did it go?" in text_of(orphans)


def test_what_stands_around_a_passage_is_shown_in_whole_words() -> None:
    report = full_report(1)
    found = report.drafts[0].claims[0].findings[0].comparison
    passage = replace(found.evidence[0], prefix="rbour was full.\n\nThen: ", suffix=" Nothing else was deci")
    checked = replace(report.drafts[0].claims[0], findings=(Finding("s-1", replace(found, evidence=(passage,))),))
    tree = tree_of(render(replace(report, drafts=(replace(report.drafts[0], claims=(checked,)),)), "html"))
    assert text_of(elements(tree, "blockquote", class_="passage")[0]).startswith(f"… was full. Then: {passage.text} Nothing else was …")


def test_a_run_that_was_stopped_says_so() -> None:
    report = full_report(1)
    stopped = replace(report, interrupted=True, drafts=(replace(report.drafts[0], interrupted=True),))
    assert len(elements(tree_of(render(stopped, "html")), "p", class_="stopped")) == 2
    assert not elements(tree_of(render(report, "html")), "p", class_="stopped")


def test_every_file_of_the_page_is_used() -> None:
    assert {p.stem for p in (TEMPLATES / "style").iterdir()} == set(STYLES)
    assert {p.stem for p in (TEMPLATES / "script").iterdir()} == set(SCRIPTS)
    named = "".join(p.read_text(encoding="utf-8") for p in TEMPLATES.rglob("*.html"))
    for part in (TEMPLATES / "parts").iterdir():
        assert f'"parts/{part.name}"' in named
    assert "</script" not in script().lower()
    assert "</style" not in style().lower()


def test_the_same_report_gives_the_same_page() -> None:
    assert render(full_report(8), "html") == render(full_report(8), "html")


# ---- the battery ---------------------------------------------------------------------------------------------------

OWN = [
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus x='",
    "</style><style>*{display:none}</style>",
    "</textarea></select></template><script>alert(1)</script>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "{{7*7}} ${7*7} {% raw %}",
    "javascript:alert(1)",
    "\u202egnp.exe\u2066\x1b]0;owned\x07",
    "\ud800 lone",
]


def check_hostile(string: str, plain: list[tuple[str, tuple[str, ...]]]) -> None:
    """The rules of the battery: the page is made of the template's elements, and the string is in it as text."""
    text = render(full_report(8, spice=string), "html")
    text.encode("utf-8")
    tree = tree_of(text)
    allowed = {tag for tag, _ in plain}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            pytest.fail(f"a comment came out of {string!r}")
        assert element.tag in allowed, (element.tag, string)
        assert not any(name.startswith("on") or name in ("src", "style") for name in element.attrib), (element.tag, string)
        for name in ("href", "{http://www.w3.org/1999/xlink}href"):
            assert re.match(r"#|https?://", element.attrib.get(name, "#")), (element.attrib[name], string)
    assert [s.text for s in tree.iter("script")] == [script()]
    assert [s.text for s in tree.iter("style")] == [style()]
    assert len(elements(tree, "article")) == sum(tag == "article" for tag, _ in plain)
    assert [m.attrib.get("http-equiv") for m in tree.iter("meta")].count("Content-Security-Policy") == 1
    assert not any(m.attrib.get("http-equiv", "").lower() == "refresh" for m in tree.iter("meta"))


@pytest.fixture(scope="module")
def plain(page: Element) -> list[tuple[str, tuple[str, ...]]]:
    return shape(page)


@pytest.mark.parametrize("string", OWN)
def test_hostile_strings_are_only_text(string: str, plain: list[tuple[str, tuple[str, ...]]]) -> None:
    check_hostile(string, plain)


@pytest.mark.shared
def test_the_battery_of_injections_gets_nowhere(shared: Path, plain: list[tuple[str, tuple[str, ...]]]) -> None:
    cases = json.loads((shared / "battery" / "battery.json").read_text(encoding="utf-8"))["injection_strings"]
    assert len(cases) > 30
    for case in cases:
        check_hostile(case["string"], plain)
        if case["context"] == "secret":
            assert "SECRET" not in render(full_report(8, spice=case["string"]), "html")
    print(f"injection_strings in HTML: {len(cases)} of {len(cases)} are only text, in every place")


def test_a_string_comes_out_as_it_went_in_but_for_controls() -> None:
    string = "\x1b[31m<b>A & B</b> \u202e“x” 日本"
    tree = tree_of(render(full_report(2, spice=string), "html"))
    name = elements(tree, "p", class_="outlet")[0]
    assert text_of(name) == f"Harbour Post{visible(string)} The plan for the harbour{visible(string)}"
