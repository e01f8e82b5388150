"""Times as the store keeps them: text in UTC, to the second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the time with its zone; tests bring their own."""

DAY = timedelta(days=1)


def system_clock() -> datetime:
    """The machine's time in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """``moment`` as the store keeps it: ``YYYY-MM-DDTHH:MM:SSZ``."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def moment(text: str) -> datetime:
    """The time that :func:`stamp` wrote."""
    return datetime.fromisoformat(text)
