"""What would let more be checked next time, from what went wrong this time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from provenance.model import DraftReport, Report, Source, Status
from provenance.reports.clean import shorten
from provenance.reports.words import count, host_of


@dataclass(slots=True)
class Tally:
    """What happened in the drafts so far, as far as hints rest on it."""

    statuses: dict[str, Status] = field(default_factory=dict)
    """Status of each source by its id."""
    archived: dict[str, Source] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    """How many claims could not be checked for each reason that is not their source's."""

    @classmethod
    def of(cls, report: Report) -> Tally:
        """The tally of a whole report."""
        tally = cls()
        for draft in report.drafts:
            tally.add(draft)
        return tally

    def add(self, report: DraftReport) -> None:
        """Count one draft."""
        for source in report.sources:
            self.statuses.setdefault(source.id, source.status)
            if source.status is Status.ARCHIVED:
                self.archived.setdefault(source.id, source)
        for checked in report.claims:
            codes = {r.code for r in checked.verdict.reasons}
            codes.update(r.code for f in checked.findings for r in f.comparison.reasons if r.code == "language")
            self.reasons.update(codes & {"no_reference", "language", "interrupted"})


_WAYS: tuple[tuple[tuple[Status, ...], str, str], ...] = (
    ((Status.RATE_LIMITED,), "was", "rate limited: try --host-interval 5"),
    ((Status.TIMED_OUT,), "", "timed out: try --timeout 60"),
    ((Status.TEMPORARY, Status.UNREACHABLE), "", "could not be reached just now: run it again, or try --max-retries 5"),
    ((Status.NOT_IN_CASSETTE,), "is", "not in the cassette: record with --record-mode new_episodes"),
    ((Status.PAYWALLED, Status.LOGIN_REQUIRED), "is", "behind a paywall or login: save the text and give --source URL=FILE"),
    ((Status.CONSENT_WALL,), "is", "behind a consent wall: save the text and give --source URL=FILE"),
    ((Status.JS_ONLY,), "", "cannot be read without a browser: save the text and give --source URL=FILE"),
    ((Status.BLOCKED, Status.LEGAL_BLOCK), "", "refused us: open it in a browser and give its text with --source URL=FILE"),
    ((Status.ROBOTS_DISALLOWED,), "is", "closed to robots: ask its owner, give its text with --source URL=FILE, or use --ignore-robots"),
    ((Status.REFUSED,), "", "of a private address refused: allow it with --allow-host HOST:PORT if it is yours"),
    (
        (Status.NOT_FOUND, Status.GONE, Status.SOFT_404),
        "is",
        "gone, with no readable archived copy: mend the link, or give its text with --source URL=FILE",
    ),
    ((Status.TLS_ERROR, Status.REDIRECT_ERROR), "", "cannot be reached safely: mend the link, or give its text with --source URL=FILE"),
    (
        (Status.TOO_LARGE, Status.WRONG_TYPE, Status.UNSUPPORTED, Status.DECODE_ERROR, Status.PARSER_FAILED, Status.EMPTY),
        "has",
        "no text that we can read: give it with --source URL=FILE",
    ),
)

_NAMED = 2
"""Sources that a hint names."""


def hints(tally: Tally) -> tuple[str, ...]:
    """What to do next, a line for each thing that went wrong, what went wrong most often first."""
    statuses = Counter(tally.statuses.values())
    found: list[tuple[int, str]] = []
    for kinds, verb, advice in _WAYS:
        if n := sum(statuses[kind] for kind in kinds):
            found.append((n, " ".join(filter(None, (count(n, "source"), _agreeing(verb, n), advice)))))
    interrupted = tally.reasons["interrupted"]
    if (n := statuses[Status.NOT_ATTEMPTED]) and not interrupted:
        found.append((n, f"{count(n, 'source')} not fetched offline: name a --cassette, or give --source URL=FILE"))
    if n := tally.reasons["no_reference"]:
        found.append((n, f"{count(n, 'claim')} with no reference: give the source's text with --source FILE"))
    if n := tally.reasons["language"]:
        found.append(
            (
                n,
                f"{count(n, 'claim')} in a pair of languages that cannot be compared: give the source in the draft's language with --source URL=FILE",
            )
        )
    found.sort(key=lambda one: -one[0])
    if n := len(tally.archived):
        hosts = [shorten(host_of(source.url), 60) for source in tally.archived.values()]
        named = " and ".join(hosts) if n <= _NAMED else f"{hosts[0]} and {n - 1} more"
        found.append((n, f"an archived copy was read for {named}: -v says why; cite the copy if the page is gone"))
    if interrupted:
        found.insert(0, (interrupted, f"{count(interrupted, 'claim')} not checked, because the run was stopped: run it again"))
    return tuple(hint for _, hint in found)


def _agreeing(verb: str, n: int) -> str:
    return verb if n == 1 else {"is": "are", "was": "were", "has": "have"}.get(verb, verb)
