"""A message sent with POST to an address that the user names, a webhook's: over the same guard and deadline as everything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from provenance.config import Config
from provenance.sources import scrubbing
from provenance.sources.addressing.addresses import Guard, parse
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.failures import Failure, failure_of
from provenance.sources.fetching.transport import Headers, Network


def _utc_now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def post(
    url: str, body: bytes, headers: Headers | list[tuple[str, str]], config: Config, *, now: Callable[[], str] = _utc_now
) -> str | None:
    """Send a message once.

    The user named the address, so exactly its host and port are let through; redirects are not followed, since they would take
    the message to somebody else. It is not sent again if it fails: the other side may have taken it.

    Parameters
    ----------
    url
        Where to.
    body, headers
        The message.
    config
        Timeout and User-Agent.

    Returns
    -------
    str or None
        Why it was not taken, in a sentence; ``None`` if it was.
    """
    try:
        address = parse(url)
    except Failure as failure:
        return f"{scrubbing.address(url)}: {failure.reason}"
    shown = scrubbing.address(address.url)
    network = Network(Guard(frozenset({(address.host.rstrip("."), address.port)})), now=now, pool=1)
    sent: Headers = (("User-Agent", config.user_agent), ("Accept-Encoding", "identity"), *headers)
    try:
        with Deadline(config.timeout) as deadline:
            exchange = network.send(address, sent, deadline, body)
            try:
                status = exchange.status
            finally:
                exchange.close()
    except Failure as failure:
        return f"{shown}: {failure.reason}"
    except Exception as error:
        return f"{shown}: {failure_of(error).reason}"
    finally:
        network.close()
    return None if 200 <= status < 300 else f"{shown} answered with HTTP status {status}"
