"""When a source is looked at again, and what comes first when not everything can be done in one night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from provenance.audit.clock import DAY, moment
from provenance.audit.nouns import Watched
from provenance.model import Label, Status

SOONEST = timedelta(hours=20)
"""A job that begins at the same hour every night finds everything of the last night due again."""
LIVE = 7 * DAY
"""A page that did not change is looked at again after a week (as InternetArchiveBot does)."""
LATEST = 30 * DAY
_FRESH = 14 * DAY
"""An article is read most, and its sources are corrected most, in its first two weeks."""
_PERMANENT = frozenset(
    {Status.UNSUPPORTED, Status.WRONG_TYPE, Status.REFUSED, Status.TOO_LARGE, Status.ROBOTS_DISALLOWED, Status.LEGAL_BLOCK}
)


def next_check(source: Watched, status: Status, now: datetime, *, newest: datetime | None = None) -> datetime:
    """When a source is due again.

    Parameters
    ----------
    source
        What is known of it, this check included.
    status
        What this check came to.
    now
        When it was made.
    newest
        When the newest article that cites it appeared.

    Notes
    -----
    A page that was read: every night while an article that cites it is younger than two weeks; later a week shortened by how
    often it was found changed, lengthened to a month as it grows old without a change. A page that failed: doubling from a
    night to a month; while it may be dying, after a little more than the three days of the dead rule. What cannot be read by
    its nature is asked for once a month.
    """
    if status in _PERMANENT:
        return now + LATEST
    if not status.was_read:
        if source.failures and source.dead is None:
            return now + timedelta(days=3, hours=1)
        return now + min(LATEST, SOONEST * 2 ** min(source.lapses - 1, 6) if source.lapses else SOONEST)
    if newest is not None and now - newest < _FRESH:
        return now + SOONEST
    volatility = source.changes / source.checks if source.checks else 0.0
    if volatility > 0:
        return now + max(SOONEST, LIVE * min(1.0, 0.1 / volatility))
    return now + min(LATEST, LIVE * (1 + source.checks / 8))


@dataclass(frozen=True, slots=True)
class Stakes:
    """What hangs on a source."""

    citing: int
    """Articles that cite it."""
    newest: datetime | None
    """When the newest of them appeared."""
    labels: tuple[Label, ...] = ()
    """Of the claims that rest on it."""


def rank(source: Watched, stakes: Stakes, now: datetime) -> int:
    """What comes first, smallest first: never checked, then what may be dying, then what is longest overdue for what hangs on it.

    One number below 2⁶², so that a store can put any number of sources in order without anybody holding them all.
    """
    if source.checked is None:
        days = (now - stakes.newest).days if stakes.newest is not None else _AGES
        return (min(max(days + _AHEAD, 0), _AGES) << 24) + _MOST_CITING - min(stakes.citing, _MOST_CITING)
    overdue = max(0.0, (now - moment(source.due)).total_seconds() / DAY.total_seconds()) if source.due else 0.0
    weight = 1.0 + min(stakes.citing, 20) / 4 + sum(1.0 for label in stakes.labels if label is Label.SUPPORTED) / 4
    urgency = min(int((overdue + 1.0) * weight * (1 << 20)), (1 << 60) - 1)
    return (1 << 60 if source.failures else 2 << 60) + (1 << 60) - 1 - urgency


_AHEAD = 1 << 20
"""Days: an article may be dated into the future."""
_AGES = 1 << 30
_MOST_CITING = (1 << 24) - 1
