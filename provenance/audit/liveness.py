"""When a source is called dead: three failures in a row, each more than three days after the one before; a success resets.

The rule is that of the Internet Archive's bot for Wikipedia (InternetArchiveBot, ``updateLinkInfo``). Only an answer that says the
page is not there counts: a page that is walled, blocked, limited or slow is not dead, and our own outage is nobody's failure.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from provenance.audit.clock import moment, stamp
from provenance.audit.nouns import Watched
from provenance.model import Status

FAILURES = 3
APART = timedelta(days=3)

#: What may be the end of a page, if it stays so. Anything else is a wall, a limit or a fault on the way.
COUNTS = frozenset({Status.NOT_FOUND, Status.GONE, Status.SOFT_404, Status.UNREACHABLE})
#: What says that the network on the way failed, ours perhaps.
ON_THE_WAY = frozenset({Status.UNREACHABLE, Status.TIMED_OUT, Status.TEMPORARY})


def after_check(source: Watched, status: Status, now: datetime) -> Watched:
    """What is known of a source's life after one more check.

    Parameters
    ----------
    source
        What was known before.
    status
        What the check came to.
    now
        When it was made.
    """
    if status.was_read:
        return replace(source, failures=0, failed=None, dead=None, lapses=0)
    lapsed = replace(source, lapses=source.lapses + 1)
    if status not in COUNTS:
        return lapsed
    if source.failed is None:
        return replace(lapsed, failures=1, failed=stamp(now))
    since = now - moment(source.failed)
    # a clock that went back proves nothing; the count waits until it has caught up
    if since <= APART:
        return lapsed
    count = source.failures + 1
    return replace(lapsed, failures=count, failed=stamp(now), dead=source.dead or (stamp(now) if count >= FAILURES else None))


def is_outage(hosts: int, unreachable: int) -> bool:
    """Whether so many hosts could not be reached in one run that our own network must be at fault.

    Parameters
    ----------
    hosts
        How many were asked.
    unreachable
        How many of them gave no answer at all.
    """
    return unreachable > 1 and unreachable > 0.2 * hosts
