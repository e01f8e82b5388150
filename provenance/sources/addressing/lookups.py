"""Name look-ups that cannot hang: the system's resolver has no deadline of its own, so it is asked in a thread."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any

from provenance.model import Status
from provenance.sources.addressing.addresses import Address, IPAddress
from provenance.sources.fetching.failures import Failure

GetAddrInfo = Callable[..., Sequence[tuple[Any, ...]]]

MOST_WAITING = 64
"""Look-ups that may hang at the same time before new ones are turned away: a broken name server must not cost a thread
for every link of a long text."""


class Lookups:
    """Resolves host names, each call anew: an answer is checked and dialled, never kept for later.

    Parameters
    ----------
    getaddrinfo
        The system's resolver, or a stand-in for tests.
    """

    def __init__(self, getaddrinfo: GetAddrInfo | None = None) -> None:
        self._getaddrinfo = getaddrinfo
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    def addresses(self, address: Address, timeout: float) -> tuple[IPAddress, ...]:
        """All IP addresses of a host, in the resolver's order.

        Parameters
        ----------
        timeout
            Seconds after which the name server is given up.

        Raises
        ------
        Failure
            ``unreachable`` if the name does not exist or nobody answers in time, ``temporary`` if the name server cannot say.
        """
        if address.ip is not None:
            return (address.ip,)
        if not self._places.acquire(timeout=timeout):
            raise Failure(Status.TEMPORARY, "too many name look-ups are waiting for an answer; try again later")
        answers: queue.SimpleQueue[tuple[IPAddress, ...] | BaseException] = queue.SimpleQueue()
        threading.Thread(target=self._look_up, args=(address, answers), name="look-up", daemon=True).start()
        try:
            answer = answers.get(timeout=timeout)
        except queue.Empty:
            raise Failure(Status.UNREACHABLE, f"no name server answered for {address.host} in time; try again later") from None
        if isinstance(answer, BaseException):
            raise answer
        if not answer:
            raise Failure(Status.UNREACHABLE, f"the host {address.host} has no address; check the link")
        return answer

    def _look_up(self, address: Address, answers: queue.SimpleQueue[tuple[IPAddress, ...] | BaseException]) -> None:
        try:
            ask = self._getaddrinfo or socket.getaddrinfo
            found = ask(address.host, address.port, type=socket.SOCK_STREAM)
            answers.put(tuple(dict.fromkeys(_ip(str(entry[4][0])) for entry in found)))
        except BaseException as error:
            answers.put(error)
        finally:
            self._places.release()


def _ip(text: str) -> IPAddress:
    return ipaddress.ip_address(text)
