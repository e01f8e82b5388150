"""Pages that have it from one another, written for these tests: outlets, addresses and events are invented."""

from __future__ import annotations

from pathlib import Path

HERALD = "https://coast-herald.example/2024/port-closes"
MERIDIAN = "https://meridian-agency.example/n/8812"
NORD = "https://nord-info.example/news/77"
DECREE = "https://council.lestva.example/acts/41"
TIDE = "https://tide-post.example/2024/ships"
GULL = "https://gull-daily.example/ships"
LANTERN = "https://lantern.example/eel-count"
MIRROR = "https://mirror.example/copy/lantern-eel-count"
POND = "https://pond-news.example/eels"
DEAD = "https://vanished.example/grain"
QUAY = "https://quay-times.example/grain"
TICKER = "https://harbour-ticker.example/rates"
NORTH = "https://north-gazette.example/bridge"
SOUTH = "https://south-courier.example/bridge"
WIRE = "https://wire.example/bridge-vote"
FRONT = "https://market-square.example/lamps"


def page(language: str, site: str, title: str, *paragraphs: str, head: str = "") -> str:
    """A page with a menu, an article and a footer."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} - {site}</title>'
        f'<meta property="og:site_name" content="{site}"><meta property="article:published_time" content="2024-04-16T09:00:00Z">{head}</head>'
        f'<body><nav><a href="/">{site}</a> <a href="/news">News</a></nav><article><h1>{title}</h1>\n{body}\n</article>'
        f"<footer><p>A stand-in page, written for tests.</p></footer></body></html>"
    )


EELS = (
    "The eel count in the Lower Sarn fell to 1,200 this spring, less than half of what it was ten years ago.",
    "Wardens emptied the traps at four weirs between the mill and the sluice on every night of March and wrote down what they found.",
    "The sluice gates that were built two winters ago leave the young fish only a narrow ladder, and most of them turn back before it.",
    "Anglers from the villages along the river have asked the water board for years to open the gates at dusk.",
)

VOTE = (
    "SARN, April 15 (Wire) - The district council voted 14 to 9 on Monday to replace the old rail bridge over the Sarn with a road bridge.",
    "Work is to start in September and will cost 31 million crowns, most of which comes from a regional fund that was set up after the flood.",
    "Trains have not crossed the bridge since the paper mill was shut six years ago, and its eastern pier has sunk by a hand's breadth.",
    "Opponents had asked for a footbridge only, which would have cost a third of that sum and spared the alder wood on the far bank.",
)

PAGES: dict[str, str] = {
    # a chain: paper → agency → foreign agency → document
    HERALD: page(
        "en",
        "Coast Herald",
        "Lestva shuts its port to ferries",
        f'The port of Lestva will close to passenger ferries on May 3, the <a href="{MERIDIAN}">Meridian news agency</a> reported on Monday.',
        "Fishermen said they had not been asked, and that the summer's first catch would have to be landed elsewhere.",
    ),
    MERIDIAN: page(
        "en",
        "Meridian",
        "Lestva port to close to ferries",
        f'The port of Lestva will be closed to passenger ferries from May 3, according to <a href="{NORD}">Nord-Info</a>, a Russian-language agency.',
        "The port handled 300,000 passengers last year.",
    ),
    NORD: page(
        "ru",
        "Норд-Инфо",
        "Порт Лества закроют для паромов",
        f'Порт Лества будет закрыт для пассажирских паромов с 3 мая, говорится в <a href="{DECREE}">постановлении</a> городского совета.',
        "Грузовые суда порт будет принимать как прежде.",
    ),
    DECREE: page(
        "ru",
        "Городской совет Лествы",
        "Постановление № 41",
        "Городской совет Лествы постановляет:",
        "1. Порт Лества закрывается для пассажирских паромов с 3 мая 2024 года.",
        "2. Грузовые суда допускаются в порт без ограничений.",
    ),
    # two that have it from each other
    TIDE: page(
        "en",
        "Tide Post",
        "Forty ships wait",
        f'Forty ships are waiting off Lestva for a pilot, the <a href="{GULL}">Gull Daily</a> reported.',
        "The pilots went on strike on Sunday over their night pay.",
    ),
    GULL: page(
        "en",
        "Gull Daily",
        "Ships queue",
        f'Forty ships are waiting off Lestva for a pilot, according to the <a href="{TIDE}?utm_source=gull">Tide Post</a>.',
        "Two of them carry fruit, which will not keep.",
    ),
    # a circle by way of a copy under another address
    LANTERN: page("en", "The Lantern", "Fewer eels", f'{EELS[0][:-1]}, <a href="{POND}">Pond News</a> reported.', *EELS[1:]),
    POND: page(
        "en",
        "Pond News",
        "Eels are fewer",
        f'The eel count in the Lower Sarn fell to 1,200 this spring, according to the <a href="{MIRROR}">Lantern</a>.',
        "We called the water board, which did not want to comment before the summer.",
    ),
    MIRROR: page("en", "Mirror of papers", "Fewer eels", f"{EELS[0][:-1]}, Pond News reported.", *EELS[1:]),
    # a dead end
    QUAY: page(
        "en",
        "Quay Times",
        "Grain store burned",
        f'The fire in the grain store at Lestva destroyed 800 tonnes of barley, <a href="{DEAD}">Vanished Weekly</a> reported.',
    ),
    # an agency that is credited without a link
    TICKER: page(
        "en",
        "Harbour Ticker",
        "Rates up",
        "LESTVA (Reuters) - The harbour raised its berth fees by 12 percent on Thursday.",
        "It is the third time in two years that the fees go up.",
    ),
    # two prints of one agency's text, and the agency
    NORTH: page("en", "North Gazette", "Bridge to be replaced", *VOTE, f'Source: <a href="{WIRE}">Wire</a>'),
    SOUTH: page("en", "South Courier", "Council votes for a road bridge", *VOTE[:3], f'Source: <a href="{WIRE}">Wire</a>'),
    WIRE: page("en", "Wire", "Council votes to replace rail bridge", *VOTE),
    # a number that changed on the way, and a front page for a link
    FRONT: page(
        "en",
        "Market Square",
        "New lamps",
        'The town will put up 60 new lamps along the quay, <a href="https://lamp-letter.example/">Lamp Letter</a> reported.',
    ),
    "https://evening.example/lamps": page(
        "en",
        "Evening",
        "Lamps",
        f'The town will put up 90 new lamps along the quay, <a href="{FRONT}">Market Square</a> reported.',
    ),
}

DRAFT = f"""---
title: A week in Lestva
date: 2024-04-17
language: en
---

# A week in Lestva

The port of Lestva will close to passenger ferries on May 3, the [Coast Herald]({HERALD}) reported.

Forty ships are waiting off Lestva for a pilot, the [Tide Post]({TIDE}) reported.

The eel count in the Lower Sarn fell to 1,200 this spring, the [Lantern]({LANTERN}) reported.

The fire in the grain store destroyed 800 tonnes of barley, the [Quay Times]({QUAY}) reported.

The harbour raised its berth fees by 12 percent on Thursday, the [Harbour Ticker]({TICKER}) reported.

The district council [voted 14 to 9]({NORTH}) to replace the [old rail bridge]({SOUTH}) over the Sarn.

The town will put up 90 new lamps along the quay, the [Evening](https://evening.example/lamps) reported.
"""


def cassette(path: Path) -> Path:
    """Write the pages as a cassette; an address that is gone answers 404."""
    from provenance.sources import Page, write_pages

    pages = [Page(url, text.encode("utf-8"), "text/html; charset=utf-8") for url, text in PAGES.items()]
    pages.append(Page(DEAD, b"<title>404</title><h1>Not found</h1>", "text/html", 404))
    write_pages(path, pages, description="Stand-in pages for the tests of traces.", date="2024-04-17T08:00:00Z", note="Stand-in page.")
    return path
