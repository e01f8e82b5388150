"""How an audit stands as a text file for Prometheus's node exporter."""

from __future__ import annotations

from provenance.audit.clock import moment
from provenance.audit.morning.nouns import Morning
from provenance.audit.nouns import RunState
from provenance.reports.clean import one_line


def render(morning: Morning) -> str:
    """Gauges in the text exposition format, each with the audit's name as a label."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry = CollectorRegistry()

    def gauge(name: str, told: str, value: float, **labels: str) -> None:
        known = gauges.get(name)
        if known is None:
            known = gauges[name] = Gauge(f"provenance_audit_{name}", told, ["audit", *labels], registry=registry)
        known.labels(audit=one_line(morning.audit), **labels).set(value)

    gauges: dict[str, Gauge] = {}
    run, last = morning.run, morning.trend[-1]
    for label, number in last.labels.items():
        gauge("claims", "Claims by the verdict that holds.", number, label=label.value)
    gauge("articles", "Articles that are watched.", morning.watched_articles)
    gauge("sources", "Sources that are watched.", last.watched)
    gauge("sources_dead", "Sources that are dead by the rule of three failures.", last.dead)
    gauge("sources_failing", "Sources that fail and are not dead.", last.failing)
    for kind in ("worse", "new_claim", "better", "changed_since"):
        number = sum(claim.kind.value == kind for article in morning.articles for claim in article.claims)
        gauge("news", "Claims with news in the last run.", number, kind=kind)
    gauge(
        "grave",
        "Claims with news in the last run that somebody should look at.",
        sum(c.is_grave for a in morning.articles for c in a.claims),
    )
    gauge("left", "Sources and articles that the budget did not reach.", run.counts.get("left", 0))
    gauge("quarantined", "Articles and sources in quarantine.", run.counts.get("quarantined", 0))
    gauge("last_run_timestamp_seconds", "When the last run ended.", moment(run.ended or run.started).timestamp())
    gauge("last_run_seconds", "How long the last run took.", (moment(run.ended or run.started) - moment(run.started)).total_seconds())
    gauge("last_run_ok", "Whether the last run did its work.", float(run.state is RunState.DONE))
    return generate_latest(registry).decode("utf-8")
