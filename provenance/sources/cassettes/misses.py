"""What to say of a request that a cassette does not hold: which recorded ones come nearest, and in what they differ."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

_NEAREST = 3
_MOST_COMPARED = 20_000
_LONGEST = 500
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as misses see it."""

    url: str
    """Normal and scrubbed, see :func:`provenance.sources.cassettes.recordings.key_of`."""
    method: str = "GET"
    sent: str = ""
    """What tells the body, if there was one."""


def nearest(wanted: Asked, recorded: Iterable[Asked]) -> tuple[str, ...]:
    """Recorded requests most like one that was not found, each with what differs; none that is not alike at all."""
    parts = _Parts(wanted)
    known = dict.fromkeys(asked for asked, _ in zip(recorded, range(_MOST_COMPARED), strict=False))
    scored = ((_cost(parts, _Parts(other)), other.url, other.method, other) for other in known)
    found = heapq.nsmallest(_NEAREST, (entry for entry in scored if entry[0] < _TOO_FAR), key=lambda entry: entry[:3])
    return tuple(f"{_cut(other.url, 200)} ({'; '.join(_differences(parts, _Parts(other))) or 'no difference seen'})" for *_, other in found)


class _Parts:
    def __init__(self, asked: Asked) -> None:
        self.method, self.sent = asked.method, asked.sent
        try:
            split = urlsplit(asked.url[:_LONGEST])
        except ValueError:
            split = urlsplit("")
        self.scheme, self.host, self.path = split.scheme, split.netloc, split.path or "/"
        self.query: dict[str, list[str]] = {}
        if split.query.count("&") < 200:
            for name, value in parse_qsl(split.query, keep_blank_values=True):
                self.query.setdefault(name, []).append(value)


_TOO_FAR = 8.0


def _cost(wanted: _Parts, other: _Parts) -> float:
    """How far one request is from another; one path instead of another weighs as much as a few parameters."""
    cost = 0.5 * (wanted.scheme != other.scheme) + 1.0 * (wanted.method != other.method) + 0.5 * (wanted.sent != other.sent)
    if wanted.host != other.host:
        cost += 2 + 6 * (1 - _alike(wanted.host, other.host))
    if wanted.path != other.path:
        cost += 1 + 6 * (1 - _alike(wanted.path, other.path))
    names = wanted.query.keys() | other.query.keys()
    differing = sum(wanted.query.get(name) != other.query.get(name) for name in names)
    return cost + min(3.0, 0.6 * differing)


def _alike(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(one, other))


def _differences(wanted: _Parts, other: _Parts) -> Iterator[str]:
    if wanted.method != other.method:
        yield f"method {other.method}, not {wanted.method}"
    for name in ("scheme", "host", "path"):
        mine, its = getattr(wanted, name), getattr(other, name)
        if mine != its:
            yield f"{name} {_cut(its)}, not {_cut(mine)}"
    names = [*wanted.query, *(name for name in other.query if name not in wanted.query)]
    differing = [name for name in names if wanted.query.get(name) != other.query.get(name)]
    for name in differing[:3]:
        if name not in other.query:
            yield f"no query parameter {_cut(name)}"
        elif name not in wanted.query:
            yield f"query parameter {_cut(name)}={_cut(','.join(other.query[name]))} besides"
        else:
            yield f"query parameter {_cut(name)}={_cut(','.join(other.query[name]))}, not {_cut(','.join(wanted.query[name]))}"
    if len(differing) > 3:
        yield f"{len(differing) - 3} more query parameters"
    if not differing and list(wanted.query) != list(other.query):
        yield "query parameters in another order"
    if wanted.sent != other.sent:
        yield "another body was sent" if wanted.sent and other.sent else "nothing was sent" if wanted.sent else "a body was sent"


def _cut(text: str, length: int = _SHOWN) -> str:
    flat = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"
