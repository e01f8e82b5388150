"""The words that all formats of the morning's report share."""

from __future__ import annotations

from provenance.audit.morning.nouns import ClaimNews, Morning
from provenance.audit.nouns import EventKind, RunState
from provenance.model import Label
from provenance.reports.clean import masked, one_line
from provenance.reports.words import count

KINDS = {
    EventKind.NEW_CLAIM: "new",
    EventKind.WORSE: "worse",
    EventKind.BETTER: "better",
    EventKind.CHANGED_SINCE: "changed since",
    EventKind.VANISHED: "dead",
    EventKind.SOFT_DELETED: "text gone",
    EventKind.CORRECTED: "corrected",
    EventKind.MOVED: "moved",
    EventKind.FAILING: "failing",
    EventKind.BACK: "back",
}


def headline(morning: Morning) -> str:
    """The morning in one line, without anything that could break it."""
    return one_line(masked(_headline(morning)))


def _headline(morning: Morning) -> str:
    if morning.run.state is RunState.OUTAGE:
        return f"{morning.audit}: no news, our own network was down"
    if morning.is_quiet:
        return f"{morning.audit}: nothing new"
    claims = [claim for article in morning.articles for claim in article.claims]
    parts = []
    for kind, name in ((EventKind.WORSE, "worse"), (EventKind.NEW_CLAIM, "new and doubtful"), (EventKind.BETTER, "better")):
        number = sum(claim.kind is kind for claim in claims)
        if number:
            parts.append(f"{count(number, 'claim')} {name}")
    changed = sum(claim.kind is EventKind.CHANGED_SINCE for claim in claims)
    if changed:
        parts.append(f"{count(changed, 'passage')} changed")
    if morning.sources:
        parts.append(f"{count(len(morning.sources), 'source')} with news")
    unread = sum(article.message is not None for article in morning.articles)
    if unread:
        parts.append(f"{count(unread, 'article')} to look at")
    return f"{morning.audit}: {', '.join(parts)}"


def turn(claim: ClaimNews) -> str:
    """How a verdict turned: ``supported → contradicted``."""
    after = claim.after.value.replace("_", " ")
    return f"{claim.before.value.replace('_', ' ')} → {after}" if claim.before else after


def grounds(claim: ClaimNews) -> str:
    """What the verdict rests on, in a line; empty where all agrees or nothing more is known."""
    return "" if claim.after is Label.SUPPORTED else one_line(masked("; ".join(claim.reasons[:2])))


def footing(morning: Morning) -> list[str]:
    """What else there is to say of the run, a sentence each."""
    done = morning.run.counts
    lines = [
        f"Run {morning.run.id}, {morning.run.started} to {morning.run.ended}: "
        f"{count(done.get('sources', 0), 'source')} looked at, {count(done.get('articles', 0), 'article')} judged; "
        f"{count(morning.watched_articles, 'article')} and {count(done.get('watched', 0), 'source')} are watched."
    ]
    if done.get("left"):
        lines.append(f"{done['left']} left for want of budget; they come first the next night.")
    if done.get("quarantined"):
        lines.append(f"{done['quarantined']} in quarantine: they broke the program three times ('provenance audit status' says which).")
    if morning.run.message:
        lines.append(morning.run.message)
    return lines
