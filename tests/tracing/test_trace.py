"""Trails through pages that have it from one another: where each leads, what each page says, and why it ends."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tracing import relays

import provenance.tracing
from provenance.config import Config
from provenance.errors import ConfigError, DraftError
from provenance.model import (
    Capture,
    CreditedIn,
    DifferenceKind,
    Document,
    Extract,
    Hop,
    Label,
    Passage,
    Source,
    Status,
    Trace,
    Trail,
    TrailEnd,
)
from provenance.reports.tracing import all_hops
from provenance.tracing.pages import credits_of, read_page


def trail(trace: Trace, phrase: str) -> Trail:
    (found,) = [t for t in trace.trails if phrase in t.claim.text]
    return found


def line(trace: Trace, phrase: str) -> list[Hop]:
    """The hops of a trail that does not branch."""
    hops = list(all_hops(trail(trace, phrase).hops))
    assert all(len(hop.hops) <= 1 for hop in hops)
    return hops


def urls(hops: list[Hop]) -> list[str]:
    return [hop.credit.url for hop in hops]


def test_a_chain_is_followed_to_the_document_across_languages(traced: Trace) -> None:
    hops = line(traced, "passenger ferries")
    assert urls(hops) == [relays.HERALD, relays.MERIDIAN, relays.NORD, relays.DECREE]
    assert [hop.comparison.label for hop in hops] == [Label.SUPPORTED] * 4
    assert [hop.end for hop in hops] == [None, None, None, TrailEnd.ORIGIN]
    assert [hop.credit.place for hop in hops] == [CreditedIn.DRAFT, *[CreditedIn.PASSAGE] * 3]
    assert "с 3 мая 2024 года" in hops[-1].comparison.evidence[0].text
    assert "according to Nord-Info" in hops[2].credit.words


def test_a_circle_is_noticed_by_the_address(traced: Trace) -> None:
    hops = line(traced, "Forty ships")
    assert urls(hops) == [relays.TIDE, relays.GULL, f"{relays.TIDE}?utm_source=gull"]
    assert [hop.end for hop in hops] == [None, None, TrailEnd.CYCLE]
    assert hops[2].source == hops[0].source


def test_a_circle_is_noticed_by_the_text(traced: Trace) -> None:
    hops = line(traced, "eel count")
    assert urls(hops) == [relays.LANTERN, relays.POND, relays.MIRROR]
    assert hops[-1].end is TrailEnd.CYCLE
    assert hops[-1].copy_of == hops[0].source


def test_a_dead_end_says_why(traced: Trace) -> None:
    *_, last = line(traced, "barley")
    assert (last.end, last.comparison.label) == (TrailEnd.UNREADABLE, Label.NOT_CHECKABLE)
    assert "404" in last.why
    assert {s.url: s.status for s in traced.sources}[relays.DEAD] is Status.NOT_FOUND


def test_an_agency_is_credited_without_a_link(traced: Trace) -> None:
    first, last = line(traced, "berth fees")
    assert (first.end, last.end) == (None, TrailEnd.UNLINKED)
    assert (last.credit.name, last.credit.place, last.source) == ("Reuters", CreditedIn.CREDIT_LINE, "")
    assert "without a link" in last.why


def test_where_a_number_changed_on_the_way(traced: Trace) -> None:
    hops = line(traced, "new lamps")
    assert [hop.comparison.label for hop in hops] == [Label.SUPPORTED, Label.CONTRADICTED, Label.NOT_CHECKABLE]
    assert {d.kind for d in hops[1].comparison.differences} == {DifferenceKind.NUMBER}
    # a front page is no article
    assert (hops[2].credit.name, hops[2].credit.url, hops[2].end) == ("Lamp Letter", "", TrailEnd.UNLINKED)


def test_prints_of_one_text_are_one_voice(traced: Trace) -> None:
    found = trail(traced, "rail bridge")
    ids = {s.url: s.id for s in traced.sources}
    assert found.meets == (ids[relays.WIRE],)
    assert [hop.credit.url for hop in found.hops] == [relays.NORTH, relays.SOUTH]
    assert [hop.hops[0].end for hop in found.hops] == [TrailEnd.ORIGIN, TrailEnd.SEEN]
    assert all(hop.hops[0].source == ids[relays.WIRE] for hop in found.hops)
    assert {(frozenset(v.sources), v.agency) for v in traced.voices} >= {
        (frozenset(ids[u] for u in (relays.NORTH, relays.SOUTH, relays.WIRE)), "Wire")
    }


def test_sources_know_whom_they_cite(traced: Trace) -> None:
    ids = {s.url: s.id for s in traced.sources}
    cites = {s.url: s.cites for s in traced.sources}
    assert cites[relays.HERALD] == (ids[relays.MERIDIAN],)
    assert cites[relays.DECREE] == ()


def test_depth_is_kept_and_told(folder: Path, traced: Trace) -> None:
    shallow = provenance.tracing.trace(folder / "draft.md", config=Config(cassette=folder / "web.warc.gz", offline=True, depth=2))
    hops = line(shallow, "passenger ferries")
    assert urls(hops) == [relays.HERALD, relays.MERIDIAN, relays.NORD]
    assert (hops[2].end, hops[2].source) == (TrailEnd.DEPTH, "")
    assert "--depth 3" in hops[2].why
    assert relays.NORD not in {s.url for s in shallow.sources}


def test_no_more_sources_are_read_than_allowed(folder: Path) -> None:
    config = Config(cassette=folder / "web.warc.gz", offline=True, max_sources=3)
    few = provenance.tracing.trace(folder / "draft.md", config=config)
    assert len(few.sources) == 3
    ends = [hop.end for t in few.trails for hop in all_hops(t.hops)]
    assert ends.count(TrailEnd.LIMIT) >= 4


@pytest.mark.parametrize("field", ["depth", "max_sources"])
def test_bounds_must_be_more_than_nothing(field: str) -> None:
    with pytest.raises(ConfigError, match=field.replace("_", ".")):
        Config(**{field: 0})


def test_a_published_article_is_traced_from_its_address(folder: Path) -> None:
    config = Config(cassette=folder / "web.warc.gz", offline=True)
    article = provenance.tracing.trace(relays.HERALD, config=config)
    hops = line(article, "passenger ferries")
    assert urls(hops) == [relays.MERIDIAN, relays.NORD, relays.DECREE]
    # a page that leads back to the article itself is a circle
    again = provenance.tracing.trace(relays.TIDE, config=config)
    assert [hop.end for hop in line(again, "Forty ships")] == [None, TrailEnd.CYCLE]


def test_an_article_that_is_not_there_is_one_line(folder: Path) -> None:
    with pytest.raises(DraftError, match="404"):
        provenance.tracing.trace(relays.DEAD, config=Config(cassette=folder / "web.warc.gz", offline=True))


def test_a_text_given_by_hand_stands_for_a_hop(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "vanished.html"
    page.write_text(relays.page("en", "Vanished Weekly", "Fire", "The fire destroyed 80 tonnes of barley, the fire brigade said."), "utf-8")
    config = Config(cassette=folder / "web.warc.gz", offline=True, source=(f"{relays.DEAD}={page}",))
    *_, last = line(provenance.tracing.trace(folder / "draft.md", config=config), "barley")
    assert last.comparison.label is Label.CONTRADICTED
    assert (last.end, "the fire brigade" in last.why) == (TrailEnd.NO_SOURCE, True)


def test_a_page_reached_twice_is_read_once(traced: Trace) -> None:
    assert len({s.id for s in traced.sources}) == len(traced.sources)
    asked = [s.final_url for s in traced.sources if s.final_url]
    assert len(set(asked)) == len(asked)


def test_a_replay_gives_the_same_trace(folder: Path, traced: Trace) -> None:
    config = Config(cassette=folder / "web.warc.gz", offline=True, depth=4)
    assert provenance.tracing.trace(folder / "draft.md", config=config) == traced


RELAYED = {
    "de": 'Die Bahn streicht im Mai 40 Züge, meldete die <a href="{}">dpa</a> am Montag.',
    "fr": 'Le train supprimera 40 liaisons en mai, a rapporté <a href="{}">l’AFP</a> lundi.',
    "es": 'El tren suprimirá 40 enlaces en mayo, informó <a href="{}">EFE</a> el lunes.',
    "pl": 'Kolej odwoła 40 pociągów w maju, podała <a href="{}">PAP</a> w poniedziałek.',
    "ru": 'Железная дорога отменит 40 поездов в мае, сообщил <a href="{}">Интерфакс</a> в понедельник.',
    "uk": 'Залізниця скасує 40 потягів у травні, повідомив <a href="{}">Укрінформ</a> у понеділок.',
}


@pytest.mark.parametrize("language", RELAYED)
def test_credits_are_read_in_every_language(language: str) -> None:
    target = f"https://agency.example/{language}/40"
    html = relays.page(language, "Zeitung", "Titel", RELAYED[language].format(target), "Mehr dazu morgen.")
    sentence = RELAYED[language].split("<a")[0]
    source = Source("s-1", "https://paper.example/1", Status.OK, final_url="https://paper.example/1", sha256="0")
    capture = Capture(source.url, source.url, Status.OK, 200, "2024-04-16T00:00:00Z", "text/html", html.encode(), "0")
    page = read_page(Document(source, Extract(sentence, language=language)), capture)
    assert page is not None
    found = credits_of(page, Passage(sentence, 0, len(sentence), 1.0))
    assert [way[0].url for way in found.ways] == [target]


def test_the_schema_describes_every_trace(traced: Trace) -> None:
    import jsonschema

    from provenance.reports.trace_json import render, trace_schema

    schema = trace_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    value = json.loads(render(traced))
    jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)
    known = {s["id"] for s in value["sources"]}
    assert {h.source for t in traced.trails for h in all_hops(t.hops) if h.source} <= known
    broken = replace(traced, trails=(replace(traced.trails[0], why=None),))  # type: ignore[arg-type]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(render(broken)), schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "html",
    [
        "<a " * 20_000,
        "<div>" * 100_000,
        "<p>" + '<a href="https://x.example/1">He said</a> so. ' * 20_000,
        "<p>" + "“" * 100_000,
        "\x00\xff" * 1000,
    ],
    ids=["open tags", "depth", "links", "marks", "bytes"],
)
def test_a_hostile_page_is_still_read_as_a_text(html: str) -> None:
    text = "The port will close on May 3, Reuters reported."
    source = Source("s-1", "https://paper.example/1", Status.OK, final_url="https://paper.example/1", sha256="0")
    capture = Capture(source.url, source.url, Status.OK, 200, "2024-04-16T00:00:00Z", "text/html", html.encode("latin-1", "replace"), "0")
    page = read_page(Document(source, Extract(text)), capture)
    assert page is not None
    credits_of(page, Passage(text, 0, len(text), 1.0))


def test_a_mere_link_that_does_not_say_it_is_no_hop(tmp_path: Path) -> None:
    from provenance.sources import Page, write_pages

    lamp, town, rule = "https://lamp.example/news/1", "https://town.example/guide/quay", "https://rule.example/acts/5"
    pages = {
        lamp: relays.page("en", "Lamp", "Lamps", f'The <a href="{town}">quay</a> will get 60 new lamps in June.', "Nobody was asked."),
        town: relays.page("en", "Town", "The quay", "The quay was built of granite blocks, and fishing boats lie there in winter."),
        rule: relays.page("en", "Rule", "Act 5", f'The harbour is closed to <a href="{town}">ships</a> <a href="{lamp}">in June</a>.'),
    }
    write_pages(
        tmp_path / "w.warc.gz",
        [Page(u, t.encode(), "text/html") for u, t in pages.items()],
        description="-",
        date="2024-04-17T08:00:00Z",
        note="-",
    )
    (tmp_path / "d.md").write_text(f"The quay will get 60 new lamps in June, [Lamp]({lamp}) reported.\n", "utf-8")
    found = provenance.tracing.trace(tmp_path / "d.md", config=Config(cassette=tmp_path / "w.warc.gz", offline=True))
    (hop,) = found.trails[0].hops
    assert (hop.hops, hop.end) == ((), TrailEnd.NO_SOURCE)
    assert "does not say it" in hop.why


def test_the_origin_of_a_print_is_no_circle(tmp_path: Path) -> None:
    from provenance.sources import Page, write_pages

    print_, portal, origin = "https://print.example/a/1", "https://portal.example/b/1", "https://first.example/c/1"
    pages = {
        print_: relays.page("en", "Print", "Eels", *relays.EELS, f'Source: <a href="{portal}">Portal</a>'),
        portal: relays.page(
            "en",
            "Portal",
            "Eels",
            f'The eel count in the Lower Sarn fell to 1,200 this spring, the <a href="{origin}">First Messenger</a> reported.',
        ),
        origin: relays.page("en", "First", "Eels", *relays.EELS),
    }
    write_pages(
        tmp_path / "w.warc.gz",
        [Page(u, t.encode(), "text/html") for u, t in pages.items()],
        description="-",
        date="2024-04-17T08:00:00Z",
        note="-",
    )
    (tmp_path / "d.md").write_text(
        f"The eel count in the Lower Sarn fell to 1,200 this spring, the [Sarn Gazette]({print_}) reported.\n", "utf-8"
    )
    found = provenance.tracing.trace(tmp_path / "d.md", config=Config(cassette=tmp_path / "w.warc.gz", offline=True))
    hops = line(found, "eel count")
    assert urls(hops) == [print_, portal, origin]
    assert [hop.end for hop in hops] == [None, None, TrailEnd.NO_SOURCE]
    assert hops[2].copy_of == hops[0].source
