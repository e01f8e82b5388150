"""A corpus whose truth is known: articles, the pages that they cite on servers of this machine, and what becomes of them night by night.

    python tests/corpus.py FOLDER [--articles 100] [--citations 5] [--hosts 20] [--seed 1] [--latency 0.1] [--night 0]

writes the articles into FOLDER and serves their pages until it is stopped; ``GET /-/night/3`` on its first address goes on to
another night, ``/-/down`` and ``/-/up`` take all pages away and give them back. From Python: :class:`Corpus` for the plan and its
truth, :class:`corpus_server.Server` for the pages, :func:`told` and :func:`score` for what an audit made of it.

Everything follows from the seed, but for the port.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from corpus_text import LANGUAGES, Fact, article, fact, page

if TYPE_CHECKING:
    from provenance.audit.database import Database

START = datetime(2026, 3, 1, 2, tzinfo=UTC)
DAYS = (0, 1, 5, 9, 10, 13)
"""Days of the nights: far enough apart for the dead rule, near enough for every page to be due each time."""

#: What may become of a page → how often, of those whose fate is drawn. ``steady`` is the rest.
FATES = {
    "changed": 6,  # the passage that mattered says something else
    "mended": 3,  # it said something else from the beginning, and then what the article says
    "wrong": 2,  # it never said what the article says
    "harmless": 5,  # only what stands around it changes, every night
    "removed": 2,  # its text is taken away, the page stays
    "noticed": 2,  # it gets a notice of a correction, and is as it was otherwise
    "corrected": 2,  # it says something else, and a notice says so
    "gone_404": 2,
    "gone_410": 1,
    "away": 2,  # 404 for a night, then back
    "walled": 1,  # 403 from a night on
    "limited": 1,  # 429 with Retry-After
    "broken": 1,  # 500
    "hanging": 1,  # never answers
    "moved": 2,  # a redirect to another path from a night on
    "elsewhere": 1,  # a redirect to another host from a night on
    "redirected": 2,  # a redirect from the beginning
    "never": 1,  # 404 from the beginning
    "shut": 1,  # 403 from the beginning
}
_STATUS = {"gone_404": 404, "gone_410": 410, "away": 404, "walled": 403, "limited": 429, "broken": 500, "never": 404, "shut": 403}
_DYING = frozenset({"gone_404", "gone_410", "never"})
#: From the beginning: they have no night.
_ALWAYS = frozenset({"steady", "wrong", "harmless", "redirected", "never", "shut"})
Subject = tuple[str, ...]
"""What something is about: a page's number, or an article's and a page's."""
Told = tuple[int, str, Subject]
"""Night, kind of event, and subject."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what becomes of it."""

    number: int
    host: int
    language: str
    fact: Fact
    fate: str
    night: int
    """On which its fate strikes; 0 if it is its lot from the beginning."""

    @property
    def path(self) -> str:
        """Where it is from the beginning."""
        return f"/{self.language}/{self.number}.html"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gives for a page in a night."""

    status: int = 200
    location: tuple[int, str] | None = None
    """Host and path to which it leads on."""
    hangs: bool = False
    body: str = ""


@dataclass(frozen=True)
class Corpus:
    """Articles, pages and nights.

    Parameters
    ----------
    articles, citations
        How many articles, and how many pages each cites; every tenth citation is of a page that another article cites as well.
    hosts
        Over how many addresses the pages are spread.
    seed
        From which everything follows.
    fated
        Share of the pages that are not steady.
    fates
        What may become of them, with weights.
    days
        On which days there are nights.
    outage
        The night in which nothing answers, if there is one.
    dated
        Whether every third article bears a date, from before the first night: what its pages say later cannot hold against it.
    """

    articles: int = 20
    citations: int = 5
    hosts: int = 6
    seed: int = 1
    fated: float = 0.6
    fates: Mapping[str, int] = field(default_factory=lambda: FATES)
    days: tuple[float, ...] = DAYS
    outage: int | None = 4
    dated: bool = False

    def __post_init__(self) -> None:
        draw = random.Random(f"corpus {self.seed}")
        nights = [night for night in range(1, len(self.days)) if night != self.outage] or [1]
        names, weights = list(self.fates), list(self.fates.values())
        pages: list[Page] = []
        cited: list[list[int]] = []
        languages = [draw.choice(LANGUAGES) for _ in range(self.articles)]
        for language in languages:
            mine: list[int] = []
            for _ in range(self.citations):
                shared = [p.number for p in pages if p.language == language and p.number not in mine] if draw.random() < 0.1 else []
                if shared:
                    mine.append(draw.choice(shared))
                    continue
                fate = draw.choices(names, weights)[0] if draw.random() < self.fated else "steady"
                night = 0 if fate in _ALWAYS else draw.choice(nights)
                pages.append(Page(len(pages), draw.randrange(self.hosts), language, fact(draw, language), fate, night))
                mine.append(len(pages) - 1)
            cited.append(mine)
        object.__setattr__(self, "pages", tuple(pages))
        object.__setattr__(self, "cited", tuple(map(tuple, cited)))
        object.__setattr__(self, "languages", tuple(languages))

    pages: tuple[Page, ...] = field(init=False, repr=False)
    cited: tuple[tuple[int, ...], ...] = field(init=False, repr=False)
    """The pages that each article cites."""
    languages: tuple[str, ...] = field(init=False, repr=False)

    def when(self, night: int) -> datetime:
        """The moment at which a night begins."""
        return START + timedelta(days=self.days[night])

    def written(self, number: int) -> date | None:
        """The date that an article bears, if any."""
        return START.date() - timedelta(days=1 + number % 20) if self.dated and number % 3 == 0 else None

    def host(self, number: int) -> str:
        """The address of a host."""
        return f"127.0.{number // 250}.{number % 250 + 1}"

    def url(self, number: int, port: int) -> str:
        """Where an article says that a page is."""
        return f"http://{self.host(self.pages[number].host)}:{port}{self.pages[number].path}"

    def write(self, folder: Path, port: int) -> list[Path]:
        """Write the articles; gives their files."""
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for number, pages in enumerate(self.cited):
            claims = [(self.pages[n].fact.first, self.pages[n].fact.speaker, self.url(n, port)) for n in pages]
            ending, text = article(self.seed * 100_003 + number, self.languages[number], claims, self.written(number))
            files.append(folder / f"{number:06}.{ending}")
            files[-1].write_text(text, encoding="utf-8")
        return files

    # ---- what servers give ---------------------------------------------------------------------------------------

    def answer(self, host: int, path: str, night: int) -> Answer:
        """What stands at an address in a night."""
        stem = path.rpartition("/")[2].removesuffix(".html").removesuffix("-new")
        number = int(stem) if stem.isdigit() and len(stem) < 9 else -1
        if not 0 <= number < len(self.pages):
            return Answer(404)
        here = self.pages[number]
        struck = night >= here.night
        at = (here.host, here.path)
        if here.fate in ("moved", "elsewhere", "redirected") and struck:
            goal = ((here.host + 1) % self.hosts if here.fate == "elsewhere" else here.host, here.path.replace(".html", "-new.html"))
            if (host, path) == at:
                return Answer(301, location=goal)
            at = goal
        if (host, path) != at:
            return Answer(404)
        if here.fate == "hanging" and struck:
            return Answer(hangs=True)
        if here.fate in _STATUS and struck and (here.fate != "away" or night == here.night):
            return Answer(_STATUS[here.fate])
        says = here.fact.other if self.says_other(here, night) else here.fact.first
        more = {"notice": here.fate in ("noticed", "corrected") and struck, "removed": here.fate == "removed" and struck}
        edition = night if here.fate == "harmless" else 0
        return Answer(body=page(self.seed * 1_000_003 + number, here.language, says, edition=edition, **more))

    def says_other(self, here: Page, night: int) -> bool:
        """Whether a page says something else than the articles do."""
        if here.fate == "mended":
            return night < here.night
        return here.fate == "wrong" or (here.fate in ("changed", "corrected") and night >= here.night)

    # ---- the truth -----------------------------------------------------------------------------------------------

    def truth(self) -> set[Told]:
        """What is new in each night."""
        found: set[Told] = set()
        citing: dict[int, list[int]] = {}
        for number, pages in enumerate(self.cited):
            for cited in pages:
                citing.setdefault(cited, []).append(number)
        for here in self.pages:
            about: Subject = (str(here.number),)
            claims: list[Subject] = [(f"{number:06}", str(here.number)) for number in citing[here.number]]
            found |= {(0, "new_claim", claim) for claim in claims}
            found |= {(night, kind, about) for night, kind in self._of_page(here)}
            if here.fate in ("changed", "corrected", "removed", "mended"):
                found |= {(here.night, "changed_since", claim) for claim in claims}
                # a dated article stands on what the page said before
                turn = "better" if here.fate == "mended" else "worse"
                found |= {(here.night, turn, claim) for claim in claims if turn == "better" or self.written(int(claim[0])) is None}
        return found

    def _of_page(self, here: Page) -> Iterable[tuple[int, str]]:
        if here.fate == "removed":
            yield here.night, "soft_deleted"
        if here.fate in ("noticed", "corrected"):
            yield here.night, "corrected"
        if here.fate in ("moved", "elsewhere"):
            yield here.night, "moved"
        if here.fate in _STATUS or here.fate == "hanging":
            yield here.night, "failing"
        if here.fate == "away" and (back := self._next(here.night)) is not None:
            yield back, "back"
        if here.fate in _DYING:
            # three failures, each more than three days after the one that counted before it; our own outage is none
            counted = [here.night]
            for night in range(here.night + 1, len(self.days)):
                if night != self.outage and self.days[night] - self.days[counted[-1]] > 3:
                    counted.append(night)
            if len(counted) >= 3:
                yield counted[2], "vanished"

    def _next(self, night: int) -> int | None:
        return next((n for n in range(night + 1, len(self.days)) if n != self.outage), None)

    def labels(self, night: int) -> Counter[str]:
        """How many claims the pages support, contradict, or say nothing of, in a night: by the last text that was read of each."""
        found: Counter[str] = Counter()
        for pages in self.cited:
            for here in (self.pages[number] for number in pages):
                unread = here.fate in ("never", "shut")
                gone = here.fate == "removed" and night >= here.night
                found["unread" if unread else "gone" if gone else "contradicted" if self.says_other(here, night) else "supported"] += 1
        return found


# ---- how well an audit tells it --------------------------------------------------------------------------------------


def told(database: Database, run: int, night: int) -> set[Told]:
    """What a run says is new, as the truth has it. What is about nothing in the corpus keeps the store's own numbers."""
    from sqlalchemy import select

    from provenance.audit import runs
    from provenance.audit.tables import table

    articles, sources, verdicts = table("articles"), table("sources"), table("verdicts")
    events = database.transact(lambda c: runs.told(c, run))
    names = database.transact(lambda c: {row.id: Path(row.place).stem for row in c.execute(select(articles.c.id, articles.c.place))})
    urls = database.transact(lambda c: {row.id: row.url for row in c.execute(select(sources.c.id, sources.c.url))})
    lines = select(verdicts.c.article, verdicts.c.claim, verdicts.c.captures).order_by(verdicts.c.seq)
    rests = database.transact(lambda c: {(row.article, row.claim): row.captures for row in c.execute(lines)})
    found: set[Told] = set()
    for event in events:
        source = event.source
        if source is None and event.article is not None and event.claim is not None:
            rest = {one[0] for one in rests.get((event.article, event.claim), ())}
            source = rest.pop() if len(rest) == 1 else f"claim {event.claim}"
        number = urls.get(source or "", source or "").rpartition("/")[2].removesuffix(".html")
        name = (names.get(event.article, str(event.article)),) if event.article is not None else ()
        found.add((night, event.kind.value, (*name, *((number,) if number else ()))))
    return found


@dataclass(frozen=True, slots=True)
class Score:
    """How well something was told."""

    hits: int
    told: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what was told that is true; 1 if nothing was told."""
        return self.hits / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was told; 1 if nothing is."""
        return self.hits / self.true if self.true else 1.0


def score(events: set[Told], truth: set[Told]) -> dict[str, Score]:
    """By kind of event, and over ``all``, how what was told compares with the truth."""
    kinds = sorted({kind for _, kind, _ in events | truth})
    found = {}
    for kind in (*kinds, "all"):
        said, true = ({one for one in some if kind in (one[1], "all")} for some in (events, truth))
        found[kind] = Score(len(said & true), len(said), len(true))
    return found


def table_of(scores: Mapping[str, Score]) -> str:
    """Scores for people, a line each."""
    return "\n".join(
        f"{kind:14} precision {one.precision:.3f} recall {one.recall:.3f}  ({one.hits} of {one.told} told, {one.true} true)"
        for kind, one in scores.items()
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the articles and serve the pages."""
    from corpus_server import Server

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for name, value in (("articles", 100), ("citations", 5), ("hosts", 20), ("seed", 1), ("night", 0)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--fated", type=float, default=0.6)
    parser.add_argument("--changed", type=float, help="instead of all fates: this share of the pages is changed in night 1")
    chosen = parser.parse_args(arguments)
    corpus = Corpus(chosen.articles, chosen.citations, chosen.hosts, chosen.seed, chosen.fated)
    if chosen.changed is not None:
        corpus = replace(corpus, fated=chosen.changed, fates={"changed": 1}, days=(0, 1), outage=None)
    with Server(corpus, latency=chosen.latency, night=chosen.night) as server:
        corpus.write(chosen.folder, server.port)
        print(server.port, flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
