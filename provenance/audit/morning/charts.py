"""The charts of the morning's report as inline SVG: no script, no outside loads, readable in dark and light and by a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.audit.morning.nouns import HostRot, Point
from provenance.model import Label
from provenance.reports.words import NAMES, WORST_FIRST

WIDTH, HEIGHT = 640, 180
_LEFT, _BOTTOM, _TOP = 44, 26, 10


@dataclass(frozen=True, slots=True)
class Band:
    """The part of an area chart that stands for one verdict."""

    label: str
    """The verdict's value; the style sheet gives each its colour and pattern."""
    name: str
    points: str
    """Of the polygon, as SVG writes them."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Claims by verdict over time."""

    bands: tuple[Band, ...]
    ticks: tuple[tuple[float, str], ...]
    """Height and words of the lines across."""
    dates: tuple[tuple[float, str], ...]
    told: str
    """What it shows, in a sentence."""


def trend(points: Sequence[Point]) -> Trend | None:
    """An area for each verdict, the worst at the bottom; ``None`` for fewer than two runs, which show no trend."""
    if len(points) < 2:
        return None
    most = max(sum(point.labels.values()) for point in points) or 1
    wide, high = WIDTH - _LEFT - 10, HEIGHT - _BOTTOM - _TOP

    def x(index: int) -> float:
        return round(_LEFT + wide * index / (len(points) - 1), 1)

    def y(value: float) -> float:
        return round(_TOP + high * (1 - value / most), 1)

    below = [0] * len(points)
    bands = []
    for label in WORST_FIRST:
        above = [base + point.labels.get(label, 0) for base, point in zip(below, points, strict=True)]
        if above != below:
            edge = [f"{x(i)},{y(value)}" for i, value in enumerate(above)] + [f"{x(i)},{y(below[i])}" for i in reversed(range(len(points)))]
            bands.append(Band(label.value, NAMES[label], " ".join(edge)))
        below = above
    first, last = points[0], points[-1]
    told = f"Claims by verdict, {first.ended[:10]} to {last.ended[:10]}: {_counted(first)} at first, {_counted(last)} now."
    dates = ((x(0), first.ended[:10]), (x(len(points) - 1), last.ended[:10]))
    return Trend(tuple(bands), tuple((y(value), str(value)) for value in _ticks(most)), dates, told)


def _ticks(most: int) -> list[int]:
    return sorted({0, most // 2, most})


def _counted(point: Point) -> str:
    told = [
        f"{point.labels[label]} {NAMES[label]}"
        for label in (Label.SUPPORTED, Label.CONTRADICTED, Label.MISQUOTED, Label.NOT_FOUND)
        if point.labels.get(label)
    ]
    return ", ".join(told) or "none"


@dataclass(frozen=True, slots=True)
class Bar:
    """One host in the chart of link rot, widths in percent."""

    host: str
    dead: float
    failing: float
    told: str


def bars(rot: Sequence[HostRot]) -> tuple[Bar, ...]:
    """A bar for each host with dead or failing sources."""
    return tuple(
        Bar(
            host.host,
            round(100 * host.dead / host.watched, 1),
            round(100 * host.failing / host.watched, 1),
            f"{host.dead} dead, {host.failing} failing of {host.watched}",
        )
        for host in rot
    )
