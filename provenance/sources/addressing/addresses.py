"""The guard: which addresses may be asked for, and which machines may be dialled.

An address in a draft is untrusted: left to itself it could make this program read the files, the metadata service or the
neighbours of the machine it runs on. So only ``http`` and ``https`` to public machines pass, whatever way the address is
spelt, and the check is made twice: on the address as written, and on the IP address that is dialled.

Sources: WHATWG URL standard for what a host spells (through can_ada), the IANA special-purpose address registries
(RFC 6890 and its successors) for what is not public, RFC 6761 and RFC 6762 for special host names.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from provenance.errors import UsageError
from provenance.model import Status
from provenance.sources.fetching.failures import Failure

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 8192
"""Longest address in characters; servers and proxies commonly stop at this."""

_NOT_PUBLIC = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24
192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32
2001::/23 2001:db8::/32 2002::/16 3fff::/20
"""
"""Not public, beyond what :mod:`ipaddress` says. 168.63.129.16 lies in a public range, but is Azure's own platform
service on every virtual machine there. 2002::/16 (6to4) and 2001::/32 (Teredo) carry an IPv4 address inside."""

_IPV6_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All global unicast addresses that IANA has handed out; the rest (NAT64 64:ff9b::/96, IPv4-compatible ::/96, IPv4-translated
::ffff:0:0:0/96, site-local fec0::/10, 5f00::/16, …) is never a web server's."""

_PORTS = frozenset({80, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8880, 8888})
"""Ports on which web pages are published; another one needs ``--allow-host HOST:PORT``."""

_PRIVATE_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
    "onion",
    "i2p",
    "localdomain",
    "corp",
    "home",
    "private",
)
"""Endings of names that never lead to a public web server (RFC 6761, 6762, 7686, 8375 and common use)."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,40}):")
_AUTHORITY = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://([^/?#]+)")
_QUERY = re.compile(r"[?#]")
_BLANK = re.compile(r"\s")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HIDDEN_HOST = re.compile(r"[?#][^/@]{0,2000}@[A-Za-z0-9.\[\]_-]{1,255}:\d{1,5}(?:[/?#]|$)|://[^/?#]*[?#][^/]*@")
_HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,126}\.?")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be asked for, as far as its spelling tells."""

    url: str
    """As the WHATWG standard spells it, without fragment."""
    scheme: str
    host: str
    """Lower-case ASCII; an IPv6 address without brackets."""
    port: int
    ip: IPAddress | None
    """Where the host is an IP address in whatever notation."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, by which politeness counts."""
        return f"{self.scheme}://{self.host}:{self.port}"


@cache
def _denied() -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in _NOT_PUBLIC.split())


def is_public(ip: IPAddress) -> bool:
    """Whether an IP address belongs to the public internet.

    An IPv4-mapped IPv6 address (``::ffff:a.b.c.d``) is the IPv4 address that it names; every other way to put an IPv4
    address into an IPv6 one is not public.
    """
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(ip.ipv4_mapped)
        if ip not in _IPV6_UNICAST or ip.scope_id is not None:
            return False
    if ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_unspecified or not ip.is_global:
        return False
    return not any(ip in network for network in _denied() if network.version == ip.version)


def dialled(ip: IPAddress) -> IPAddress:
    """The address to connect to: an IPv4-mapped one as the IPv4 address it names."""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip


def without_credentials(url: str) -> str:
    """An address fit to be printed: user name and password, should it have any, are left out."""
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]{0,40}:/*)([^/?#]*)@", url)
    return f"{match.group(1)}{url[match.end() :]}" if match else url


def _refuse(reason: str, status: Status = Status.REFUSED) -> Failure:
    return Failure(status, reason)


@lru_cache(maxsize=4096)
def parse(raw: str) -> Address:
    """Read an address as the WHATWG standard does, and refuse what no honest citation spells that way.

    Parameters
    ----------
    raw
        The address as written; blanks around it do not count.

    Raises
    ------
    Failure
        ``unsupported`` for another scheme than http and https; ``refused`` for anything that different programs would
        read differently (backslashes, control characters, credentials, encoded hosts) or that is no address at all.
    """
    text = raw.strip()
    if not text:
        raise _refuse("the address is empty; name the page", Status.UNSUPPORTED)
    if len(text) > LONGEST:
        raise _refuse(f"the address is longer than {LONGEST} characters")
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise _refuse("the address does not begin with http:// or https://; write it out", Status.UNSUPPORTED)
    if scheme.group(1).lower() not in ("http", "https"):
        raise _refuse(f"addresses with {scheme.group(1).lower()[:20]}: cannot be read; only http and https can", Status.UNSUPPORTED)
    if _CONTROL.search(text):
        raise _refuse("the address has control characters in it; correct it in the draft")
    authority = _AUTHORITY.match(text)
    before_query = _QUERY.split(text, maxsplit=1)[0]
    if authority is None or "\\" in before_query:
        raise _refuse("the address is malformed (slashes); correct it in the draft")
    host_part = authority.group(1)
    if _HIDDEN_HOST.search(text):
        # programs disagree on which of the two hosts such an address names
        raise _refuse("the address seems to name two hosts; correct it in the draft")
    if "@" in host_part:
        raise _refuse("the address carries a user name or password; give it without")
    if "%" in host_part or _BLANK.search(host_part):
        raise _refuse("the host name has characters that no host name has; correct it in the draft")

    import can_ada

    try:
        url = can_ada.parse(text)
    except ValueError:
        raise _refuse("this is not a valid address; correct it in the draft") from None
    host = str(url.hostname)
    ip = _as_ip(host)
    if ip is None:
        host = _checked_name(host)
    if not host_part.isascii() and (ip is not None or _reads_as_ip(host_part)):
        raise _refuse("the address hides an IP address behind other characters; correct it in the draft")
    if ip is not None:
        host = str(ip)
    port = int(url.port) if url.port else (443 if url.protocol == "https:" else 80)
    return Address(str(url.href).split("#", 1)[0], str(url.protocol).rstrip(":"), host, port, ip)


@lru_cache(maxsize=4096)
def _as_ip(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _reads_as_ip(host: str) -> bool:
    """Whether a host with digits of other scripts is an IP address to a lenient program, though it is a name by the standard."""
    import can_ada

    host = re.sub("[。．｡]", ".", re.sub(r":\d*$", "", host))
    plain = "".join(str(unicodedata.decimal(character, character)) for character in host)
    try:
        return plain.isascii() and _as_ip(str(can_ada.parse(f"http://{plain}/").hostname)) is not None
    except ValueError:
        return True  # no address at all, although it consists of such digits


def _checked_name(host: str) -> str:
    if len(host) > 254 or not _HOST_NAME.fullmatch(host):
        raise _refuse("the host name is not a valid one; correct it in the draft")
    return host


def _special(host: str) -> str | None:
    name = host.rstrip(".")
    if "." not in name:
        return name
    return next((ending for ending in _PRIVATE_NAMES if name.endswith("." + ending)), None)


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides what may be asked for and dialled.

    Parameters
    ----------
    allowed
        Hosts for which the refusal is lifted, each with a port or ``None`` for every port; see :func:`guard`.
    """

    allowed: frozenset[tuple[str, int | None]] = frozenset()

    def lifted(self, address: Address) -> bool:
        """Whether ``--allow-host`` names exactly this host (and this port, if it names one)."""
        host = address.host.rstrip(".")
        return (host, None) in self.allowed or (host, address.port) in self.allowed

    def check(self, raw: str) -> Address:
        """Read an address and check all that its spelling tells, before anything is looked up.

        Raises
        ------
        Failure
            If the address is refused or of a kind that cannot be read.
        """
        address = parse(raw)
        if self.lifted(address):
            return address
        if address.ip is not None:
            self.check_ip(address, address.ip)
        else:
            special = _special(address.host)
            if special is not None:
                raise _refuse(f"{address.host} is not a public host; if it may be read, add --allow-host {address.host}")
        if address.port not in _PORTS:
            raise _refuse(f"port {address.port} is not one for web pages; if it may be read, add --allow-host {_shown(address)}")
        return address

    def check_ip(self, address: Address, ip: IPAddress) -> None:
        """Check one IP address that ``address`` leads to.

        Raises
        ------
        Failure
            If it is not public and the host is not allowed.
        """
        if not self.lifted(address) and not is_public(ip):
            raise _refuse(f"{address.host} leads to {ip}, which is not public; if it may be read, add --allow-host {_shown(address)}")

    def check_answers(self, address: Address, answers: Iterable[IPAddress]) -> tuple[IPAddress, ...]:
        """Check all IP addresses that a look-up gave: one that is not public spoils the lot.

        A name that answers with public and private addresses together is either an attack or a mistake; picking the
        public ones would hand the choice to whoever answers next.

        Returns
        -------
        tuple
            The addresses to dial, in the given order, each once.
        """
        chosen: dict[IPAddress, None] = {}
        for ip in answers:
            self.check_ip(address, ip)
            chosen.setdefault(dialled(ip))
        return tuple(chosen)


def _shown(address: Address) -> str:
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{host}:{address.port}"


def guard(allow_host: Iterable[str] = ()) -> Guard:
    """The guard for a list of ``--allow-host HOST[:PORT]`` values.

    Raises
    ------
    UsageError
        If one of them names no host.
    """
    allowed: set[tuple[str, int | None]] = set()
    for value in allow_host:
        try:
            text = value.strip()
            if text.count(":") > 1 and not text.startswith("["):
                text = f"[{text}]"
            address = parse(f"http://{text}/")
        except Failure:
            raise UsageError(f"--allow-host {value!r} is not HOST or HOST:PORT; name one host, for example localhost:8000") from None
        if address.url.count("/") > 3 or "?" in address.url:
            raise UsageError(f"--allow-host {value!r} is not HOST or HOST:PORT; name one host, for example localhost:8000")
        named_port = re.search(r":(\d+)$", text)
        allowed.add((address.host.rstrip("."), int(named_port.group(1)) if named_port else None))
    return Guard(frozenset(allowed))
