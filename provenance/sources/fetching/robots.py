"""What a site asks of programs: robots.txt (RFC 9309), read once for each origin in a run.

Where the standard leaves a choice, or sites do not keep to it:

- 401 and 403 on robots.txt count like 404: the standard says that there are no rules then. If the site refuses programs
  altogether, the page itself will say so.
- 429 and 5xx, and a robots.txt that does not come in time, mean that nothing of the site is fetched in this run. That is a
  failure of the moment, not a word about the page.
- Redirects are followed (five, as the standard asks), through the guard like any other; the rules are those of the site that
  was asked. One that leads where nothing may be fetched from is refused.
- A web page in place of robots.txt has no rules.
- Archives and resolvers of identifiers are services for programs, with terms of their own: they are asked without.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from provenance.model import Record, Status, Unavailable
from provenance.sources.addressing.addresses import Address
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.failures import Failure
from provenance.sources.fetching.response import Response

if TYPE_CHECKING:
    from protego import Protego


MOST_HOPS = 5
"""Redirects that are followed (RFC 9309 section 2.3.1.2)."""
READ = 512_000
"""Bytes that are read of it; the standard asks for 500 KiB at least."""
LONGEST_LINE = 16_664
"""Characters of a line, as in Google's parser; a rule that is longer than any address forbids nothing."""
LONGEST_DELAY = 10.0
"""Seconds between two requests, whatever the site asks for."""

#: Services for programs: archives that are asked through their own protocol, identifiers that are meant to be resolved.
_FOR_PROGRAMS = frozenset(
    {
        "web.archive.org",
        "wayback.archive-it.org",
        "archive.today",
        "archive.ph",
        "perma.cc",
        "webarchive.loc.gov",
        "webarchive.nationalarchives.gov.uk",
        "arquivo.pt",
        "doi.org",
        "dx.doi.org",
        "hdl.handle.net",
    }
)

_AGENT_LINE = re.compile(r"\s*user[-\s]?agent\s*[:\s]\s*(.*)", re.I | re.S)
_TOKEN = re.compile(r"[A-Za-z_-]+")
_COMPATIBLE = re.compile(r"Mozilla/[\d.]+ \(compatible; ([A-Za-z_-]+)")
_SOMEBODY_ELSE = "0"  # no part of any product's name, which has letters only

Get = Callable[[str, Deadline], "Response | Unavailable"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin asks for."""

    parser: Protego | None = None
    """Without one everything is allowed."""
    delay: float = 0.0
    """Seconds between the starts of two requests."""
    note: str = ""
    fetched: str | None = None
    record: Record | None = None
    failure: Failure | None = None
    """Why nothing of this origin is fetched in this run."""


@dataclass(slots=True)
class _Place:
    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Rules | None = None


def product(user_agent: str) -> str:
    """The product's name in a ``User-Agent``, by which rules are addressed; empty if it names none."""
    match = _COMPATIBLE.match(user_agent)
    if match is not None:
        return match[1].lower()
    token = _TOKEN.match(user_agent)
    return token.group().lower() if token else ""


def parse(body: bytes, name: str) -> Protego | None:
    """Read a robots.txt.

    Parameters
    ----------
    body
        Whatever came; what is no rule is passed over, as the standard says.
    name
        Our product's name.

    Returns
    -------
    Protego or None
        The rules for ``name`` and for everybody; ``None`` for a web page.
    """
    from protego import Protego

    if len(body) > READ:
        body = body[: body.rfind(b"\n", 0, READ) + 1]  # half a rule would forbid more than the whole one
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    if text.lstrip()[:1] == "<":
        return None
    # Groups are addressed by the product's whole name (section 2.2.1); Protego would take a part of it as well. Everybody else
    # counts as one, since each rule is kept once for every name above it: 500 kB can hold half a thousand million of them.
    return Protego.parse("\n".join(_readdressed(line, name) for line in text.splitlines() if len(line) <= LONGEST_LINE))


def _readdressed(line: str, name: str) -> str:
    agent = _AGENT_LINE.match(line.partition("#")[0])
    if agent is None:
        return line
    asked = agent[1].strip()
    token = _TOKEN.match(asked)
    if asked.startswith("*"):
        return "User-agent: *"
    return f"User-agent: {name if token and name and token.group().lower() == name else _SOMEBODY_ELSE}"


class Robots:
    """The rules of the sites of one run; safe to use from several threads.

    Parameters
    ----------
    get
        Fetches a robots.txt: the run's own way of fetching, guard, cassette and all, without asking for robots.txt again.
    user_agent
        As sent to servers.
    """

    def __init__(self, get: Get, user_agent: str) -> None:
        self._get = get
        self._name = product(user_agent)
        self._lock = threading.Lock()
        self._places: dict[str, _Place] = {}

    def check(self, address: Address, deadline: Deadline) -> Rules:
        """The rules under which an address may be asked for.

        Raises
        ------
        Failure
            ``robots_disallowed`` if it may not, ``temporary`` or ``rate_limited`` if that cannot be told in this run; if the
            server cannot be reached at all, what that means for the page.
        """
        if address.host.rstrip(".") in _FOR_PROGRAMS:
            return Rules()
        rules = self._rules(address, deadline)
        if rules.failure is not None:
            raise rules.failure
        return rules

    def allows(self, rules: Rules, address: Address) -> bool:
        """Whether the rules let us ask for an address of their origin."""
        return rules.parser is None or rules.parser.can_fetch(address.url, self._name)

    def _rules(self, address: Address, deadline: Deadline) -> Rules:
        place = self._places.get(address.origin)
        if place is not None and place.rules is not None:
            return place.rules
        with self._lock:
            place = self._places.setdefault(address.origin, _Place())
        if not place.lock.acquire(timeout=deadline.remaining()):
            raise deadline.failure()
        try:
            if place.rules is None:
                place.rules = self._read(address, deadline)
            return place.rules
        finally:
            place.lock.release()

    def _read(self, address: Address, deadline: Deadline) -> Rules:
        answer = self._get(urljoin(address.url, "/robots.txt"), deadline)
        if isinstance(answer, Unavailable):
            return self._without(answer, address.host)
        if answer.status == 429:
            failure = Failure(Status.RATE_LIMITED, f"{address.host} asks for fewer requests, of its robots.txt too; run again later")
            return Rules(failure=failure)
        if answer.status >= 500:
            return Rules(failure=_not_now(address.host, f"HTTP {answer.status}"))
        if answer.status != 200:
            return Rules()
        parser = parse(answer.body, self._name)
        asked = _delay(parser, self._name) if parser is not None else 0.0
        note = ""
        if asked > LONGEST_DELAY:
            note = f"The robots.txt of {address.host} asks for {asked:g} s between requests; {LONGEST_DELAY:g} s were kept."
        return Rules(parser, min(asked, LONGEST_DELAY), note, answer.fetched, answer.record)

    def _without(self, answer: Unavailable, host: str) -> Rules:
        """What holds where robots.txt did not come; raises what will hold for every page of the server alike."""
        if answer.status in (Status.NOT_IN_CASSETTE, Status.NOT_ATTEMPTED, Status.REDIRECT_ERROR, Status.DECODE_ERROR, Status.UNSUPPORTED):
            return Rules()
        if answer.status is Status.TOO_LARGE:
            reason = f"the robots.txt of {host} is too large to tell what it allows; {_BY_HAND}"
            return Rules(failure=Failure(Status.ROBOTS_DISALLOWED, reason))
        if answer.status in (Status.TIMED_OUT, Status.TEMPORARY):
            return Rules(failure=_not_now(host, "it did not come whole"))
        if answer.status is Status.REFUSED and answer.redirects:
            return Rules(failure=Failure(Status.REFUSED, f"the robots.txt of {host} is not where it may be read: {answer.reason}"))
        raise Failure(answer.status, answer.reason)


_BY_HAND = "open it in a browser and give its text with --source, or add --ignore-robots"


def disallowed(host: str) -> Failure:
    """What to say of a page that robots.txt keeps programs from."""
    return Failure(Status.ROBOTS_DISALLOWED, f"the robots.txt of {host} asks programs not to fetch this page; {_BY_HAND}")


def _not_now(host: str, why: str) -> Failure:
    return Failure(
        Status.TEMPORARY,
        f"the robots.txt of {host} cannot be read now ({why}), so nothing of it is fetched; try again later, or add --ignore-robots",
    )


def _delay(parser: Protego, name: str) -> float:
    """``Crawl-delay`` or ``Request-rate``, whichever asks for more; neither is in the standard, both are in use."""
    rate = parser.request_rate(name)
    return max(parser.crawl_delay(name) or 0.0, rate.seconds / rate.requests if rate else 0.0)
